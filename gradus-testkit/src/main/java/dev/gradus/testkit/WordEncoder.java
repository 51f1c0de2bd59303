package dev.gradus.testkit;

import dev.gradus.spi.Encoder;
import dev.gradus.spi.EncoderSource;
import dev.gradus.spi.GradusException;
import dev.gradus.task.ContentHash;
import dev.gradus.task.ModelName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// An encoder that needs no model file: each word adds to one place of the vector, which a hash
/// picks. Texts that share words are near each other. It counts its calls, so that a test can see
/// what was not done twice, and it can be told to break off, as a process that is killed does.
public final class WordEncoder implements Encoder {
    private static final int SEGMENT = 64;
    private final ModelName name;
    private final int dimensions;
    private final AtomicInteger calls = new AtomicInteger();
    private int breakAfter = Integer.MAX_VALUE;

    public WordEncoder(ModelName name, int dimensions) {
        this.name = name;
        this.dimensions = dimensions;
    }

    /// Texts encoded so far, one by one or in bulk.
    public int calls() {
        return calls.get();
    }

    /// Throws [BrokenOff] from the given call on.
    public void breakAfter(int count) {
        breakAfter = count;
    }

    /// What an encoder told to break off throws.
    public static final class BrokenOff extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BrokenOff() {
            super("broken off by the test");
        }
    }

    @Override
    public ModelName name() {
        return name;
    }

    @Override
    public String fingerprint() {
        return name + "/words/" + dimensions;
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public Encoded encode(String text) {
        return new Encoded(vector(text), 1_000_000, 1_000_000L * dimensions / 64, false);
    }

    @Override
    public List<Segment> plan(List<String> texts) {
        List<String> distinct = new ArrayList<>(new LinkedHashSet<>(texts));
        List<Segment> segments = new ArrayList<>();
        for (int from = 0; from < distinct.size(); from += SEGMENT) {
            List<String> part = distinct.subList(from, Math.min(distinct.size(), from + SEGMENT));
            segments.add(new Segment(part, ContentHash.ofTexts(part)));
        }
        return segments;
    }

    @Override
    public float[][] encode(Segment segment) {
        return segment.texts().stream().map(this::vector).toArray(float[][]::new);
    }

    private float[] vector(String text) {
        if (calls.incrementAndGet() > breakAfter) {
            throw new BrokenOff();
        }
        float[] vector = new float[dimensions];
        for (String word : text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+")) {
            vector[Math.floorMod(word.hashCode() * 0x9E3779B1, dimensions)] += 1;
        }
        double square = 0;
        for (float value : vector) {
            square += value * value;
        }
        for (int i = 0; i < dimensions && square > 0; i++) {
            vector[i] /= (float) Math.sqrt(square);
        }
        return vector;
    }

    @Override
    public void close() {}

    /// A source of these encoders.
    public record Source(List<WordEncoder> all) implements EncoderSource {
        @Override
        public List<EncoderFacts> encoders() {
            return all.stream()
                    .map(one ->
                            new EncoderFacts(
                                    one.name(), one.dimensions(), 1, false, 512, 1, "none", true))
                    .toList();
        }

        @Override
        public Encoder open(ModelName name) {
            return all.stream()
                    .filter(one -> one.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new GradusException.Provider("no encoder " + name, false));
        }
    }
}
