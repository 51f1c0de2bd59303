package dev.gradus.tuning;

import java.util.List;
import java.util.Objects;

/// A small trial inside train, at one size: part of train taught both classifiers, and both
/// answered the same held-out examples of train. Dev and test take no part. Of a chat model, the
/// best candidate below stands in the place of the classifier on the frozen encoder.
///
/// @param trainExamples how many taught, 1 or more
/// @param frozen score in [0,1] of the linear classifier on the frozen encoder, one a held-out
///   example
/// @param tuned score in [0,1] of the tuned encoder on the same examples in the same order; where
///   it was tuned with several seeds, each example's mean over them
/// @param seeds how far runs of several seeds differed
public record Pilot(int trainExamples, List<Double> frozen, List<Double> tuned, SeedSpread seeds) {
    public Pilot {
        Objects.requireNonNull(seeds, "seeds");
        frozen = List.copyOf(frozen);
        tuned = List.copyOf(tuned);
        require(trainExamples >= 1, "a pilot learns from 1 example or more, not " + trainExamples);
        require(!frozen.isEmpty(), "a pilot is scored on held-out examples, and there are none");
        require(
                frozen.size() == tuned.size(),
                "both classifiers of a pilot answer the same examples: there are "
                        + frozen.size()
                        + " scores of the frozen one and "
                        + tuned.size()
                        + " of the tuned one");
        frozen.forEach(Pilot::inUnit);
        tuned.forEach(Pilot::inUnit);
    }

    /// Tuned once: how far runs differ is unknown.
    public Pilot(int trainExamples, List<Double> frozen, List<Double> tuned) {
        this(trainExamples, frozen, tuned, SeedSpread.unknown());
    }

    /// How many held-out examples both answered.
    public int heldOut() {
        return frozen.size();
    }

    private static void inUnit(double score) {
        require(score >= 0 && score <= 1, "a score is in [0,1], not " + score);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
