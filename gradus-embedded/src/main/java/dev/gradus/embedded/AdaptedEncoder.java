package dev.gradus.embedded;

import dev.gradus.embedded.internal.MergedGraphs;
import dev.gradus.embedded.internal.WholeFile;
import dev.gradus.spi.EncoderSource.Adapted;
import dev.gradus.spi.GradusException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Opens tuned weights in the place of a base's own; all else, tokenizer, pooling and prefix, is
/// the base's. Nothing is served whose checksum is not the one it was written with.
final class AdaptedEncoder {
    private static final long LARGEST = 1L << 30;

    private AdaptedEncoder() {}

    static Adapted open(EncoderEntry entry, Path adapter) {
        MergedGraphs merged = MergedGraphs.read(adapter);
        if (!merged.base().equals(entry.fullPrecision())) {
            throw new GradusException.Data(
                    "%s holds tuned weights of %s, and %s is to serve them. Name the adapter's own base, or tune %s: ./gradus tune DIR."
                            .formatted(
                                    adapter, merged.base(), entry.name(), entry.fullPrecision()));
        }
        TunedHead head = TunedHead.read(adapter, entry.dimensions());
        if (!head.base().equals(merged.baseChecksum())) {
            throw new GradusException.Data(
                    "%s: the head was trained on the weights %s, and the graph beside it was made of %s. They belong to two adapters: restore the folder, or tune again."
                            .formatted(adapter, head.base(), merged.baseChecksum()));
        }
        String file = entry.quantized() ? MergedGraphs.QUANTIZED : MergedGraphs.GRAPH;
        String checksum = merged.checksums().get(file);
        if (checksum == null) {
            throw new GradusException.Data(
                    "%s has no %s, for %s was not installed when the adapter was merged. Fetch it (./gradus models get %s) and tune again, or name %s."
                            .formatted(
                                    adapter,
                                    file,
                                    entry.name(),
                                    entry.name(),
                                    entry.fullPrecision()));
        }
        ByteBuffer graph = WholeFile.read(adapter.resolve(file), LARGEST);
        if (!WholeFile.checksum(graph).equals(checksum)) {
            throw new GradusException.Data(
                    "%s is damaged: its checksum is not the one it was written with. Restore it, or tune again: ./gradus tune DIR."
                            .formatted(adapter.resolve(file)));
        }
        return new Adapted(
                OnnxEncoder.open(entry, graph, "sha256:" + checksum), head, head.labels());
    }
}
