package dev.gradus.spi;

import dev.gradus.candidate.Candidate;
import dev.gradus.spi.VectorClassifiers.Tuned;
import dev.gradus.task.ModelName;
import java.util.Optional;

/// What a rung may learn while it proposes: everything comes from train, by cross-validation inside
/// it. Dev and test are out of its reach.
public interface TrainStudy {
    /// Content hash of the train examples: part of every candidate that learns.
    String trainHash();

    /// How many train examples the label with the fewest has.
    int fewestPerLabel();

    /// How many more rows it takes until anything can be learned and measured on the same rows, as
    /// in `2 more rows (2 of 'refund')`; empty where there are enough, or a split of their own
    /// measures.
    default Optional<String> lacks() {
        return Optional.empty();
    }

    /// The number of neighbours for retrieved shots.
    Tuned<Integer> neighbours(ModelName encoder);

    /// The l2 penalty of the linear classifier.
    Tuned<Double> strength(ModelName encoder);

    /// When the first candidate should hand over to the second.
    ///
    /// @param margin how much of the second's cross-validated score may be given up for fewer calls
    Escalation escalation(Candidate.Encoded first, Candidate.Encoded second, double margin);

    /// @param threshold hand over below this confidence
    /// @param handedOver the share of train examples that would be, in [0,1]
    /// @param score cross-validated, of the pair at this threshold
    /// @param scoreOfSecond cross-validated, of the second candidate alone
    record Escalation(double threshold, double handedOver, double score, double scoreOfSecond) {}
}
