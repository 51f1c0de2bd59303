package dev.gradus.cli;

import dev.gradus.report.JunitReport;
import dev.gradus.report.MarkdownReport;
import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// A result as files that CI systems read. An earlier run's file is never left behind to be taken
/// for this one's: it goes before the work begins, and a failure is written where a result would
/// stand.
final class GateFiles {
    @Option(names = "--junit", paramLabel = "FILE", description = "Write JUnit XML for CI.")
    private @Nullable Path junit;

    @Option(names = "--markdown", paramLabel = "FILE", description = "Write a Markdown summary.")
    private @Nullable Path markdown;

    /// Does the work between the two.
    ///
    /// @return its exit code
    int during(IntSupplier work) {
        junit().ifPresent(GateFiles::remove);
        markdown().ifPresent(GateFiles::remove);
        try {
            return work.getAsInt();
        } catch (GradusException failure) {
            String message = String.valueOf(failure.getMessage());
            junit().ifPresent(file -> write(file, JunitReport.failed(message)));
            markdown().ifPresent(file -> write(file, MarkdownReport.failed(message)));
            throw failure;
        }
    }

    void write(Map<String, ?> document) {
        junit().ifPresent(file -> write(file, JunitReport.render(document)));
        markdown().ifPresent(file -> write(file, MarkdownReport.render(document)));
    }

    private Optional<Path> junit() {
        return Optional.ofNullable(junit);
    }

    private Optional<Path> markdown() {
        return Optional.ofNullable(markdown);
    }

    private static void remove(Path file) {
        try {
            if (Files.isRegularFile(file)) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new GradusException.Data(
                    file
                            + " is an earlier run's and cannot be removed ("
                            + e.getMessage()
                            + "). Name another file.");
        }
    }

    private static void write(Path file, String text) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new GradusException.Data(
                    file + " cannot be written (" + e.getMessage() + "). Name another file.");
        }
    }
}
