package dev.gradus;

import dev.gradus.spi.Ledger;
import dev.gradus.tuning.Pilot;
import dev.gradus.tuning.SeedSpread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What one training run of a pilot measured at one size, as the ledger keeps it. Each size is
/// trained with two seeds: how far runs differ is part of what the forecast does not know.
///
/// @param examples how many taught
/// @param frozen score in [0,1] of what was not tuned, one a held-out example
/// @param tuned score in [0,1] of what was, in the same order
/// @param bill what it took, as whoever measured it reads it again
record PilotSize(int examples, List<Double> frozen, List<Double> tuned, String bill) {
    /// Seeds at every size.
    static final int RUNS = 2;

    private static final int PARTS = 4;

    PilotSize {
        frozen = List.copyOf(frozen);
        tuned = List.copyOf(tuned);
    }

    /// From the ledger, else measured now; durable before it counts, and never measured again.
    ///
    /// @param key hash of all that it depends on
    static PilotSize of(Ledger ledger, String key, Supplier<PilotSize> measure) {
        return parse(ledger.choice(key, () -> measure.get().line()));
    }

    String line() {
        return examples + " " + written(frozen) + " " + written(tuned) + " " + bill;
    }

    static PilotSize parse(String line) {
        String[] parts = line.split(" ", PARTS);
        return new PilotSize(
                Integer.parseInt(parts[0]), scores(parts[1]), scores(parts[2]), parts[3]);
    }

    /// Runs of several seeds on the same examples as one: each held-out example's mean.
    static Pilot pilot(List<PilotSize> runs) {
        PilotSize first = runs.getFirst();
        List<Double> tuned = new ArrayList<>();
        for (int i = 0; i < first.tuned.size(); i++) {
            int at = i;
            tuned.add(mean(runs.stream().map(run -> run.tuned.get(at)).toList()));
        }
        return new Pilot(
                first.examples,
                first.frozen,
                tuned,
                SeedSpread.ofRuns(runs.stream().map(run -> run.tuned).toList()));
    }

    /// Both directions as one: each half held out in turn.
    static Pilot both(Pilot one, Pilot other) {
        return new Pilot(
                (one.trainExamples() + other.trainExamples()) / 2,
                joined(one.frozen(), other.frozen()),
                joined(one.tuned(), other.tuned()),
                one.seeds()
                        .and(
                                other.seeds(),
                                (double) one.heldOut() / (one.heldOut() + other.heldOut())));
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static List<Double> joined(List<Double> one, List<Double> other) {
        List<Double> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    /// A 0 or 1 each, or numbers between commas where one is neither.
    private static String written(List<Double> scores) {
        return scores.stream().allMatch(score -> score == 0 || score == 1)
                ? scores.stream().map(score -> score == 1 ? "1" : "0").collect(Collectors.joining())
                : scores.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static List<Double> scores(String text) {
        return text.matches("[01]+")
                ? text.chars().mapToObj(bit -> bit == '1' ? 1.0 : 0.0).toList()
                : Arrays.stream(text.split(",")).map(Double::valueOf).toList();
    }
}
