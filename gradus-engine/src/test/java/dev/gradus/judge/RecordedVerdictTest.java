package dev.gradus.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.cost.Economics;
import dev.gradus.spi.GradusException;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Goal;
import dev.gradus.task.Label;
import dev.gradus.task.Money;
import dev.gradus.task.Policy;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Task;
import dev.gradus.task.Traffic;
import dev.gradus.task.TuningCosts;
import dev.gradus.verdict.Gate;
import dev.gradus.verdict.VerdictKind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RecordedVerdictTest {
    private static final JudgeOptions GOAL = JudgeOptions.standard().withGoal(Goal.of(0.9, 0.02));

    private static Gate gate(JudgeReport report, String name) {
        return report.gates().stream()
                .filter(gate -> gate.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void gives_no_verdict_without_a_goal_and_names_every_gate() {
        JudgeReport report =
                new Rows().arm("t", "m", "a", "", "1010").arm("t", "m", "b", "", "1110").judge();

        assertThat(report.verdict()).isEmpty();
        assertThat(report.headline())
                .isEqualTo("No difference is shown in 1 comparison; m / b scores highest.");
        assertThat(report.couldNotCompute())
                .containsExactly(
                        "evaluation-set",
                        "cheaper-rungs",
                        "gap",
                        "behaviour",
                        "labelled-examples",
                        "labels-or-tuning",
                        "no-unverified-synthetic",
                        "stable-task",
                        "past-mvp",
                        "pays-back",
                        "forgetting-suite",
                        "base-model");
        assertThat(report.heldOut()).isEqualTo("not held out");
        assertThat(report.exitCode()).isZero();
    }

    @Test
    void stops_at_the_cheapest_arm_that_meets_the_goal() {
        JudgeReport report =
                new Rows()
                        .arm("t", "m", "low", "", Rows.right(700, 1000), OptionalDouble.of(0.001))
                        .arm("t", "m", "good", "", Rows.right(930, 1000), OptionalDouble.of(0.002))
                        .arm("t", "m", "best", "", Rows.right(950, 1000), OptionalDouble.of(0.003))
                        .judge(GOAL.withSplit("test"));

        assertThat(report.verdict()).contains(VerdictKind.STOP);
        assertThat(report.winner()).contains("m / good");
        assertThat(report.headline())
                .isEqualTo("Stop here: m / good scores 93.0 %, you asked for 90 %.");
        assertThat(report.exitCode()).isZero();
    }

    @Test
    void asks_for_more_items_where_these_do_not_settle_the_goal() {
        JudgeReport report =
                new Rows()
                        .arm("t", "m", "a", "", Rows.right(80, 100))
                        .arm("t", "m", "b", "", Rows.right(89, 100))
                        .judge(GOAL);

        assertThat(report.verdict()).contains(VerdictKind.INCONCLUSIVE);
        assertThat(report.todo())
                .singleElement()
                .asString()
                .matches("record more: [0-9,]+ more rows would settle it with 80 % chance");
        assertThat(report.exitCode()).isEqualTo(6);
    }

    @Test
    void spends_the_error_rate_over_the_arms() {
        JudgeReport report =
                new Rows()
                        .arm("t", "m", "a", "", Rows.right(10, 100))
                        .arm("t", "m", "b", "", Rows.right(10, 100))
                        .arm("t", "m", "c", "", Rows.right(10, 100))
                        .arm("t", "m", "d", "", Rows.right(10, 100))
                        .judge(GOAL);

        assertThat(report.check("m / a").orElseThrow().level()).isEqualTo(0.9875);
    }

    @Test
    void is_inconclusive_where_a_cheaper_rung_is_not_settled() {
        JudgeReport report =
                new Rows()
                        .arm("t", "m", "plain", "baseline", Rows.right(150, 300))
                        .arm("t", "m", "sharp", "prompt", "0".repeat(20) + Rows.right(148, 280))
                        .judge(GOAL);

        assertThat(report.verdict()).contains(VerdictKind.INCONCLUSIVE);
        assertThat(report.headline())
                .isEqualTo(
                        "Not enough evidence: the goal is missed (m / plain scores 50.0 %, you asked for"
                                + " 90 %), and cheaper rungs are not settled: prompt.");
        assertThat(gate(report, "cheaper-rungs").status()).isEqualTo(Gate.Status.FAIL);
        assertThat(report.todo())
                .singleElement()
                .asString()
                .matches("record about [0-9,]+ items to settle rung prompt");
    }

    @Test
    void never_lets_an_unknown_gate_permit_tuning() {
        JudgeReport report =
                new Rows()
                        .arm("t", "m", "plain", "baseline", Rows.right(300, 1000))
                        .arm("t", "m", "sharp", "prompt", Rows.right(500, 1000))
                        .judge(GOAL);

        assertThat(report.verdict()).contains(VerdictKind.NOT_YET);
        assertThat(gate(report, "gap").status()).isEqualTo(Gate.Status.PASS);
        assertThat(gate(report, "cheaper-rungs").have())
                .isEqualTo(
                        "not recorded: examples, classifier, model, structure, retrieval, tools, cascade");
        assertThat(gate(report, "evaluation-set").status())
                .as("nobody said which split the items are")
                .isEqualTo(Gate.Status.UNKNOWN);
        assertThat(report.exitCode()).isEqualTo(1);
    }

    @Test
    void holds_a_single_arm_against_the_goal() {
        JudgeReport report = new Rows().arm("t", "m", "a", "", Rows.right(990, 1000)).judge(GOAL);

        assertThat(report.verdict()).contains(VerdictKind.STOP);
        assertThat(report.comparisons()).isEmpty();
    }

    @Test
    void counts_missing_outcomes_against_the_goal() {
        Rows rows = new Rows().arm("t", "m", "a", "", Rows.right(950, 1000) + ".".repeat(200));

        assertThat(rows.judge(GOAL).verdict()).contains(VerdictKind.INCONCLUSIVE);
    }

    @Test
    void leaves_a_cost_goal_open_where_no_cost_was_recorded() {
        Goal goal = new Goal(0.9, 0.02, Optional.of(Money.of(1, "USD")), Optional.empty());
        JudgeReport report =
                new Rows()
                        .arm("t", "m", "a", "", Rows.right(990, 1000))
                        .judge(JudgeOptions.standard().withGoal(goal));

        assertThat(report.verdict()).contains(VerdictKind.INCONCLUSIVE);
        assertThat(report.reasons())
                .anySatisfy(
                        reason -> assertThat(reason).startsWith("cost is not settled: unknown"));
    }

    @Test
    void a_prompt_that_lacks_labels_says_not_yet_before_anything_else() {
        Rows rows = new Rows();
        String[] labels = {"refund", "card", "transfer"};
        for (int item = 0; item < 60; item++) {
            String gold = labels[item % 3];
            for (String arm : new String[] {"a", "b"}) {
                boolean right = !gold.equals("transfer");
                rows.add(
                        "t",
                        "item-" + item,
                        "m",
                        arm,
                        "",
                        gold,
                        right ? gold : "card",
                        OptionalDouble.of(right ? 1 : 0),
                        OptionalDouble.empty());
            }
        }
        JudgeReport report =
                rows.judge(
                        GOAL.withPrompt(
                                "prompt.txt",
                                "Answer with one label.\nLabels:\n- refund\n- card\n"));

        assertThat(report.verdict()).contains(VerdictKind.NOT_YET);
        assertThat(report.headline()).startsWith("Not yet: mend the prompt first.");
        assertThat(report.findings())
                .filteredOn(finding -> finding.code().equals("prompt-answerable-rest"))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.evidence())
                                .containsExactly(
                                        "m / a: 100.0 % on the 40 items that can be answered, 0 right"
                                                + " of the 20 others",
                                        "m / b: 100.0 % on the 40 items that can be answered, 0 right"
                                                + " of the 20 others"));
    }

    @Test
    void sums_up_the_money_of_a_task_and_says_what_is_not_known() {
        JudgeReport report =
                new Rows()
                        .arm("t", "m", "a", "", Rows.right(600, 1000), OptionalDouble.of(0.0005))
                        .arm("t", "m", "b", "", Rows.right(800, 1000), OptionalDouble.of(0.002))
                        .judge(JudgeOptions.standard().withTask(task("USD")));

        Economics money = report.economics();
        // 1,000 calls a day, 30.4375 days a month: 30,437.5 calls, of which 20 % wrong at 0.10 USD
        // each.
        Economics.CandidateCost best = money.candidates().get(1);
        assertThat(best.monthly().calls().orElseThrow()).isCloseTo(60.875, within(1e-9));
        assertThat(best.monthly().errors().orElseThrow()).isCloseTo(608.75, within(1e-9));
        assertThat(money.unknown())
                .contains("how many verified train examples there are (no labels are charged)");
        assertThat(gate(report, "past-mvp").status()).isEqualTo(Gate.Status.PASS);
        assertThat(report.goal()).contains(Goal.of(0.9, 0.02));
    }

    @Test
    void refuses_a_task_that_counts_in_another_currency_than_the_recorded_costs() {
        Rows rows = new Rows().arm("t", "m", "a", "", Rows.right(6, 10), OptionalDouble.of(0.0005));

        assertThatThrownBy(() -> rows.judge(JudgeOptions.standard().withTask(task("EUR"))))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "the outcomes' costs are in USD (cost_usd) and the task counts in EUR. Set currency:"
                                + " USD in the task file, or leave cost_usd empty.");
    }

    @Test
    void refuses_a_goal_in_a_score_of_the_whole_set() {
        Rows rows = new Rows().arm("t", "m", "a", "", "11");
        AnswerShape labels = new AnswerShape.Labels(List.of(Label.of("x"), Label.of("y")));
        JudgeOptions options =
                JudgeOptions.standard().withTask(task("USD", labels, ScoreName.MACRO_F1));

        assertThatThrownBy(() -> rows.judge(options))
                .isInstanceOf(GradusException.Usage.class)
                .hasMessage(
                        "the task's score is macro-f1, and recorded outcomes hold a score for each item. Give"
                                + " --goal and --matters for the mean of correct.");
        assertThat(rows.judge(options.withGoal(Goal.of(0.5, 0.1))).goal()).isPresent();
    }

    private static Task task(String currency) {
        return task(currency, new AnswerShape.Text(), ScoreName.EXACT);
    }

    private static Task task(String currency, AnswerShape answer, ScoreName score) {
        return new Task(
                "t",
                "Answer.",
                answer,
                score,
                Goal.of(0.9, 0.02),
                Optional.of(new Traffic(1000, 0, Optional.of(Money.of(0.1, currency)))),
                new Policy(Policy.Stage.PRODUCTION, false, 12),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                TuningCosts.unknown(),
                Optional.empty(),
                currency);
    }
}
