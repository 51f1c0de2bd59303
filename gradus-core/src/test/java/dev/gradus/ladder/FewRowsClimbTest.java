package dev.gradus.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import dev.gradus.spi.Evaluator;
import dev.gradus.task.Example;
import dev.gradus.task.Goal;
import dev.gradus.task.Money;
import dev.gradus.task.Split;
import dev.gradus.task.Splits;
import dev.gradus.task.Splitter;
import dev.gradus.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Sixty rows without a test: what is kept, what is only shown, and what is said of it.
class FewRowsClimbTest {
    private static final Task TASK = SimulatedTask.task(Goal.of(0.99, 0.01));
    private static final Splits SPLITS =
            Splitter.cutUnlessFew(
                            TASK.answer(), SimulatedTask.examples("row", 60), Optional.empty(), 1)
                    .splits();

    @Test
    void a_learner_is_never_called_better_however_far_it_is_ahead() {
        Ascent ascent = climb(candidate -> learned(candidate) ? 58 : 10, Optional.empty());

        assertThat(tried(ascent))
                .filteredOn(one -> learned(one.run().candidate()))
                .isNotEmpty()
                .allSatisfy(one -> {
                    assertThat(one.role()).isEqualTo(Tried.Role.NOT_BETTER);
                    assertThat(one.adjustedP()).isEmpty();
                    assertThat(one.why()).startsWith("not shown: ").endsWith("cross-validated");
                });
        assertThat(ascent.rungs())
                .filteredOn(rung -> rung.rung() instanceof ClassifierRung)
                .allSatisfy(rung -> {
                    assertThat(rung.status()).isEqualTo(RungStatus.NOT_SHOWN);
                    assertThat(rung.why())
                            .isEqualTo(
                                    "2 candidates are cross-validated on these rows, which shows nothing"
                                            + " better");
                });
    }

    @Test
    void the_highest_estimate_is_used_meanwhile_though_nothing_is_shown() {
        Ascent ascent = climb(candidate -> linear(candidate) ? 58 : 10, Optional.empty());

        assertThat(ascent.kept().orElseThrow().candidate()).matches(FewRowsClimbTest::linear);
        assertThat(ascent.looks()).isEmpty();
    }

    @Test
    void what_learns_nothing_is_held_to_the_paired_test_as_ever() {
        Ascent ascent =
                climb(
                        candidate ->
                                candidate instanceof Candidate.Encoded one
                                                && one.method() instanceof Method.LabelDescriptions
                                        ? 50
                                        : 10,
                        Optional.empty());

        assertThat(tried(ascent))
                .filteredOn(one -> one.role() == Tried.Role.KEPT_BETTER)
                .singleElement()
                .satisfies(one -> {
                    assertThat(learned(one.run().candidate())).isFalse();
                    assertThat(one.why()).contains(" points, approximately [");
                });
    }

    @Test
    void the_gap_rung_says_that_no_test_is_cut() {
        Ascent ascent = climb(candidate -> 30, Optional.empty());

        assertThat(ascent.rungs())
                .filteredOn(rung -> rung.rung() instanceof GapRung)
                .singleElement()
                .satisfies(rung ->
                        assertThat(rung.why())
                                .isEqualTo("no test is cut: 60 rows; from 100 rows on one is"));
    }

    @Test
    void without_enough_rows_of_each_label_what_learns_is_not_applicable() {
        Ascent ascent = climb(candidate -> 30, Optional.of("2 more rows (2 of 'b')"));

        assertThat(ascent.rungs())
                .filteredOn(rung ->
                        rung.rung() instanceof ClassifierRung
                                || rung.rung() instanceof ExamplesRung
                                || rung.rung() instanceof CascadeRung)
                .hasSize(3)
                .allSatisfy(rung -> {
                    assertThat(rung.status()).isEqualTo(RungStatus.NOT_APPLICABLE);
                    assertThat(rung.why()).isEqualTo("not applicable: 2 more rows (2 of 'b')");
                });
        assertThat(tried(ascent)).noneMatch(one -> learned(one.run().candidate()));
    }

    @Test
    void a_goal_met_by_what_learns_nothing_ends_the_climb_on_these_rows() {
        Ascent ascent = climb(candidate -> 60, Goal.of(0.8, 0.01), Optional.empty());

        assertThat(ascent.rungs())
                .filteredOn(rung -> rung.rung() instanceof ClassifierRung)
                .allSatisfy(rung ->
                        assertThat(rung.why())
                                .isEqualTo(
                                        "on these rows the goal was met at rung 1 (prompt); --all climbs"
                                                + " on"));
    }

    @Test
    void what_breaks_a_stated_cost_is_not_what_to_use_meanwhile() {
        Goal dear =
                new Goal(0.99, 0.01, Optional.of(Money.of(0.5, "USD")), Optional.<Duration>empty());
        Ascent ascent =
                new Climb(
                                means(SimulatedTask.task(dear), Optional.empty()),
                                SPLITS,
                                new Rows(
                                        candidate ->
                                                candidate.models().contains(SimulatedTask.STRONG)
                                                        ? 59
                                                        : 40,
                                        candidate ->
                                                candidate.models().contains(SimulatedTask.STRONG)
                                                        ? 0.01
                                                        : 0.0001),
                                new ClimbOptions(true, Set.of(), Set.of(), 1),
                                ClimbObserver.SILENT)
                        .climb();

        assertThat(ascent.kept().orElseThrow().candidate().models())
                .containsOnly(SimulatedTask.CHEAP);
    }

    @Test
    void of_equal_scores_at_nearly_the_same_cost_the_simpler_is_used_meanwhile() {
        Ascent ascent =
                new Climb(
                                means(TASK, Optional.empty()),
                                SPLITS,
                                new Rows(
                                        candidate -> 40,
                                        candidate ->
                                                candidate instanceof Candidate.Cascade
                                                        ? 0.000099
                                                        : 0.0001),
                                new ClimbOptions(true, Set.of(), Set.of(), 1),
                                ClimbObserver.SILENT)
                        .climb();

        assertThat(tried(ascent))
                .anyMatch(one -> one.run().candidate() instanceof Candidate.Cascade);
        assertThat(ascent.kept().orElseThrow().candidate())
                .isNotInstanceOf(Candidate.Cascade.class);
    }

    private static Ascent climb(ToIntFunction<Candidate> right, Optional<String> lacks) {
        return climb(right, TASK.goal(), lacks);
    }

    private static Ascent climb(ToIntFunction<Candidate> right, Goal goal, Optional<String> lacks) {
        return new Climb(
                        means(SimulatedTask.task(goal), lacks),
                        SPLITS,
                        new Rows(right, candidate -> 0.0001),
                        ClimbOptions.standard(),
                        ClimbObserver.SILENT)
                .climb();
    }

    private static Means means(Task task, Optional<String> lacks) {
        return new Means(
                task,
                List.of(SimulatedTask.CHEAP, SimulatedTask.STRONG),
                new FixedStudy() {
                    @Override
                    public String trainHash() {
                        return "rows";
                    }

                    @Override
                    public int fewestPerLabel() {
                        return 30;
                    }

                    @Override
                    public Optional<String> lacks() {
                        return lacks;
                    }
                },
                1);
    }

    private static boolean learned(Candidate candidate) {
        return Learners.learned(candidate);
    }

    private static boolean linear(Candidate candidate) {
        return candidate instanceof Candidate.Encoded one && one.method() instanceof Method.Linear;
    }

    private static List<Tried> tried(Ascent ascent) {
        return ascent.rungs().stream().flatMap(rung -> rung.tried().stream()).toList();
    }

    /// Right on the first rows, as many as are said.
    private record Rows(
            ToIntFunction<Candidate> right, java.util.function.ToDoubleFunction<Candidate> cost)
            implements Evaluator {
        @Override
        public Run dev(Candidate candidate) {
            List<Example> rows = SPLITS.dev();
            int first = right.applyAsInt(candidate);
            return new Run(
                    candidate,
                    Split.DEV,
                    IntStream.range(0, rows.size())
                            .mapToObj(i ->
                                    new Outcome(
                                            rows.get(i).id(),
                                            Optional.of("a"),
                                            OptionalDouble.of(i < first ? 1 : 0),
                                            OptionalDouble.empty(),
                                            OptionalLong.empty(),
                                            OptionalLong.empty(),
                                            OptionalDouble.of(cost.applyAsDouble(candidate)),
                                            Optional.empty()))
                            .toList(),
                    "USD");
        }

        @Override
        public List<Run> dev(List<Candidate> candidates, List<Example> some) {
            throw new AssertionError("few rows are asked all at once");
        }

        @Override
        public Look test(Candidate candidate) {
            throw new AssertionError("there is no test to open");
        }

        @Override
        public int nextLook(Candidate candidate) {
            return 1;
        }

        @Override
        public Refit refit(Candidate candidate, List<Example> train) {
            throw new AssertionError("there is no test to refit for");
        }
    }
}
