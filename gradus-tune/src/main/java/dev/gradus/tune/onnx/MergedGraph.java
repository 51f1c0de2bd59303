package dev.gradus.tune.onnx;

import dev.gradus.embedded.EncoderFiles;
import dev.gradus.embedded.TunedHead;
import dev.gradus.embedded.internal.MergedGraphs;
import dev.gradus.embedded.internal.WholeFile;
import dev.gradus.spi.GradusException;
import dev.gradus.task.ModelName;
import dev.gradus.tune.AdapterFiles;
import dev.gradus.tune.onnx.BertGraph.Weight;
import dev.gradus.tune.onnx.Int8.Quantized;
import dev.gradus.tune.onnx.OnnxFile.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Writes tuned weights into copies of a base's graphs, so that they are served as fast as the base
/// and by the same run-time. Each weight is overwritten in its place: the file keeps its length,
/// its nodes and everything that is not understood here.
public final class MergedGraph {
    private MergedGraph() {}

    /// A copy of a graph, and where its weights lie.
    private record Copy(ByteBuffer bytes, BertGraph graph) {
        static Copy of(EncoderFiles encoder) {
            ByteBuffer shipped = encoder.graph();
            ByteBuffer bytes =
                    ByteBuffer.allocateDirect(shipped.remaining())
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .put(shipped)
                            .flip();
            OnnxFile file = OnnxFile.read(encoder.name().toString(), bytes);
            return new Copy(bytes, BertGraph.of(file, encoder.layers()));
        }

        /// The same weight in this graph.
        Weight twin(Weight other) {
            Weight weight = graph.weight(other.name());
            if (!Arrays.equals(weight.shape(), other.shape())) {
                throw new GradusException.Data(
                        "%s: %s has the shape %s, and in full precision %s. They are no twins: fetch both again with ./gradus models get."
                                .formatted(
                                        graph.file().where(),
                                        weight.name(),
                                        Arrays.toString(weight.shape()),
                                        Arrays.toString(other.shape())));
            }
            return weight;
        }

        void put(Tensor place, float[] values) {
            bytes.slice(place.offset(), place.length())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .put(values);
        }

        /// As floats, or as bytes with their scales.
        void put(Weight weight, float[] values) {
            if (!weight.quantized()) {
                put(weight.values(), values);
                return;
            }
            Quantized small =
                    weight.transposed()
                            ? Int8.linear(values, weight.shape()[0])
                            : Int8.embedding(values);
            bytes.put(weight.values().offset(), small.values());
            put(weight.scales(), small.scales());
            if (weight.transposed()) {
                bytes.put(weight.values().typeOffset(), (byte) OnnxFile.UINT8);
                bytes.put(weight.zeros().typeOffset(), (byte) OnnxFile.UINT8);
                byte[] zeros = new byte[weight.zeros().length()];
                Arrays.fill(zeros, Int8.LINEAR_ZERO);
                bytes.put(weight.zeros().offset(), zeros);
            }
        }
    }

    /// Writes `merged.onnx`, `merged-q.onnx` where the quantized twin is installed, and
    /// `merged.json` with their checksums, beside the adapter. Takes 1 to 3 s and three times the
    /// graph's size in memory.
    ///
    /// @param adapter folder with `head.safetensors` and either `adapter_model.safetensors` and its
    ///   configuration, or `model.safetensors`
    /// @param base as it is served or tuned; its full-precision twin must be installed
    /// @throws GradusException.Data where the adapter is not of this base, or is damaged; nothing
    ///   is written then
    /// @throws GradusException.Provider where the base is not installed
    public static void write(Path adapter, ModelName base) {
        EncoderFiles encoder = EncoderFiles.of(EncoderFiles.of(base).fullPrecision());
        TunedHead head = TunedHead.read(adapter, encoder.dimensions());
        TunedWeights tuned = tuned(adapter);
        Copy full = Copy.of(encoder);
        String checksum = WholeFile.checksum(full.bytes());
        checkBase(adapter, head, encoder, checksum);
        Optional<Copy> small = encoder.quantizedTwin().map(EncoderFiles::of).map(Copy::of);
        merge(tuned, full, small);

        Map<String, String> checksums = new LinkedHashMap<>();
        checksums.put(MergedGraphs.GRAPH, written(adapter, MergedGraphs.GRAPH, full));
        small.ifPresent(copy ->
                checksums.put(
                        MergedGraphs.QUANTIZED, written(adapter, MergedGraphs.QUANTIZED, copy)));
        new MergedGraphs(encoder.name(), checksum, checksums).write(adapter);
    }

    private static void checkBase(
            Path adapter, TunedHead head, EncoderFiles encoder, String checksum) {
        if (!head.base().equals(checksum)) {
            throw new GradusException.Data(
                    "%s was tuned on %s (weights %.12s), and is to be merged into %s (weights %.12s). Name the encoder it was tuned on, or tune %s: ./gradus tune DIR."
                            .formatted(
                                    adapter,
                                    head.model().orElse("other weights"),
                                    head.base(),
                                    encoder.name(),
                                    checksum,
                                    encoder.name()));
        }
    }

    private static TunedWeights tuned(Path adapter) {
        boolean full = Files.exists(adapter.resolve(AdapterFiles.FULL));
        if (full && Files.exists(adapter.resolve(AdapterFiles.LOW_RANK))) {
            throw new GradusException.Data(
                    "%s holds both %s and %s. Keep the one that belongs to %s."
                            .formatted(
                                    adapter,
                                    AdapterFiles.FULL,
                                    AdapterFiles.LOW_RANK,
                                    TunedHead.FILE));
        }
        return full
                ? new FullWeights(adapter.resolve(AdapterFiles.FULL))
                : new LowRankWeights(adapter);
    }

    /// A weight that was not trained stays as it was shipped, to the byte.
    private static void merge(TunedWeights tuned, Copy full, Optional<Copy> small) {
        full.graph()
                .weights()
                .forEach((name, weight) -> {
                    float[] before = full.graph().file().floats(weight.values());
                    float[] after = tuned.tuned(name, before, weight.shape());
                    if (!Arrays.equals(before, after)) {
                        full.put(weight, after);
                        small.ifPresent(copy -> copy.put(copy.twin(weight), after));
                    }
                });
        tuned.checkAllUsed();
    }

    private static String written(Path adapter, String name, Copy copy) {
        WholeFile.write(adapter.resolve(name), copy.bytes());
        return WholeFile.checksum(copy.bytes());
    }
}
