package dev.gradus.score;

import dev.gradus.candidate.Candidate;
import dev.gradus.packed.PackedList;
import dev.gradus.stats.Interim;
import dev.gradus.task.Money;
import dev.gradus.task.Split;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/// One candidate on one split: an outcome per example that it was asked, in the split's order.
///
/// @param candidate what answered
/// @param split where
/// @param outcomes one per example that was asked, in the split's order; what was not asked has
///   none, and is neither missing nor wrong
/// @param currency of the outcomes' costs
/// @param asked how much of the split
public record Run(
        Candidate candidate, Split split, List<Outcome> outcomes, String currency, Asked asked) {
    public Run {
        Objects.requireNonNull(candidate, "candidate");
        Objects.requireNonNull(split, "split");
        Objects.requireNonNull(currency, "currency");
        Objects.requireNonNull(asked, "asked");
        outcomes = PackedList.copyOf(outcomes);
    }

    /// On the whole split, asked at once.
    public Run(Candidate candidate, Split split, List<Outcome> outcomes, String currency) {
        this(candidate, split, outcomes, currency, Asked.whole());
    }

    /// The same outcomes, as so much of the split.
    public Run with(Asked how) {
        return new Run(candidate, split, outcomes, currency, how);
    }

    /// True where no example of the split was left out.
    public boolean complete() {
        return asked.notAsked() == 0;
    }

    /// The outcomes by the id of their example.
    public Map<String, Outcome> byExample() {
        Map<String, Outcome> byExample = new HashMap<>();
        outcomes.forEach(outcome -> byExample.put(outcome.exampleId(), outcome));
        return byExample;
    }

    /// The look that a comparison with another run is made at: that of the one which was asked
    /// fewer examples; the other's where both were asked as many.
    public Interim look(Run other) {
        return (outcomes.size() < other.outcomes.size() ? this : other).asked.interim();
    }

    public int missing() {
        return (int) outcomes.stream().filter(Outcome::isMissing).count();
    }

    /// True where more than half the outcomes are missing: a failed run, not a bad model.
    public boolean failed() {
        return outcomes.isEmpty() || 2 * missing() > outcomes.size();
    }

    /// The mean over the outcomes that are not missing.
    public OptionalDouble meanScore() {
        return outcomes.stream()
                .filter(outcome -> !outcome.isMissing())
                .mapToDouble(outcome -> outcome.score().getAsDouble())
                .average();
    }

    /// The cost of 1,000 calls; empty where the cost of any scored outcome is unknown.
    public Optional<Money> costPerThousandCalls() {
        double sum = 0;
        int counted = 0;
        for (Outcome outcome : outcomes) {
            if (outcome.isMissing()) {
                continue;
            }
            if (outcome.costPerCall().isEmpty()) {
                return Optional.empty();
            }
            sum += outcome.costPerCall().getAsDouble();
            counted++;
        }
        return counted == 0
                ? Optional.empty()
                : Optional.of(Money.of(1000 * sum / counted, currency));
    }

    /// The latencies of the calls at batch 1, sorted, in nanoseconds.
    public double[] sortedLatencies() {
        double[] nanos =
                outcomes.stream()
                        .filter(outcome -> outcome.latencyNanos().isPresent())
                        .mapToDouble(outcome -> outcome.latencyNanos().getAsLong())
                        .toArray();
        Arrays.sort(nanos);
        return nanos;
    }

    /// The observed quantile of the latency (nearest rank), empty where none was measured.
    public Optional<Duration> latency(double quantile) {
        double[] sorted = sortedLatencies();
        if (sorted.length == 0) {
            return Optional.empty();
        }
        int rank = (int) Math.ceil(quantile * sorted.length) - 1;
        return Optional.of(Duration.ofNanos((long) sorted[Math.max(0, rank)]));
    }
}
