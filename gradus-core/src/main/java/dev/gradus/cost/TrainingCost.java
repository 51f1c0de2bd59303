package dev.gradus.cost;

import dev.gradus.task.Money;
import java.util.Locale;
import java.util.Objects;

/// What one training run costs, and who says so.
///
/// @param money of one run, every seed of it
/// @param source measured or quoted
/// @param how in words, with the figures it rests on
public record TrainingCost(Money money, Source source, String how) {
    private static final double SECONDS_PER_HOUR = 3600;

    /// Who says so.
    public enum Source {
        /// A pilot's CPU seconds, scaled to the whole run, at the machine's rate.
        MEASURED,
        /// A provider's price for the whole run.
        QUOTED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public TrainingCost {
        Objects.requireNonNull(money, "money");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(how, "how");
    }

    /// From a pilot on the same machine. Training costs as much for each example it sees, so CPU
    /// seconds scale with examples times epochs times seeds.
    ///
    /// @param cpuSeconds of the pilot, over all cores, above 0
    /// @param seen examples times epochs that the pilot trained on, above 0
    /// @param wanted examples times epochs times seeds of the whole run
    /// @param ratePerCoreHour what an hour of one core costs
    public static TrainingCost measured(
            double cpuSeconds, long seen, long wanted, Money ratePerCoreHour) {
        if (!(cpuSeconds > 0) || seen < 1 || wanted < 1) {
            throw new IllegalArgumentException(
                    "a pilot takes time and sees examples: "
                            + cpuSeconds
                            + " s, "
                            + seen
                            + " examples seen, "
                            + wanted
                            + " wanted");
        }
        double seconds = cpuSeconds * wanted / seen;
        return new TrainingCost(
                ratePerCoreHour.times(seconds / SECONDS_PER_HOUR),
                Source.MEASURED,
                String.format(
                        Locale.ROOT,
                        "%.0f CPU seconds by a pilot of %.0f, at %s a core hour",
                        seconds,
                        cpuSeconds,
                        ratePerCoreHour));
    }

    /// From a provider's price list.
    ///
    /// @param how as in `2.1 M tokens at 3.00 USD a million`
    public static TrainingCost quoted(Money money, String how) {
        return new TrainingCost(money, Source.QUOTED, how);
    }
}
