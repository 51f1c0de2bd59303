package dev.gradus.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Shots;
import dev.gradus.candidate.Structure;
import dev.gradus.task.Goal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Whole climbs on chat models that answer right as often as is said.
class AskingTest {
    private static final int DEV = 1_000;
    private static final Goal OUT_OF_REACH = Goal.of(0.999, 0.03);

    @Test
    void who_cannot_matter_is_not_asked_on_and_what_is_kept_is_the_same() {
        SimulatedTask task = task(AskingTest::shotsHelp, OUT_OF_REACH);
        SimulatedTask.Draws some = task.draws(1);
        SimulatedTask.Draws all = task.draws(1);

        Ascent sparing = task.climb(some, 1, options());
        Ascent whole = task.climb(all, 1, options().askingAll());

        assertThat(kept(sparing)).isEqualTo(kept(whole));
        statuses(sparing)
                .forEach((rung, status) ->
                        assertThat(status)
                                .as(rung)
                                .isIn(statuses(whole).get(rung), RungStatus.NOT_SHOWN));
        assertThat(all.asked()).isEqualTo(DEV * tried(whole).size());
        assertThat(some.asked()).isLessThan(all.asked() * 3 / 4);
    }

    @Test
    void who_stopped_says_after_how_many_and_behind_whom_and_the_others_were_asked_everything() {
        SimulatedTask task = task(AskingTest::shotsHelp, OUT_OF_REACH);
        SimulatedTask.Draws draws = task.draws(1);

        List<Tried> tried = tried(task.climb(draws, 1, options()));

        assertThat(tried).anyMatch(one -> one.stop().isPresent());
        for (Tried one : tried) {
            int asked = draws.asked(one.run().candidate());
            assertThat(one.run().outcomes()).hasSize(asked);
            assertThat(one.run().asked().notAsked()).isEqualTo(DEV - asked);
            assertThat(one.stop().isPresent()).isEqualTo(asked < DEV);
            one.stop()
                    .ifPresent(stop -> {
                        assertThat(stop.atMost()).isLessThan(0.03);
                        assertThat(draws.asked(stop.than())).isGreaterThanOrEqualTo(asked);
                        assertThat(one.run().missing()).isZero();
                    });
        }
        assertThat(tried)
                .filteredOn(one -> one.role() == Tried.Role.KEPT_BETTER)
                .isNotEmpty()
                .allMatch(one -> one.run().complete());
    }

    /// Shots of 0.85 cannot be better than a prompt of 0.88 by 3 points, and that shows at 95 %
    /// long before it shows at the level that closes a rung.
    @Test
    void below_the_goal_who_stopped_is_asked_on_until_the_rung_is_closed() {
        ToDoubleFunction<Candidate> truth = candidate -> first(candidate) ? 0.93 : 0.90;
        SimulatedTask below = task(truth, OUT_OF_REACH);
        SimulatedTask met = task(truth, Goal.of(0.89, 0.03));
        SimulatedTask.Draws draws = below.draws(2);
        SimulatedTask.Draws fewer = met.draws(2);

        Ascent closed = below.climb(draws, 2, options());
        Ascent left = met.climb(fewer, 2, options());

        assertThat(closed.rungs()).flatExtracting(RungResult::open).noneMatch(MaybeBetter::stopped);
        assertThat(left.sealed().orElseThrow().status().met()).isTrue();
        assertThat(left.rungs())
                .filteredOn(rung -> rung.open().stream().anyMatch(MaybeBetter::stopped))
                .isNotEmpty()
                .allMatch(rung -> rung.why().contains("not asked on after"))
                .allMatch(rung -> rung.why().contains("--ask-all asks on"));
        assertThat(fewer.asked()).isLessThan(draws.asked());
        for (Tried one : tried(closed)) {
            assertThat(one.run().outcomes()).hasSize(draws.asked(one.run().candidate()));
        }
    }

    private static boolean first(Candidate candidate) {
        return candidate.equals(
                Prompts.of(SimulatedTask.task(OUT_OF_REACH)).baseline(SimulatedTask.CHEAP_CHAT));
    }

    @Test
    void what_is_kept_and_what_wins_was_asked_everything() {
        for (int seed = 1; seed <= 20; seed++) {
            Ascent ascent = task(AskingTest::shotsHelp, Goal.of(0.9, 0.03)).climb(seed, options());

            assertThat(ascent.kept().orElseThrow().complete()).isTrue();
        }
    }

    /// A cheaper candidate that is far behind, but meets the goal, wins by money: it is asked on
    /// although it cannot be better.
    @Test
    void who_may_be_the_cheapest_that_meets_the_goal_is_asked_on() {
        ToDoubleFunction<Candidate> cost = candidate -> structured(candidate) ? 0.1 : 1.0;
        ToDoubleFunction<Candidate> truth =
                candidate -> structured(candidate) ? 0.85 : shotsHelp(candidate);
        SimulatedTask task = new SimulatedTask(Goal.of(0.80, 0.03), DEV, 500, truth, cost).onChat();
        SimulatedTask.Draws draws = task.draws(3);

        Ascent ascent = task.climb(draws, 3, new ClimbOptions(true, Set.of(), Set.of(), 3));

        Candidate winner = ascent.kept().orElseThrow().candidate();
        assertThat(structured(winner)).isTrue();
        assertThat(draws.asked(winner)).isEqualTo(DEV);
    }

    @Test
    void classifiers_in_this_process_answer_everything() {
        SimulatedTask task =
                new SimulatedTask(OUT_OF_REACH, DEV, 100, candidate -> 0.5, candidate -> 0.01);

        assertThat(tried(task.climb(1, options()))).allMatch(one -> one.run().complete());
    }

    private static ClimbOptions options() {
        return new ClimbOptions(true, Set.of(), Set.of(), 1);
    }

    private static SimulatedTask task(ToDoubleFunction<Candidate> truth, Goal goal) {
        return new SimulatedTask(goal, DEV, 200, truth, candidate -> 0.01).onChat();
    }

    /// Shots bring 15 points and the bootstrapped ones 8; structure loses 20.
    private static double shotsHelp(Candidate candidate) {
        Candidate.Prompted prompted = (Candidate.Prompted) candidate;
        if (structured(candidate)) {
            return 0.60;
        }
        return switch (prompted.shots()) {
            case Shots.Fixed fixed when fixed.shots().size() == 10 -> 0.95;
            case Shots.Fixed fixed -> 0.88;
            default -> 0.80;
        };
    }

    private static boolean structured(Candidate candidate) {
        return !((Candidate.Prompted) candidate).structure().equals(Structure.none());
    }

    private static String kept(Ascent ascent) {
        return ascent.kept().orElseThrow().candidate().title();
    }

    private static Map<String, RungStatus> statuses(Ascent ascent) {
        return ascent.rungs().stream()
                .collect(Collectors.toMap(one -> one.rung().word(), RungResult::status));
    }

    private static List<Tried> tried(Ascent ascent) {
        return ascent.rungs().stream().flatMap(rung -> rung.tried().stream()).toList();
    }
}
