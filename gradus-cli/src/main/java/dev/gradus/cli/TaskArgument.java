package dev.gradus.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The task that a command is about, and its ledger.
final class TaskArgument {
    @Parameters(
            index = "0",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Folder with a gradus.yaml, or the file itself; default: this folder.")
    private Path folder = Path.of(".");

    @Option(
            names = "--ledger",
            paramLabel = "FILE",
            description = "The ledger; default: DIR/.gradus/ledger.db.")
    private @Nullable Path ledger;

    TaskPlace place() {
        return new TaskPlace(folder, Optional.ofNullable(ledger));
    }
}
