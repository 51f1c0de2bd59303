package dev.gradus.embedded;

import dev.gradus.spi.EncoderSource.EncoderFacts;
import dev.gradus.task.ModelName;

/// What the catalogue says of one encoder.
///
/// @param name as used in the task file
/// @param artifact Maven artifact of group `dev.langchain4j` that carries it
/// @param version of the artifact
/// @param megabytes of the artifact's jar
/// @param resource name of its files on the class path, without their endings
/// @param pooling how token vectors become one vector
/// @param prefix put before every text
/// @param maxTokens beyond which a text is cut, the two special tokens counted
record EncoderEntry(
        ModelName name,
        String artifact,
        String version,
        int megabytes,
        String resource,
        int layers,
        int dimensions,
        Pooling pooling,
        String prefix,
        int maxTokens,
        boolean quantized,
        String licence) {
    /// How the name of a quantized encoder ends.
    static final String QUANTIZED = "-q";

    String modelResource() {
        return resource + ".onnx";
    }

    String tokenizerResource() {
        return resource + "-tokenizer.json";
    }

    boolean installed() {
        return ClassPath.find(modelResource()).isPresent();
    }

    EncoderFacts facts() {
        return new EncoderFacts(
                name, dimensions, layers, quantized, maxTokens, megabytes, licence, installed());
    }

    /// The twin whose weights can be tuned; itself of one that is not quantized.
    ModelName fullPrecision() {
        String model = name.model();
        return quantized
                ? new ModelName(
                        name.provider(), model.substring(0, model.length() - QUANTIZED.length()))
                : name;
    }
}
