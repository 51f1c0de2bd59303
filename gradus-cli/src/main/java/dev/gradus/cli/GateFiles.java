package dev.gradus.cli;

import dev.gradus.report.JunitReport;
import dev.gradus.report.MarkdownReport;
import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// A result as files that CI systems read.
final class GateFiles {
    private GateFiles() {}

    static void write(Map<String, ?> document, Optional<Path> junit, Optional<Path> markdown) {
        junit.ifPresent(file -> write(file, JunitReport.render(document)));
        markdown.ifPresent(file -> write(file, MarkdownReport.render(document)));
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
