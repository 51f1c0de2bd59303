package dev.gradus.score;

import dev.gradus.stats.Interval;
import dev.gradus.task.ModelName;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/// What the score of a run is worth where a model gave it: how far people agree with the judge, and
/// the score with the judge's bias taken out. A judge that nobody has checked passes no goal.
///
/// @param model that judges
/// @param labels answers that people judged too
/// @param fewest labels that count
/// @param key of the task file that names the file with them
/// @param file with the labels, as the task names it; empty where it names none
/// @param kappa Cohen's, of judge and people; empty where it is not defined
/// @param corrected the score that counts; empty where the judge is not calibrated
/// @param flags for people, one sentence each
public record JudgedScore(
        ModelName model,
        int labels,
        int fewest,
        String key,
        Optional<String> file,
        OptionalDouble kappa,
        Optional<Corrected> corrected,
        List<String> flags) {

    /// With the judge's bias taken out.
    ///
    /// @param value of the outcomes that are not missing
    /// @param interval two-sided, with the calibration's own error
    /// @param bounds one-sided, each at the level of the interval, and with every missing outcome
    ///   against the claim
    public record Corrected(double value, Interval interval, Interval bounds) {}

    public JudgedScore {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(kappa, "kappa");
        Objects.requireNonNull(corrected, "corrected");
        flags = List.copyOf(flags);
    }

    /// True where a goal or a gate may rest on the judge.
    public boolean calibrated() {
        return corrected.isPresent();
    }

    /// How many more answers people must judge before the judge counts.
    public int labelsMissing() {
        return Math.max(0, fewest - labels);
    }
}
