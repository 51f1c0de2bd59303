package dev.gradus.tune.train;

import dev.gradus.embedded.EncoderFiles;
import dev.gradus.embedded.internal.WholeFile;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Trainer.Job;
import dev.gradus.spi.Trainer.Labelled;
import dev.gradus.spi.Trainer.Trained;
import dev.gradus.spi.Trainer.Watch;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A job of the engine, brought to a training process and back.
public final class EncoderTraining {
    private EncoderTraining() {}

    /// See [dev.gradus.spi.Trainer#train].
    public static Trained train(Job asked, Watch watch) {
        TrainingJob job = job(asked);
        try {
            Files.createDirectories(asked.folder());
        } catch (IOException e) {
            throw WholeFile.cannotWrite(asked.folder(), e);
        }
        var before = TrainingRecord.read(asked.folder(), job);
        if (before.isPresent()) {
            return before.get();
        }
        job.write(asked.folder());
        new TrainingChild(asked.folder(), watch).run();
        return TrainingRecord.read(asked.folder(), job)
                .orElseThrow(() ->
                        new GradusException.Provider(
                                "the training process left no result in %s. Run the same command again."
                                        .formatted(asked.folder()),
                                true));
    }

    private static TrainingJob job(Job asked) {
        check(asked);
        EncoderFiles named = EncoderFiles.of(asked.base());
        EncoderFiles base = EncoderFiles.of(named.fullPrecision());
        List<String> texts = new ArrayList<>();
        asked.train().forEach(example -> texts.add(example.text()));
        texts.addAll(asked.probes());
        int[][] tokens = base.tokenize(texts);
        int examples = asked.train().size();
        return new TrainingJob(
                base.name(),
                base.checksum(),
                asked.recipe(),
                asked.labels(),
                Arrays.copyOf(tokens, examples),
                asked.train().stream().mapToInt(Labelled::label).toArray(),
                asked.train().stream().mapToInt(Labelled::group).toArray(),
                Arrays.copyOfRange(tokens, examples, tokens.length),
                asked.seed(),
                asked.limit());
    }

    private static void check(Job asked) {
        if (asked.labels().size() < 2) {
            throw new GradusException.Data(
                    "tuning needs 2 labels or more, and the task has %d. Check its labels."
                            .formatted(asked.labels().size()));
        }
        for (Labelled example : asked.train()) {
            if (example.label() < 0 || example.label() >= asked.labels().size()) {
                throw new IllegalArgumentException(
                        "label %d of %d labels".formatted(example.label(), asked.labels().size()));
            }
        }
    }
}
