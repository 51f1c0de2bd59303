package dev.gradus.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.candidate.Shots;
import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import dev.gradus.spi.PromptStudy;
import dev.gradus.spi.TrainStudy;
import dev.gradus.task.Goal;
import dev.gradus.task.ModelName;
import dev.gradus.task.Split;
import dev.gradus.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Which stages the cascade pairs, and for which it asks train examples to find a threshold.
class CascadeRungTest {
    private static final Task TASK = SimulatedTask.task(Goal.of(0.99, 0.02));
    private static final ModelName MINI = ModelName.parse("mock/mini");
    private static final ModelName MAXI = ModelName.parse("mock/maxi");
    private static final int DEV = 100;

    private static final Candidate CHEAP = encoded(SimulatedTask.CHEAP);
    private static final Candidate STRONG = encoded(SimulatedTask.STRONG);
    private static final Candidate.Prompted ON_MINI = Prompts.of(TASK).sharper(MINI);
    private static final Candidate.Prompted ON_MAXI = Prompts.of(TASK).sharper(MAXI);

    private final Escalations escalations = new Escalations();

    @Test
    void no_prompt_follows_a_classifier_that_scored_higher() {
        Proposal proposal = propose(chat(), run(CHEAP, i -> i < 90), run(ON_MINI, i -> i < 89));

        assertThat(escalations.asked).isEmpty();
        assertThat(proposal.candidates()).isEmpty();
        assertThat(proposal.note())
                .endsWith(
                        "mini sharper scores lower on dev than cheap label-names, so nothing is"
                                + " handed over to it");
    }

    @Test
    void a_prompt_follows_a_classifier_that_scored_as_high() {
        Proposal proposal = propose(chat(), run(CHEAP, i -> i < 90), run(ON_MINI, i -> i >= 10));

        assertThat(escalations.asked).containsExactly(CHEAP.title() + " -> " + ON_MINI.title());
        assertThat(proposal.candidates())
                .containsExactly(new Candidate.Cascade(CHEAP, ON_MINI, 0.5));
    }

    @Test
    void of_two_first_stages_the_one_that_scored_lower_hands_over() {
        Proposal proposal =
                propose(
                        chat(),
                        run(CHEAP, i -> i < 95),
                        run(ON_MINI, i -> i < 80),
                        run(ON_MAXI, i -> i < 90));

        Candidate first = ON_MINI.withSampling(ON_MINI.sampling().withLogProbabilities());
        assertThat(escalations.asked).containsExactly(first.title() + " -> " + ON_MAXI.title());
        assertThat(proposal.candidates())
                .containsExactly(new Candidate.Cascade(first, ON_MAXI, 0.5));
        assertThat(proposal.note())
                .isEqualTo(
                        "maxi sharper scores lower on dev than cheap label-names, so nothing is"
                                + " handed over to it");
    }

    @Test
    void the_cheapest_prompt_is_measured_by_its_run_without_log_probabilities() {
        // On what both answered the stronger model is worse, though its own mean is higher.
        Run maxi = only(i -> i < 50, run(ON_MAXI, i -> i < 45));
        Proposal proposal = propose(chat(), run(ON_MINI, i -> i < 50), maxi);

        assertThat(maxi.meanScore().orElseThrow()).isEqualTo(0.9);
        assertThat(escalations.asked).isEmpty();
        assertThat(proposal.candidates()).isEmpty();
        assertThat(proposal.note()).contains("maxi sharper scores lower on dev than mini sharper");
    }

    @Test
    void an_example_that_one_stage_did_not_answer_counts_for_neither() {
        // Lost where the classifier was right: of what both answered they have as many right.
        Run prompt = lost(i -> i < 10, run(ON_MINI, i -> i < 90));
        propose(chat(), run(CHEAP, i -> i < 90), prompt);

        assertThat(escalations.asked).hasSize(1);
    }

    @Test
    void no_classifier_follows_one_that_scored_higher() {
        Proposal worse = propose(encoders(), run(CHEAP, i -> i < 90), run(STRONG, i -> i < 89));
        assertThat(escalations.asked).isEmpty();
        assertThat(worse.candidates()).isEmpty();
        assertThat(worse.note())
                .isEqualTo(
                        "strong label-names scores lower on dev than cheap label-names, so nothing"
                                + " is handed over to it");

        Proposal better = propose(encoders(), run(CHEAP, i -> i < 90), run(STRONG, i -> i < 91));
        assertThat(escalations.asked).containsExactly("cheap label-names -> strong label-names");
        assertThat(better.candidates()).containsExactly(new Candidate.Cascade(CHEAP, STRONG, 0.5));
    }

    private static Proposal propose(Means means, Run... tried) {
        return new CascadeRung().propose(new Footing(means, Optional.of(tried[0]), List.of(tried)));
    }

    private Means encoders() {
        return new Means(
                TASK, List.of(SimulatedTask.CHEAP, SimulatedTask.STRONG), escalations.study(), 1);
    }

    private Means chat() {
        return new Means(
                TASK,
                List.of(SimulatedTask.CHEAP, SimulatedTask.STRONG),
                List.of(MINI, MAXI),
                escalations.study(),
                Optional.of(escalations),
                1);
    }

    private static Candidate.Encoded encoded(ModelName model) {
        return new Candidate.Encoded(
                model,
                new Method.LabelNames(),
                TASK.answer().asLabels().orElseThrow().labels(),
                "");
    }

    private static Run run(Candidate candidate, IntPredicate right) {
        return new Run(
                candidate,
                Split.DEV,
                IntStream.range(0, DEV)
                        .mapToObj(i -> Outcome.scored("dev-" + i, "a", right.test(i) ? 1 : 0))
                        .toList(),
                "USD");
    }

    private static Run only(IntPredicate asked, Run run) {
        return new Run(
                run.candidate(),
                run.split(),
                IntStream.range(0, DEV).filter(asked).mapToObj(run.outcomes()::get).toList(),
                run.currency());
    }

    private static Run lost(IntPredicate lost, Run run) {
        return new Run(
                run.candidate(),
                run.split(),
                IntStream.range(0, DEV)
                        .mapToObj(i ->
                                lost.test(i)
                                        ? Outcome.missing("dev-" + i, "not today")
                                        : run.outcomes().get(i))
                        .toList(),
                run.currency());
    }

    /// Knows a threshold for every pair, and which it was asked for.
    private static final class Escalations implements PromptStudy {
        private final List<String> asked = new ArrayList<>();

        @Override
        public Optional<TrainStudy.Escalation> escalation(
                Candidate first, Candidate.Prompted second, double margin) {
            return Optional.of(ask(first, second));
        }

        private TrainStudy.Escalation ask(Candidate first, Candidate second) {
            asked.add(first.title() + " -> " + second.title());
            return new TrainStudy.Escalation(0.5, 0.3, 0.9, 0.9);
        }

        @Override
        public List<Shots.Shot> diverseShots(int count) {
            throw new AssertionError("a cascade shows no shots of its own");
        }

        @Override
        public Bootstrapped bootstrappedShots(Candidate.Prompted base, int count) {
            throw new AssertionError("a cascade shows no shots of its own");
        }

        @Override
        public Rewritten rewritten(Candidate.Prompted base) {
            throw new AssertionError("a cascade rewrites nothing");
        }

        TrainStudy study() {
            return new FixedStudy() {
                @Override
                public Escalation escalation(
                        Candidate.Encoded first, Candidate.Encoded second, double margin) {
                    return ask(first, second);
                }
            };
        }
    }
}
