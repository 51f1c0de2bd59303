package dev.gradus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.Regression.Outcome;
import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Prompt;
import dev.gradus.candidate.Shots;
import dev.gradus.candidate.Structure;
import dev.gradus.chat.Sampling;
import dev.gradus.score.Run;
import dev.gradus.stats.Beta;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Example;
import dev.gradus.task.Goal;
import dev.gradus.task.ModelName;
import dev.gradus.task.Policy;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Split;
import dev.gradus.task.Task;
import dev.gradus.task.TuningCosts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Losses that creep in over many merges, simulated: 1,000 examples, `matters` 3 points.
class GateTest {
    private static final int N = 1_000;
    private static final Task TASK = task();
    private static final List<Example> EXAMPLES = examples();

    /// Ten merges that each truly lose 1 point, each accepted whatever the gate says.
    ///
    /// @param passed how often the gate said "not worse", by merge from 1
    /// @param passedByLast the same, held to the last baseline alone
    private record Creeping(int runs, int[] passed, int[] passedByLast) {}

    private static Creeping creep(int runs, long seed, int... merges) {
        int[] passed = new int[11];
        int[] byLast = new int[11];
        for (int run = 0; run < runs; run++) {
            SplittableRandom random = new SplittableRandom(seed + run);
            boolean[] first = new boolean[N];
            for (int i = 0; i < N; i++) {
                first[i] = random.nextDouble() < 0.85;
            }
            boolean[] anchor = first;
            boolean[] last = first;
            for (int merge = 1; merge <= 10; merge++) {
                boolean[] now = step(last, 0.85 - 0.01 * (merge - 1), random);
                int at = merge;
                if (java.util.Arrays.stream(merges).anyMatch(one -> one == at)) {
                    Gate gate = gate(last, anchor, anchor == last, now);
                    passed[merge] += gate.outcome() == Outcome.NOT_WORSE ? 1 : 0;
                    byLast[merge] += gate.last().outcome() == Outcome.NOT_WORSE ? 1 : 0;
                }
                anchor = anchoring(anchor, anchor == last, now).begun() ? now : anchor;
                last = now;
            }
        }
        return new Creeping(runs, passed, byLast);
    }

    /// 3 % of the examples are lost and 2 % won.
    private static boolean[] step(boolean[] before, double right, SplittableRandom random) {
        boolean[] now = before.clone();
        for (int i = 0; i < N; i++) {
            now[i] =
                    before[i]
                            ? random.nextDouble() >= 0.03 / right
                            : random.nextDouble() < 0.02 / (1 - right);
        }
        return now;
    }

    @Test
    void a_loss_that_crept_in_beyond_matters_is_not_let_through() {
        Creeping crept = creep(60, 1, 3, 6);
        assertThat(lowerBound(crept.passed()[3], crept.runs()))
                .as("not worse at a true loss of exactly matters: " + crept.passed()[3])
                .isLessThanOrEqualTo(0.05);
        assertThat(crept.passed()[6]).as("at twice of it").isZero();
        assertThat(crept.passedByLast()[6])
                .as("held to the last baseline alone, it passes")
                .isGreaterThan(40);
    }

    @Test
    @Tag("slow")
    void ten_merges_that_lose_a_point_each_are_caught_at_the_promised_rate() {
        Creeping crept = creep(1_000, 1_000, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        System.out.println("not worse by merge: " + java.util.Arrays.toString(crept.passed()));
        System.out.println("last alone: " + java.util.Arrays.toString(crept.passedByLast()));
        for (int merge = 3; merge <= 10; merge++) {
            assertThat(lowerBound(crept.passed()[merge], crept.runs()))
                    .as("merge " + merge)
                    .isLessThanOrEqualTo(0.05);
        }
        assertThat(crept.passed()[1]).as("a loss of a third of matters").isGreaterThan(700);
    }

    /// Ten baselines of equal true score, of which each answers 5 % of the examples by chance.
    ///
    /// @return how often the gate after them says "worse" of another equal one
    private static int falseAlarms(int runs, boolean highest) {
        int alarms = 0;
        for (int run = 0; run < runs; run++) {
            SplittableRandom random = new SplittableRandom(77_000 + run);
            boolean[] truth = new boolean[N];
            for (int i = 0; i < N; i++) {
                truth[i] = random.nextDouble() < 0.85;
            }
            boolean[] last = noisy(truth, random);
            boolean[] anchor = last;
            for (int merge = 0; merge < 10; merge++) {
                boolean[] now = noisy(truth, random);
                boolean begins =
                        highest
                                ? right(now) > right(anchor)
                                : anchoring(anchor, anchor == last, now).begun();
                anchor = begins ? now : anchor;
                last = now;
            }
            Gate gate = gate(last, anchor, anchor == last, noisy(truth, random));
            alarms += gate.outcome() == Outcome.WORSE ? 1 : 0;
        }
        return alarms;
    }

    @Test
    @Tag("slow")
    void equal_baselines_raise_no_more_false_alarms_than_promised() {
        int alarms = falseAlarms(1_000, false);
        int byTheHighest = falseAlarms(1_000, true);
        System.out.println("false alarms: " + alarms + ", by the highest: " + byTheHighest);
        assertThat(lowerBound(alarms, 1_000)).isLessThanOrEqualTo(0.05);
        assertThat(lowerBound(byTheHighest, 1_000))
                .as("an anchor that merely scored highest is too high")
                .isGreaterThan(0.05);
    }

    @Test
    void an_anchor_is_replaced_by_what_is_shown_better_and_by_nothing_else() {
        boolean[] anchor = right(850, 0);
        assertThat(anchoring(anchor, false, right(853, 0)).begun()).as("three more").isFalse();
        Gate.Anchoring better = anchoring(anchor, false, right(860, 0));
        assertThat(better.begun()).isTrue();
        assertThat(better.why()).startsWith("shown better than the one before it: +1.00 points");
        Gate.Anchoring lost = anchoring(anchor, false, right(800, 0));
        assertThat(lost.begun()).isFalse();
        assertThat(lost.warning()).hasValueSatisfying(text -> assertThat(text).contains("-5.00"));
    }

    @Test
    void an_anchor_whose_examples_changed_is_not_compared_with_and_that_is_said() {
        Gate.Pair last = pair(right(850, 0), right(850, 0));
        Gate.Anchor gone = new Gate.Anchor(pair(right(900, 0), right(850, 0)), "x", 3, false);
        Gate gate = Gate.of(TASK, last, gone, 1);
        assertThat(gate.anchor()).isEmpty();
        assertThat(gate.outcome()).isEqualTo(Outcome.NOT_WORSE);
        assertThat(gate.headline(TASK))
                .isEqualTo(
                        "Not worse: no example changed of 1,000. Not compared with the anchor: 3 of the"
                                + " 1,003 examples it was measured on are gone or changed since. The next"
                                + " --write-baseline begins a new one.");
        assertThat(Gate.Anchoring.of(TASK, gone, Optional.empty(), 1).begun()).isTrue();
    }

    private static Gate gate(boolean[] last, boolean[] anchor, boolean itself, boolean[] now) {
        return Gate.of(TASK, pair(last, now), new Gate.Anchor(pair(anchor, now), "", 0, itself), 1);
    }

    private static Gate.Anchoring anchoring(boolean[] anchor, boolean itself, boolean[] now) {
        return Gate.Anchoring.of(
                TASK, new Gate.Anchor(pair(anchor, now), "", 0, itself), Optional.empty(), 1);
    }

    private static boolean[] noisy(boolean[] truth, SplittableRandom random) {
        boolean[] now = truth.clone();
        for (int i = 0; i < N; i++) {
            now[i] ^= random.nextDouble() < 0.05;
        }
        return now;
    }

    private static int right(boolean[] answers) {
        int right = 0;
        for (boolean one : answers) {
            right += one ? 1 : 0;
        }
        return right;
    }

    private static boolean[] right(int count, int from) {
        boolean[] answers = new boolean[N];
        java.util.Arrays.fill(answers, from, from + count, true);
        return answers;
    }

    /// Clopper and Pearson's one-sided 97.5 % lower bound.
    private static double lowerBound(int count, int of) {
        return count == 0 ? 0 : Beta.quantile(0.025, count, of - count + 1);
    }

    private static Gate.Pair pair(boolean[] before, boolean[] now) {
        return new Gate.Pair(EXAMPLES, run(before), run(now));
    }

    private static Run run(boolean[] answers) {
        List<dev.gradus.score.Outcome> outcomes = new ArrayList<>(N);
        for (int i = 0; i < N; i++) {
            outcomes.add(
                    dev.gradus.score.Outcome.scored(
                            "e" + i, answers[i] ? "yes" : "no", answers[i] ? 1 : 0));
        }
        return new Run(CANDIDATE, Split.DEV, outcomes, "USD");
    }

    private static final Candidate CANDIDATE =
            new Candidate.Prompted(
                    ModelName.parse("mock/m"),
                    new Prompt("own", "", "{{ input }}"),
                    new Shots.None(),
                    Structure.none(),
                    new AnswerShape.Text(),
                    Sampling.standard());

    private static List<Example> examples() {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < N; i++) {
            examples.add(Example.of("e" + i, "input " + i, "yes"));
        }
        return examples;
    }

    private static Task task() {
        return new Task(
                "gated",
                "Say yes.",
                new AnswerShape.Text(),
                ScoreName.EXACT,
                Goal.of(0.9, 0.03),
                Optional.empty(),
                Policy.standard(),
                List.of(ModelName.parse("mock/m")),
                Optional.empty(),
                Optional.empty(),
                TuningCosts.unknown(),
                Optional.empty(),
                "USD");
    }
}
