package dev.gradus.files;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a person says of a new task, so that it is not guessed.
///
/// @param input column of the input
/// @param expected column of the right answer
/// @param group column whose examples are never split apart
/// @param test file of a sealed test
/// @param goal the score that is good enough, in (0,1]
/// @param models the models to climb with, the cheapest first; none: those in this process
/// @param delimiter between the cells of a text file, where it is not found by itself
public record NewOptions(
        Optional<String> input,
        Optional<String> expected,
        Optional<String> group,
        Optional<Path> test,
        OptionalDouble goal,
        List<String> models,
        Optional<Character> delimiter) {

    public NewOptions {
        models = List.copyOf(models);
        if (goal.isPresent() && !(goal.getAsDouble() > 0 && goal.getAsDouble() <= 1)) {
            throw new IllegalArgumentException(
                    "a goal is above 0 and at most 1, not " + goal.getAsDouble());
        }
    }

    /// Everything is guessed.
    public static NewOptions none() {
        return new NewOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                List.of(),
                Optional.empty());
    }

    /// With these columns where the person named none.
    NewOptions or(Optional<String> itsInput, Optional<String> itsExpected) {
        return new NewOptions(
                input.or(() -> itsInput),
                expected.or(() -> itsExpected),
                group,
                test,
                goal,
                models,
                delimiter);
    }
}
