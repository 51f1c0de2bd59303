package dev.gradus.score;

import dev.gradus.stats.Bounds;
import dev.gradus.stats.Seeds;
import dev.gradus.stats.StudentBootstrap;
import dev.gradus.task.Money;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/// What the calls of a run cost, one by one, and what their mean may be in truth. The mean of calls
/// that all cost the same is no estimate; that of calls that differ (tokens, a cascade that
/// sometimes escalates, measured machine time) is one, with an error. Calls count as independent.
/// Immutable and thread-safe.
public final class CallCosts {
    private final double[] perCall;
    private final int unpriced;
    private final String currency;
    private final Optional<Bounds> bounds;

    private CallCosts(double[] perCall, int unpriced, String currency, long seed) {
        this.perCall = perCall;
        this.unpriced = unpriced;
        this.currency = Objects.requireNonNull(currency, "currency");
        this.bounds =
                same() || perCall.length < StudentBootstrap.FEWEST
                        ? Optional.empty()
                        : Optional.of(StudentBootstrap.mean(perCall, seed));
    }

    /// @param perCall of the calls whose cost is known
    /// @param unpriced calls whose cost is not known
    /// @param seed from [Seeds], for this purpose alone
    public static CallCosts of(double[] perCall, int unpriced, String currency, long seed) {
        return new CallCosts(perCall.clone(), unpriced, currency, seed);
    }

    /// Of the outcomes that are not missing.
    public static CallCosts of(Run run) {
        DoubleStream.Builder known = DoubleStream.builder();
        int unpriced = 0;
        for (Outcome outcome : run.outcomes()) {
            if (outcome.isMissing()) {
                continue;
            }
            if (outcome.costPerCall().isPresent()) {
                known.add(outcome.costPerCall().getAsDouble());
            } else {
                unpriced++;
            }
        }
        return new CallCosts(
                known.build().toArray(),
                unpriced,
                run.currency(),
                Seeds.seed(0, "cost of calls of " + run.candidate().id()));
    }

    /// Calls, with a price or without.
    public int calls() {
        return perCall.length + unpriced;
    }

    /// Calls whose cost is not known.
    public int unpriced() {
        return unpriced;
    }

    /// True where every call costs the same, so that their mean is exact.
    public boolean same() {
        return Arrays.stream(perCall)
                .allMatch(one -> Math.abs(one - perCall[0]) <= 1e-12 * perCall[0]);
    }

    /// Of 1,000 calls; empty where the cost of any call is unknown.
    public Optional<Money> perThousand() {
        return unpriced > 0 || perCall.length == 0
                ? Optional.empty()
                : Optional.of(perThousand(mean()));
    }

    /// The most that 1,000 calls cost in the long run, by a one-sided bound; empty where the cost
    /// is unknown, and where fewer than 20 calls differ too much to say.
    public Optional<Money> perThousandAtMost(double level) {
        return perThousand()
                .flatMap(mean ->
                        same()
                                ? Optional.of(mean)
                                : bounds.map(all -> perThousand(all.upper(level))));
    }

    /// The least, by a one-sided bound.
    public Optional<Money> perThousandAtLeast(double level) {
        return perThousand()
                .flatMap(mean ->
                        same()
                                ? Optional.of(mean)
                                : bounds.map(all -> perThousand(Math.max(0, all.lower(level)))));
    }

    /// Of one call; empty with fewer than two.
    public OptionalDouble deviationPerThousand() {
        if (perCall.length < 2) {
            return OptionalDouble.empty();
        }
        double mean = mean();
        double squares = Arrays.stream(perCall).map(one -> (one - mean) * (one - mean)).sum();
        return OptionalDouble.of(1000 * Math.sqrt(squares / (perCall.length - 1)));
    }

    private double mean() {
        return same() ? perCall[0] : Arrays.stream(perCall).sum() / perCall.length;
    }

    private Money perThousand(double perCall) {
        return Money.of(1000 * perCall, currency);
    }
}
