package dev.gradus.tune.onnx;

import dev.gradus.spi.GradusException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The named weights and the nodes of an ONNX file, with the place of every weight in it. Nothing
/// is copied: values are read from the buffer when they are asked for.
///
/// Field numbers are those of `onnx.proto`: a model's graph is 7; a graph's nodes 1, initializers
/// 5; a tensor's dims 1, type 2, packed floats 4, packed ints 5, name 8, raw bytes 9; a node's
/// inputs 1, outputs 2, name 3, operator 4, attributes 5; an attribute's tensor 5.
public final class OnnxFile {
    static final int FLOAT = 1;
    static final int UINT8 = 2;
    static final int INT8 = 3;

    private static final int MOST_ENTRIES = 100_000;
    private static final int MOST_DIMENSIONS = 8;

    private final String where;
    private final ByteBuffer bytes;
    private final Map<String, Tensor> initializers = new LinkedHashMap<>();
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();

    /// A tensor's place.
    ///
    /// @param dims empty for a scalar
    /// @param type as ONNX numbers them: 1 float, 2 uint8, 3 int8, 7 int64
    /// @param offset of its values in the file
    /// @param length of its values in bytes; packed ints have no fixed width
    /// @param typeOffset of the byte that says its type
    public record Tensor(
            String name, List<Long> dims, int type, int offset, int length, int typeOffset) {
        public Tensor {
            dims = List.copyOf(dims);
        }

        /// Number of values that its dims promise.
        public long size() {
            return dims.stream().reduce(1L, Math::multiplyExact);
        }
    }

    /// @param operator as `MatMul`
    public record Node(String name, String operator, List<String> inputs, List<String> outputs) {
        public Node {
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
        }
    }

    private OnnxFile(String where, ByteBuffer bytes) {
        this.where = where;
        this.bytes = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Reads a file's structure (10 ms).
    ///
    /// @param where it comes from, for messages
    /// @param bytes the whole file, from the buffer's start; kept
    /// @throws GradusException.Data where it is damaged or truncated
    public static OnnxFile read(String where, ByteBuffer bytes) {
        OnnxFile file = new OnnxFile(where, bytes);
        WireReader model = new WireReader(where, file.bytes, 0, file.bytes.limit());
        boolean graph = false;
        while (model.next()) {
            if (model.field() == 7) {
                file.graph(model.message());
                graph = true;
            } else {
                model.skip();
            }
        }
        if (!graph) {
            throw model.wrong("it holds no graph");
        }
        return file;
    }

    /// By name.
    public Optional<Tensor> initializer(String name) {
        return Optional.ofNullable(initializers.get(name));
    }

    /// In the file's order.
    public List<Tensor> initializers() {
        return List.copyOf(initializers.values());
    }

    /// By name; nodes without one are left out.
    public Optional<Node> node(String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    /// The value of a `Constant` node, by the name of its output.
    public Optional<Tensor> constant(String output) {
        return Optional.ofNullable(constants.get(output));
    }

    /// The values of a float tensor.
    ///
    /// @throws GradusException.Data where it is of another type
    public float[] floats(Tensor tensor) {
        if (tensor.type() != FLOAT || tensor.length() != 4 * tensor.size()) {
            throw wrong(tensor, "is of type " + tensor.type() + " or too short, not floats");
        }
        float[] values = new float[tensor.length() / 4];
        bytes.slice(tensor.offset(), tensor.length())
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return values;
    }

    /// The values of an int8 or uint8 tensor in raw bytes.
    ///
    /// @throws GradusException.Data where it is of another type
    public byte[] bytes(Tensor tensor) {
        boolean small = tensor.type() == INT8 || tensor.type() == UINT8;
        if (!small || tensor.length() != tensor.size()) {
            throw wrong(tensor, "is of type " + tensor.type() + ", not raw int8");
        }
        return stored(tensor);
    }

    /// A tensor's values as they stand in the file.
    byte[] stored(Tensor tensor) {
        byte[] values = new byte[tensor.length()];
        bytes.get(tensor.offset(), values);
        return values;
    }

    /// Where it was read from.
    public String where() {
        return where;
    }

    private GradusException.Data wrong(Tensor tensor, String what) {
        return new GradusException.Data(
                "%s: weight '%s' %s %s. It is no graph of an encoder that Gradus tunes: fetch it again with ./gradus models get."
                        .formatted(where, tensor.name(), tensor.dims(), what));
    }

    private void graph(WireReader graph) {
        while (graph.next()) {
            switch (graph.field()) {
                case 1 -> node(graph.message());
                case 5 -> {
                    Tensor tensor = tensor(graph.message());
                    put(graph, initializers, tensor.name(), tensor);
                }
                default -> graph.skip();
            }
        }
    }

    private static <T> void put(WireReader at, Map<String, T> map, String name, T value) {
        if (name.isEmpty()) {
            return;
        }
        if (map.put(name, value) != null) {
            throw at.wrong("the name '" + name + "' stands twice");
        }
        if (map.size() > MOST_ENTRIES) {
            throw at.wrong("it has more than " + MOST_ENTRIES + " nodes or weights");
        }
    }

    private void node(WireReader node) {
        String name = "";
        String operator = "";
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        Optional<Tensor> value = Optional.empty();
        while (node.next()) {
            switch (node.field()) {
                case 1 -> inputs.add(node.text());
                case 2 -> outputs.add(node.text());
                case 3 -> name = node.text();
                case 4 -> operator = node.text();
                case 5 -> value = value(node.message());
                default -> node.skip();
            }
        }
        put(node, nodes, name, new Node(name, operator, inputs, outputs));
        if (operator.equals("Constant") && outputs.size() == 1 && value.isPresent()) {
            put(node, constants, outputs.getFirst(), value.get());
        }
    }

    private Optional<Tensor> value(WireReader attribute) {
        Optional<Tensor> value = Optional.empty();
        while (attribute.next()) {
            if (attribute.field() == 5) {
                value = Optional.of(tensor(attribute.message()));
            } else {
                attribute.skip();
            }
        }
        return value;
    }

    private static Tensor tensor(WireReader tensor) {
        String name = "";
        int type = 0;
        int typeOffset = 0;
        int[] place = {0, 0};
        List<Long> dims = new ArrayList<>();
        while (tensor.next()) {
            switch (tensor.field()) {
                case 1 -> dims(tensor, dims);
                case 2 -> {
                    typeOffset = tensor.offset();
                    type = (int) tensor.number();
                }
                case 4, 5, 9 -> place = place(tensor, place);
                case 8 -> name = tensor.text();
                default -> tensor.skip();
            }
        }
        if (dims.size() > MOST_DIMENSIONS
                || dims.stream().anyMatch(side -> side < 0 || side > 1L << 31)
                || dims.stream().mapToDouble(side -> side).reduce(1, (a, b) -> a * b) > 1L << 31) {
            throw tensor.wrong("weight '" + name + "' has the dims " + dims);
        }
        return new Tensor(name, dims, type, place[0], place[1], typeOffset);
    }

    private static void dims(WireReader tensor, List<Long> dims) {
        if (tensor.type() == WireReader.BYTES) {
            throw tensor.wrong("packed dims are not expected");
        }
        dims.add(tensor.number());
    }

    /// Values that are not packed into one field have no place of their own; ints and floats that
    /// stand singly are small constants that nobody asks for.
    private static int[] place(WireReader tensor, int[] before) {
        if (tensor.type() != WireReader.BYTES) {
            tensor.skip();
            return before;
        }
        int[] place = tensor.length() == 0 ? before : new int[] {tensor.offset(), tensor.length()};
        tensor.skip();
        if (before[1] > 0 && !Arrays.equals(before, place)) {
            throw tensor.wrong("a weight has its values in two places");
        }
        return place;
    }
}
