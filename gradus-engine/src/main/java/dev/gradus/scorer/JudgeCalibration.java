package dev.gradus.scorer;

import dev.gradus.calls.Together;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.Scorer;
import dev.gradus.stats.Estimate;
import dev.gradus.stats.Kappa;
import dev.gradus.stats.PredictionPowered;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// How far a judge agrees with people, and what its scores are worth once that is taken into
/// account. From 20 labels on it counts; a judge without cannot pass a goal or a gate.
public final class JudgeCalibration {
    /// The fewest labels that count.
    public static final int FEWEST = 20;

    private static final double GOOD = 0.5;
    private static final double POOR_KAPPA = 0.4;

    private final List<Pair> pairs;
    private final int missing;

    private record Pair(double judge, double human, Optional<String> arm) {}

    /// A score with the judge's bias taken out.
    ///
    /// @param estimate the mean and its interval, which holds the calibration's own error; empty
    ///   where there are too few labels
    /// @param labels how many it rests on
    /// @param flags for people, one sentence each
    public record Corrected(Optional<Estimate> estimate, int labels, List<String> flags) {
        public Corrected {
            Objects.requireNonNull(estimate, "estimate");
            flags = List.copyOf(flags);
        }

        /// True where a goal or a gate may rest on it.
        public boolean calibrated() {
            return estimate.isPresent();
        }
    }

    private JudgeCalibration(List<Pair> pairs, int missing) {
        this.pairs = List.copyOf(pairs);
        this.missing = missing;
    }

    /// No human label.
    public static JudgeCalibration none() {
        return new JudgeCalibration(List.of(), 0);
    }

    /// Has the judge score every labelled answer; costs the judge's calls. A call that fails leaves
    /// its label out, and is counted.
    public static JudgeCalibration of(Scorer judge, List<HumanLabel> labels) {
        List<Optional<Pair>> pairs = Together.all(labels.size(), i -> pair(judge, labels.get(i)));
        List<Pair> there = pairs.stream().flatMap(Optional::stream).toList();
        return new JudgeCalibration(there, pairs.size() - there.size());
    }

    private static Optional<Pair> pair(Scorer judge, HumanLabel label) {
        try {
            double score = judge.score(label.example(), label.answer());
            return Optional.of(new Pair(score, label.human(), label.arm()));
        } catch (CallFailure noReply) {
            return Optional.empty();
        }
    }

    public int labels() {
        return pairs.size();
    }

    /// Cohen's kappa of judge and people, both cut at 0.5 into bad and good; empty where it is not
    /// defined.
    public Optional<Kappa> kappa() {
        int[] judge = pairs.stream().mapToInt(pair -> pair.judge >= GOOD ? 1 : 0).toArray();
        int[] human = pairs.stream().mapToInt(pair -> pair.human >= GOOD ? 1 : 0).toArray();
        return Kappa.of(judge, human, 2);
    }

    /// The arm's mean score with the judge's bias taken out, by the labels of the arm itself, or,
    /// where it has fewer than 20, by all of them, which is flagged.
    ///
    /// @param scores the judge's, of the arm; at least one
    public Corrected corrected(double[] scores, String arm, double level) {
        List<String> flags = new ArrayList<>();
        List<Pair> own = pairs.stream().filter(pair -> pair.arm.equals(Optional.of(arm))).toList();
        List<Pair> used = own.size() >= FEWEST ? own : pairs;
        if (missing > 0) {
            flags.add(missing + " human labels are left out: the judge gave no reply to them");
        }
        if (used.size() < FEWEST) {
            flags.add(
                    pairs.isEmpty()
                            ? "the judge is not calibrated: nobody has labelled any of its answers"
                            : "the judge is not calibrated: "
                                    + used.size()
                                    + " human labels, and it takes "
                                    + FEWEST);
            return new Corrected(Optional.empty(), used.size(), flags);
        }
        if (own.size() < FEWEST) {
            flags.add(
                    "the human labels are not of '"
                            + arm
                            + "' ("
                            + own.size()
                            + " of "
                            + pairs.size()
                            + " are): a judge may be wrong about it in another way");
        }
        kappa().filter(kappa -> kappa.value() < POOR_KAPPA)
                .ifPresent(kappa ->
                        flags.add(
                                String.format(
                                        Locale.ROOT,
                                        "judge and people agree little: kappa %.2f",
                                        Math.round(kappa.value() * 100) / 100.0)));
        Estimate estimate =
                PredictionPowered.mean(
                        scores,
                        used.stream().mapToDouble(Pair::judge).toArray(),
                        used.stream().mapToDouble(Pair::human).toArray(),
                        level);
        return new Corrected(Optional.of(estimate), used.size(), flags);
    }
}
