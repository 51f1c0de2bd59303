package dev.gradus.ladder;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Shots;
import dev.gradus.score.JudgedScore;
import dev.gradus.score.Measure;
import dev.gradus.score.Run;
import dev.gradus.score.ScoreEstimate;
import dev.gradus.spi.Evaluator;
import dev.gradus.task.Example;
import dev.gradus.task.NearTwins;
import dev.gradus.task.Splits;
import dev.gradus.task.Splitter;
import dev.gradus.task.Task;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Takes the near twins of the test out of train and looks at the same candidate again: see [Leak].
/// A candidate that learnt nothing from train cannot have seen a test message, and has no check.
/// One that misses the goal as it is has none either: without the leak it would score lower still.
final class LeakCheck {
    private final Task task;
    private final Splits splits;
    private final Evaluator evaluator;
    private final Measure measure;
    private Optional<List<Example>> left = Optional.empty();

    /// @param measure of the sealed test
    LeakCheck(Task task, Splits splits, Evaluator evaluator, Measure measure) {
        this.task = task;
        this.splits = splits;
        this.evaluator = evaluator;
        this.measure = measure;
    }

    /// @param served its run on the test
    /// @param check of the goal, as it is served
    /// @return empty where nothing can have leaked, or the goal is missed all the same
    Optional<Leak> of(Run served, GoalCheck check) {
        Candidate candidate = served.candidate();
        if (!candidate.learns()
                || splits.testTwins().isEmpty()
                || check.status() == GoalCheck.Status.MISSED
                || left().size() == splits.train().size()) {
            return Optional.empty();
        }
        int twins = splits.testTwins().size();
        int removed = splits.train().size() - left().size();
        if (left().size() < Splitter.FEWEST) {
            return Optional.of(
                    new Leak.Unknown(
                            twins,
                            removed,
                            "all but "
                                    + left().size()
                                    + " train examples have a near twin in the test, and "
                                    + Splitter.FEWEST
                                    + " are needed to learn from"));
        }
        int quoted = quoted(candidate);
        if (quoted > 0) {
            return Optional.of(
                    new Leak.Unknown(
                            twins,
                            removed,
                            "the instruction that a model wrote quotes "
                                    + quoted
                                    + (quoted == 1 ? " train message" : " train messages")
                                    + " with a near twin in the test"));
        }
        if (!refits(candidate)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (evaluator.refit(candidate, left())) {
                    case Evaluator.Refit.NotRun not -> new Leak.Unknown(twins, removed, not.why());
                    case Evaluator.Refit.Ran ran -> refitted(served, ran.run(), removed, check);
                });
    }

    private Leak refitted(Run served, Run run, int removed, GoalCheck check) {
        int twins = splits.testTwins().size();
        Optional<ScoreEstimate> score = measure.estimate(run);
        if (score.isEmpty() || run.failed()) {
            return new Leak.Unknown(
                    twins,
                    removed,
                    run.missing()
                            + " of "
                            + run.outcomes().size()
                            + " outcomes of the refitted candidate are missing: a failed run");
        }
        double level = check.level();
        // People judged answers of the candidate that is served: the judge's bias on them is taken
        // for that on the refitted one's.
        Run judged = new Run(served.candidate(), run.split(), run.outcomes(), run.currency());
        Optional<JudgedScore> worth = evaluator.judged(judged, score.get(), level);
        return new Leak.Refitted(
                twins,
                removed,
                run,
                score.get(),
                GoalCheck.of(task.goal(), score.get(), worth, served, level),
                measure.compare(served, run),
                task.score().ofTheSet() || worth.isPresent()
                        ? Optional.empty()
                        : share(served, level));
    }

    private Optional<TwinShare> share(Run served, double level) {
        double edge = task.goal().least();
        return TwinShare.of(measure, served, splits.testTwins(), edge, level);
    }

    private List<Example> left() {
        if (left.isEmpty()) {
            left = Optional.of(splits.trainWithoutTwins());
        }
        return left.get();
    }

    /// True where something can be learnt anew; an instruction that a model wrote stays as it is.
    private static boolean refits(Candidate candidate) {
        return !(candidate instanceof Candidate.Prompted prompted)
                || !(prompted.shots() instanceof Shots.None);
    }

    /// How many of the train examples that were taken out stand word for word in an instruction
    /// that a model wrote.
    private int quoted(Candidate candidate) {
        return switch (candidate) {
            case Candidate.Encoded encoded -> 0;
            case Candidate.Prompted prompted ->
                    prompted.prompt().rewritten() ? quoted(prompted.prompt().system()) : 0;
            case Candidate.Cascade cascade -> quoted(cascade.first()) + quoted(cascade.second());
        };
    }

    private int quoted(String instruction) {
        Set<String> stay = new HashSet<>();
        left().forEach(example -> stay.add(example.id()));
        return NearTwins.quoted(
                instruction,
                splits.train().stream()
                        .filter(example -> !stay.contains(example.id()))
                        .map(Example::input)
                        .toList());
    }
}
