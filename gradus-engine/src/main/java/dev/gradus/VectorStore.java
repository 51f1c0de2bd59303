package dev.gradus;

import dev.gradus.canonical.Canonical;
import dev.gradus.spi.Encoder;
import dev.gradus.spi.Encoder.Encoded;
import dev.gradus.spi.Encoder.Segment;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.Ledger.Vectors;
import dev.gradus.task.ContentHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;

/// The vectors of one encoder, each computed once and durable before it is used.
///
/// Two ways, for two needs. What is *measured* (dev and test messages, label texts) is encoded one
/// text at a time, exactly as a served call is, with its own latency and CPU time. What is *learned
/// from* (train) is encoded in bulk, in segments whose batches are a function of the texts alone:
/// quantized encoders scale activations per batch, so a vector depends on who shares its batch, and
/// only fixed batches make an interrupted climb end with the same bits.
final class VectorStore {
    private static final int GROUP = 256;
    private final Encoder encoder;
    private final Ledger ledger;
    private final Workers workers;
    private final Progress progress;
    private final String fingerprint;
    private final Map<String, Call> calls = new HashMap<>();
    private final AtomicLong cpuNanos;

    VectorStore(
            Encoder encoder,
            Ledger ledger,
            Workers workers,
            Progress progress,
            String freshness,
            AtomicLong cpuNanos) {
        this.encoder = encoder;
        this.ledger = ledger;
        this.workers = workers;
        this.progress = progress;
        this.fingerprint = encoder.fingerprint() + freshness;
        this.cpuNanos = cpuNanos;
    }

    /// One text's vector and what the call took when it was made.
    record Call(float[] vector, long wallNanos, long cpuNanos) {}

    /// Encodes texts one by one, as served, and returns the calls in their order; those in the
    /// ledger are not made again.
    synchronized List<Call> single(List<String> texts, String what) {
        List<String> wanted =
                new LinkedHashSet<>(texts)
                        .stream().filter(text -> !calls.containsKey(text)).toList();
        for (int from = 0; from < wanted.size(); from += GROUP) {
            List<String> group = wanted.subList(from, Math.min(wanted.size(), from + GROUP));
            group(group);
            progress.at(what + " by " + encoder.name(), from + group.size(), wanted.size());
        }
        return texts.stream().map(this::made).toList();
    }

    private Call made(String text) {
        Call call = calls.get(text);
        if (call == null) {
            throw new IllegalStateException("a text was left out of its group");
        }
        return call;
    }

    private void group(List<String> texts) {
        List<String> keys = texts.stream().map(VectorStore::keyOf).toList();
        Map<String, Vectors> stored = ledger.vectors(fingerprint, keys);
        List<Integer> absent = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            Vectors vector = stored.get(keys.get(i));
            if (vector == null) {
                absent.add(i);
            } else {
                calls.put(
                        texts.get(i),
                        new Call(vector.values(), vector.wallNanos(), vector.cpuNanos()));
            }
        }
        if (absent.isEmpty()) {
            return;
        }
        List<Encoded> encoded =
                workers.all(absent.size(), i -> encoder.encode(texts.get(absent.get(i))));
        Map<String, Vectors> fresh = new LinkedHashMap<>();
        for (int i = 0; i < encoded.size(); i++) {
            Encoded one = encoded.get(i);
            fresh.put(
                    keys.get(absent.get(i)),
                    new Vectors(
                            one.vector(), encoder.dimensions(), one.wallNanos(), one.cpuNanos()));
            cpuNanos.addAndGet(one.cpuNanos());
        }
        ledger.storeVectors(fingerprint, fresh);
        for (int i = 0; i < encoded.size(); i++) {
            Encoded one = encoded.get(i);
            calls.put(
                    texts.get(absent.get(i)),
                    new Call(one.vector(), one.wallNanos(), one.cpuNanos()));
        }
    }

    /// Encodes texts in bulk, segment by segment; a segment in the ledger is not encoded again.
    float[][] bulk(List<String> texts, String what) {
        Map<String, float[]> byText = new HashMap<>();
        List<Segment> segments = encoder.plan(texts);
        int done = 0;
        for (Segment segment : segments) {
            float[][] vectors = segment(segment);
            for (int i = 0; i < vectors.length; i++) {
                byText.put(segment.texts().get(i), vectors[i]);
            }
            done += vectors.length;
            progress.at(what + " by " + encoder.name(), done, texts.size());
        }
        progress.at(what + " by " + encoder.name(), texts.size(), texts.size());
        float[][] ordered = new float[texts.size()][];
        for (int i = 0; i < ordered.length; i++) {
            float[] vector = byText.get(texts.get(i));
            if (vector == null) {
                throw new IllegalStateException("the encoder's plan left out a text");
            }
            ordered[i] = vector;
        }
        return ordered;
    }

    private float[][] segment(Segment segment) {
        Vectors stored = ledger.vectors(fingerprint, List.of(segment.hash())).get(segment.hash());
        if (stored != null) {
            return unpack(stored);
        }
        long before = System.nanoTime();
        float[][] vectors = encoder.encode(segment);
        long wall = System.nanoTime() - before;
        int dimensions = encoder.dimensions();
        float[] packed = new float[vectors.length * dimensions];
        for (int i = 0; i < vectors.length; i++) {
            System.arraycopy(vectors[i], 0, packed, i * dimensions, dimensions);
        }
        ledger.storeVectors(
                fingerprint, Map.of(segment.hash(), new Vectors(packed, dimensions, wall, 0)));
        return vectors;
    }

    /// How many of these texts are durable, and what one call took on average.
    DryRun.Load load(List<String> single, List<String> bulk) {
        List<String> keys = new LinkedHashSet<>(single).stream().map(VectorStore::keyOf).toList();
        Map<String, Vectors> stored = ledger.vectors(fingerprint, keys);
        long texts = keys.size();
        long known = stored.size();
        for (Segment segment : encoder.plan(bulk)) {
            texts += segment.texts().size();
            boolean there = !ledger.vectors(fingerprint, List.of(segment.hash())).isEmpty();
            known += there ? segment.texts().size() : 0;
        }
        OptionalDouble nanos = stored.values().stream().mapToLong(Vectors::cpuNanos).average();
        return new DryRun.Load(
                encoder.name().toString(),
                texts,
                known,
                nanos.isPresent() ? OptionalDouble.of(nanos.getAsDouble() / 1e9) : nanos);
    }

    private static float[][] unpack(Vectors stored) {
        int dimensions = stored.dimensions();
        float[][] vectors = new float[stored.values().length / dimensions][];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = Arrays.copyOfRange(stored.values(), i * dimensions, (i + 1) * dimensions);
        }
        return vectors;
    }

    private static String keyOf(String text) {
        return "1:" + ContentHash.of(Canonical.text(text)).substring(0, 32);
    }
}
