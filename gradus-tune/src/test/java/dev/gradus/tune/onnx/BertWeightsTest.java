package dev.gradus.tune.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.embedded.EncoderFiles;
import dev.gradus.embedded.internal.SafeTensors.Tensor;
import dev.gradus.spi.GradusException;
import dev.gradus.task.ModelName;
import dev.gradus.tune.onnx.BertWeights.Linear;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BertWeightsTest {
    private static final EncoderFiles MINILM =
            EncoderFiles.of(ModelName.parse("embedded/minilm-l6"));

    @Test
    void reads_every_weight_of_minilm_by_what_it_does() {
        BertWeights weights = BertWeights.read(MINILM);

        assertThat(weights.hidden()).isEqualTo(384);
        assertThat(weights.intermediate()).isEqualTo(1536);
        assertThat(weights.heads()).isEqualTo(12);
        assertThat(weights.epsilon()).isEqualTo(1e-12f);
        assertThat(weights.words()).hasSize(30_522 * 384);
        assertThat(weights.positions()).hasSize(512 * 384);
        assertThat(weights.types()).hasSize(2 * 384);
        assertThat(weights.layers()).hasSize(6);
        Linear output = weights.layers().get(5).linear(LinearRole.OUTPUT);
        assertThat(output.in()).isEqualTo(1536);
        assertThat(output.out()).isEqualTo(384);
        assertThat(output.weight()).hasSize(1536 * 384);
        // First values of the file, read with the onnx package 1.23 for Python
        assertThat(weights.layers().get(0).query().weight()[1]).isEqualTo(0.035969656f);
        assertThat(weights.layers().get(5).outputNorm().bias()[383]).isEqualTo(0.06612399f);
    }

    @Test
    void names_them_as_hugging_face_does() {
        BertWeights weights = BertWeights.read(MINILM);
        Map<String, Tensor> named = weights.named();

        assertThat(named).hasSize(5 + 6 * 16);
        Tensor wide = named.get("encoder.layer.2.intermediate.dense.weight");
        assertThat(wide.shape()).containsExactly(1536, 384);
        assertThat(wide.values()[7 * 384 + 3])
                .isEqualTo(weights.layers().get(2).intermediate().weight()[3 * 1536 + 7]);
        assertThat(named.values().stream().mapToLong(one -> one.values().length).sum())
                .isEqualTo(22_565_376);
    }

    @Test
    void a_quantized_encoder_is_not_read() {
        EncoderFiles quantized = EncoderFiles.of(ModelName.parse("embedded/minilm-l6-q"));
        assertThatThrownBy(() -> BertWeights.read(quantized))
                .isInstanceOf(GradusException.Usage.class)
                .hasMessage(
                        "embedded/minilm-l6-q is quantized, and weights are tuned in full precision. Name embedded/minilm-l6.");
    }

    @Test
    void a_graph_with_another_number_of_blocks_is_refused() {
        OnnxFile file = OnnxFile.read("minilm", MINILM.graph());
        assertThatThrownBy(() -> BertGraph.of(file, 7))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining(
                        "no node is named /encoder/layer.6/attention/self/query/MatMul");
        assertThatThrownBy(() -> BertGraph.of(file, 5))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining("it has more than 5 blocks");
    }
}
