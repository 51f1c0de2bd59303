package dev.gradus.tuning;

import dev.gradus.score.Comparison;
import dev.gradus.score.Measure;
import dev.gradus.score.Run;
import dev.gradus.task.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The tuned model against the best candidate below, on the same examples: all that its release
/// rests on.
///
/// @param dev tuned against best on dev; empty where a run failed
/// @param test the same on the sealed test
/// @param withoutTwins the same without the test examples that have a near twin in train or dev;
///   empty where none has
/// @param costBest of 1,000 calls of the best below; empty where unknown
/// @param costTuned of 1,000 calls of the tuned model
/// @param forgetting what it lost; empty where there is no forgetting suite
/// @param failures runs that failed, one sentence each
public record Trial(
        Optional<Comparison> dev,
        Optional<Comparison> test,
        Optional<Comparison> withoutTwins,
        Optional<Money> costBest,
        Optional<Money> costTuned,
        Optional<Forgetting> forgetting,
        List<String> failures) {
    public Trial {
        Objects.requireNonNull(dev, "dev");
        Objects.requireNonNull(test, "test");
        Objects.requireNonNull(withoutTwins, "withoutTwins");
        Objects.requireNonNull(costBest, "costBest");
        Objects.requireNonNull(costTuned, "costTuned");
        Objects.requireNonNull(forgetting, "forgetting");
        failures = List.copyOf(failures);
    }

    /// The two candidates on one split.
    ///
    /// @param measure of the split's examples
    public record Pair(Measure measure, Run best, Run tuned) {}

    /// @param twins ids of the test examples that have a near twin in train or dev
    public static Trial of(Pair dev, Pair test, Set<String> twins, Optional<Forgetting> lost) {
        List<String> failures = new ArrayList<>();
        Optional<Comparison> onDev = compared(dev, "dev", failures);
        Optional<Comparison> onTest = compared(test, "the sealed test", failures);
        Measure without = test.measure().without(twins);
        Optional<Comparison> hangs =
                twins.isEmpty() || onTest.isEmpty()
                        ? Optional.empty()
                        : compared(
                                new Pair(
                                        without,
                                        without.restrict(test.best()),
                                        without.restrict(test.tuned())),
                                "the sealed test without near twins",
                                failures);
        return new Trial(
                onDev,
                onTest,
                hangs,
                test.best().costPerThousandCalls(),
                test.tuned().costPerThousandCalls(),
                lost,
                failures);
    }

    private static Optional<Comparison> compared(Pair pair, String where, List<String> failures) {
        int before = failures.size();
        failed(pair.best(), "the best below", where, failures);
        failed(pair.tuned(), "the tuned model", where, failures);
        return failures.size() > before
                ? Optional.empty()
                : Optional.of(pair.measure().compare(pair.best(), pair.tuned()));
    }

    private static void failed(Run run, String who, String where, List<String> failures) {
        if (run.failed()) {
            failures.add(
                    run.missing()
                            + " of "
                            + run.outcomes().size()
                            + " outcomes of "
                            + who
                            + " on "
                            + where
                            + " are missing: a failed run.");
        }
    }
}
