package dev.gradus.spi;

import java.nio.file.Path;
import java.time.Duration;

/// Opens ledgers; found by `ServiceLoader`.
public interface LedgerSource {
    /// Opens a ledger for writing, or begins one where there is no file. The folder is made where
    /// it is absent. One process writes at a time.
    ///
    /// @param file where the ledger is kept
    /// @param wait how long another process may go on holding it
    /// @param who the command, as a process that has to wait is told it: `gradus climb`
    /// @throws GradusException.Usage where another process still holds it after `wait`, with its
    ///   name
    /// @throws GradusException.Data where the file is no ledger, or cannot be written
    Ledger open(Path file, Duration wait, String who);

    /// Opens a ledger that is there for reading. Never waits for the process that writes, and sees
    /// what that process has made durable. Methods that write throw
    /// `UnsupportedOperationException`.
    ///
    /// @throws GradusException.Usage where nothing was recorded there yet
    /// @throws GradusException.Data where the file is no ledger, or cannot be read
    Ledger openReadOnly(Path file);
}
