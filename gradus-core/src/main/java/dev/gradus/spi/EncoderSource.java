package dev.gradus.spi;

import dev.gradus.task.ModelName;
import java.util.List;

/// Opens the encoders that a module brings; found by `ServiceLoader`.
public interface EncoderSource {
    /// Every encoder it knows, installed or not.
    List<EncoderFacts> encoders();

    /// Opens an encoder; costs its load time (0.2 to 2 s) and its memory.
    ///
    /// @throws GradusException.Provider where it is unknown or not installed, with what to do
    Encoder open(ModelName name);

    /// Opens a tuned encoder: a graph that an adapter's weights were merged into, with its head.
    /// Costs as much as opening its base.
    ///
    /// @param base as the candidate names it: a quantized name opens the quantized graph
    /// @param adapter folder of the adapter, as a `Trainer` left it
    /// @throws GradusException.Data where a file is missing, damaged or of another base
    default Adapted openAdapted(ModelName base, java.nio.file.Path adapter) {
        throw new GradusException.Provider(
                "the encoders on the class path cannot open tuned weights", false);
    }

    /// @param encoder whose vectors are the tuned ones
    /// @param head that makes a label of such a vector
    /// @param labels that the head counts, in its order
    record Adapted(Encoder encoder, VectorClassifiers.VectorClassifier head, List<String> labels) {
        public Adapted {
            labels = List.copyOf(labels);
        }
    }

    /// What is known of an encoder without opening it.
    ///
    /// @param name as used in the task file
    /// @param dimensions of its vectors
    /// @param layers transformer layers: a rough measure of cost
    /// @param quantized true for int8 weights
    /// @param maxTokens beyond which a text is cut
    /// @param megabytes of its artifact
    /// @param licence of the weights
    /// @param installed true where the artifact is on the class path
    record EncoderFacts(
            ModelName name,
            int dimensions,
            int layers,
            boolean quantized,
            int maxTokens,
            int megabytes,
            String licence,
            boolean installed) {}
}
