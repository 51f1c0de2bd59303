package dev.gradus.store;

import dev.gradus.spi.Ledger.ClimbRecord;
import dev.gradus.spi.Ledger.Look;
import dev.gradus.spi.Ledger.TaskVersion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The rows of `climbs` and what belongs to them: `verdicts`, `looks`, `task_versions`.
final class Climbs {
    private static final String CLIMBS =
            """
            SELECT id, key, task, configuration, begun, finished, json
            FROM climbs LEFT JOIN verdicts ON verdicts.climb = climbs.id
            """;

    /// Takes the next number, unless the candidate has one.
    private static final String LOOK =
            """
            INSERT INTO looks
            SELECT ?1, 1 + coalesce(max(number), 0), ?2, ?3, ?4 FROM looks WHERE test = ?1
            ON CONFLICT (test, candidate) DO NOTHING
            """;

    private Climbs() {}

    static int look(Session session, String test, String candidate, String task, Instant at)
            throws SQLException {
        session.update(LOOK, test, candidate, task, at.toString());
        return (int)
                session.number(
                        "SELECT number FROM looks WHERE test = ? AND candidate = ?",
                        test,
                        candidate);
    }

    static List<Look> looks(Session session, String test) throws SQLException {
        return session.query(
                "SELECT number, candidate, task, at FROM looks WHERE test = ? ORDER BY number",
                row ->
                        new Look(
                                row.getInt(1),
                                row.getString(2),
                                row.getString(3),
                                Instant.parse(row.getString(4))),
                test);
    }

    static ClimbRecord begin(
            Session session, String key, String task, String configuration, Instant at)
            throws SQLException {
        String unfinished = CLIMBS + "WHERE key = ? AND json IS NULL ORDER BY id LIMIT 1";
        List<ClimbRecord> begun = session.query(unfinished, Climbs::climb, key);
        if (begun.isEmpty()) {
            session.update(
                    "INSERT INTO climbs (key, task, configuration, begun) VALUES (?, ?, ?, ?)",
                    key,
                    task,
                    configuration,
                    at.toString());
            begun = session.query(unfinished, Climbs::climb, key);
        }
        return begun.getFirst();
    }

    /// Whether the verdict is new.
    static boolean finish(Session session, long climb, String verdictJson, Instant at)
            throws SQLException {
        Optional<String> before =
                byId(session, climb)
                        .orElseThrow(
                                () -> new IllegalArgumentException("there is no climb " + climb))
                        .verdict();
        if (before.isPresent() && !before.get().equals(verdictJson)) {
            throw new IllegalStateException("climb " + climb + " has another verdict already");
        }
        return session.update(
                        "INSERT INTO verdicts VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                        climb,
                        verdictJson,
                        at.toString())
                == 1;
    }

    static List<ClimbRecord> all(Session session) throws SQLException {
        return session.query(CLIMBS + "ORDER BY id DESC", Climbs::climb);
    }

    static List<ClimbRecord> ofTask(Session session, String task) throws SQLException {
        return session.query(CLIMBS + "WHERE task = ? ORDER BY id DESC", Climbs::climb, task);
    }

    static Optional<ClimbRecord> byId(Session session, long id) throws SQLException {
        return session.query(CLIMBS + "WHERE id = ?", Climbs::climb, id).stream().findFirst();
    }

    static List<TaskVersion> taskVersions(Session session, String task) throws SQLException {
        return session.query(
                "SELECT task, brief, labels, prompt, seen FROM task_versions WHERE task = ?"
                        + " ORDER BY rowid",
                row ->
                        new TaskVersion(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                Instant.parse(row.getString(5))),
                task);
    }

    /// Whether the version is new.
    static boolean insert(Session session, TaskVersion version) throws SQLException {
        return session.update(
                        "INSERT INTO task_versions VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                        version.task(),
                        version.brief(),
                        version.labels(),
                        version.prompt(),
                        version.seen().toString())
                == 1;
    }

    private static ClimbRecord climb(ResultSet row) throws SQLException {
        return new ClimbRecord(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                Instant.parse(row.getString(5)),
                Optional.ofNullable(row.getString(6)).map(Instant::parse),
                Optional.ofNullable(row.getString(7)));
    }
}
