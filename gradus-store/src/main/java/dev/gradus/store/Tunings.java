package dev.gradus.store;

import dev.gradus.spi.Ledger.TuningRecord;
import dev.gradus.spi.Release;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// The rows of `tunings` and `releases`.
final class Tunings {
    private Tunings() {}

    static long insert(Session session, String task, String json, Instant at) throws SQLException {
        session.update(
                "INSERT INTO tunings (task, json, at) VALUES (?, ?, ?)", task, json, at.toString());
        return session.number("SELECT last_insert_rowid()");
    }

    static List<TuningRecord> select(Session session, String task) throws SQLException {
        return session.query(
                "SELECT id, task, json, at FROM tunings WHERE task = ? ORDER BY id DESC",
                row ->
                        new TuningRecord(
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                Instant.parse(row.getString(4))),
                task);
    }

    static boolean insert(Session session, Release release) throws SQLException {
        return session.update(
                        "INSERT INTO releases (task, candidate, title, act, why, at)"
                                + " VALUES (?, ?, ?, ?, ?, ?)",
                        release.task(),
                        release.candidate(),
                        release.title(),
                        release.act().word(),
                        release.why(),
                        release.at().toString())
                == 1;
    }

    static List<Release> releases(Session session, String task) throws SQLException {
        return session.query(
                "SELECT task, candidate, title, act, why, at FROM releases WHERE task = ?"
                        + " ORDER BY id",
                row ->
                        new Release(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                Release.Act.of(row.getString(4)),
                                row.getString(5),
                                Instant.parse(row.getString(6))),
                task);
    }
}
