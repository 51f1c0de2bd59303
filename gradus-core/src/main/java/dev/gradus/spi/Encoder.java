package dev.gradus.spi;

import dev.gradus.task.ModelName;
import java.util.List;

/// A sentence encoder: texts in, vectors of unit length out. Thread-safe. Opens no connection.
public interface Encoder extends AutoCloseable {
    ModelName name();

    /// What the vectors depend on besides the text: model file, pooling, prefix. Vectors of two
    /// encoders with the same fingerprint are interchangeable.
    String fingerprint();

    int dimensions();

    /// One text, exactly as it is served: a batch of one. Where the run-time needs no second
    /// thread, the measured CPU time is that of the calling thread.
    Encoded encode(String text);

    /// Cuts the texts into segments, as a function of the texts alone. A segment is the unit of
    /// durable work: encoding it again gives the same bits, whoever does it and when.
    List<Segment> plan(List<String> texts);

    /// The vectors of a segment's texts, in the segment's order; uses all cores.
    float[][] encode(Segment segment);

    @Override
    void close();

    /// A vector and what it took.
    ///
    /// @param vector of unit length
    /// @param wallNanos from the call to the vector
    /// @param cpuNanos of the calling thread
    /// @param truncated true where the text was longer than the model reads
    record Encoded(float[] vector, long wallNanos, long cpuNanos, boolean truncated) {}

    /// Texts that are encoded together.
    ///
    /// @param texts distinct, in a fixed order
    /// @param hash of the texts and their batches
    /// @param truncated how many of the texts are longer than the model reads
    record Segment(List<String> texts, String hash, int truncated) {
        public Segment {
            texts = List.copyOf(texts);
        }

        /// Texts of which none is too long.
        public Segment(List<String> texts, String hash) {
            this(texts, hash, 0);
        }
    }
}
