package dev.gradus.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.spi.GradusException;
import dev.gradus.task.ModelName;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncoderFilesTest {
    private static final EncoderFiles MINILM =
            EncoderFiles.of(ModelName.parse("embedded/minilm-l6-q"));

    @Test
    void says_what_a_trainer_must_know() {
        assertThat(MINILM.name()).hasToString("embedded/minilm-l6-q");
        assertThat(MINILM.layers()).isEqualTo(6);
        assertThat(MINILM.dimensions()).isEqualTo(384);
        assertThat(MINILM.maxTokens()).isEqualTo(256);
        assertThat(MINILM.meanPooled()).isTrue();
        assertThat(MINILM.quantized()).isTrue();
        assertThat(EncoderFiles.of(ModelName.parse("embedded/bge-small-q")).meanPooled()).isFalse();
    }

    @Test
    void a_quantized_encoder_names_its_full_precision_twin_and_itself() {
        assertThat(MINILM.fullPrecision()).hasToString("embedded/minilm-l6");
        assertThat(MINILM.quantizedTwin()).contains(ModelName.parse("embedded/minilm-l6-q"));
    }

    @Test
    void its_checksum_is_the_sha_256_of_the_graph() throws Exception {
        byte[] graph = new byte[MINILM.graph().remaining()];
        MINILM.graph().get(graph);

        assertThat(graph).hasSize(22_972_370);
        assertThat(MINILM.graph().order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(MINILM.checksum())
                .isEqualTo(
                        HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(graph)));
    }

    @Test
    void tokenizes_as_the_encoder_does() {
        int[][] ids = MINILM.tokenize(List.of("Where is my card?", "card ".repeat(400), ""));

        assertThat(ids[0]).containsExactly(101, 2073, 2003, 2026, 4003, 1029, 102);
        assertThat(ids[1]).hasSize(256).startsWith(101, 4003).endsWith(4003, 102);
        assertThat(ids[2]).containsExactly(101, 102);
    }

    @Test
    void says_how_to_fetch_an_encoder_that_is_not_installed() {
        assertThatThrownBy(() -> EncoderFiles.of(ModelName.parse("embedded/e5-small")))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessageContaining("Fetch it once: ./gradus models get embedded/e5-small");
    }
}
