package dev.gradus.cli;

import dev.gradus.files.LoadedTask;
import dev.gradus.files.TaskFile;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.LedgerSource;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.ServiceLoader;

/// Where a task and its ledger are.
record TaskPlace(Path folder, Optional<Path> ledger) {
    private static final Duration WAIT = Duration.ofSeconds(10);

    LoadedTask read() {
        return TaskFile.read(folder);
    }

    /// Reads the task and says on stderr what was read as it stands and should be known.
    LoadedTask read(PrintWriter err) {
        LoadedTask loaded = read();
        loaded.notes().forEach(err::println);
        err.flush();
        return loaded;
    }

    Path ledgerFile(LoadedTask loaded) {
        return ledger.orElseGet(() -> loaded.folder().resolve(".gradus").resolve("ledger.db"));
    }

    /// The ledger's folder, where adapters stay too.
    Path home(LoadedTask loaded) {
        Path parent = ledgerFile(loaded).toAbsolutePath().getParent();
        return parent == null ? loaded.folder() : parent;
    }

    Ledger open(LoadedTask loaded, String who) {
        return source().open(ledgerFile(loaded), WAIT, who);
    }

    Ledger openReadOnly(LoadedTask loaded) {
        return source().openReadOnly(ledgerFile(loaded));
    }

    private static LedgerSource source() {
        return ServiceLoader.load(LedgerSource.class)
                .findFirst()
                .orElseThrow(() ->
                        new GradusException.Usage(
                                "no ledger module is on the class path; add gradus-store"));
    }
}
