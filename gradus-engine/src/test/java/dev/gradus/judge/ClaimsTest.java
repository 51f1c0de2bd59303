package dev.gradus.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.judge.JudgedPair.Rule;
import dev.gradus.judge.JudgedPair.Shown;
import dev.gradus.stats.Seeds;
import dev.gradus.stats.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ClaimsTest {
    private static JudgedPair of(JudgeReport report, Rule rule) {
        return report.comparisons().stream()
                .filter(pair -> pair.rule() == rule)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void never_calls_an_arm_worse_or_equal_than_one_that_its_score_chose() {
        Rows rows =
                new Rows()
                        .arm("t", "m", "base", "", Rows.right(500, 1000), OptionalDouble.of(0.001))
                        .arm("t", "m", "best", "", Rows.right(900, 1000), OptionalDouble.of(0.002))
                        .arm("t", "m", "dear", "", Rows.right(500, 1000), OptionalDouble.of(0.003))
                        .arm("t", "m", "twin", "", Rows.right(900, 1000), OptionalDouble.of(0.004));
        JudgeReport report = rows.judge();

        List<JudgedPair> chosen =
                report.comparisons().stream().filter(pair -> pair.rule().byScores()).toList();
        assertThat(chosen)
                .extracting(JudgedPair::candidate)
                .containsExactly("m / dear", "m / twin");
        assertThat(chosen).extracting(JudgedPair::shown).containsOnly(Shown.NOT_SHOWN);
        assertThat(chosen).extracting(JudgedPair::upper).containsOnly(1.0);
        assertThat(chosen.getFirst().says()).isEqualTo("not shown to be better: 0 won, 400 lost");
        assertThat(rows.judge(JudgeOptions.standard().withAllPairs()).comparisons())
                .as("a pair that was not chosen by its scores may be called worse")
                .filteredOn(pair -> pair.candidate().equals("m / dear"))
                .extracting(JudgedPair::shown)
                .contains(Shown.WORSE);
    }

    @Test
    void holds_the_best_against_the_runner_up_and_claims_better_alone() {
        JudgeReport report =
                new Rows()
                        .arm("t", "m", "base", "", Rows.right(500, 1000))
                        .arm("t", "m", "second", "", Rows.right(800, 1000))
                        .arm("t", "m", "first", "", Rows.right(900, 1000))
                        .judge();

        JudgedPair pair = of(report, Rule.RUNNER_UP);
        assertThat(pair.baseline()).isEqualTo("m / second");
        assertThat(pair.candidate()).isEqualTo("m / first");
        assertThat(pair.shown()).isEqualTo(Shown.BETTER);
    }

    @Test
    void shows_the_interval_at_the_level_that_decides() {
        JudgeReport report =
                new Rows()
                        .arm("t", "m", "a", "", Rows.right(500, 1000))
                        .arm("t", "m", "b", "", Rows.right(520, 1000))
                        .arm("t", "m", "c", "", Rows.right(540, 1000))
                        .judge();

        for (JudgedPair pair : report.comparisons()) {
            boolean outside = pair.interval().low() > 0 || pair.interval().high() < 0;
            assertThat(pair.differs()).isEqualTo(outside && pair.pAdjusted() <= 0.05);
            assertThat(pair.interval().level()).isBetween(1 - 0.05, 1 - 0.05 / 3);
            assertThat(pair.plain().level()).isEqualTo(0.95);
        }
    }

    @Test
    void holds_every_claim_of_absence_against_its_share_of_the_error_rate() {
        // Alone the pair is within 0.01; among 40 such claims its share of 0.05 is not enough.
        String base = Rows.right(900, 1000);
        String near = "1".repeat(898) + "0".repeat(102);
        JudgeReport alone =
                new Rows().arm("t", "m", "a", "", base).arm("t", "m", "b", "", near).judge();
        Rows many = new Rows().arm("t", "m", "a", "", base).arm("t", "m", "b", "", near);
        for (int i = 0; i < 19; i++) {
            many.arm("t", "m", "c" + i, "", Rows.right(700 + i, 1000));
        }

        assertThat(alone.comparisons().getFirst().shown())
                .isEqualTo(Shown.NO_DIFFERENCE_THAT_MATTERS);
        JudgedPair among = many.judge().comparisons().getFirst();
        assertThat(among.candidate()).isEqualTo("m / b");
        assertThat(among.lower()).isLessThan(alone.comparisons().getFirst().lower());
        assertThat(among.shown()).isEqualTo(Shown.NOT_SHOWN);
    }

    @Test
    void says_how_many_rows_would_tell_in_place_of_an_absence() {
        JudgeReport report =
                new Rows()
                        .arm("t", "small", "p", "", Rows.right(18, 30))
                        .arm("t", "large", "p", "", "1".repeat(15) + "000" + "1".repeat(9) + "000")
                        .judge(JudgeOptions.standard().withMatters(0.05));

        assertThat(report.comparisons().getFirst().says())
                .matches("maybe better: 9 won, 3 lost; about \\d+ rows more would tell");
        assertThat(report.findings())
                .extracting(finding -> finding.code())
                .contains(Diagnosis.OPEN)
                .doesNotContain(Diagnosis.TIE);
        assertThat(report.findings())
                .allSatisfy(finding ->
                        assertThat(finding.todo()).doesNotContain("Do not pay", "cause"));
    }

    @Test
    void says_not_to_pay_for_a_stronger_model_where_bounds_on_both_sides_show_it() {
        JudgeReport report =
                new Rows()
                        .arm("t", "small", "p", "", Rows.right(900, 1000))
                        .arm("t", "large", "p", "", Rows.right(900, 1000))
                        .judge();

        assertThat(report.findings())
                .filteredOn(finding -> finding.code().equals(Diagnosis.TIE))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.todo())
                            .isEqualTo(
                                    "Do not pay for a stronger one of these models on task 't': the gain"
                                            + " stays below 1.0 points.");
                    assertThat(finding.where()).isEqualTo("task 't', arm 'p'");
                });
    }

    @Test
    void never_writes_a_p_of_0() {
        assertThat(Wording.p(0)).isEqualTo("p below 1e-300");
        assertThat(Wording.p(4e-36)).isEqualTo("p = 4e-36");
        assertThat(Wording.signed(-0.0001)).isEqualTo("0.0");
    }

    @Test
    void gives_each_p_the_share_that_holm_leaves_it() {
        assertThat(PairJudge.shares(new double[] {0.001, 0.5, 0.02, 0.04}))
                .containsExactly(
                        new double[] {0.05 / 4, 0.05 / 3, 0.05 / 3, 0.05 / 3}, within(1e-15));
    }

    /// 71 arms that are equally good, each right where a common difficulty or its own luck has it,
    /// ever dearer: every claim that a difference is shown is false.
    @Test
    @Tag("slow")
    void claims_nothing_of_71_equal_arms_with_rising_costs_more_often_than_promised() {
        holds(71, 1000, 200, 1, arm -> 0.80, JudgedPair::differs, JudgeOptions.standard());
    }

    @Test
    @Tag("slow")
    void claims_nothing_of_10_equal_arms_of_which_some_are_near_twins() {
        holds(10, 400, 600, 3, arm -> 0.80, JudgedPair::differs, JudgeOptions.standard());
    }

    /// 70 arms that are behind the baseline by exactly `matters`.
    @Test
    @Tag("slow")
    void calls_no_arm_equal_that_is_behind_by_exactly_what_matters() {
        holds(
                71,
                1000,
                200,
                3,
                arm -> arm == 0 ? 0.80 : 0.75,
                pair ->
                        pair.shown() == Shown.NO_DIFFERENCE_THAT_MATTERS
                                && pair.baseline().equals("m / arm-0"),
                JudgeOptions.standard().withMatters(0.05));
    }

    private static void holds(
            int arms,
            int items,
            int runs,
            int kinds,
            java.util.function.IntToDoubleFunction level,
            Predicate<JudgedPair> wrong,
            JudgeOptions options) {
        int failed = 0;
        for (int run = 0; run < runs; run++) {
            SplittableRandom random =
                    Seeds.generator(run, "claims arms=" + arms + " items=" + items);
            List<StringBuilder> outcomes = new ArrayList<>();
            for (int arm = 0; arm < arms; arm++) {
                outcomes.add(new StringBuilder());
            }
            for (int item = 0; item < items; item++) {
                double common = random.nextDouble();
                double second = random.nextDouble();
                for (int arm = 0; arm < arms; arm++) {
                    double own = random.nextDouble();
                    // With several kinds, every third arm is nearly the same as its kind.
                    boolean twin = kinds > 1 && arm % kinds == 0;
                    double shared = twin ? second : common;
                    double drawn = own < (twin ? 0.95 : 0.6) ? shared : random.nextDouble();
                    outcomes.get(arm).append(drawn < level.applyAsDouble(arm) ? '1' : '0');
                }
            }
            Rows rows = new Rows();
            for (int arm = 0; arm < arms; arm++) {
                rows.arm(
                        "t",
                        "m",
                        "arm-" + arm,
                        "",
                        outcomes.get(arm).toString(),
                        OptionalDouble.of(0.001 * (arm + 1)));
            }
            failed += rows.judge(options).comparisons().stream().anyMatch(wrong) ? 1 : 0;
        }
        double least = failed == 0 ? 0 : Share.clopperPearsonLower(failed, runs, 0.95);
        assertThat(least).as("%d of %d runs", failed, runs).isLessThanOrEqualTo(0.05);
    }
}
