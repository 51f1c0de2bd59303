package dev.gradus.tune.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.gradus.embedded.EncoderFiles;
import dev.gradus.task.ModelName;
import dev.gradus.tune.onnx.BertGraph.Weight;
import dev.gradus.tune.onnx.Int8.Quantized;
import org.junit.jupiter.api.Test;

class Int8Test {
    @Test
    void quantizing_the_base_again_comes_within_half_a_step_of_the_shipped_bytes() {
        BertGraph full = graph("minilm-l6");
        BertGraph shipped = graph("minilm-l6-q");

        int linear = 0;
        for (Weight weight : shipped.weights().values()) {
            float[] values = full.file().floats(full.weight(weight.name()).values());
            if (!weight.quantized()) {
                assertThat(shipped.file().floats(weight.values()))
                        .as(weight.name())
                        .isEqualTo(values);
            } else if (weight.transposed()) {
                Quantized again = Int8.linear(values, weight.shape()[0]);
                linear(shipped, weight, again);
                linear++;
            } else {
                embeddings(shipped, weight, Int8.embedding(values));
            }
        }
        assertThat(linear).isEqualTo(36);
    }

    /// Shipped in 64 steps around 0, here in 127 around 127, of the same largest weight.
    private static void linear(BertGraph shipped, Weight weight, Quantized again) {
        float[] scales = shipped.file().floats(weight.scales());
        byte[] bytes = shipped.file().bytes(weight.values());
        for (int o = 0; o < scales.length; o++) {
            assertThat(127 * again.scales()[o])
                    .as(weight.name())
                    .isCloseTo(64 * scales[o], withPercentage(1e-4));
        }
        for (int i = 0; i < bytes.length; i++) {
            int o = i % scales.length;
            double ours = again.scales()[o] * ((again.values()[i] & 0xff) - 127);
            double theirs = scales[o] * bytes[i];
            if (Math.abs(ours - theirs) > 0.5001 * (scales[o] + again.scales()[o])) {
                assertThat(ours).as(weight.name() + " " + i).isEqualTo(theirs);
            }
        }
    }

    /// Three of 15 million bytes fall between two values, and round to the other one here.
    private static void embeddings(BertGraph shipped, Weight weight, Quantized again) {
        assertThat(shipped.file().floats(weight.scales()))
                .as(weight.name())
                .isEqualTo(again.scales());
        byte[] bytes = shipped.file().bytes(weight.values());
        int others = 0;
        for (int i = 0; i < bytes.length; i++) {
            others += bytes[i] == again.values()[i] ? 0 : 1;
        }
        assertThat(others).as(weight.name()).isLessThanOrEqualTo(3);
    }

    @Test
    void takes_eight_bits_and_gives_a_column_of_zeros_a_scale() {
        Quantized column = Int8.linear(new float[] {1, 0, -2, 0, 0.5f, 0}, 2);

        assertThat(column.scales()).containsExactly(2f / 127, 1);
        assertThat(column.values())
                .containsExactly(
                        (byte) 191, (byte) 127, (byte) 0, (byte) 127, (byte) 159, (byte) 127);
        assertThat(Int8.embedding(new float[] {0, 0}).scales()).containsExactly(1);
        assertThat(Int8.embedding(new float[] {-1, 1, 0}).values())
                .containsExactly((byte) 1, (byte) 255, (byte) 128);
    }

    private static BertGraph graph(String name) {
        EncoderFiles encoder = EncoderFiles.of(new ModelName("embedded", name));
        return BertGraph.of(OnnxFile.read(name, encoder.graph()), 6);
    }
}
