package dev.gradus.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.candidate.Candidate;
import dev.gradus.task.Goal;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClimbTest {
    private static double byRung(Candidate candidate) {
        String title = candidate.title();
        if (title.contains("linear")) {
            return 0.95;
        }
        return title.contains("label") ? 0.60 : 0.80;
    }

    private static final SimulatedTask STEEP =
            new SimulatedTask(
                    Goal.of(0.93, 0.02), 1500, 1500, ClimbTest::byRung, candidate -> 0.01);

    @Test
    void stops_at_the_first_rung_that_meets_the_goal_and_names_the_rest() {
        Ascent ascent = STEEP.climb(1, false);

        assertThat(ascent.rungs())
                .extracting(result -> result.rung().word() + " " + result.status().word())
                .containsExactly(
                        "brief done",
                        "prompt not-shown",
                        "examples gain",
                        "classifier gain",
                        "model not-reached",
                        "structure not-applicable",
                        "retrieval not-applicable",
                        "tools not-applicable",
                        "cascade not-reached",
                        "gap done",
                        "tune not-reached");
        assertThat(ascent.kept().orElseThrow().candidate().title()).isEqualTo("cheap linear");
        assertThat(ascent.keptAt().orElseThrow().word()).isEqualTo("classifier");
        assertThat(ascent.looks()).hasSize(1);
        assertThat(ascent.sealed().orElseThrow().status().met()).isTrue();
    }

    @Test
    void all_climbs_past_the_goal_and_looks_once() {
        Ascent ascent = STEEP.climb(1, true);

        assertThat(ascent.rungs())
                .filteredOn(result -> result.status() == RungStatus.NOT_REACHED)
                .extracting(result -> result.rung().word())
                .containsExactly("tune");
        assertThat(ascent.looks()).hasSize(1);
    }

    @Test
    void a_skipped_rung_says_who_skipped_it() {
        Ascent ascent = STEEP.climb(1, new ClimbOptions(false, Set.of(), Set.of("classifier"), 1));

        assertThat(ascent.rungs().get(3).status()).isEqualTo(RungStatus.SKIPPED);
        assertThat(ascent.rungs().get(3).why()).isEqualTo("left out by --skip classifier");
    }

    @Test
    void goes_on_when_the_sealed_test_disagrees_and_counts_the_look() {
        // Right on dev, much worse on test: the climb must not stop there.
        SimulatedTask overfitted =
                new SimulatedTask(
                        Goal.of(0.90, 0.02),
                        1500,
                        60,
                        candidate ->
                                candidate.title().equals("strong linear")
                                        ? 0.97
                                        : byRung(candidate) - 0.045,
                        candidate -> 0.01);

        Ascent ascent = overfitted.climb(3, false);

        assertThat(ascent.looks().size()).isGreaterThanOrEqualTo(1);
        assertThat(ascent.looks())
                .extracting(SealedResult::alpha)
                .allMatch(alpha -> alpha <= 0.025);
        for (int look = 0; look < ascent.looks().size(); look++) {
            assertThat(ascent.looks().get(look).alpha())
                    .isEqualTo(0.05 / Math.pow(2, ascent.looks().get(look).number()));
        }
    }

    @Test
    void the_verdict_is_about_the_candidate_that_the_test_saw_though_it_does_not_agree() {
        // Every candidate meets the goal on dev; forty test examples settle it for none.
        SimulatedTask alike =
                new SimulatedTask(
                        Goal.of(0.93, 0.01), 1500, 40, candidate -> 0.96, candidate -> 0.01);

        Ascent ascent = alike.climb(1, true);

        assertThat(ascent.sealed().orElseThrow().status()).isEqualTo(GoalCheck.Status.INCONCLUSIVE);
        assertThat(ascent.kept().orElseThrow().candidate())
                .isEqualTo(ascent.sealed().orElseThrow().run().candidate());
    }

    @Test
    void the_same_seed_gives_the_same_climb() {
        assertThat(STEEP.climb(7, true).kept().orElseThrow().candidate())
                .isEqualTo(STEEP.climb(7, true).kept().orElseThrow().candidate());
    }

    @Test
    void a_dearer_candidate_does_not_replace_once_the_goal_is_met() {
        SimulatedTask dear =
                new SimulatedTask(
                        Goal.of(0.90, 0.02),
                        2000,
                        2000,
                        candidate -> candidate.title().startsWith("strong") ? 0.99 : 0.94,
                        candidate -> candidate.title().startsWith("strong") ? 1.0 : 0.1);

        Ascent ascent = dear.climb(5, true);

        assertThat(ascent.kept().orElseThrow().candidate().title()).startsWith("cheap");
        assertThat(ascent.rungs().get(4).tried().getFirst().role())
                .isEqualTo(Tried.Role.BETTER_NOT_KEPT);
    }
}
