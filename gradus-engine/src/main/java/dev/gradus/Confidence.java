package dev.gradus;

import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// What a candidate's confidence is worth on dev: how right it is when it may keep silent (the
/// abstention curve), and how far stated confidence lies from observed rightness (expected
/// calibration error over 10 equal-width bins; Guo et al. 2017).
final class Confidence {
    private static final int BINS = 10;
    private static final double[] COVERAGES = {1.0, 0.98, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5};

    private Confidence() {}

    static Map<String, Object> curve(Run run) {
        List<Outcome> confident = confident(run);
        List<Object> points = new ArrayList<>();
        for (double coverage : COVERAGES) {
            int kept = (int) Math.round(coverage * confident.size());
            if (kept > 0) {
                double right =
                        confident.subList(0, kept).stream()
                                .mapToDouble(outcome -> outcome.score().orElseThrow())
                                .average()
                                .orElseThrow();
                points.add(
                        new Tree()
                                .put("coverage", (double) kept / confident.size())
                                .put("accuracy", right)
                                .put(
                                        "threshold",
                                        kept == confident.size()
                                                ? 0.0
                                                : confident
                                                        .get(kept - 1)
                                                        .confidence()
                                                        .orElseThrow())
                                .map());
            }
        }
        return new Tree().put("candidate", run.candidate().id()).put("points", points).map();
    }

    static Map<String, Object> calibration(Run run) {
        double[] stated = new double[BINS];
        double[] right = new double[BINS];
        List<Outcome> confident = confident(run);
        for (Outcome outcome : confident) {
            double confidence = outcome.confidence().orElseThrow();
            int bin = Math.min(BINS - 1, (int) (confidence * BINS));
            stated[bin] += confidence;
            right[bin] += outcome.score().orElseThrow();
        }
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            error += Math.abs(stated[bin] - right[bin]);
        }
        return new Tree()
                .put("candidate", run.candidate().id())
                .put(
                        "expectedCalibrationError",
                        confident.isEmpty() ? null : error / confident.size())
                .put("n", confident.size())
                .map();
    }

    /// The most confident first.
    private static List<Outcome> confident(Run run) {
        return run.outcomes().stream()
                .filter(outcome -> !outcome.isMissing() && outcome.confidence().isPresent())
                .sorted(
                        Comparator.comparingDouble(
                                        (Outcome outcome) -> -outcome.confidence().orElseThrow())
                                .thenComparing(Outcome::exampleId))
                .toList();
    }
}
