package dev.gradus.tune.onnx;

import dev.gradus.embedded.EncoderFiles;
import dev.gradus.embedded.internal.SafeTensors;
import dev.gradus.spi.GradusException;
import dev.gradus.tune.onnx.BertGraph.Weight;
import dev.gradus.tune.onnx.OnnxFile.Node;
import dev.gradus.tune.onnx.OnnxFile.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The weights of a full-precision encoder, by what they do. The arrays are the caller's to change.
///
/// @param hidden length of a token's vector
/// @param intermediate width of the feed-forward layer
/// @param heads of the attention, each `hidden / heads` wide
/// @param epsilon that the norms add to the variance
/// @param words embedding of each token, [vocabulary, hidden]
/// @param positions embedding of each position, [positions, hidden]
/// @param types embedding of each segment, [2, hidden]; a single text is segment 0
/// @param embeddingNorm of the sum of the three
/// @param layers the blocks
public record BertWeights(
        int hidden,
        int intermediate,
        int heads,
        float epsilon,
        float[] words,
        float[] positions,
        float[] types,
        Norm embeddingNorm,
        List<Layer> layers) {

    /// Each head of MiniLM, bge-small and e5-small is 32 wide: 12 heads of 384. The graph has it
    /// only in the shapes it computes, the models' cards state it.
    private static final int HEAD = 32;

    private static final String EPSILON_NODE = "/embeddings/LayerNorm/Add";

    public BertWeights {
        layers = List.copyOf(layers);
    }

    /// `y = x * weight + bias`.
    ///
    /// @param weight [in, out], row after row: the transpose of Hugging Face's
    public record Linear(int in, int out, float[] weight, float[] bias) {}

    /// `(x - mean) / sqrt(variance + epsilon) * weight + bias`.
    public record Norm(float[] weight, float[] bias) {}

    /// One block.
    ///
    /// @param attentionNorm of the attention's output and the block's input
    /// @param outputNorm of the feed-forward's output and its input
    public record Layer(
            Linear query,
            Linear key,
            Linear value,
            Linear attentionOutput,
            Linear intermediate,
            Linear output,
            Norm attentionNorm,
            Norm outputNorm) {

        public Linear linear(LinearRole role) {
            return switch (role) {
                case QUERY -> query;
                case KEY -> key;
                case VALUE -> value;
                case ATTENTION_OUTPUT -> attentionOutput;
                case INTERMEDIATE -> intermediate;
                case OUTPUT -> output;
            };
        }
    }

    /// Reads the weights of an installed encoder: 0.2 to 1 s, and 4 bytes a weight of heap.
    ///
    /// @throws GradusException.Usage where it is quantized
    /// @throws GradusException.Data where its graph is not as expected
    public static BertWeights read(EncoderFiles encoder) {
        if (encoder.quantized()) {
            throw new GradusException.Usage(
                    "%s is quantized, and weights are tuned in full precision. Name %s."
                            .formatted(encoder.name(), encoder.fullPrecision()));
        }
        OnnxFile file = OnnxFile.read(encoder.name().toString(), encoder.graph());
        return of(BertGraph.of(file, encoder.layers()));
    }

    static BertWeights of(BertGraph graph) {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < graph.layers(); i++) {
            layers.add(
                    new Layer(
                            linear(graph, LinearRole.QUERY, i),
                            linear(graph, LinearRole.KEY, i),
                            linear(graph, LinearRole.VALUE, i),
                            linear(graph, LinearRole.ATTENTION_OUTPUT, i),
                            linear(graph, LinearRole.INTERMEDIATE, i),
                            linear(graph, LinearRole.OUTPUT, i),
                            norm(graph, "encoder.layer." + i + ".attention.output"),
                            norm(graph, "encoder.layer." + i + ".output")));
        }
        Norm embeddingNorm = norm(graph, "embeddings");
        int hidden = embeddingNorm.weight().length;
        return new BertWeights(
                hidden,
                layers.getFirst().intermediate().out(),
                hidden / HEAD,
                epsilon(graph.file()),
                floats(graph, "embeddings.word_embeddings.weight"),
                floats(graph, "embeddings.position_embeddings.weight"),
                floats(graph, "embeddings.token_type_embeddings.weight"),
                embeddingNorm,
                layers);
    }

    /// Every weight under its Hugging Face name and in its Hugging Face shape, linear weights [out,
    /// in]: what `model.safetensors` of a `BertModel` holds. Copies the linear weights.
    public Map<String, SafeTensors.Tensor> named() {
        Map<String, SafeTensors.Tensor> named = new LinkedHashMap<>();
        put(named, "embeddings.word_embeddings.weight", words, words.length / hidden, hidden);
        put(
                named,
                "embeddings.position_embeddings.weight",
                positions,
                positions.length / hidden,
                hidden);
        put(named, "embeddings.token_type_embeddings.weight", types, types.length / hidden, hidden);
        put(named, "embeddings", embeddingNorm);
        for (int i = 0; i < layers.size(); i++) {
            for (LinearRole role : LinearRole.values()) {
                Linear linear = layers.get(i).linear(role);
                put(
                        named,
                        role.in(i) + ".weight",
                        transposed(linear.weight(), linear.in(), linear.out()),
                        linear.out(),
                        linear.in());
                put(named, role.in(i) + ".bias", linear.bias(), linear.out());
            }
            put(named, "encoder.layer." + i + ".attention.output", layers.get(i).attentionNorm());
            put(named, "encoder.layer." + i + ".output", layers.get(i).outputNorm());
        }
        return named;
    }

    private static void put(
            Map<String, SafeTensors.Tensor> named, String name, float[] values, int... shape) {
        named.put(name, SafeTensors.Tensor.of(values, shape));
    }

    private static void put(Map<String, SafeTensors.Tensor> named, String of, Norm norm) {
        put(named, of + ".LayerNorm.weight", norm.weight(), norm.weight().length);
        put(named, of + ".LayerNorm.bias", norm.bias(), norm.bias().length);
    }

    /// [rows, columns] to [columns, rows].
    static float[] transposed(float[] values, int rows, int columns) {
        float[] turned = new float[values.length];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                turned[c * rows + r] = values[r * columns + c];
            }
        }
        return turned;
    }

    private static Linear linear(BertGraph graph, LinearRole role, int layer) {
        Weight weight = graph.weight(role.in(layer) + ".weight");
        int[] shape = weight.shape();
        return new Linear(
                shape[1],
                shape[0],
                graph.file().floats(weight.values()),
                floats(graph, role.in(layer) + ".bias"));
    }

    private static Norm norm(BertGraph graph, String of) {
        return new Norm(
                floats(graph, of + ".LayerNorm.weight"), floats(graph, of + ".LayerNorm.bias"));
    }

    private static float[] floats(BertGraph graph, String name) {
        return graph.file().floats(graph.weight(name).values());
    }

    /// The constant that the first norm adds to the variance; all norms of BERT share it.
    private static float epsilon(OnnxFile file) {
        Tensor constant =
                file.node(EPSILON_NODE).stream()
                        .map(Node::inputs)
                        .flatMap(List::stream)
                        .flatMap(input -> file.constant(input).stream())
                        .findFirst()
                        .orElseThrow(() ->
                                new GradusException.Data(
                                        file.where()
                                                + " has no constant at "
                                                + EPSILON_NODE
                                                + ": it is no BERT graph that Gradus can tune."
                                                + " Choose another encoder under tuning.base."));
        return file.floats(constant)[0];
    }
}
