package dev.gradus.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.score.RecordedOutcome;
import dev.gradus.task.Goal;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// An arm that was stopped on what it had answered: the items it was not asked are neither missing
/// nor wrong, and its share on the others is no estimate.
class NotAskedTest {
    private static final String KEPT = Rows.right(140, 200);
    private static final String STOPPED = Rows.right(20, 60) + "-".repeat(140);

    private static JudgedArm arm(JudgeReport report, String name) {
        return report.arms().stream()
                .filter(arm -> arm.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Rows rows() {
        return new Rows()
                .arm("t", "m", "a", "", KEPT)
                .arm("t", "m", "b", "", Rows.right(150, 200))
                .arm("t", "m", "stopped", "", STOPPED);
    }

    @Test
    void is_neither_missing_nor_wrong_nor_ranked() {
        JudgeReport report = rows().judge(JudgeOptions.standard().withGoal(Goal.of(0.5, 0.05)));
        JudgedArm stopped = arm(report, "m / stopped");

        assertThat(stopped.coverage()).isEqualTo(new Coverage(200, 60, 140, 0, 0));
        assertThat(stopped.rows()).isEqualTo(60);
        assertThat(stopped.failed()).isFalse();
        assertThat(stopped.unranked()).contains("was asked 60 of the 200 items");
        assertThat(stopped.score().orElseThrow().value()).isEqualTo(20.0 / 60);
        assertThat(stopped.score().orElseThrow().missing()).isZero();
        assertThat(report.check("m / stopped")).isEmpty();
        assertThat(report.findings()).noneMatch(one -> one.code().equals("missing-outcomes"));
        assertThat(report.todo()).noneMatch(todo -> todo.startsWith("Record"));
        assertThat(report.reasons())
                .contains("m / stopped on task t is not ranked: it was asked 60 of the 200 items.");
    }

    @Test
    void changes_nothing_of_the_others() {
        JudgeReport with = rows().judge();
        JudgeReport without =
                new Rows()
                        .arm("t", "m", "a", "", KEPT)
                        .arm("t", "m", "b", "", Rows.right(150, 200))
                        .judge();

        assertThat(with.comparisons()).isEqualTo(without.comparisons());
        assertThat(arm(with, "m / a")).isEqualTo(arm(without, "m / a"));
    }

    /// Three of four arms stopped at different places: an item is the task's where half of the arms
    /// that were asked it have a row.
    @Test
    void takes_no_item_from_the_task() {
        JudgeReport report =
                new Rows()
                        .arm("t", "m", "a", "", KEPT)
                        .arm("t", "m", "b", "", Rows.right(20, 40) + "-".repeat(160))
                        .arm("t", "m", "c", "", Rows.right(20, 60) + "-".repeat(140))
                        .arm("t", "m", "d", "", Rows.right(20, 80) + "-".repeat(120))
                        .judge(JudgeOptions.standard().withGoal(Goal.of(0.5, 0.05)));

        assertThat(arm(report, "m / a").coverage()).isEqualTo(new Coverage(200, 200, 0, 0, 0));
        assertThat(arm(report, "m / b").coverage()).isEqualTo(new Coverage(200, 40, 160, 0, 0));
        assertThat(report.winner()).isPresent();
    }

    @Test
    void an_arm_that_was_asked_nothing_is_still_named() {
        JudgeReport report =
                new Rows()
                        .arm("t", "m", "a", "", KEPT)
                        .arm("t", "m", "b", "", Rows.right(150, 200))
                        .arm("t", "m", "none", "", "-".repeat(200))
                        .judge();

        assertThat(arm(report, "m / none").unranked()).contains("was asked 0 of the 200 items");
        assertThat(report.refused()).isNotEmpty();
    }

    /// What a row that was not asked says of time and money is not read.
    @Test
    void time_of_what_was_not_asked_is_none() {
        Rows rows = rows();
        rows.table()
                .add(
                        new RecordedOutcome(
                                "t",
                                "item-500",
                                "stopped",
                                "",
                                "m",
                                "",
                                "",
                                OptionalDouble.empty(),
                                OptionalLong.of(5),
                                OptionalLong.of(5),
                                OptionalDouble.of(5),
                                OptionalDouble.of(5),
                                false));

        assertThat(arm(rows.judge(), "m / stopped").latency()).isEmpty();
    }

    /// Its answers decided that it was asked no more, so on these the difference is no estimate.
    @Test
    void is_compared_with_nobody() {
        JudgeReport report = rows().judge();

        assertThat(report.comparisons())
                .noneMatch(pair -> pair.candidate().equals("m / stopped"))
                .noneMatch(pair -> pair.baseline().equals("m / stopped"));
        assertThat(report.refused())
                .isNotEmpty()
                .allMatch(pair ->
                        pair.why()
                                .equals(
                                        "'m / stopped' was asked 60 of the 200 items, and what it"
                                                + " answered to those decided that"));
    }
}
