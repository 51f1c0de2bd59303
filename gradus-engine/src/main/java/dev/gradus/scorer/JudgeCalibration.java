package dev.gradus.scorer;

import dev.gradus.calls.Together;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.Scorer;
import dev.gradus.stats.Kappa;
import dev.gradus.stats.PredictionPowered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// How far a judge agrees with people, and what its scores are worth once that is taken into
/// account. From 50 labels of an arm's own answers on it counts; a judge without cannot pass a goal
/// or a gate.
public final class JudgeCalibration {
    /// The fewest labels of an arm that count: with 20 the lower limit of a good judge lay above
    /// the truth in 4.0 % of simulated arms, where 2.5 % are promised.
    public static final int FEWEST = 50;

    private static final double GOOD = 0.5;
    private static final double POOR_KAPPA = 0.4;

    private final List<Pair> pairs;
    private final int missing;

    private record Pair(double judge, double human, HumanLabel label) {}

    /// An answer that the judge gave a score.
    ///
    /// @param score in [0,1]
    public record Given(String input, String answer, double score) {}

    /// A score with the judge's bias taken out.
    ///
    /// @param estimate the mean and its limits, which hold the calibration's own error; empty where
    ///   there are too few labels
    /// @param labels of the arm's own answers
    /// @param flags for people, one sentence each
    public record Corrected(Optional<PredictionPowered> estimate, int labels, List<String> flags) {
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
            return Optional.of(new Pair(score, label.human(), label));
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

    /// The arm's mean score with the judge's bias taken out, by the labels of its own answers: a
    /// judge may be wrong about another arm in another way, and what people said of another arm's
    /// answers says nothing of the level of this one. A label that names no arm is taken to be of
    /// this one, unless the arm is known to have answered that input otherwise.
    ///
    /// Answers that people labelled are not counted again among those that the judge alone scored.
    ///
    /// @param given what the judge scored of the arm; at least one
    /// @param known what the arm is known to have answered, by input, each as [#plain] has it
    public Corrected corrected(List<Given> given, String arm, Map<String, Set<String>> known) {
        List<String> flags = new ArrayList<>();
        List<Pair> own = pairs.stream().filter(pair -> isOf(pair.label, arm, known)).toList();
        if (missing > 0) {
            flags.add(missing + " human labels are left out: the judge gave no reply to them");
        }
        if (own.size() < FEWEST) {
            flags.add(uncalibrated(own.size(), arm));
            return new Corrected(Optional.empty(), own.size(), flags);
        }
        long nobodys =
                own.stream()
                        .filter(pair -> pair.label.arm().isEmpty())
                        .filter(pair -> !known.containsKey(pair.label.example().input()))
                        .count();
        if (nobodys > 0) {
            flags.add(
                    nobodys
                            + " human labels do not say whose answers they are (column arm), and are"
                            + " taken to be of '"
                            + arm
                            + "'");
        }
        kappa().filter(kappa -> kappa.value() < POOR_KAPPA)
                .ifPresent(kappa ->
                        flags.add(
                                String.format(
                                        Locale.ROOT,
                                        "judge and people agree little: kappa %.2f",
                                        Math.round(kappa.value() * 100) / 100.0)));
        return new Corrected(Optional.of(estimate(given, own)), own.size(), flags);
    }

    private static boolean isOf(HumanLabel label, String arm, Map<String, Set<String>> known) {
        return label.arm()
                .map(arm::equals)
                .orElseGet(() -> {
                    Set<String> answers = known.get(label.example().input());
                    return answers == null || answers.contains(plain(label.answer()));
                });
    }

    /// An answer as it is compared: a spreadsheet changes line ends, and white space at the ends.
    public static String plain(String answer) {
        return answer.strip().replace("\r\n", "\n");
    }

    private String uncalibrated(int own, String arm) {
        if (pairs.isEmpty()) {
            return "the judge is not calibrated: nobody has labelled any of its answers";
        }
        return "the judge is not calibrated: "
                + own
                + " human labels of answers of '"
                + arm
                + "', and it takes "
                + FEWEST
                + (own < pairs.size()
                        ? "; " + (pairs.size() - own) + " are of other answers and do not count"
                        : "");
    }

    private static PredictionPowered estimate(List<Given> given, List<Pair> own) {
        Map<String, Set<String>> labelled = new HashMap<>();
        own.forEach(pair ->
                labelled.computeIfAbsent(pair.label.example().input(), input -> new HashSet<>())
                        .add(plain(pair.label.answer())));
        double[] unlabelled =
                given.stream()
                        .filter(one ->
                                !labelled.getOrDefault(one.input, Set.of())
                                        .contains(plain(one.answer)))
                        .mapToDouble(Given::score)
                        .toArray();
        return PredictionPowered.of(
                unlabelled,
                own.stream().mapToDouble(Pair::judge).toArray(),
                own.stream().mapToDouble(Pair::human).toArray());
    }
}
