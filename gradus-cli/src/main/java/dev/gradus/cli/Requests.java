package dev.gradus.cli;

import dev.gradus.ClimbRequest;
import dev.gradus.Progress;
import dev.gradus.files.LoadedTask;
import dev.gradus.ladder.ClimbObserver;
import dev.gradus.ladder.ClimbOptions;
import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.nio.file.Files;

/// Requests to the engine from a task that was read.
final class Requests {
    private Requests() {}

    static ClimbRequest of(
            LoadedTask loaded, ClimbOptions options, boolean fresh, ProgressLine progress) {
        return request(loaded, options, fresh, progress, progress);
    }

    /// For commands that climb nothing.
    static ClimbRequest quiet(LoadedTask loaded) {
        return request(
                loaded, ClimbOptions.standard(), false, ClimbObserver.SILENT, Progress.SILENT);
    }

    private static ClimbRequest request(
            LoadedTask loaded,
            ClimbOptions options,
            boolean fresh,
            ClimbObserver observer,
            Progress progress) {
        return new ClimbRequest(
                loaded.task(),
                loaded.examples(),
                loaded.test(),
                options,
                fresh,
                text(loaded),
                observer,
                progress,
                GitHistory.of(loaded));
    }

    private static String text(LoadedTask loaded) {
        try {
            return Files.readString(loaded.file());
        } catch (IOException gone) {
            throw new GradusException.Data(
                    loaded.file()
                            + " was readable a moment ago and is not now: "
                            + gone.getMessage()
                            + ". Try again.");
        }
    }
}
