package dev.gradus.spi;

import dev.gradus.candidate.Method;
import java.util.List;

/// Classifiers on frozen vectors; found by `ServiceLoader`. Pure functions of their arguments: the
/// same vectors and seed give the same bits, whatever the machine's number of cores.
public interface VectorClassifiers {

    /// Learns from the train vectors. Zero-shot methods use the label vectors alone.
    VectorClassifier fit(Method method, Training training);

    /// The number of neighbours with the best cross-validated accuracy inside train.
    Tuned<Integer> chooseNeighbours(Training training, long seed);

    /// The l2 penalty with the best cross-validated accuracy inside train; ties go to the lower
    /// loss.
    Tuned<Double> chooseStrength(Training training, long seed);

    /// Out-of-fold predictions for every train example, for thresholds and calibration. Two methods
    /// with the same seed see the same folds.
    List<Prediction> crossValidate(Method method, Training training, long seed);

    /// Answers one vector. Thread-safe.
    interface VectorClassifier {
        Prediction classify(float[] vector);
    }

    /// @param label index into the task's labels
    /// @param confidence calibrated probability of that label, in [0,1]
    record Prediction(int label, double confidence) {}

    /// What there is to learn from.
    ///
    /// @param vectors one per train example
    /// @param labels the right label's index per train example
    /// @param groups examples with the same number stay in one fold
    /// @param nameVectors one per label, from its name
    /// @param descriptionVectors one per label, from its description, or from its name where it has
    ///   none
    /// @param described true where every label has a description
    record Training(
            float[][] vectors,
            int[] labels,
            int[] groups,
            float[][] nameVectors,
            float[][] descriptionVectors,
            boolean described) {
        public int labelCount() {
            return nameVectors.length;
        }
    }

    /// A setting that cross-validation chose.
    ///
    /// @param value the choice
    /// @param tried every value that was tried with its cross-validated accuracy, in the order
    ///   tried
    record Tuned<T>(T value, List<Trial<T>> tried) {
        public Tuned {
            tried = List.copyOf(tried);
        }
    }

    /// @param value a setting
    /// @param accuracy cross-validated inside train
    /// @param loss cross-validated log loss, or the error rate for methods without probabilities
    record Trial<T>(T value, double accuracy, double loss) {}
}
