package dev.gradus.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.files.OutcomesFile;
import dev.gradus.judge.JudgedPair.Shown;
import dev.gradus.task.Goal;
import dev.gradus.verdict.VerdictKind;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SameItemsTest {
    private static final JudgeOptions GOAL = JudgeOptions.standard().withGoal(Goal.of(0.7, 0.05));

    private static JudgedArm arm(JudgeReport report, String name) {
        return report.arms().stream()
                .filter(arm -> arm.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// Two arms on 80 items, of which the better-looking lacks eight.
    @Test
    void does_not_let_an_arm_win_that_lacks_a_tenth_of_the_items() {
        OutcomeTable table = new OutcomeTable("rows-absent.csv");
        OutcomesFile.read(
                Path.of("src/test/resources/dev/gradus/judge/rows-absent.csv"), table::add);
        JudgeReport report = new Judge(GOAL, InstantSource.fixed(Instant.EPOCH)).report(table);

        assertThat(report.verdict()).isNotEqualTo(Optional.of(VerdictKind.STOP));
        assertThat(report.winner()).isEmpty();
        assertThat(arm(report, "B").coverage()).isEqualTo(new Coverage(80, 72, 0, 8, 0));
        assertThat(arm(report, "B").ranked()).isFalse();
        assertThat(arm(report, "B").score().orElseThrow().missing()).isEqualTo(8);
        assertThat(report.check("B")).isEmpty();
        assertThat(report.headline())
                .endsWith("Not ranked: B, which has a score on 72 of the 80 items.");
        assertThat(report.recorded().use().orElseThrow().sentence())
                .startsWith("Use A (of the ranked arms it scores highest; no arm is shown to meet");
        assertThat(report.gates())
                .filteredOn(gate -> gate.name().equals("gap"))
                .singleElement()
                .satisfies(gate -> assertThat(gate.todo()).doesNotContain("nearly met"));
        assertThat(report.todo().getFirst()).startsWith("Record B on the items without a score");
        assertThat(report.comparisons())
                .singleElement()
                .satisfies(pair -> {
                    assertThat(pair.sharedOnly()).isTrue();
                    assertThat(pair.inVerdict()).isFalse();
                    assertThat(pair.says()).isEqualTo("better, on the shared items only");
                });
    }

    @Test
    void counts_an_item_that_a_ranked_arm_lacks_as_a_missing_outcome() {
        // The candidate wins 9 and loses none, and lacks 5 items of 200 that the baseline has
        // right.
        String base = "1".repeat(150) + "0".repeat(50);
        String candidate = " ".repeat(5) + "1".repeat(154) + "0".repeat(41);
        JudgedPair pair =
                new Rows()
                        .arm("t", "m", "a", "", base)
                        .arm("t", "m", "b", "", candidate)
                        .judge()
                        .comparisons()
                        .getFirst();

        assertThat(pair.sharedOnly()).isFalse();
        assertThat(pair.n()).isEqualTo(195);
        assertThat(pair.missing()).isEqualTo(5);
        assertThat(pair.p()).isLessThan(0.01);
        assertThat(pair.shown()).as("nine won, five may be lost").isEqualTo(Shown.NOT_SHOWN);
    }

    @Test
    void counts_an_item_that_a_ranked_arm_lacks_against_it_in_the_goal() {
        Rows rows =
                new Rows()
                        .arm("t", "m", "a", "", Rows.right(100, 1000))
                        .arm("t", "m", "b", "", " ".repeat(40) + Rows.right(890, 960));

        JudgeReport report = rows.judge(JudgeOptions.standard().withGoal(Goal.of(0.92, 0.02)));

        assertThat(arm(report, "m / b").ranked()).isTrue();
        assertThat(arm(report, "m / b").score().orElseThrow().value())
                .isCloseTo(0.927, within(0.001));
        assertThat(report.winner()).isEmpty();
    }

    @Test
    void leaves_out_and_counts_the_items_that_fewer_than_half_of_the_arms_have() {
        String easy = "1".repeat(300);
        JudgeReport report =
                new Rows()
                        .arm("t", "m", "a", "", Rows.right(60, 100))
                        .arm("t", "m", "b", "", Rows.right(60, 100))
                        .arm("t", "m", "c", "", Rows.right(60, 100) + easy)
                        .judge();

        assertThat(arm(report, "m / c").score().orElseThrow().value()).isEqualTo(0.6);
        assertThat(arm(report, "m / c").coverage()).isEqualTo(new Coverage(100, 100, 0, 0, 300));
        assertThat(report.recorded().left().beyond()).isEqualTo(300);
        assertThat(report.reasons())
                .contains(
                        "300 outcomes left out: fewer than half of the task's arms have the item.");
    }

    @Test
    void says_that_no_arm_is_ranked_where_none_has_enough_of_the_items() {
        JudgeReport report =
                new Rows()
                        .arm("t", "m", "a", "", "1".repeat(100))
                        .arm("t", "m", "b", "", " ".repeat(50) + "1".repeat(100))
                        .judge(GOAL);

        assertThat(report.verdict()).contains(VerdictKind.INCONCLUSIVE);
        assertThat(report.headline())
                .startsWith("Not enough evidence: no arm has a score on 95 % of the items.");
        assertThat(report.exitCode()).isEqualTo(6);
    }

    @Test
    void says_better_only_by_answering_at_all_where_the_empty_replies_make_the_difference() {
        String base = "1".repeat(60) + "e".repeat(40);
        String answers = "1".repeat(60) + "1".repeat(20) + "0".repeat(20);
        JudgedPair pair =
                new Rows()
                        .arm("t", "m", "silent", "", base)
                        .arm("t", "m", "talks", "", answers)
                        .judge()
                        .comparisons()
                        .getFirst();

        assertThat(pair.emptyBaseline()).isEqualTo(40);
        assertThat(pair.emptyCandidate()).isZero();
        assertThat(pair.shown()).isEqualTo(Shown.BETTER_ONLY_BY_ANSWERING_AT_ALL);
        assertThat(pair.says()).isEqualTo("better only by answering at all");
        assertThat(pair.differs()).isTrue();
    }

    @Test
    void says_better_where_the_difference_stays_without_the_empty_replies() {
        String base = "1".repeat(40) + "0".repeat(55) + "e".repeat(5);
        String answers = "1".repeat(70) + "0".repeat(30);
        JudgedPair pair =
                new Rows()
                        .arm("t", "m", "a", "", base)
                        .arm("t", "m", "b", "", answers)
                        .judge()
                        .comparisons()
                        .getFirst();

        assertThat(pair.shown()).isEqualTo(Shown.BETTER);
    }
}
