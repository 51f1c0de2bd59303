package dev.gradus.tune.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.embedded.EmbeddedEncoders;
import dev.gradus.embedded.EncoderFiles;
import dev.gradus.spi.Encoder;
import dev.gradus.task.ModelName;
import dev.gradus.task.Recipe;
import dev.gradus.tune.onnx.BertWeights;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncoderNetworkTest {
    private static final List<String> TEXTS =
            List.of(
                    "My card was declined at the till.",
                    "a",
                    "How do I get back the money that I sent to the wrong account last week, when the"
                            + " bank says that it has nothing to do with it and that I should wait?",
                    "top up by transfer ".repeat(40));

    @Test
    void computes_what_onnx_runtime_computes_from_the_same_file() {
        ModelName name = ModelName.parse("embedded/minilm-l6");
        EncoderFiles files = EncoderFiles.of(name);
        BertWeights weights = BertWeights.read(files);
        Network net =
                new Network(Kernels.fastest(), weights, files.meanPooled(), Recipe.standard());
        float[] theta = new float[net.parameters().size()];
        net.begin(theta, 1);
        for (int i = 0; i < files.layers(); i++) {
            net.refresh(theta, i);
        }

        float[] units = net.encode(net.trace(false), files.tokenize(TEXTS));

        int d = files.dimensions();
        try (Encoder reference = new EmbeddedEncoders().open(name)) {
            for (int i = 0; i < TEXTS.size(); i++) {
                float[] expected = reference.encode(TEXTS.get(i)).vector();
                for (int j = 0; j < d; j++) {
                    assertThat(units[i * d + j])
                            .as("text %d, dimension %d", i, j)
                            .isEqualTo(expected[j], within(1e-5f));
                }
            }
        }
    }
}
