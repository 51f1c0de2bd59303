package dev.gradus.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.task.Goal;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TestOpeningTest {
    /// Dev of 2,000 shows 0.915 to be above 0.90 about as often as not; a test of 2,000 would not.
    private static final SimulatedTask NEAR_THE_EDGE =
            new SimulatedTask(
                    Goal.of(0.91, 0.01),
                    4000,
                    400,
                    candidate ->
                            candidate.title().equals("strong linear")
                                    ? 0.96
                                    : candidate.title().contains("linear") ? 0.915 : 0.60,
                    candidate -> 0.01);

    @Test
    void a_look_that_would_probably_settle_nothing_is_not_taken_before_the_end() {
        SimulatedTask.Draws draws = NEAR_THE_EDGE.draws(2);

        Ascent ascent = NEAR_THE_EDGE.climb(draws, 2, options(false));

        // At rung classifier dev meets the goal, and the test of 400 could hardly agree; the
        // stronger
        // model is found above it, and the first look is its own.
        assertThat(ascent.rungs().get(3).tried())
                .anySatisfy(tried ->
                        assertThat(tried.run().meanScore().orElse(0)).isBetween(0.91, 0.925));
        assertThat(ascent.kept().orElseThrow().candidate().title()).isEqualTo("strong linear");
        assertThat(ascent.looks()).hasSize(1);
        assertThat(ascent.looks().getFirst().number()).isEqualTo(1);
    }

    @Test
    void at_the_end_the_test_is_opened_once_in_any_case() {
        SimulatedTask hopeless =
                new SimulatedTask(
                        Goal.of(0.99, 0.01), 400, 400, candidate -> 0.80, candidate -> 0.01);
        SimulatedTask.Draws draws = hopeless.draws(1);

        Ascent ascent = hopeless.climb(draws, 1, options(false));

        assertThat(draws.looks()).isEqualTo(1);
        assertThat(ascent.sealed()).isPresent();
    }

    @Test
    void a_later_look_needs_more_than_the_first() {
        SimulatedTask task =
                new SimulatedTask(
                        Goal.of(0.90, 0.02), 1500, 1500, candidate -> 0.90, candidate -> 0.01);
        var run = task.draws(4).dev(task.means(4).asWritten());
        var score =
                new dev.gradus.score.Measure(task.task(), task.splits().dev(), 1)
                        .estimate(run)
                        .orElseThrow();
        TestOpening opening = new TestOpening(task.task(), task.splits());

        double first = opening.chance(run, score, java.util.Optional.empty(), 1);
        double third = opening.chance(run, score, java.util.Optional.empty(), 3);

        assertThat(first).isBetween(0.05, 0.95);
        assertThat(third).isLessThan(first - 0.05);
    }

    @Test
    void a_climb_that_is_run_again_takes_the_same_way_and_no_new_look() {
        SimulatedTask.Draws draws = NEAR_THE_EDGE.draws(2);

        Ascent first = NEAR_THE_EDGE.climb(draws, 2, options(false));
        Ascent again = NEAR_THE_EDGE.climb(draws, 2, options(false));

        assertThat(again.looks()).extracting(SealedResult::number).containsExactly(1);
        assertThat(again.rungs())
                .extracting(RungResult::status)
                .isEqualTo(first.rungs().stream().map(RungResult::status).toList());
        assertThat(draws.looks()).isEqualTo(1);
    }

    private static ClimbOptions options(boolean all) {
        return new ClimbOptions(all, Set.of(), Set.of(), 2);
    }
}
