package dev.gradus.embedded;

import dev.gradus.candidate.Method;
import dev.gradus.candidate.Method.Linear;
import dev.gradus.candidate.Method.RetrievedShots;
import dev.gradus.embedded.CrossValidation.Chosen;
import dev.gradus.embedded.CrossValidation.HeldOut;
import dev.gradus.spi.VectorClassifiers;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The methods on frozen vectors. Thread-safe.
///
/// The confidence of a method that learns is calibrated on train examples that it was not taught
/// with; that of a zero-shot method follows from its label vectors alone and is calibrated only as
/// far as other tasks are like the one it was measured on.
public final class VectorMethods implements VectorClassifiers {
    /// Held-out examples to calibrate on: the standard error of the sharpness is then about 3 %.
    private static final int CALIBRATION = 1_000;

    /// Held-out scores of the dear methods, which are asked for again: two on each of two encoders.
    private static final int KEPT = 4;

    /// Sharpness of cosines to label texts, times the mean distance of label texts from each other.
    /// On the train messages of Banking77 13 and 15 fit best for names (MiniLM, bge), 18 and 20 for
    /// descriptions.
    private static final double ZERO_SHOT = 16;

    private record Key(Method method, Training training, long seed) {}

    private final Map<Key, float[][]> kept =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, float[][]> eldest) {
                    return size() > KEPT;
                }
            };

    /// For `ServiceLoader`.
    public VectorMethods() {}

    @Override
    public VectorClassifier fit(Method method, Training training) {
        Rater rater = CrossValidation.rater(method, training);
        double sharpness =
                method.learns() ? calibrate(method, training) : zeroShot(method, training);
        return vector -> prediction(rater.rate(vector), sharpness);
    }

    @Override
    public Tuned<Integer> chooseNeighbours(Training training, long seed) {
        Chosen<Integer> chosen = new CrossValidation(training, seed).neighbours();
        keep(new Key(new RetrievedShots(chosen.tuned().value()), training, seed), chosen.scores());
        return chosen.tuned();
    }

    @Override
    public Tuned<Double> chooseStrength(Training training, long seed) {
        Chosen<Double> chosen = new CrossValidation(training, seed).strength();
        keep(new Key(new Linear(chosen.tuned().value()), training, seed), chosen.scores());
        return chosen.tuned();
    }

    @Override
    public List<Prediction> crossValidate(Method method, Training training, long seed) {
        Key key = new Key(method, training, seed);
        float[][] scores = kept(key);
        if (scores.length == 0) {
            scores = new CrossValidation(training, seed).scores(method);
            if (method instanceof Linear || method instanceof RetrievedShots) {
                keep(key, scores);
            }
        }
        double sharpness =
                method.learns()
                        ? Sharpness.of(scores, training.labels(), start(method))
                        : zeroShot(method, training);
        return Arrays.stream(scores).map(one -> prediction(one, sharpness)).toList();
    }

    private static Prediction prediction(float[] scores, double sharpness) {
        return new Prediction(Sharpness.best(scores), Sharpness.confidence(scores, sharpness));
    }

    private static double calibrate(Method method, Training training) {
        if (Arrays.stream(training.groups()).distinct().count() < 2) {
            return start(method);
        }
        HeldOut heldOut = new CrossValidation(training, 0).some(method, CALIBRATION);
        return Sharpness.of(heldOut.scores(), heldOut.right(), start(method));
    }

    /// Where the search for the sharpness starts: logits are made for 1, cosines lie within a few
    /// tenths.
    private static double start(Method method) {
        return method instanceof Linear || method instanceof RetrievedShots ? 1 : 20;
    }

    private static double zeroShot(Method method, Training training) {
        float[][] texts =
                method instanceof Method.LabelNames
                        ? training.nameVectors()
                        : training.descriptionVectors();
        double distance = 0;
        int pairs = 0;
        for (int a = 0; a < texts.length; a++) {
            for (int b = 0; b < a; b++) {
                distance += 1 - Kernel.dot(texts[a], texts[b]);
                pairs++;
            }
        }
        return pairs == 0 || distance <= 0 ? 1 : ZERO_SHOT / (distance / pairs);
    }

    private float[][] kept(Key key) {
        synchronized (kept) {
            return kept.getOrDefault(key, new float[0][]);
        }
    }

    private void keep(Key key, float[][] scores) {
        synchronized (kept) {
            kept.put(key, scores);
        }
    }
}
