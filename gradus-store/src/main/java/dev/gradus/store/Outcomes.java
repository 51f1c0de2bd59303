package dev.gradus.store;

import dev.gradus.packed.PackedList;
import dev.gradus.packed.PackedMap;
import dev.gradus.score.Outcome;
import dev.gradus.spi.Ledger.RunTotal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rows of `outcomes`, with the names behind their two numbers.
final class Outcomes {
    private static final String INSERT =
            """
            INSERT INTO outcomes
            VALUES (?, (SELECT id FROM examples WHERE name = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET
                answer = excluded.answer, score = excluded.score,
                confidence = excluded.confidence, latency_ns = excluded.latency_ns,
                cpu_ns = excluded.cpu_ns, cost = excluded.cost, error = excluded.error,
                prompt_tokens = excluded.prompt_tokens, cached_tokens = excluded.cached_tokens,
                completion_tokens = excluded.completion_tokens,
                reasoning_tokens = excluded.reasoning_tokens
            WHERE outcomes.score IS NULL AND excluded.score IS NOT NULL
            """;
    private static final String SELECT =
            """
            SELECT examples.name, answer, score, confidence, latency_ns, cpu_ns, cost, error,
                prompt_tokens, cached_tokens, completion_tokens, reasoning_tokens
            FROM runs JOIN outcomes ON outcomes.run = runs.id
                JOIN examples ON examples.id = outcomes.example
            WHERE candidate = ? AND examples = ?
            ORDER BY outcomes.example
            """;
    private static final String TOTALS =
            """
            SELECT candidate, examples, count(*), count(*) - count(score), total(score)
            FROM runs JOIN outcomes ON outcomes.run = runs.id
            GROUP BY runs.id ORDER BY runs.id
            """;

    private Outcomes() {}

    /// How many rows it wrote.
    static int insert(Session session, String candidate, String examples, List<Outcome> outcomes)
            throws SQLException {
        session.update(
                "INSERT INTO runs (candidate, examples) VALUES (?, ?) ON CONFLICT DO NOTHING",
                candidate,
                examples);
        long run =
                session.number(
                        "SELECT id FROM runs WHERE candidate = ? AND examples = ?",
                        candidate,
                        examples);
        int rows = 0;
        for (Outcome outcome : outcomes) {
            session.update(
                    "INSERT INTO examples (name) VALUES (?) ON CONFLICT DO NOTHING",
                    outcome.exampleId());
            rows +=
                    session.update(
                            INSERT,
                            run,
                            outcome.exampleId(),
                            outcome.answer().orElse(null),
                            Values.orNull(outcome.score()),
                            Values.orNull(outcome.confidence()),
                            Values.orNull(outcome.latencyNanos()),
                            Values.orNull(outcome.cpuNanos()),
                            Values.orNull(outcome.costPerCall()),
                            outcome.error().orElse(null),
                            Values.orNull(outcome.usage().prompt()),
                            Values.orNull(outcome.usage().cached()),
                            Values.orNull(outcome.usage().completion()),
                            Values.orNull(outcome.usage().reasoning()));
        }
        return rows;
    }

    static Map<String, Outcome> select(Session session, String candidate, String examples)
            throws SQLException {
        PackedList.Builder<Outcome> found = new PackedList.Builder<>(Outcome.PACKED);
        session.each(SELECT, row -> found.add(outcome(row)), candidate, examples);
        return new PackedMap<>(found.build(), Outcome::exampleId);
    }

    static List<RunTotal> totals(Session session) throws SQLException {
        return session.query(
                TOTALS,
                row ->
                        new RunTotal(
                                row.getString(1),
                                row.getString(2),
                                row.getLong(3),
                                row.getLong(4),
                                row.getDouble(5)));
    }

    private static Outcome outcome(ResultSet row) throws SQLException {
        return new Outcome(
                row.getString(1),
                Optional.ofNullable(row.getString(2)),
                Values.real(row, 3),
                Values.real(row, 4),
                Values.integer(row, 5),
                Values.integer(row, 6),
                Values.real(row, 7),
                Optional.ofNullable(row.getString(8)),
                Values.usage(row, 9));
    }
}
