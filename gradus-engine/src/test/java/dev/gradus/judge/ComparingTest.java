package dev.gradus.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.judge.JudgedPair.Rule;
import dev.gradus.judge.JudgedPair.Shown;
import dev.gradus.spi.GradusException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class ComparingTest {
    private static final String ALL = JudgeReport.ALL;

    private static List<String> pairs(JudgeReport report) {
        return report.comparisons().stream()
                .map(pair -> pair.task() + ": " + pair.baseline() + " < " + pair.candidate())
                .toList();
    }

    private static JudgedPair only(JudgeReport report) {
        assertThat(report.comparisons()).hasSize(1);
        return report.comparisons().getFirst();
    }

    @Test
    void holds_every_arm_against_the_first_arm_where_no_rung_says_baseline() {
        JudgeReport report =
                new Rows()
                        .arm("t", "m", "a", "", "1010")
                        .arm("t", "m", "b", "", "1110")
                        .arm("t", "m", "c", "", "1111")
                        .judge();

        assertThat(pairs(report))
                .containsExactly("t: m / a < m / b", "t: m / a < m / c", "t: m / b < m / c");
        assertThat(report.comparisons().getLast().rule()).isEqualTo(Rule.RUNNER_UP);
    }

    @Test
    void holds_a_lever_against_the_baseline_of_its_own_model_too() {
        JudgeReport report =
                new Rows()
                        .arm("t", "big", "sharp", "prompt", "1010")
                        .arm("t", "small", "plain", "baseline", "1010")
                        .arm("t", "big", "plain", "baseline", "1110")
                        .judge();

        assertThat(pairs(report))
                .containsExactly(
                        "t: small / plain < big / sharp",
                        "t: big / plain < big / sharp",
                        "t: small / plain < big / plain");
    }

    @Test
    void holds_every_arm_against_the_best_cheaper_one() {
        JudgeReport report =
                new Rows()
                        .arm("t", "m", "a", "", "1000", OptionalDouble.of(0.001))
                        .arm("t", "m", "b", "", "1100", OptionalDouble.of(0.002))
                        .arm("t", "m", "c", "", "1110", OptionalDouble.of(0.003))
                        .arm("t", "m", "d", "", "1111", OptionalDouble.of(0.004))
                        .judge();

        assertThat(pairs(report))
                .containsExactly(
                        "t: m / a < m / b",
                        "t: m / a < m / c",
                        "t: m / a < m / d",
                        "t: m / b < m / c",
                        "t: m / c < m / d");
        assertThat(report.comparisons())
                .extracting(JudgedPair::rule)
                .containsExactly(
                        Rule.BASELINE,
                        Rule.BASELINE,
                        Rule.BASELINE,
                        Rule.BEST_CHEAPER,
                        Rule.BEST_CHEAPER);
        assertThat(report.comparisons().getLast().costDelta().orElseThrow().amount())
                .isCloseTo(1.0, within(1e-12));
    }

    @Test
    void holds_the_others_against_the_arm_that_is_named() {
        Rows rows =
                new Rows()
                        .arm("t", "m", "a", "baseline", "1010")
                        .arm("t", "m", "b", "", "1110")
                        .arm("t", "m", "c", "", "1111");

        assertThat(pairs(rows.judge(JudgeOptions.standard().withBaseline("b"))))
                .containsExactly("t: m / b < m / a", "t: m / b < m / c");
        assertThat(pairs(rows.judge(JudgeOptions.standard().withBaseline("m / c").withAllPairs())))
                .containsExactly("t: m / a < m / b", "t: m / c < m / a", "t: m / c < m / b");
    }

    @Test
    void names_the_arms_where_the_baseline_is_none_of_them() {
        Rows rows = new Rows().arm("t", "m", "a", "", "10").arm("t", "n", "a", "", "11");

        assertThatThrownBy(() -> rows.judge(JudgeOptions.standard().withBaseline("b")))
                .isInstanceOf(GradusException.Usage.class)
                .hasMessage("no arm is called 'b'. Give one of: 'm / a' and 'n / a'.");
        assertThatThrownBy(() -> rows.judge(JudgeOptions.standard().withBaseline("a")))
                .isInstanceOf(GradusException.Usage.class)
                .hasMessage("2 arms are called 'a'. Give one of: 'm / a' and 'n / a'.");
    }

    @Test
    void adds_up_the_tasks_and_says_how_far_they_disagree() {
        String base = Rows.right(40, 100);
        String better = Rows.right(60, 100);
        JudgeReport report =
                new Rows()
                        .arm("up", "m", "a", "", base)
                        .arm("up", "m", "b", "", better)
                        .arm("down", "m", "a", "", better)
                        .arm("down", "m", "b", "", base)
                        .judge();

        assertThat(pairs(report))
                .containsExactly("up: m / a < m / b", "down: m / a < m / b", "all: m / a < m / b");
        JudgedPair pooled = report.comparisons().get(2);
        assertThat(pooled.n()).isEqualTo(200);
        assertThat(pooled.baselineOnly()).isEqualTo(20);
        assertThat(pooled.candidateOnly()).isEqualTo(20);
        assertThat(pooled.p()).isEqualTo(1);
        JudgedPair.Spread spread = pooled.spread().orElseThrow();
        // The differences are +0.2 and -0.2; half a pair more on each discordant cell gives the
        // variance.
        double shrunk = 20 / 101.0;
        double variance = (21 / 101.0 - shrunk * shrunk) / 101;
        assertThat(spread.q()).isCloseTo(2 * 0.2 * 0.2 / variance, within(1e-9));
        assertThat(spread.df()).isEqualTo(1);
        assertThat(spread.p()).isLessThan(1e-9);
        assertThat(spread.iSquared()).isGreaterThan(0.9);
        assertThat(report.arms())
                .extracting(JudgedArm::task)
                .containsExactly("up", "up", "down", "down", ALL, ALL);
        assertThat(report.arms().get(4).score().orElseThrow().value()).isEqualTo(0.5);
    }

    @Test
    void corrects_over_every_comparison_of_every_task_and_over_all() {
        JudgeReport report =
                new Rows()
                        .arm("s", "m", "a", "", Rows.right(0, 8))
                        .arm("s", "m", "b", "", Rows.right(7, 8))
                        .arm("t", "m", "a", "", Rows.right(0, 8))
                        .arm("t", "m", "b", "", Rows.right(6, 8))
                        .judge();

        // 2 * 2^-7, 2 * 2^-6 and 2 * 2^-13, times 2, 1 and 3.
        close(report, JudgedPair::p, 0.015625, 0.03125, 0.000244140625);
        close(report, JudgedPair::pAdjusted, 0.03125, 0.03125, 0.000732421875);
        close(report, pair -> 1 - pair.interval().level(), 0.025, 0.05, 0.05 / 3);
    }

    private static void close(
            JudgeReport report, ToDoubleFunction<JudgedPair> figure, double... expected) {
        assertThat(report.comparisons().stream().mapToDouble(figure).toArray())
                .containsExactly(expected, within(1e-15));
    }

    @Test
    void tests_graded_scores_by_flipping_signs() {
        double[] base = new double[8];
        double[] better = new double[8];
        for (int i = 0; i < 8; i++) {
            base[i] = 0.25;
            better[i] = 0.5 + i / 100.0;
        }
        JudgedPair pair =
                only(new Rows().graded("t", "m", "a", base).graded("t", "m", "b", better).judge());

        // All 8 differences are positive: 2 of the 256 sign patterns are as far from 0.
        assertThat(pair.p()).isCloseTo(2 / 256.0, within(1e-12));
        assertThat(pair.candidateOnly()).isEqualTo(8);
        assertThat(pair.difference()).isCloseTo(0.285, within(1e-12));
        assertThat(pair.method()).contains("sign-flip").contains("bootstrap");
        assertThat(pair.shown()).isEqualTo(Shown.BETTER);
    }

    @Test
    void leaves_a_missing_outcome_out_and_never_counts_it_as_0() {
        JudgedPair pair =
                only(
                        new Rows()
                                .arm("t", "m", "a", "", "1100.")
                                .arm("t", "m", "b", "", "11.11")
                                .judge());

        assertThat(pair.n()).isEqualTo(3);
        assertThat(pair.missing()).isEqualTo(2);
        assertThat(pair.scoreBaseline()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(pair.scoreCandidate()).isEqualTo(1);
    }

    @Test
    void claims_nothing_that_the_missing_outcomes_could_undo() {
        String base = "1".repeat(160) + Rows.right(10, 40);
        String candidate = "1".repeat(160) + Rows.right(20, 40);
        Rows whole = new Rows().arm("t", "m", "a", "", base).arm("t", "m", "b", "", candidate);
        Rows torn =
                new Rows()
                        .arm("t", "m", "a", "", base + ".......")
                        .arm("t", "m", "b", "", candidate + "1111111");

        JudgedPair seen = only(whole.judge());
        JudgedPair worst = only(torn.judge());
        assertThat(seen.p()).isEqualTo(worst.p()).isLessThan(0.01);
        assertThat(seen.shown()).isEqualTo(Shown.BETTER);
        assertThat(worst.n()).isEqualTo(200);
        // Seven baseline outcomes are unknown and might be right, yet the candidate has those items
        // too:
        // 10 won, none lost. Where the candidate's own are unknown, 7 may be lost.
        assertThat(worst.shown()).isEqualTo(Shown.BETTER);
        Rows lost =
                new Rows()
                        .arm("t", "m", "a", "", base + "1111111")
                        .arm("t", "m", "b", "", candidate + ".......");
        assertThat(only(lost.judge()).shown()).isEqualTo(Shown.NOT_SHOWN);
    }

    @Test
    void says_that_no_difference_matters_only_where_both_bounds_say_so() {
        String same = Rows.right(900, 1000);
        Rows rows = new Rows().arm("t", "m", "a", "", same).arm("t", "m", "b", "", same);

        assertThat(only(rows.judge()).shown())
                .as("0.01 where nobody wrote it")
                .isEqualTo(Shown.NO_DIFFERENCE_THAT_MATTERS);
        assertThat(only(rows.judge(JudgeOptions.standard().withMatters(0.002))).shown())
                .isEqualTo(Shown.NOT_SHOWN);
    }

    @Test
    void keeps_an_arm_of_mostly_empty_answers_out_by_name() {
        JudgeReport report =
                new Rows()
                        .arm("t", "m", "broken", "baseline", "1eeeeeeeee")
                        .arm("t", "m", "errors", "", "1.........")
                        .arm("t", "m", "a", "", "1111100000")
                        .arm("t", "m", "b", "", "111110000e")
                        .judge();

        assertThat(pairs(report)).containsExactly("t: m / a < m / b");
        assertThat(report.arms().get(0).failure()).contains("9 of 10 answers are empty");
        assertThat(report.arms().get(1).failure()).contains("9 of 10 outcomes have no score");
        assertThat(report.arms().get(3).failed()).isFalse();
        assertThat(report.arms().get(3).emptyShare()).hasValue(0.1);
        assertThat(report.reasons())
                .contains(
                        "m / broken on task t is a failed run and not compared: 9 of 10 answers are empty.");
    }

    @Test
    void takes_an_arm_whose_answers_were_not_recorded_for_what_its_scores_say() {
        Rows rows = new Rows().arm("t", "m", "a", "", "1111");
        for (int item = 0; item < 4; item++) {
            rows.add(
                    "t",
                    "item-" + item,
                    "m",
                    "unrecorded",
                    "",
                    "gold-" + item,
                    "",
                    OptionalDouble.of(item == 0 ? 1 : 0),
                    OptionalDouble.empty());
        }
        JudgedArm arm = rows.judge().arms().get(1);

        assertThat(arm.failed()).isFalse();
        assertThat(arm.emptyShare()).isEmpty();
    }

    @Test
    void keeps_hostile_names_apart() {
        Rows rows = new Rows();
        for (int item = 0; item < 3; item++) {
            OptionalDouble score = OptionalDouble.of(item == 0 ? 1 : 0);
            OptionalDouble none = OptionalDouble.empty();
            rows.add("t", "i,\"" + item, "a / b", "c", "", "g", "p", score, none);
            rows.add("t", "i,\"" + item, "a", "b / c", "", "g", "p", score, none);
            rows.add("t", "i,\"" + item, "модель, «日本»", "<b>x</b>", "", "g", "p", score, none);
            rows.add("t", "i,\"" + item, "", "no model\n", "", "g", "p", score, none);
        }
        JudgeReport report = rows.judge();

        assertThat(report.arms())
                .extracting(JudgedArm::name)
                .containsExactly(
                        "'a / b' / 'c'", "'a' / 'b / c'", "модель, «日本» / <b>x</b>", "no model\n");
        assertThat(report.comparisons()).hasSize(3).allMatch(pair -> pair.n() == 3);
    }

    @Test
    void tells_items_of_two_tasks_with_the_same_id_apart() {
        JudgeReport report =
                new Rows()
                        .arm("s", "m", "a", "", "11")
                        .arm("s", "m", "b", "", "00")
                        .arm("t", "m", "a", "", "00")
                        .arm("t", "m", "b", "", "11")
                        .judge();

        assertThat(report.comparisons())
                .extracting(JudgedPair::difference)
                .containsExactly(-1.0, 1.0, 0.0);
    }

    @Test
    void refuses_what_contradicts_itself() {
        Rows rows = new Rows().arm("t", "m", "a", "", "1");
        OptionalDouble none = OptionalDouble.empty();
        OptionalDouble right = OptionalDouble.of(1);

        assertThatThrownBy(() -> rows.arm("t", "m", "a", "", "0"))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "outcomes.csv: item 'item-0' of task 't' is there twice for the arm 'm / a'. Keep one"
                                + " row for each item and arm; average repeats first.");
        assertThatThrownBy(() -> rows.add("t", "item-0", "m", "b", "", "x", "x", right, none))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "outcomes.csv: item 'item-0' of task 't' has gold 'x' here and 'gold-0' in an earlier"
                                + " row. An item has one gold answer: mend it.");
    }

    @Test
    void says_why_nothing_can_be_compared() {
        assertThatThrownBy(() -> new Rows().judge())
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "outcomes.csv: there is no outcome. Write one row for each item and arm.");
        assertThatThrownBy(() -> new Rows().arm("t", "m", "a", "", "11").judge())
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "outcomes.csv: no two arms can be compared: there is one arm, 'm / a'. Record two arms"
                                + " on the same items, or give a goal to hold one arm against.");
        assertThatThrownBy(() ->
                        new Rows()
                                .arm("t", "m", "a", "", "11")
                                .arm("t", "m", "b", "", "  11")
                                .judge())
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "outcomes.csv: no two arms can be compared: 'm / a' and 'm / b' on task 't': they share"
                                + " no item. Record two arms on the same items, or give a goal to hold one arm"
                                + " against.");
        assertThatThrownBy(() ->
                        new Rows()
                                .arm("all", "m", "a", "", "11")
                                .arm("t", "m", "a", "", "11")
                                .judge())
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "outcomes.csv: a task is called 'all', which is the name of all tasks together. Call it"
                                + " something else.");
    }
}
