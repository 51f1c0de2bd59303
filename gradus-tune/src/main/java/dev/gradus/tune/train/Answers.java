package dev.gradus.tune.train;

import dev.gradus.embedded.internal.WholeFile;
import dev.gradus.spi.VectorClassifiers.Prediction;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The answers to the probes, from the training process to the one that asked.
final class Answers {
    static final String FILE = "probes.bin";
    private static final int BYTES = Integer.BYTES + Double.BYTES;
    private static final long LARGEST = 1L << 30;

    private Answers() {}

    static void write(Path folder, List<Prediction> answers) {
        ByteBuffer bytes = ByteBuffer.allocate(answers.size() * BYTES);
        for (Prediction answer : answers) {
            bytes.putInt(answer.label()).putDouble(answer.confidence());
        }
        WholeFile.write(folder.resolve(FILE), bytes.flip());
    }

    static List<Prediction> read(Path folder) {
        ByteBuffer bytes = WholeFile.read(folder.resolve(FILE), LARGEST);
        List<Prediction> answers = new ArrayList<>();
        while (bytes.remaining() >= BYTES) {
            answers.add(new Prediction(bytes.getInt(), bytes.getDouble()));
        }
        return answers;
    }
}
