package dev.gradus.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.score.Measure;
import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import dev.gradus.task.Example;
import dev.gradus.task.Goal;
import dev.gradus.task.Split;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeakCheckTest {
    private static final Goal GOAL = Goal.of(0.90, 0.02);

    private static SimulatedTask linearAt(double score) {
        return new SimulatedTask(
                GOAL,
                1500,
                1500,
                candidate -> candidate.title().contains("linear") ? score : 0.60,
                candidate -> 0.01);
    }

    @Test
    void the_refitted_candidate_answers_the_whole_test_and_its_score_decides() {
        SimulatedTask task = linearAt(0.94).leaking(300, candidate -> 0.93);
        SimulatedTask.Draws draws = task.draws(1);

        Ascent ascent = task.climb(draws, 1, options());

        SealedResult look = ascent.sealed().orElseThrow();
        Leak.Refitted leak = (Leak.Refitted) look.leak().orElseThrow();
        // Every copy of a test input is gone, and no other example.
        assertThat(draws.refits()).containsExactly(50);
        assertThat(leak.removed()).isEqualTo(300);
        assertThat(leak.run().outcomes()).hasSize(1500);
        assertThat(leak.effect().n()).isEqualTo(1500);
        assertThat(leak.check().level()).isEqualTo(0.975);
        assertThat(look.status()).isEqualTo(GoalCheck.Status.MET);
        // One look, one claim: the refit is no look of its own.
        assertThat(draws.looks()).isEqualTo(1);
    }

    @Test
    void what_is_met_as_served_and_not_as_refitted_is_inconclusive() {
        SimulatedTask task = linearAt(0.94).leaking(300, candidate -> 0.80);

        SealedResult look = task.climb(1, true).sealed().orElseThrow();

        assertThat(look.check().status().met()).isTrue();
        assertThat(look.status()).isEqualTo(GoalCheck.Status.INCONCLUSIVE);
        assertThat(look.hangsOnTwins()).isTrue();
        assertThat(((Leak.Refitted) look.leak().orElseThrow()).effect().difference())
                .isLessThan(-0.10);
    }

    @Test
    void twins_that_are_easy_and_leak_nothing_leave_the_goal_met() {
        // Easy twins alone made the old rule inconclusive: the rest scores lower, whatever leaked.
        SimulatedTask task = linearAt(0.94).leaking(300, candidate -> 0.94);

        assertThat(task.climb(1, true).sealed().orElseThrow().status().met()).isTrue();
    }

    @Test
    void a_candidate_that_learnt_nothing_has_no_check() {
        SimulatedTask named =
                new SimulatedTask(
                                GOAL,
                                1500,
                                1500,
                                candidate -> candidate.learns() ? 0.60 : 0.94,
                                candidate -> 0.01)
                        .leaking(300, candidate -> 0.10);
        SimulatedTask.Draws draws = named.draws(1);

        SealedResult look = named.climb(draws, 1, options()).sealed().orElseThrow();

        assertThat(look.run().candidate().learns()).isFalse();
        assertThat(look.leak()).isEmpty();
        assertThat(look.status().met()).isTrue();
        assertThat(draws.refits()).isEmpty();
    }

    @Test
    void a_goal_that_is_missed_with_the_leak_needs_no_refit() {
        SimulatedTask task = linearAt(0.80).leaking(300, candidate -> 0.80);
        SimulatedTask.Draws draws = task.draws(1);

        SealedResult look = task.climb(draws, 1, options()).sealed().orElseThrow();

        assertThat(look.status()).isEqualTo(GoalCheck.Status.MISSED);
        assertThat(draws.refits()).isEmpty();
    }

    @Test
    void a_refit_that_cannot_be_paid_leaves_the_goal_open_and_says_so() {
        SimulatedTask task =
                linearAt(0.94).leaking(300, candidate -> 0.94).refitUnpaid("no money is left");

        SealedResult look = task.climb(1, true).sealed().orElseThrow();

        assertThat(look.status()).isEqualTo(GoalCheck.Status.INCONCLUSIVE);
        assertThat(look.leak()).hasValue(new Leak.Unknown(300, 300, "no money is left"));
    }

    /// Figures of bge-small-q linear on Banking77: 693 twins at 0.9697, 2,387 others at 0.9175;
    /// goal 0.92, matters 0.01. From 6.7 % twins on the bound at alpha 0.025 lies above 0.91, from
    /// 11.7 % at 0.00625.
    @Test
    void the_share_of_twins_from_which_the_goal_holds_is_that_of_the_audit() {
        List<Example> examples = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        Set<String> twins = new HashSet<>();
        for (int i = 0; i < 3080; i++) {
            boolean twin = i < 693;
            boolean right = twin ? i < 672 : i < 693 + 2190;
            examples.add(Example.of("t" + i, "input " + i, "a"));
            outcomes.add(Outcome.scored("t" + i, right ? "a" : "b", right ? 1 : 0));
            if (twin) {
                twins.add("t" + i);
            }
        }
        SimulatedTask any = linearAt(0.9);
        Run run =
                new Run(
                        new Candidate.Encoded(
                                SimulatedTask.CHEAP,
                                new Method.NearestExample(),
                                any.task().answer().asLabels().orElseThrow().labels(),
                                "train"),
                        Split.TEST,
                        outcomes,
                        "USD");
        Measure measure = new Measure(any.task(), examples, 1);

        TwinShare first = TwinShare.of(measure, run, twins, 0.91, 0.975).orElseThrow();
        TwinShare third = TwinShare.of(measure, run, twins, 0.91, 1 - 0.00625).orElseThrow();

        assertThat(first.observed()).isCloseTo(0.225, within(1e-12));
        assertThat(first.from().orElseThrow()).isCloseTo(0.067, within(0.0011));
        assertThat(third.from().orElseThrow()).isCloseTo(0.117, within(0.0011));
        assertThat(TwinShare.of(measure, run, twins, 0.99, 0.975).orElseThrow().from()).isEmpty();
        assertThat(TwinShare.of(measure, run, twins, 0.80, 0.975).orElseThrow().from()).hasValue(0);
    }

    private static ClimbOptions options() {
        return new ClimbOptions(true, Set.of(), Set.of(), 1);
    }
}
