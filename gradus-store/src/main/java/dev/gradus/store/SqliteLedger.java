package dev.gradus.store;

import dev.gradus.score.Outcome;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.Release;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A ledger in one SQLite file, with a `-wal` and a `-shm` file beside it while it is open.
/// Thread-safe: writes of many threads share commits, reads go on meanwhile and see every write
/// that has returned. A write returns when it is on the disk.
public final class SqliteLedger implements Ledger {
    /// Replies held in memory while all of them are told.
    private static final int PAGE = 1_000;

    private final LedgerFile file;
    private final Readers readers;
    private final Optional<Writing> writing;

    /// What only a ledger has that was opened for writing.
    private record Writing(WriteLock lock, GroupCommit commits) {}

    private SqliteLedger(LedgerFile file, Optional<Writing> writing) {
        this.file = file;
        this.readers = new Readers(file);
        this.writing = writing;
    }

    /// Opens the ledger for writing; begins one, and makes its folder, where there is none.
    ///
    /// @param wait how long another process may go on holding it
    /// @param clock for the time at which it was taken and the tables were made
    /// @param who the command, as a process that has to wait is told it
    /// @throws GradusException.Usage where another process still holds it after `wait`, with its
    ///   name
    /// @throws GradusException.Data where the file is no ledger, or cannot be written
    public static SqliteLedger open(Path file, Duration wait, InstantSource clock, String who) {
        return open(LedgerFile.of(file), Migrations.shipped(), wait, clock, who);
    }

    /// With other tables or settings than those of this version.
    static SqliteLedger open(
            LedgerFile asked,
            Migrations migrations,
            Duration wait,
            InstantSource clock,
            String who) {
        LedgerFile file = asked.settle();
        WriteLock lock = file.lock(wait, clock, who);
        try {
            Session session = file.openToWrite();
            try {
                migrations.apply(session, file.path(), clock.instant());
            } catch (SQLException | RuntimeException e) {
                session.close();
                throw e;
            }
            return new SqliteLedger(
                    file, Optional.of(new Writing(lock, GroupCommit.start(file, session))));
        } catch (SQLException | RuntimeException e) {
            lock.close();
            throw file.thrown(e);
        }
    }

    /// Opens a ledger that is there for reading; waits for no other process.
    ///
    /// @throws GradusException.Usage where nothing was recorded there yet
    /// @throws GradusException.Data where the file is no ledger, or cannot be read
    public static SqliteLedger openReadOnly(Path file) {
        return openReadOnly(LedgerFile.of(file), Migrations.shipped());
    }

    static SqliteLedger openReadOnly(LedgerFile file, Migrations migrations) {
        if (!Files.exists(file.path())) {
            throw new GradusException.Usage(
                    "there is no ledger at "
                            + file.path()
                            + ". Run gradus climb first, or use --ledger with another file.");
        }
        SqliteLedger ledger = new SqliteLedger(file, Optional.empty());
        ledger.readers.read(session -> {
            migrations.check(session, file.path());
            return true;
        });
        return ledger;
    }

    @Override
    public Map<String, Outcome> outcomes(String candidate, String examples) {
        return readers.read(session -> Outcomes.select(session, candidate, examples));
    }

    @Override
    public void record(String candidate, String examples, List<Outcome> outcomes) {
        List<Outcome> all = List.copyOf(outcomes);
        if (!all.isEmpty()) {
            write(session -> Outcomes.insert(session, candidate, examples, all));
        }
    }

    @Override
    public List<RunTotal> runTotals() {
        return readers.read(Outcomes::totals);
    }

    @Override
    public Map<String, Vectors> vectors(String encoder, List<String> keys) {
        return readers.read(session -> VectorBlocks.select(session, encoder, keys));
    }

    @Override
    public void storeVectors(String encoder, Map<String, Vectors> vectors) {
        Map<String, Vectors> all = Map.copyOf(vectors);
        if (!all.isEmpty()) {
            write(session -> VectorBlocks.insert(session, encoder, all));
        }
    }

    @Override
    public Map<String, StoredReply> replies(List<String> keys) {
        return readers.read(session -> Replies.select(session, keys));
    }

    @Override
    public void recordReply(StoredReply reply) {
        write(session -> Replies.insert(session, reply));
    }

    @Override
    public void eachReply(Consumer<StoredReply> told) {
        long last = 0;
        List<Replies.Numbered> page;
        do {
            long after = last;
            page = readers.read(session -> Replies.page(session, after, PAGE));
            for (Replies.Numbered one : page) {
                told.accept(one.reply());
                last = one.row();
            }
        } while (page.size() == PAGE);
    }

    @Override
    public Spent spent(long climb) {
        return readers.read(session -> Replies.spent(session, climb));
    }

    @Override
    public Optional<String> choice(String key) {
        return readers.read(session ->
                session
                        .query(
                                "SELECT json FROM choices WHERE key = ?",
                                row -> row.getString(1),
                                key)
                        .stream()
                        .findFirst());
    }

    @Override
    public void recordChoice(String key, String json) {
        write(session ->
                session.update(
                        "INSERT INTO choices VALUES (?, ?) ON CONFLICT DO NOTHING", key, json));
    }

    @Override
    public int look(String test, String candidate, String task, Instant at) {
        return write(session -> Climbs.look(session, test, candidate, task, at));
    }

    @Override
    public List<Look> looks(String test) {
        return readers.read(session -> Climbs.looks(session, test));
    }

    @Override
    public ClimbRecord beginClimb(String key, String task, String configuration, Instant at) {
        return write(session -> Climbs.begin(session, key, task, configuration, at));
    }

    @Override
    public void finishClimb(long climb, String verdictJson, Instant at) {
        write(session -> Climbs.finish(session, climb, verdictJson, at));
    }

    @Override
    public List<ClimbRecord> climbs() {
        return readers.read(Climbs::all);
    }

    @Override
    public List<ClimbRecord> climbs(String task) {
        return readers.read(session -> Climbs.ofTask(session, task));
    }

    @Override
    public Optional<ClimbRecord> climb(long id) {
        return readers.read(session -> Climbs.byId(session, id));
    }

    @Override
    public List<TaskVersion> taskVersions(String task) {
        return readers.read(session -> Climbs.taskVersions(session, task));
    }

    @Override
    public void recordTaskVersion(TaskVersion version) {
        write(session -> Climbs.insert(session, version));
    }

    @Override
    public long recordTuning(String task, String json, Instant at) {
        return write(session -> Tunings.insert(session, task, json, at));
    }

    @Override
    public List<TuningRecord> tunings(String task) {
        return readers.read(session -> Tunings.select(session, task));
    }

    @Override
    public void recordRelease(Release release) {
        write(session -> Tunings.insert(session, release));
    }

    @Override
    public List<Release> releases(String task) {
        return readers.read(session -> Tunings.releases(session, task));
    }

    private <T> T write(Session.Work<T> work) {
        return writing.orElseThrow(() ->
                        new UnsupportedOperationException(
                                file.path() + " was opened for reading only"))
                .commits()
                .commit(work);
    }

    /// Waits for the writes that were accepted, then lets others write.
    @Override
    public void close() {
        try {
            readers.close();
            writing.ifPresent(open -> open.commits().close());
        } finally {
            writing.ifPresent(open -> open.lock().close());
        }
    }
}
