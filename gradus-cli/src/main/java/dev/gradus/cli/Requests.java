package dev.gradus.cli;

import dev.gradus.ClimbRequest;
import dev.gradus.Outside;
import dev.gradus.Progress;
import dev.gradus.files.LoadedTask;
import dev.gradus.files.PriceBookFile;
import dev.gradus.ladder.ClimbObserver;
import dev.gradus.ladder.ClimbOptions;
import dev.gradus.spi.CallRecorder;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.ModelSource;
import dev.gradus.spi.PriceBook;
import dev.gradus.task.ModelName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Requests to the engine from a task that was read.
final class Requests {
    private Requests() {}

    static ClimbRequest of(
            LoadedTask loaded,
            ClimbOptions options,
            boolean fresh,
            ProgressLine progress,
            CallRecorder recorder,
            int atOnce,
            Path home) {
        ClimbRequest request =
                request(loaded, options, fresh, progress, progress, recorder, atOnce);
        return request.with(request.outside().at(home));
    }

    /// For commands that climb nothing.
    static ClimbRequest quiet(LoadedTask loaded) {
        return request(
                loaded,
                ClimbOptions.standard(),
                false,
                ClimbObserver.SILENT,
                Progress.SILENT,
                CallRecorder.NONE,
                Outside.CALLS_AT_ONCE);
    }

    private static ClimbRequest request(
            LoadedTask loaded,
            ClimbOptions options,
            boolean fresh,
            ClimbObserver observer,
            Progress progress,
            CallRecorder recorder,
            int atOnce) {
        return new ClimbRequest(
                loaded.task(),
                loaded.examples(),
                loaded.test(),
                options,
                fresh,
                text(loaded),
                observer,
                progress,
                GitHistory.of(loaded),
                outside(loaded, recorder, atOnce),
                loaded.documents().isPresent());
    }

    private static Outside outside(LoadedTask loaded, CallRecorder recorder, int atOnce) {
        return new Outside(
                prices(loaded),
                new ModelSource.Place(
                        loaded.folder(), name -> Optional.ofNullable(System.getenv(name))),
                atLeastOne(atOnce),
                recorder);
    }

    /// Read only where a model has a price: the table takes a tenth of a second.
    private static PriceBook prices(LoadedTask loaded) {
        if (loaded.task().models().stream().allMatch(ModelName::inProcess)
                && loaded.task().plan().base().filter(base -> !base.inProcess()).isEmpty()) {
            return PriceBook.empty();
        }
        return PriceBookFile.standing(loaded.folder(), userPrices()).in(loaded.task().currency());
    }

    private static int atLeastOne(int atOnce) {
        if (atOnce < 1 || atOnce > 10_000) {
            throw new GradusException.Usage(
                    "--at-once is " + atOnce + ". Write 1 to 10,000 calls, as in 128.");
        }
        return atOnce;
    }

    private static Path userPrices() {
        return PriceBookFile.userFile(
                name -> Optional.ofNullable(System.getenv(name)),
                Path.of(System.getProperty("user.home", ".")));
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
