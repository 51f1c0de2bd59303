package dev.gradus.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.stats.Binomial;
import dev.gradus.task.Goal;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whole climbs against known truth: five applicable rungs, eleven candidates, thousands of seeds.
@Tag("slow")
class ClimbSimulationTest {
    private static final int CLIMBS = 2000;
    private static final double MATTERS = 0.03;
    private static final Goal OUT_OF_REACH = Goal.of(0.999, MATTERS);

    @Test
    void between_equal_candidates_a_climb_claims_better_in_at_most_five_percent() {
        SimulatedTask equal =
                new SimulatedTask(OUT_OF_REACH, 400, 60, candidate -> 0.85, candidate -> 0.01);

        long claims =
                IntStream.range(0, CLIMBS)
                        .parallel()
                        .filter(seed ->
                                any(
                                        equal.climb(seed, true),
                                        Tried.Role.KEPT_BETTER,
                                        Tried.Role.BETTER_NOT_KEPT))
                        .count();

        report("false claims of better", claims);
        assertThat(claims)
                .as("climbs of %d that claimed better", CLIMBS)
                .isLessThanOrEqualTo(atMost(0.05));
        assertThat(claims).as("the test can fail: chance does make some claims").isPositive();
    }

    @Test
    void a_cheaper_candidate_that_truly_loses_what_matters_is_kept_in_at_most_five_percent() {
        SimulatedTask worse =
                new SimulatedTask(
                        OUT_OF_REACH,
                        400,
                        60,
                        candidate -> first(candidate) ? 0.88 : 0.88 - MATTERS,
                        candidate -> first(candidate) ? 1.0 : 0.5);

        long kept =
                IntStream.range(0, CLIMBS)
                        .parallel()
                        .filter(seed -> any(worse.climb(seed, true), Tried.Role.KEPT_CHEAPER))
                        .count();

        report("keeps by non-inferiority at a true loss of matters", kept);
        assertThat(kept)
                .as("climbs of %d that kept a loser", CLIMBS)
                .isLessThanOrEqualTo(atMost(0.05));
        assertThat(kept).as("the test can fail: chance does keep some").isPositive();
    }

    @Test
    void a_cheaper_candidate_that_is_truly_as_good_is_usually_kept() {
        SimulatedTask cheaper =
                new SimulatedTask(
                        OUT_OF_REACH,
                        2000,
                        60,
                        candidate -> 0.88,
                        candidate -> first(candidate) ? 1.0 : 0.5);

        long kept =
                IntStream.range(0, 200)
                        .parallel()
                        .filter(seed -> any(cheaper.climb(seed, true), Tried.Role.KEPT_CHEAPER))
                        .count();

        assertThat(kept).isGreaterThan(120);
    }

    @Test
    void a_true_gain_is_found_about_as_often_as_the_power_formula_says() {
        double gain = 0.08;
        SimulatedTask better =
                new SimulatedTask(
                        OUT_OF_REACH,
                        400,
                        60,
                        candidate -> candidate.title().contains("label-names") ? 0.80 : 0.80 + gain,
                        candidate -> 0.01);
        ClimbOptions promptOnly =
                new ClimbOptions(true, java.util.Set.of("prompt"), java.util.Set.of(), 1);

        long found =
                IntStream.range(0, CLIMBS)
                        .parallel()
                        .filter(seed ->
                                any(
                                        better.climb(
                                                seed,
                                                new ClimbOptions(
                                                        true,
                                                        promptOnly.only(),
                                                        promptOnly.skip(),
                                                        seed)),
                                        Tried.Role.KEPT_BETTER))
                        .count();

        double discordance = discordance(better);
        double alpha = 0.05 / 5;
        double z = dev.gradus.stats.Normal.quantile(1 - alpha);
        double spread = Math.sqrt(discordance - gain * gain);
        double power =
                dev.gradus.stats.Normal.cdf(
                        (gain * Math.sqrt(400) - z * Math.sqrt(discordance)) / spread);
        double observed = (double) found / CLIMBS;
        System.out.printf(
                Locale.ROOT,
                "power: formula %.3f, climbs %.3f (discordance %.3f)%n",
                power,
                observed,
                discordance);
        // The exact test and the interval that must agree are a little stricter than the formula.
        assertThat(observed).isBetween(power - 0.10, power + 0.03);
    }

    private static double discordance(SimulatedTask task) {
        return IntStream.range(0, 50)
                .mapToObj(seed ->
                        task.climb(
                                seed,
                                new ClimbOptions(
                                        true,
                                        java.util.Set.of("prompt"),
                                        java.util.Set.of(),
                                        seed)))
                .flatMap(ascent -> ascent.rungs().stream())
                .flatMap(rung -> rung.tried().stream())
                .flatMap(tried -> tried.comparison().stream())
                .mapToDouble(one -> (double) (one.baselineOnly() + one.candidateOnly()) / one.n())
                .average()
                .orElseThrow();
    }

    private static boolean first(dev.gradus.candidate.Candidate candidate) {
        return candidate.title().equals("cheap label-names");
    }

    private static boolean any(Ascent ascent, Tried.Role... roles) {
        return ascent.rungs().stream()
                .flatMap(rung -> rung.tried().stream())
                .anyMatch(tried -> java.util.List.of(roles).contains(tried.role()));
    }

    /// The count that a true share is exceeded by in one of a thousand repeats.
    private static long atMost(double share) {
        long count = (long) (share * CLIMBS);
        while (Binomial.upperTail(count, CLIMBS, share) > 0.001) {
            count++;
        }
        return count;
    }

    private static void report(String what, long count) {
        System.out.printf(
                Locale.ROOT,
                "%s: %d of %d climbs (%.2f %%)%n",
                what,
                count,
                CLIMBS,
                100.0 * count / CLIMBS);
    }
}
