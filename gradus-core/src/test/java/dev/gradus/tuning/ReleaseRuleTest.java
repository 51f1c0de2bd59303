package dev.gradus.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.score.Measure;
import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import dev.gradus.stats.Binomial;
import dev.gradus.stats.Seeds;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Example;
import dev.gradus.task.Goal;
import dev.gradus.task.Label;
import dev.gradus.task.ModelName;
import dev.gradus.task.Policy;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Split;
import dev.gradus.task.Task;
import dev.gradus.task.TuningCosts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReleaseRuleTest {
    private static final double MATTERS = 0.02;
    private static final double ALPHA = 0.025;
    private static final int SIMULATIONS = 600;
    private static final Candidate BEST = candidate("best");
    private static final Candidate TUNED = candidate("tuned");
    private static final double SAME_COST = 1;
    private static final Forgetting KEPT =
            Forgetting.of(
                    List.of(ForgettingSlice.of("mail", "mail", new double[1000], new double[1000])),
                    0.02,
                    1);

    @Test
    void a_better_model_that_forgot_nothing_is_promoted() {
        ReleaseDecision decision = decide(trial(400, 5, 35, SAME_COST, Set.of(), kept()));

        assertThat(decision.promoted()).isTrue();
        assertThat(decision.kind().word()).isEqualTo("promoted");
        assertThat(decision.needed()).isEmpty();
        assertThat(decision.why())
                .containsExactly(
                        "Better: +7.5 points [+4.7, +10.8] on 400 examples of the sealed test (one-sided p"
                                + " 6.9e-07, alpha 0.025); +7.5 points on dev.",
                        "Nothing is forgotten: the one slice is kept within 2.0 points.");
    }

    @Test
    void what_is_not_shown_better_is_rolled_back_with_the_examples_needed() {
        ReleaseDecision decision = decide(trial(400, 18, 24, SAME_COST, Set.of(), kept()));

        assertThat(decision.promoted()).isFalse();
        assertThat(decision.kind().word()).isEqualTo("rolled-back");
        assertThat(decision.needed()).hasValue(3655);
        assertThat(decision.why())
                .containsExactly(
                        "Not shown better: +1.5 points [-1.7, +4.8] on 400 examples of the sealed test"
                                + " (one-sided p 0.22, alpha 0.025); about 3,655 test examples would show a"
                                + " gain of that size.",
                        "Not cheaper by 5 % or more: 1,000.00 USD against 1,000.00 USD per 1,000 calls.");
    }

    @Test
    void a_cheaper_model_that_is_as_good_is_promoted() {
        ReleaseDecision decision = decide(trial(4000, 20, 20, 0.5, Set.of(), kept()));

        assertThat(decision.promoted()).isTrue();
        assertThat(decision.why().getFirst())
                .isEqualTo(
                        "Cheaper and not worse by 2.0 points or more: 500.00 USD against 1,000.00 USD per"
                                + " 1,000 calls; +0.0 points [-0.3, +0.3] on 4,000 examples of the sealed"
                                + " test.");
    }

    @Test
    void a_cheaper_model_that_may_be_worse_is_rolled_back() {
        ReleaseDecision decision = decide(trial(300, 8, 8, 0.5, Set.of(), kept()));

        assertThat(decision.promoted()).isFalse();
        assertThat(decision.why().getLast())
                .isEqualTo(
                        "Cheaper (500.00 USD against 1,000.00 USD per 1,000 calls), but it may be worse by"
                                + " as much as 2.9 points on the sealed test, and 2.0 matter.");
    }

    @Test
    void five_percent_cheaper_is_the_least_that_counts() {
        assertThat(decide(trial(4000, 20, 20, 0.96, Set.of(), kept())).promoted()).isFalse();
        assertThat(decide(trial(4000, 20, 20, 0.95, Set.of(), kept())).promoted()).isTrue();
    }

    @Test
    void an_unknown_cost_is_never_cheaper() {
        ReleaseDecision decision = decide(trial(4000, 20, 20, Double.NaN, Set.of(), kept()));

        assertThat(decision.promoted()).isFalse();
        assertThat(decision.why().getLast())
                .isEqualTo("Not shown cheaper: the cost of the tuned model is unknown.");
    }

    @Test
    void better_on_the_test_but_shown_worse_on_dev_is_rolled_back() {
        Trial trial =
                Trial.of(
                        pair(Split.DEV, 400, 22, 8, SAME_COST),
                        pair(Split.TEST, 400, 5, 35, SAME_COST),
                        Set.of(),
                        kept());

        assertThat(decide(trial).why().getFirst())
                .isEqualTo(
                        "Better on the sealed test (+7.5 points), but worse on dev: -3.5 points [-6.4,"
                                + " -0.9] on 400 examples of dev.");
    }

    @Test
    void a_loss_on_dev_that_is_not_shown_keeps_no_better_model_out() {
        // The best below was chosen on dev as the highest of many: its score there is flattered.
        Trial trial =
                Trial.of(
                        pair(Split.DEV, 400, 12, 8, SAME_COST),
                        pair(Split.TEST, 400, 5, 35, SAME_COST),
                        Set.of(),
                        kept());

        assertThat(decide(trial).promoted()).isTrue();
    }

    @Test
    void what_was_forgotten_keeps_a_better_model_out() {
        double[] before = new double[1000];
        double[] after = new double[1000];
        for (int i = 0; i < 800; i++) {
            before[i] = 1;
            after[i] = i < 700 ? 1 : 0;
        }
        Forgetting lost =
                Forgetting.of(List.of(ForgettingSlice.of("mail", "mail", before, after)), 0.02, 1);

        ReleaseDecision decision =
                decide(trial(400, 5, 35, SAME_COST, Set.of(), Optional.of(lost)));

        assertThat(decision.promoted()).isFalse();
        assertThat(decision.why())
                .containsExactly(
                        "Forgetting: mail is forgotten beyond 2.0 points: 0.700 after 0.800, -10.0 points"
                                + " [-12.0, -8.3] on 1,000 items.");
    }

    @Test
    void without_a_forgetting_suite_nothing_is_promoted() {
        assertThat(decide(trial(400, 5, 35, SAME_COST, Set.of(), Optional.empty())).why())
                .containsExactly("No forgetting suite was run, so nothing shows what it lost.");
    }

    @Test
    void a_gain_that_hangs_on_near_twins_is_rolled_back() {
        // All 35 wins lie in the first 40 examples.
        Set<String> twins =
                IntStream.range(0, 40).mapToObj(i -> "test-" + i).collect(Collectors.toSet());

        ReleaseDecision decision = decide(trial(400, 5, 35, SAME_COST, twins, kept()));

        assertThat(decision.promoted()).isFalse();
        assertThat(decision.why())
                .containsExactly(
                        "It hangs on 40 test examples that have a near twin in train or dev: +7.5 points"
                                + " with them, -1.4 points [-3.2, -0.3] on 360 examples of the rest"
                                + " without.");
    }

    @Test
    void a_failed_run_is_rolled_back_whatever_the_rest_says() {
        Trial.Pair dev = pair(Split.DEV, 400, 5, 35, SAME_COST);
        Trial.Pair test = pair(Split.TEST, 400, 5, 35, SAME_COST);

        ReleaseDecision decision =
                decide(
                        Trial.of(
                                dev,
                                new Trial.Pair(
                                        test.measure(), test.best(), losing(test.tuned(), 201)),
                                Set.of(),
                                kept()));

        assertThat(decision.why())
                .containsExactly(
                        "201 of 400 outcomes of the tuned model on the sealed test are missing: a failed"
                                + " run.");
    }

    @Test
    void missing_outcomes_speak_against_the_tuned_model() {
        Trial.Pair test = pair(Split.TEST, 400, 5, 35, SAME_COST);
        Trial trial =
                Trial.of(
                        pair(Split.DEV, 400, 5, 35, SAME_COST),
                        new Trial.Pair(test.measure(), test.best(), losing(test.tuned(), 40)),
                        Set.of(),
                        kept());

        assertThat(decide(trial).promoted()).isFalse();
    }

    @Test
    void a_tuned_model_that_equals_the_base_is_promoted_in_at_most_the_looks_alpha() {
        long promoted = promoted(0, SAME_COST, ALPHA);

        assertThat(promoted).isLessThanOrEqualTo(atMost(ALPHA));
    }

    @Test
    void with_no_look_before_it_at_most_five_percent_are_promoted_falsely() {
        long promoted = promoted(0, SAME_COST, 0.05);

        assertThat(promoted).isLessThanOrEqualTo(atMost(0.05));
        assertThat(promoted).as("the test can fail: chance does promote some").isPositive();
    }

    @Test
    void a_cheaper_model_that_truly_loses_what_matters_is_promoted_in_at_most_five_percent() {
        long promoted = promoted(-MATTERS, 0.5, 0.05);

        assertThat(promoted).isLessThanOrEqualTo(atMost(0.05));
    }

    @Test
    void a_model_that_is_truly_better_is_mostly_promoted() {
        assertThat(promoted(0.06, SAME_COST, 0.05)).isGreaterThan(SIMULATIONS * 8L / 10);
    }

    private static long promoted(double gain, double cost, double alpha) {
        return IntStream.range(0, SIMULATIONS)
                .parallel()
                .filter(seed -> {
                    SplittableRandom random = Seeds.generator(seed, "release");
                    Trial trial =
                            Trial.of(
                                    drawn(Split.DEV, 400, gain, cost, random),
                                    drawn(Split.TEST, 400, gain, cost, random),
                                    Set.of(),
                                    kept());
                    return ReleaseRule.decide(trial, MATTERS, alpha).promoted();
                })
                .count();
    }

    private static Trial.Pair drawn(
            Split split, int n, double gain, double cost, SplittableRandom random) {
        boolean[] best = new boolean[n];
        boolean[] tuned = new boolean[n];
        for (int i = 0; i < n; i++) {
            double luck = random.nextDouble();
            best[i] = luck < 0.85;
            tuned[i] = (random.nextDouble() < 0.2 ? random.nextDouble() : luck) < 0.85 + gain;
        }
        return pair(split, best, tuned, cost);
    }

    private static ReleaseDecision decide(Trial trial) {
        return ReleaseRule.decide(trial, MATTERS, ALPHA);
    }

    private static Optional<Forgetting> kept() {
        return Optional.of(KEPT);
    }

    private static Trial trial(
            int n,
            int lost,
            int won,
            double cost,
            Set<String> twins,
            Optional<Forgetting> forgetting) {
        return Trial.of(
                pair(Split.DEV, n, lost, won, cost),
                pair(Split.TEST, n, lost, won, cost),
                twins,
                forgetting);
    }

    /// The first examples are won, the last are lost, those between are right both times.
    private static Trial.Pair pair(Split split, int n, int lost, int won, double cost) {
        boolean[] best = new boolean[n];
        boolean[] tuned = new boolean[n];
        for (int i = 0; i < n; i++) {
            best[i] = i >= won;
            tuned[i] = i < n - lost;
        }
        return pair(split, best, tuned, cost);
    }

    private static Trial.Pair pair(Split split, boolean[] best, boolean[] tuned, double cost) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < best.length; i++) {
            examples.add(Example.of(split.word() + "-" + i, "input " + i, "a"));
        }
        return new Trial.Pair(
                new Measure(task(), examples, 7),
                run(BEST, split, examples, best, SAME_COST),
                run(TUNED, split, examples, tuned, cost));
    }

    private static Run run(
            Candidate candidate,
            Split split,
            List<Example> examples,
            boolean[] right,
            double cost) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < right.length; i++) {
            outcomes.add(
                    new Outcome(
                            examples.get(i).id(),
                            Optional.of(right[i] ? "a" : "b"),
                            OptionalDouble.of(right[i] ? 1 : 0),
                            OptionalDouble.empty(),
                            OptionalLong.empty(),
                            OptionalLong.empty(),
                            Double.isNaN(cost) ? OptionalDouble.empty() : OptionalDouble.of(cost),
                            Optional.empty()));
        }
        return new Run(candidate, split, outcomes, "USD");
    }

    /// The first outcomes kept from us.
    private static Run losing(Run run, int count) {
        List<Outcome> outcomes = new ArrayList<>(run.outcomes());
        for (int i = 0; i < count; i++) {
            outcomes.set(i, Outcome.missing(outcomes.get(i).exampleId(), "the line was cut"));
        }
        return new Run(run.candidate(), run.split(), outcomes, run.currency());
    }

    private static Candidate candidate(String model) {
        return new Candidate.Encoded(
                new ModelName("embedded", model),
                new Method.Linear(1e-3),
                List.of(Label.of("a"), Label.of("b")),
                "train");
    }

    private static Task task() {
        return new Task(
                "release",
                "Say which.",
                new AnswerShape.Labels(List.of(Label.of("a"), Label.of("b"))),
                ScoreName.ACCURACY,
                Goal.of(0.95, MATTERS),
                Optional.empty(),
                Policy.standard(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                TuningCosts.unknown(),
                Optional.empty(),
                "USD");
    }

    /// The most of the simulations that a true rate lets through with chance 0.999.
    private static long atMost(double rate) {
        long count = 0;
        while (Binomial.upperTail(count + 1, SIMULATIONS, rate) > 0.001) {
            count++;
        }
        return count;
    }
}
