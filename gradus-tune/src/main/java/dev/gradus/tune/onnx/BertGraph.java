package dev.gradus.tune.onnx;

import dev.gradus.spi.GradusException;
import dev.gradus.tune.onnx.OnnxFile.Node;
import dev.gradus.tune.onnx.OnnxFile.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which tensor of a graph is which weight of BERT, by the names that Hugging Face's `BertModel`
/// has for them.
///
/// Biases, norms and embeddings carry those names in the graph. The export to ONNX gives linear
/// weights names of its own, `onnx::MatMul_787`, and stores them transposed, [in, out]; which is
/// which is told by the name of the node that multiplies with it. Quantization turns that node into
/// `..._quant`, with the weight as bytes and one scale an output channel, and every embedding into
/// bytes with one scale.
final class BertGraph {
    private static final String QUANTIZED = "_quantized";
    private static final String SCALE = "_scale";
    private static final String ZERO = "_zero_point";

    private final OnnxFile file;
    private final int layers;
    private final boolean quantized;
    private final Map<String, Weight> weights = new LinkedHashMap<>();

    /// @param values float or int8
    /// @param scales of a quantized one, else the values themselves
    /// @param zeros the bytes that stand for 0 of a quantized one, else the values themselves
    /// @param transposed true for linear weights, [in, out]
    record Weight(String name, Tensor values, Tensor scales, Tensor zeros, boolean transposed) {
        boolean quantized() {
            return values.type() != OnnxFile.FLOAT;
        }

        /// As Hugging Face has it.
        int[] shape() {
            int[] dims = values.dims().stream().mapToInt(Math::toIntExact).toArray();
            return transposed ? new int[] {dims[1], dims[0]} : dims;
        }
    }

    private BertGraph(OnnxFile file, int layers) {
        this.file = file;
        this.layers = layers;
        this.quantized =
                file.initializer("embeddings.word_embeddings.weight" + QUANTIZED).isPresent();
    }

    static BertGraph of(OnnxFile file, int layers) {
        BertGraph graph = new BertGraph(file, layers);
        for (String kind : List.of("word", "position", "token_type")) {
            graph.embedding("embeddings." + kind + "_embeddings.weight");
        }
        graph.norm("embeddings");
        for (int layer = 0; layer < layers; layer++) {
            for (LinearRole role : LinearRole.values()) {
                graph.linear(role.in(layer));
            }
            graph.norm("encoder.layer." + layer + ".attention.output");
            graph.norm("encoder.layer." + layer + ".output");
        }
        if (file.node("/encoder/layer." + layers + "/output/Add").isPresent()) {
            throw graph.wrong("it has more than " + layers + " blocks");
        }
        graph.checkShapes();
        return graph;
    }

    OnnxFile file() {
        return file;
    }

    int layers() {
        return layers;
    }

    /// By Hugging Face's name, in the model's order.
    Map<String, Weight> weights() {
        return weights;
    }

    Weight weight(String name) {
        Weight weight = weights.get(name);
        if (weight == null) {
            throw new IllegalArgumentException("no weight has the name " + name);
        }
        return weight;
    }

    private void embedding(String name) {
        if (quantized) {
            quantized(name, name, false);
        } else {
            plain(name);
        }
    }

    private void norm(String of) {
        plain(of + ".LayerNorm.weight");
        plain(of + ".LayerNorm.bias");
    }

    private void linear(String name) {
        String product = "/" + name.replace('.', '/').replace("layer/", "layer.") + "/MatMul";
        Node node =
                file.node(quantized ? product + "_quant" : product)
                        .orElseThrow(() -> wrong("no node is named " + product));
        if (node.inputs().size() < 2) {
            throw wrong("the node " + product + " multiplies nothing");
        }
        String values = node.inputs().get(1);
        if (quantized) {
            if (!values.endsWith(QUANTIZED)) {
                throw wrong("the node " + node.name() + " multiplies with " + values);
            }
            String plain = values.substring(0, values.length() - QUANTIZED.length());
            quantized(name + ".weight", plain, true);
        } else {
            add(name + ".weight", tensor(values), true);
        }
        plain(name + ".bias");
    }

    private void plain(String name) {
        add(name, tensor(name), false);
    }

    private void add(String name, Tensor values, boolean transposed) {
        weights.put(name, new Weight(name, values, values, values, transposed));
    }

    private void quantized(String name, String stem, boolean transposed) {
        Weight weight =
                new Weight(
                        name,
                        tensor(stem + QUANTIZED),
                        tensor(stem + SCALE),
                        tensor(stem + ZERO),
                        transposed);
        if (!isSymmetric(weight)) {
            throw wrong(name + " is not quantized around the middle");
        }
        weights.put(name, weight);
    }

    private Tensor tensor(String name) {
        return file.initializer(name).orElseThrow(() -> wrong("it has no weight named " + name));
    }

    private void checkShapes() {
        long hidden = weight("embeddings.LayerNorm.weight").values().size();
        long wide = weight(LinearRole.INTERMEDIATE.in(0) + ".bias").values().size();
        weights.forEach((name, weight) -> {
            List<Long> wanted = wanted(name, hidden, wide);
            List<Long> dims = weight.values().dims();
            boolean fits =
                    dims.size() == wanted.size()
                            && dims.getLast().equals(wanted.getLast())
                            && (wanted.getFirst() < 0 || dims.equals(wanted));
            long width = weight.quantized() ? 1 : 4;
            if (!fits || weight.values().length() != width * weight.values().size()) {
                throw wrong("%s has the shape %s".formatted(name, dims));
            }
            long scales = weight.transposed() ? dims.getLast() : 1;
            boolean each =
                    weight.scales().length() == 4 * scales && weight.zeros().size() == scales;
            if (weight.quantized() && !each) {
                throw wrong(name + " has not one scale and zero an output channel");
            }
        });
    }

    /// Linear weights are int8 around 0, embeddings uint8 around 128, two bytes as a varint.
    private boolean isSymmetric(Weight weight) {
        byte[] zeros = file.stored(weight.zeros());
        return weight.transposed()
                ? weight.values().type() == OnnxFile.INT8
                        && Arrays.equals(zeros, new byte[zeros.length])
                : weight.values().type() == OnnxFile.UINT8
                        && Arrays.equals(zeros, new byte[] {(byte) 0x80, 1});
    }

    /// Any number of rows is -1.
    private static List<Long> wanted(String name, long hidden, long wide) {
        if (name.endsWith("embeddings.weight")) {
            return List.of(-1L, hidden);
        }
        boolean linear =
                name.endsWith("dense.weight")
                        || name.contains(".self.") && name.endsWith(".weight");
        if (name.contains("intermediate.")) {
            return linear ? List.of(hidden, wide) : List.of(wide);
        }
        if (name.contains("output.dense") && !name.contains("attention")) {
            return linear ? List.of(wide, hidden) : List.of(hidden);
        }
        return linear ? List.of(hidden, hidden) : List.of(hidden);
    }

    private GradusException.Data wrong(String what) {
        return new GradusException.Data(
                "%s is no BERT graph that Gradus can tune: %s. Fetch the encoder again with ./gradus models get, or choose another under tuning.base."
                        .formatted(file.where(), what));
    }
}
