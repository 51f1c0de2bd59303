package dev.gradus.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.score.Measure;
import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import dev.gradus.task.Example;
import dev.gradus.task.Goal;
import dev.gradus.task.Split;
import dev.gradus.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class KeepRuleTest {
    private static final double MATTERS = 0.02;
    private static final double ALPHA = 0.01;
    private static final Task TASK = SimulatedTask.task(Goal.of(0.99, MATTERS));

    private final List<Example> dev = SimulatedTask.examples("dev", 1000);
    private final KeepRule rule = new KeepRule(new Measure(TASK, dev, 1), MATTERS, ALPHA, 5);

    @Test
    void a_rung_is_closed_by_a_bound_at_its_own_share_of_the_error_rate() {
        // 10 won, 12 lost: at 95 % at most 0.6 points, at 99 % at most 1 point.
        Run kept = run(0, i -> i < 800, 1);
        Run equal = run(1, i -> i < 788 || i >= 990, 1);

        KeepRule.Decision decision = rule.decide(kept, kept, List.of(equal), false);

        assertThat(decision.status()).isEqualTo(RungStatus.NO_GAIN_THAT_MATTERS);
        assertThat(decision.why())
                .startsWith("no candidate can be better by 2.0 points or more (at most +")
                .endsWith(", bound at 99 %)");
        assertThat(decision.open()).isEmpty();
    }

    @Test
    void what_a_95_percent_bound_would_close_stays_open_at_the_rungs_share() {
        // 30 won, 25 lost: +0.5 points, at most 1.7 at 95 % and more than 2 at 99 %.
        Run kept = run(0, i -> i < 800, 1);
        Run maybe = run(1, i -> i < 775 || i >= 970, 1);

        KeepRule.Decision decision = rule.decide(kept, kept, List.of(maybe), false);

        assertThat(new Measure(TASK, dev, 1).compare(kept, maybe).upper(0.95)).isLessThan(MATTERS);
        assertThat(decision.status()).isEqualTo(RungStatus.NOT_SHOWN);
        assertThat(decision.why())
                .startsWith(
                        "these examples cannot tell whether a candidate is better by 2.0 points: ")
                .contains("maybe better than cheap fixed-shots k=1 by up to 2.")
                .contains("points (30 won, 25 lost); about ")
                .endsWith(" more rows would tell");
        assertThat(decision.needed().orElseThrow()).isGreaterThan(1000);
    }

    @Test
    void a_gain_leaves_the_rung_open_where_another_candidate_may_be_better_still() {
        Run kept = run(0, i -> i < 700, 1);
        Run better = run(1, i -> i < 800, 1);
        Run other = run(2, i -> i < 740 || i >= 941, 1);

        KeepRule.Decision decision = rule.decide(kept, kept, List.of(better, other), false);

        assertThat(decision.kept()).isSameAs(better);
        assertThat(decision.status()).isEqualTo(RungStatus.GAIN);
        assertThat(decision.open()).hasSize(1);
        assertThat(decision.open().getFirst().candidate()).isEqualTo(other.candidate());
        assertThat(decision.open().getFirst().why())
                .startsWith("maybe better than cheap fixed-shots k=2 by up to ")
                .contains("59 won, 60 lost");
        assertThat(result(decision).unsettled()).isPresent();
    }

    @Test
    void a_gain_closes_the_rung_where_no_other_can_be_better_by_what_matters() {
        Run kept = run(0, i -> i < 700, 1);
        Run better = run(1, i -> i < 800, 1);
        Run other = run(2, i -> i < 760, 1);

        KeepRule.Decision decision = rule.decide(kept, kept, List.of(better, other), false);

        assertThat(decision.status()).isEqualTo(RungStatus.GAIN);
        assertThat(result(decision).unsettled()).isEmpty();
    }

    @Test
    void a_better_candidate_that_is_dearer_leaves_the_rung_open() {
        Run kept = run(0, i -> i < 700, 1);
        Run dearer = run(1, i -> i < 800, 2);

        KeepRule.Decision decision = rule.decide(kept, kept, List.of(dearer), true);

        assertThat(decision.kept()).isSameAs(kept);
        assertThat(decision.status()).isEqualTo(RungStatus.GAIN);
        assertThat(result(decision).unsettled().orElseThrow())
                .isEqualTo(
                        "cheap fixed-shots k=2: better than cheap fixed-shots k=1 by 10.0 points, and"
                                + " not kept, as it is dearer and the goal was met without it");
    }

    @Test
    void the_interval_that_is_shown_is_at_the_level_that_decided() {
        Run kept = run(0, i -> i < 700, 1);
        Run better = run(1, i -> i < 730, 1);

        KeepRule.Decision decision = rule.decide(kept, kept, List.of(better), false);

        double lower = 100 * new Measure(TASK, dev, 1).compare(kept, better).lower(1 - ALPHA);
        assertThat(decision.tried().getFirst().why())
                .startsWith(
                        String.format(
                                java.util.Locale.ROOT, "better by 3.0 points [%+.1f, ", lower))
                .endsWith("; 98 %] against cheap fixed-shots k=1");
    }

    @Test
    void the_interval_of_a_cheaper_candidate_is_that_against_the_anchor() {
        Run anchor = run(0, i -> i < 800, 3);
        Run kept = run(1, i -> i < 799, 2);
        Run cheaper = run(2, i -> i < 798, 1);
        Run another = run(3, i -> i < 700, 1.5);

        KeepRule.Decision decision = rule.decide(kept, anchor, List.of(cheaper, another), false);

        assertThat(decision.kept()).isSameAs(cheaper);
        // Two candidates are cheaper, so each has half of the rung's share.
        assertThat(decision.tried().getFirst().why())
                .startsWith("as good within 2.0 points and cheaper: -0.2 points [")
                .endsWith("; 99 %] against cheap fixed-shots k=1");
    }

    private static RungResult result(KeepRule.Decision decision) {
        return new RungResult(
                new ExamplesRung(),
                decision.status(),
                decision.why(),
                Optional.empty(),
                OptionalDouble.of(ALPHA),
                decision.tried(),
                Optional.empty(),
                decision.needed(),
                decision.open());
    }

    private Run run(int number, IntPredicate right, double cost) {
        Candidate candidate =
                new Candidate.Encoded(
                        SimulatedTask.CHEAP,
                        new Method.FixedShots(number + 1, Method.Selection.RANDOM, 1),
                        TASK.answer().asLabels().orElseThrow().labels(),
                        "train");
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < dev.size(); i++) {
            boolean is = right.test(i);
            outcomes.add(
                    new Outcome(
                            dev.get(i).id(),
                            Optional.of(is ? dev.get(i).expected() : "other"),
                            OptionalDouble.of(is ? 1 : 0),
                            OptionalDouble.empty(),
                            OptionalLong.empty(),
                            OptionalLong.empty(),
                            OptionalDouble.of(cost),
                            Optional.empty()));
        }
        return new Run(candidate, Split.DEV, outcomes, "USD");
    }
}
