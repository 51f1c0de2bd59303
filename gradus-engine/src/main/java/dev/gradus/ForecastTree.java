package dev.gradus;

import dev.gradus.stats.Estimate;
import dev.gradus.tuning.LearningCurve;
import dev.gradus.tuning.TuningForecast;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A pilot's forecast as it stands in a document: what was measured at each size, the curve through
/// it, and the gain that tuning is forecast to bring.
final class ForecastTree {
    private static final double LEVEL = 0.95;
    private static final double[] AHEAD = {1, 1.5, 2, 3, 4};

    private ForecastTree() {}

    static Map<String, Object> of(PilotForecast pilot) {
        TuningForecast forecast = pilot.forecast();
        TuningForecast.Gain gain = forecast.gain();
        return new Tree()
                .put("trainExamples", forecast.trainExamples())
                .put("sizes", forecast.sizes().stream().map(ForecastTree::size).toList())
                .put(
                        "gain",
                        new Tree()
                                .put("value", gain.value())
                                .put("low", gain.interval().low())
                                .put("high", gain.interval().high())
                                .put("level", LEVEL)
                                .put("lowerBound", gain.lower())
                                .put("measured", gain.measured())
                                .map())
                .put("curve", forecast.curve().map(curve -> curve(curve, forecast)).orElse(null))
                .put(
                        "runs",
                        new Tree()
                                .put("deviation", forecast.runDeviation())
                                .put("measured", forecast.runDeviationMeasured())
                                .map())
                .put("method", forecast.method())
                .put("against", pilot.frozen().words())
                .put("notes", pilot.notes())
                .map();
    }

    private static Map<String, Object> size(TuningForecast.Size size) {
        return new Tree()
                .put("trainExamples", size.trainExamples())
                .put("frozen", estimate(size.frozen()))
                .put("tuned", estimate(size.tuned()))
                .put("gain", estimate(size.gain()))
                .map();
    }

    /// The classifier on the frozen encoder, carried on to more labels.
    private static Map<String, Object> curve(LearningCurve curve, TuningForecast forecast) {
        List<Object> ahead = new ArrayList<>();
        for (double times : AHEAD) {
            int n = (int) Math.round(times * forecast.trainExamples());
            if (n <= curve.farthest()) {
                ahead.add(
                        new Tree()
                                .put("trainExamples", n)
                                .put("frozen", estimate(curve.predict(n, LEVEL)))
                                .map());
            }
        }
        return new Tree()
                .put("ceiling", curve.ceiling())
                .put("rate", curve.rate())
                .put("flat", curve.flat())
                .put("ahead", ahead)
                .map();
    }

    static Map<String, Object> estimate(Estimate estimate) {
        return new Tree()
                .put("value", estimate.value())
                .put("low", estimate.interval().low())
                .put("high", estimate.interval().high())
                .put("n", estimate.n())
                .map();
    }
}
