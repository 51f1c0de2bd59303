package dev.gradus.judge;

import dev.gradus.check.Finding;
import dev.gradus.cost.Choice;
import dev.gradus.cost.Economics;
import dev.gradus.verdict.Evidence;
import dev.gradus.verdict.Gate;
import dev.gradus.verdict.Gates;
import dev.gradus.verdict.Verdict;
import dev.gradus.verdict.VerdictKind;
import dev.gradus.verdict.VerdictRule;
import java.util.List;
import java.util.Optional;

/// What the verdict engine says of one standing.
///
/// @param kind empty without a goal and without a defect
/// @param headline empty without a verdict
/// @param winner the arm that meets the goal, of several the one whose total is least
record Conclusion(
        Optional<VerdictKind> kind,
        String headline,
        List<String> reasons,
        List<String> todo,
        Optional<String> winner,
        List<Gate> gates,
        Economics economics) {

    /// Without a goal there is no verdict, unless a defect says "not yet".
    static Conclusion of(
            Standing standing, JudgeOptions options, List<Finding> findings, List<String> story) {
        RecordedMoney money = RecordedMoney.of(standing, options.task());
        Optional<String> winner = money.choice().map(Choice::candidate);
        Economics economics = money.economics(options.seed());
        Evidence evidence =
                new RecordedEvidence(standing, options.task(), winner, findings, economics, story)
                        .evidence();
        boolean defects = findings.stream().anyMatch(Finding::blocks);
        if (!defects && (evidence.goal().isEmpty() || evidence.result().isEmpty())) {
            return new Conclusion(
                    Optional.empty(), "", story, List.of(), winner, Gates.of(evidence), economics);
        }
        Verdict verdict = VerdictRule.decide(evidence);
        return new Conclusion(
                Optional.of(verdict.kind()),
                verdict.headline(),
                verdict.reasons(),
                verdict.todo(),
                winner,
                verdict.gates(),
                economics);
    }
}
