package dev.gradus.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.candidate.Candidate;
import dev.gradus.ladder.Ascent;
import dev.gradus.ladder.GoalCheck;
import dev.gradus.ladder.Leak;
import dev.gradus.ladder.SealedResult;
import dev.gradus.ladder.TwinShare;
import dev.gradus.score.Measure;
import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import dev.gradus.score.ScoreEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TwinWordsTest {
    private final ClimbEvidence evidence = met().climb();
    private final SealedResult look = evidence.ascent().sealed().orElseThrow();

    private static Case met() {
        Case met = new Case();
        met.goal = 0.80;
        met.tuning = TuningEvidence.none();
        return met;
    }

    @Test
    void a_stop_says_what_the_leak_is_worth_and_from_which_share_the_goal_holds() {
        Verdict verdict = VerdictRule.decide(with(refitted(10, 0.067)));

        assertThat(verdict.kind()).isEqualTo(VerdictKind.STOP);
        assertThat(String.join(" ", verdict.reasons()))
                .contains(
                        "400 test examples have a near twin in train or dev. Refitted without the 90 train"
                                + " examples that are near twins of the test, it scores 84.5 % on the"
                                + " whole test, at least 82.8 % (met): what they leaked is worth 0.5 points [")
                .contains("; 95 %] (10 won, 0 lost).")
                .contains(
                        "20.0 % of the test's messages have a near twin; the goal holds where they are at"
                                + " least 6.7 % of the traffic.");
    }

    @Test
    void what_hangs_on_the_twins_is_inconclusive_and_says_so() {
        Verdict verdict = VerdictRule.decide(with(refitted(300, 0.9)));

        assertThat(verdict.kind()).isEqualTo(VerdictKind.INCONCLUSIVE);
        assertThat(verdict.reasons().get(1))
                .startsWith("It hangs on near twins. 400 test examples");
        assertThat(verdict.todo())
                .contains("replace the test examples that have a near twin in train by fresh ones");
    }

    @Test
    void a_refit_that_was_not_made_is_told_with_its_reason() {
        Verdict verdict = VerdictRule.decide(with(new Leak.Unknown(400, 90, "no money is left")));

        assertThat(verdict.kind()).isEqualTo(VerdictKind.INCONCLUSIVE);
        assertThat(verdict.reasons().get(1))
                .isEqualTo(
                        "It hangs on near twins. 400 test examples have a near twin in train or dev, and"
                                + " what that leaks is not known: no money is left.");
    }

    /// @param lost right as served, wrong as refitted
    private Leak refitted(int lost, double from) {
        Candidate.Encoded served = (Candidate.Encoded) look.run().candidate();
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < look.run().outcomes().size(); i++) {
            Outcome one = look.run().outcomes().get(i);
            outcomes.add(i < lost ? Outcome.scored(one.exampleId(), "b", 0) : one);
        }
        Run run =
                new Run(
                        new Candidate.Encoded(
                                served.model(), served.method(), served.labels(), "left"),
                        look.run().split(),
                        outcomes,
                        "USD");
        Measure measure = new Measure(evidence.task(), evidence.splits().test(), 1);
        ScoreEstimate score = measure.estimate(run).orElseThrow();
        return new Leak.Refitted(
                400,
                90,
                run,
                score,
                GoalCheck.of(evidence.task().goal(), score, look.run(), 0.975),
                measure.compare(look.run(), run),
                Optional.of(new TwinShare(0.2, OptionalDouble.of(from))));
    }

    private Evidence with(Leak leak) {
        Ascent ascent = evidence.ascent();
        SealedResult leaking =
                new SealedResult(
                        look.number(),
                        look.alpha(),
                        look.run(),
                        look.score(),
                        look.check(),
                        Optional.of(leak),
                        look.judged());
        return new ClimbEvidence(
                        evidence.task(),
                        evidence.splits(),
                        new Ascent(
                                ascent.rungs(),
                                ascent.kept(),
                                ascent.keptAt(),
                                ascent.dev(),
                                List.of(leaking)),
                        evidence.findings(),
                        evidence.economics(),
                        evidence.movement(),
                        evidence.documents(),
                        evidence.tuning())
                .evidence();
    }
}
