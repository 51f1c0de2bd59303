package dev.gradus.store;

import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// The file of a ledger: opens connections to it and says in words what is wrong with it.
///
/// @param path absolute
/// @param pragmas run on every connection that writes, after our own
record LedgerFile(Path path, List<String> pragmas) {
    /// How long a connection waits for a lock inside SQLite: only ever held for moments, or by a
    /// foreign tool with an open transaction.
    private static final int BUSY_MILLIS = 5_000;

    LedgerFile {
        pragmas = List.copyOf(pragmas);
    }

    static LedgerFile of(Path file) {
        return new LedgerFile(file.toAbsolutePath().normalize(), List.of());
    }

    /// The same file under the name that the operating system gives it; makes its folder.
    LedgerFile settle() {
        try {
            Path folder = path.getParent();
            if (Files.exists(path)) {
                return new LedgerFile(path.toRealPath(), pragmas);
            }
            if (folder == null) {
                return this;
            }
            Path made = Files.createDirectories(folder).toRealPath();
            return new LedgerFile(made.resolve(path.getFileName()), pragmas);
        } catch (IOException e) {
            throw fault(e);
        }
    }

    WriteLock lock(Duration wait, InstantSource clock, String who) {
        try {
            return WriteLock.take(path, wait, clock, who);
        } catch (IOException e) {
            throw fault(e);
        }
    }

    /// A connection that commits when told to. WAL lets readers go on; `FULL` makes every commit
    /// reach the disk before it returns.
    Session openToWrite() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setTransactionMode(TransactionMode.DEFERRED);
        // Else the driver asks for the new row's number after every insert, and nobody reads it:
        // as much work as the insert itself.
        config.setGetGeneratedKeys(false);
        var connection = config.createConnection(url(""));
        try {
            Session session = new Session(connection);
            for (String pragma : pragmas) {
                session.script(pragma);
            }
            connection.setAutoCommit(false);
            return session;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /// A connection that cannot write.
    Session openToRead() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        return new Session(config.createConnection(url(settled() ? "?immutable=1" : "")));
    }

    /// True where nobody with our rights can be writing: SQLite then reads without the two side
    /// files that it could not make.
    private boolean settled() {
        Path folder = path.getParent();
        return folder != null
                && !Files.isWritable(folder)
                && !Files.exists(folder.resolve(path.getFileName() + "-wal"));
    }

    /// As a URI, in which a question mark of the path is no parameter.
    private String url(String parameters) {
        return "jdbc:sqlite:" + path.toUri() + parameters;
    }

    /// What to throw for this: a fault of SQLite in words, for who must act on it; all else as it
    /// is.
    RuntimeException thrown(@Nullable Throwable e) {
        return switch (e) {
            case SQLException fault -> fault(fault);
            case RuntimeException mistake -> mistake;
            case Error error -> throw error;
            case null, default -> new IllegalStateException(path + ": " + e, e);
        };
    }

    private GradusException fault(IOException e) {
        String reason =
                switch (e) {
                    case AccessDeniedException denied -> "no right to write in the folder";
                    case NoSuchFileException none -> "nothing can be made in that folder";
                    case FileAlreadyExistsException there -> there.getFile() + " is no folder";
                    case FileSystemException wrong when wrong.getReason() != null ->
                            wrong.getReason();
                    default -> String.valueOf(e.getMessage());
                };
        return unopened(reason);
    }

    private GradusException unopened(String reason) {
        return new GradusException.Data(
                "%s cannot be opened (%s). Give yourself the right to write the file and its folder, or use --ledger with another file."
                        .formatted(path, Quoted.cut(reason)));
    }

    private RuntimeException fault(SQLException e) {
        // Without the upper bits, which only refine the code.
        int code = e instanceof SQLiteException known ? known.getResultCode().code & 0xff : -1;
        return switch (SQLiteErrorCode.getErrorCode(code)) {
            case SQLITE_BUSY, SQLITE_LOCKED ->
                    new GradusException.Usage(
                            path
                                    + " is locked by another program. Close that program, then run the"
                                    + " command again.");
            case SQLITE_FULL ->
                    data(
                            "cannot grow: the disk is full. What was recorded before is safe. Free some"
                                    + " space, then run the command again: it goes on where it stopped.");
            case SQLITE_IOERR ->
                    data(
                            "cannot be read or written (%s): the disk is full, gone or broken. What was"
                                    + " recorded before is safe. Look at the disk, then run the command"
                                    + " again.",
                            e);
            case SQLITE_NOTADB ->
                    data(
                            "is not a ledger: it is no SQLite database. Use --ledger with another file.");
            case SQLITE_CORRUPT ->
                    data("is damaged (%s). Use a copy of it, or --ledger with another file.", e);
            case SQLITE_PERM, SQLITE_READONLY, SQLITE_CANTOPEN ->
                    unopened(String.valueOf(e.getMessage()));
            default -> new IllegalStateException(path + ": " + e.getMessage(), e);
        };
    }

    private GradusException data(String text, SQLException e) {
        return data(text.formatted(Quoted.cut(String.valueOf(e.getMessage()))));
    }

    private GradusException data(String text) {
        return new GradusException.Data(path + " " + text);
    }
}
