package dev.gradus.verdict;

import static dev.gradus.verdict.GateWords.text;

import dev.gradus.ladder.Ascent;
import dev.gradus.ladder.GoalCheck;
import dev.gradus.ladder.Learners;
import dev.gradus.ladder.Tried;
import dev.gradus.score.Run;
import dev.gradus.score.ScoreEstimate;
import dev.gradus.task.Splits;
import dev.gradus.task.Splitter;
import dev.gradus.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The end of a climb on too few rows for a test: never `stop` and never `fine-tune`, whatever the
/// rows say, but what to use until there are more, and how many more.
///
/// @param headline one sentence
/// @param use what to use meanwhile, and what is missing
/// @param reasons with their figures
/// @param todo what to do first
public record FewRows(String headline, String use, List<String> reasons, List<String> todo) {
    public FewRows {
        reasons = List.copyOf(reasons);
        todo = List.copyOf(todo);
    }

    /// Empty where there are enough rows for a test, or nothing was measured.
    static Optional<FewRows> of(Task task, Splits splits, Ascent ascent) {
        return Meanwhile.ofFewRows(task, splits, ascent)
                .map(meanwhile -> new Said(task, splits, ascent, meanwhile).all());
    }

    private record Said(Task task, Splits splits, Ascent ascent, Meanwhile meanwhile) {
        FewRows all() {
            Run kept = ascent.kept().orElseThrow();
            int rows = splits.dev().size();
            List<String> reasons = new ArrayList<>();
            reasons.add(
                    text(
                            "%,d rows: under %d no test is cut. %sEvery interval is approximate.",
                            rows, Splitter.FEW, howAnswered()));
            Meanwhile.score(ascent, kept).ifPresent(score -> reasons.add(scored(score)));
            ascent.dev()
                    .ifPresent(check ->
                            check.parts().stream()
                                    .filter(part -> !part.what().equals("score"))
                                    .forEach(part -> reasons.add(onTheseRows(part))));
            return new FewRows(
                    text("Not enough evidence: %,d rows settle nothing.", rows),
                    use(kept),
                    reasons,
                    List.of(todo(rows)));
        }

        /// Which candidate, its score, cost and time, and how many more rows, in one sentence.
        private String use(Run kept) {
            return text(
                    "Meanwhile use %s: %s, %s, %s; %s.",
                    meanwhile.candidate().title(),
                    Meanwhile.score(ascent, kept).map(meanwhile::figures).orElse("score unknown"),
                    kept.costPerThousandCalls()
                            .map(cost -> cost + " per 1,000 calls")
                            .orElse("at an unknown cost"),
                    kept.latency(0.95)
                            .map(time -> text("p95 %.1f ms", time.toNanos() / 1e6))
                            .orElse("time unknown"),
                    meanwhile.rows());
        }

        private String howAnswered() {
            List<Run> runs = tried();
            long learned = runs.stream().filter(run -> Learners.learned(run.candidate())).count();
            return (learned < runs.size() ? "What learns nothing answered every row. " : "")
                    + (learned > 0
                            ? text(
                                    "What learns was cross-validated in %d folds, and is never called better. ",
                                    splits.folds().orElseThrow().count())
                            : "");
        }

        private List<Run> tried() {
            return ascent.rungs().stream()
                    .flatMap(rung -> rung.tried().stream())
                    .map(Tried::run)
                    .toList();
        }

        private String scored(ScoreEstimate score) {
            double goal = task.goal().score();
            return text(
                    "%s scores %s, on these rows %s the goal of %s%s.",
                    meanwhile.candidate().title(),
                    meanwhile.figures(score),
                    score.value() >= goal ? "at or above" : "below",
                    GateWords.stated(goal),
                    tried().size() > 1 ? "; it was chosen on the same rows, so expect less" : "");
        }

        private static String onTheseRows(GoalCheck.Part part) {
            return part.what()
                    + " on these rows: "
                    + part.have()
                    + "; the goal is "
                    + part.need()
                    + ".";
        }

        private String todo(int rows) {
            return meanwhile.moreRows().isPresent()
                    ? text(
                            "add about %,d rows, %,d in all: a test is cut then, and one look at it settles the"
                                    + " goal with a chance of 80 %%",
                            meanwhile.moreRows().getAsLong(),
                            rows + meanwhile.moreRows().getAsLong())
                    : text(
                            "add %,d rows or more: from %d on a test is cut",
                            Splitter.FEW - rows, Splitter.FEW);
        }
    }
}
