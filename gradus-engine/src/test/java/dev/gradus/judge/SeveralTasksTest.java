package dev.gradus.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.judge.JudgedPair.Turn;
import dev.gradus.ladder.GoalCheck;
import dev.gradus.spi.GradusException;
import dev.gradus.task.Goal;
import dev.gradus.verdict.VerdictKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeveralTasksTest {
    private static final JudgeOptions GOAL = JudgeOptions.standard().withGoal(Goal.of(0.9, 0.02));

    /// 1,800 easy items and 200 hard ones: 0.914 of all items are right.
    private static Rows easyAndHard() {
        return new Rows()
                .arm("easy", "m", "a", "", Rows.right(1000, 1800))
                .arm("easy", "m", "b", "", Rows.right(1734, 1800))
                .arm("hard", "m", "a", "", Rows.right(50, 200))
                .arm("hard", "m", "b", "", Rows.right(94, 200));
    }

    @Test
    void does_not_stop_on_a_pooled_score_where_a_task_misses_and_nobody_gave_the_traffic() {
        JudgeReport report = easyAndHard().judge(GOAL);

        assertThat(report.verdict()).contains(VerdictKind.INCONCLUSIVE);
        assertThat(report.winner()).isEmpty();
        assertThat(report.headline())
                .contains("Task by task it misses the goal on hard (at most 5");
        assertThat(report.todo()).anyMatch(todo -> todo.startsWith("Give --traffic TASK=CALLS"));
        assertThat(report.recorded().tasks())
                .extracting(TaskVerdict::task, task -> task.status("m / b").orElseThrow())
                .containsExactly(
                        tuple("easy", GoalCheck.Status.MET),
                        tuple("hard", GoalCheck.Status.MISSED));
        assertThat(report.recorded().tasks().getFirst().verdict()).contains(VerdictKind.STOP);
    }

    @Test
    void weighs_the_tasks_by_their_traffic_and_names_the_task_that_misses() {
        JudgeReport report =
                easyAndHard().judge(GOAL.withTraffic(Map.of("easy", 99_000.0, "hard", 1_000.0)));

        // 0.99 * 1734 / 1800 + 0.01 * 94 / 200
        JudgedArm arm = report.arms().getLast();
        assertThat(arm.score().orElseThrow().value()).isCloseTo(0.9584, within(1e-9));
        assertThat(report.verdict()).contains(VerdictKind.STOP);
        assertThat(report.winner()).contains("m / b");
        assertThat(report.headline()).contains("Task by task it misses the goal on hard");
        assertThat(report.recorded().pooling()).contains("by traffic: easy 99.0 % and hard 1.0 %");
    }

    @Test
    void misses_the_goal_where_the_traffic_goes_to_the_hard_task() {
        JudgeReport report =
                easyAndHard().judge(GOAL.withTraffic(Map.of("easy", 10.0, "hard", 90.0)));

        assertThat(report.winner()).isEmpty();
        assertThat(report.check("m / b").orElseThrow().status()).isEqualTo(GoalCheck.Status.MISSED);
    }

    @Test
    void recovers_the_bounds_of_a_weighted_score_from_those_of_the_tasks() {
        JudgeReport report =
                easyAndHard().judge(GOAL.withTraffic(Map.of("easy", 1.0, "hard", 1.0)));
        List<JudgedArm> its =
                report.arms().stream().filter(arm -> arm.name().equals("m / b")).toList();
        JudgedArm.Score easy = its.get(0).score().orElseThrow();
        JudgedArm.Score hard = its.get(1).score().orElseThrow();
        JudgedArm.Score all = its.get(2).score().orElseThrow();

        double below =
                Math.hypot(
                        0.5 * (easy.value() - easy.interval().low()),
                        0.5 * (hard.value() - hard.interval().low()));
        assertThat(all.value()).isCloseTo((easy.value() + hard.value()) / 2, within(1e-12));
        assertThat(all.interval().low()).isCloseTo(all.value() - below, within(1e-12));
    }

    @Test
    void compares_by_the_weighted_difference() {
        JudgedPair pair =
                easyAndHard()
                        .judge(
                                JudgeOptions.standard()
                                        .withTraffic(Map.of("easy", 1.0, "hard", 3.0)))
                        .comparisons()
                        .getLast();

        // 0.25 * 734 / 1800 + 0.75 * 44 / 200
        assertThat(pair.difference()).isCloseTo(0.26694444, within(1e-7));
        assertThat(pair.interval().low()).isLessThan(pair.difference());
        assertThat(pair.interval().high()).isGreaterThan(pair.difference());
        assertThat(pair.scoreCandidate() - pair.scoreBaseline())
                .isCloseTo(pair.difference(), within(1e-9));
        assertThat(pair.shown()).isEqualTo(JudgedPair.Shown.BETTER);
        assertThat(pair.method()).endsWith("tasks weighted by traffic");
    }

    @Test
    void refuses_traffic_that_does_not_fit_the_tasks() {
        assertThatThrownBy(() -> easyAndHard().judge(GOAL.withTraffic(Map.of("easy", 1.0))))
                .isInstanceOf(GradusException.Usage.class)
                .hasMessage(
                        "--traffic says nothing of 'hard'. Give the calls of every task; 0 for one that is"
                                + " not served.");
        assertThatThrownBy(() -> easyAndHard().judge(GOAL.withTraffic(Map.of("esay", 1.0))))
                .hasMessage(
                        "--traffic: no task is called 'esay'. The outcomes have 'easy' and 'hard'.");
        assertThatThrownBy(() ->
                        easyAndHard().judge(GOAL.withTraffic(Map.of("easy", 0.0, "hard", 0.0))))
                .hasMessage(
                        "--traffic: every task has 0 calls. Give the calls of a task that is served.");
    }

    @Test
    void names_the_tasks_that_turn_the_other_way() {
        JudgeReport report =
                new Rows()
                        .arm("up", "m", "a", "", Rows.right(400, 1000))
                        .arm("up", "m", "b", "", Rows.right(700, 1000))
                        .arm("down", "m", "a", "", Rows.right(150, 200))
                        .arm("down", "m", "b", "", Rows.right(100, 200))
                        .judge();

        JudgedPair pooled = report.comparisons().getLast();
        assertThat(pooled.shown()).isEqualTo(JudgedPair.Shown.BETTER);
        assertThat(pooled.turns()).containsExactly(new Turn("down", -0.25, true));
        assertThat(report.reasons())
                .anyMatch(reason ->
                        reason.matches(
                                "m / b against m / a over all tasks: better\\. The other way on 1 of 2 tasks"
                                        + " \\(I2 100 %\\): down -25\\.0 points, shown\\."));
    }

    @Test
    void names_no_task_as_missed_that_is_not_served() {
        JudgeReport report =
                new Rows()
                        .arm("served", "m", "a", "", Rows.right(960, 1000))
                        .arm("dropped", "m", "a", "", Rows.right(40, 100))
                        .judge(
                                JudgeOptions.standard()
                                        .withGoal(Goal.of(0.9, 0.01))
                                        .withTraffic(Map.of("served", 100.0, "dropped", 0.0)));

        assertThat(report.headline()).startsWith("Stop here").doesNotContain("dropped");
        assertThat(report.reasons().getFirst()).contains("matters 1 point)");
        assertThat(report.recorded().pooling())
                .contains("by traffic: served 100.0 % and dropped 0.0 %");
    }

    @Test
    void never_says_that_nothing_could_be_compared_where_tasks_share_no_arm() {
        JudgeReport report =
                new Rows()
                        .arm("s", "m", "a", "", Rows.right(40, 100))
                        .arm("s", "m", "b", "", Rows.right(80, 100))
                        .arm("t", "m", "c", "", Rows.right(40, 100))
                        .arm("t", "m", "d", "", Rows.right(80, 100))
                        .judge();

        assertThat(report.comparisons()).hasSize(2);
        assertThat(report.headline())
                .isEqualTo(
                        "A difference is shown in 2 of 2 comparisons; no arm is ranked on every task.");
    }

    @Test
    void takes_a_baseline_on_each_task() {
        JudgeReport report =
                new Rows()
                        .arm("s", "m", "a", "baseline", Rows.right(40, 100))
                        .arm("s", "m", "b", "", Rows.right(80, 100))
                        .arm("t", "m", "c", "baseline", Rows.right(40, 100))
                        .arm("t", "m", "b", "", Rows.right(80, 100))
                        .judge();

        assertThat(report.comparisons())
                .extracting(pair -> pair.task() + ": " + pair.baseline() + " < " + pair.candidate())
                .containsExactly("s: m / a < m / b", "t: m / c < m / b");
    }
}
