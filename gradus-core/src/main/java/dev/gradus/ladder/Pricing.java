package dev.gradus.ladder;

import dev.gradus.cost.Priced;
import dev.gradus.score.Run;
import dev.gradus.task.Scoring;
import java.util.OptionalDouble;

/// A run as the sums need it.
public final class Pricing {
    private Pricing() {}

    /// @param score how its answers were scored
    /// @param value of the run
    public static Priced of(Run run, Scoring score, double value) {
        return new Priced(
                run.candidate().id(),
                run.candidate().title(),
                value,
                countsErrors(run, score) ? OptionalDouble.of(1 - value) : OptionalDouble.empty(),
                run.costPerThousandCalls(),
                false,
                run.candidate().complexity());
    }

    /// True where 1 less the score is the share of wrong answers: by the score's name, or where
    /// every answer was right or wrong. Half a point of a graded answer is no half error.
    private static boolean countsErrors(Run run, Scoring score) {
        if (score.ofTheSet()) {
            return false;
        }
        return switch (score.name()) {
            case ACCURACY, EXACT, CONTAINS, NUMERIC, REGEX -> true;
            default ->
                    run.outcomes().stream()
                            .filter(outcome -> !outcome.isMissing())
                            .mapToDouble(outcome -> outcome.score().getAsDouble())
                            .allMatch(one -> one == 0 || one == 1);
        };
    }
}
