package dev.gradus.embedded;

import dev.gradus.task.ModelName;

/// Prints a dot when the first vector is there; [EncodingBench] times it from the start of the
/// process.
final class FirstEmbedding {
    private FirstEmbedding() {}

    public static void main(String[] arguments) {
        try (var encoder = new EmbeddedEncoders().open(new ModelName("embedded", arguments[0]))) {
            float[] vector = encoder.encode("How do I locate my card?").vector();
            System.out.println(vector.length == encoder.dimensions() ? "." : "?");
        }
    }
}
