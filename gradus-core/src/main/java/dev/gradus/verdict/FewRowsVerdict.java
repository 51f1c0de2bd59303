package dev.gradus.verdict;

import dev.gradus.ladder.GoalCheck;
import dev.gradus.ladder.Learners;
import dev.gradus.ladder.Tried;
import dev.gradus.score.Run;
import dev.gradus.score.ScoreEstimate;
import dev.gradus.task.Splitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The end of a climb on too few rows for a test: never `stop` and never `fine-tune`, whatever the
/// rows say, but what to use until there are more, and how many more.
final class FewRowsVerdict {
    private FewRowsVerdict() {}

    /// @param evidence of few rows, with a winner
    static Verdict of(Evidence evidence, List<Gate> gates) {
        Run kept = evidence.ascent().kept().orElseThrow();
        Meanwhile meanwhile =
                Meanwhile.ofFewRows(evidence.task(), evidence.splits(), evidence.ascent())
                        .orElseThrow();
        int rows = evidence.splits().dev().size();
        List<String> reasons = new ArrayList<>();
        reasons.add(
                text(
                        "%,d rows: under %d no test is cut. %sEvery interval is approximate.",
                        rows, Splitter.FEW, howAnswered(evidence)));
        Meanwhile.score(evidence.ascent(), kept)
                .ifPresent(score -> reasons.add(scored(evidence, meanwhile, score)));
        evidence.ascent()
                .dev()
                .ifPresent(check ->
                        check.parts().stream()
                                .filter(part -> !part.what().equals("score"))
                                .forEach(part -> reasons.add(onTheseRows(part))));
        return new Verdict(
                VerdictKind.INCONCLUSIVE,
                text(
                        "Not enough evidence: %,d rows settle nothing. %s",
                        rows, meanwhile.sentence()),
                reasons,
                List.of(todo(meanwhile, rows)),
                gates);
    }

    private static String howAnswered(Evidence evidence) {
        List<Run> runs = tried(evidence);
        long learned = runs.stream().filter(run -> Learners.learned(run.candidate())).count();
        return (learned < runs.size() ? "What learns nothing answered every row. " : "")
                + (learned > 0
                        ? text(
                                "What learns was cross-validated in %d folds, and is never called better. ",
                                evidence.splits().folds().orElseThrow().count())
                        : "");
    }

    private static List<Run> tried(Evidence evidence) {
        return evidence.ascent().rungs().stream()
                .flatMap(rung -> rung.tried().stream())
                .map(Tried::run)
                .toList();
    }

    private static String scored(Evidence evidence, Meanwhile meanwhile, ScoreEstimate score) {
        double goal = evidence.task().goal().score();
        return text(
                "%s scores %s, on these rows %s the goal of %s%s.",
                meanwhile.candidate().title(),
                meanwhile.figures(score),
                score.value() >= goal ? "at or above" : "below",
                text("%.4f", goal).replaceAll("0+$", "").replaceAll("\\.$", ""),
                tried(evidence).size() > 1
                        ? "; it was chosen on the same rows, so expect less"
                        : "");
    }

    private static String onTheseRows(GoalCheck.Part part) {
        return part.what()
                + " on these rows: "
                + part.have()
                + "; the goal is "
                + part.need()
                + ".";
    }

    private static String todo(Meanwhile meanwhile, int rows) {
        return meanwhile.moreRows().isPresent()
                ? text(
                        "add about %,d rows, %,d in all: a test is cut then, and one look at it settles the"
                                + " goal with a chance of 80 %%",
                        meanwhile.moreRows().getAsLong(), rows + meanwhile.moreRows().getAsLong())
                : text(
                        "add %,d rows or more: from %d on a test is cut",
                        Splitter.FEW - rows, Splitter.FEW);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
