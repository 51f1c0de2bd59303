package dev.gradus.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.judge.JudgedPair.Rule;
import dev.gradus.spi.GradusException;
import dev.gradus.task.Goal;
import dev.gradus.verdict.VerdictKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OraclesTest {
    private static final JudgeOptions GOAL = JudgeOptions.standard().withGoal(Goal.of(0.9, 0.02));

    private static Rows rows(String model, String arm, String rung) {
        return new Rows()
                .arm("t", "m", "plain", "baseline", Rows.right(600, 1000))
                .arm("t", model, arm, rung, Rows.right(990, 1000))
                .arm("t", "m", "rag", "retrieval", Rows.right(700, 1000));
    }

    @Test
    void never_lets_an_arm_win_whose_rung_says_oracle() {
        JudgeReport report = rows("m", "with passages", "retrieval, oracle").judge(GOAL);

        assertThat(report.verdict()).isNotEqualTo(Optional.of(VerdictKind.STOP));
        assertThat(report.winner()).isEmpty();
        assertThat(report.recorded().oracles())
                .containsExactly(new OracleArm("m / with passages", OracleArm.Source.RUNG));
        assertThat(report.recorded().use().orElseThrow().arm()).isEqualTo("m / rag");
        assertThat(report.headline()).doesNotContain("--oracle none");
    }

    @Test
    void tells_a_guess_in_the_headline_and_undoes_it() {
        Rows rows = rows("m", "oracle-context", "retrieval");

        JudgeReport guessed = rows.judge(GOAL);
        JudgeReport undone = rows.judge(GOAL.withOracles(List.of("none")));

        assertThat(guessed.winner()).isEmpty();
        assertThat(guessed.headline())
                .endsWith(
                        "By name m / oracle-context is taken for an oracle arm (given the gold evidence) and"
                                + " cannot win: --oracle none undoes this.");
        assertThat(undone.winner()).contains("m / oracle-context");
    }

    @Test
    void says_that_every_arm_is_an_oracle_and_not_that_items_are_missing() {
        JudgeReport report =
                new Rows().arm("t", "m", "gold context", "", Rows.right(95, 100)).judge(GOAL);

        assertThat(report.headline())
                .startsWith(
                        "Not enough evidence: every arm is an oracle arm, and these cannot win.")
                .doesNotContain("95 % of the items");
    }

    @Test
    void takes_the_arms_that_are_named_and_guesses_no_other() {
        Rows rows = rows("m", "everything in", "retrieval");

        assertThat(rows.judge(GOAL).winner()).contains("m / everything in");
        assertThat(rows.judge(GOAL.withOracles(List.of("everything in"))).winner()).isEmpty();
        assertThatThrownBy(() -> rows.judge(GOAL.withOracles(List.of("nobody"))))
                .isInstanceOf(GradusException.Usage.class)
                .hasMessage(
                        "--oracle: no arm is called 'nobody'. Give one of: 'm / plain', 'm / everything in'"
                                + " and 'm / rag', or none.");
    }

    @Test
    void holds_an_oracle_arm_against_the_baseline_to_say_what_evidence_could_bring() {
        JudgeReport report = rows("m", "gold passages", "retrieval").judge(GOAL);

        assertThat(report.comparisons())
                .filteredOn(pair -> pair.rule() == Rule.ORACLE)
                .singleElement()
                .satisfies(pair -> {
                    assertThat(pair.baseline()).isEqualTo("m / plain");
                    assertThat(pair.inVerdict()).isFalse();
                });
        assertThat(report.findings())
                .filteredOn(finding -> finding.code().equals("oracle-ceiling"))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.what())
                                .startsWith(
                                        "With the gold evidence in its prompt m / gold passages scores 99.0 %;"
                                                + " m / plain scores 60.0 % without it"));
    }

    @Test
    void refuses_an_oracle_arm_as_the_baseline() {
        assertThatThrownBy(() -> rows("m", "oracle", "").judge(GOAL.withBaseline("oracle")))
                .isInstanceOf(GradusException.Usage.class)
                .hasMessageContaining("is an oracle arm (guessed)");
    }

    @ParameterizedTest
    @CsvSource({
        "oracle,true",
        "rag-oracle-v2,true",
        "gold_context,true",
        "Golden Answer,true",
        "ground-truth,true",
        "goldfish,false",
        "marigold documents,false",
        "coracle,false",
        "plain,false"
    })
    void guesses_by_whole_words_of_the_arm_and_never_by_the_model(String name, boolean oracle) {
        JudgeReport report = rows("oracle/command", name, "").judge();

        assertThat(report.recorded().oracles()).hasSize(oracle ? 1 : 0);
    }
}
