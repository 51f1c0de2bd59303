package dev.gradus.tune.open;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads how far a training is from what it writes: the bar of the Hugging Face trainer (`12/300
/// [00:05<02:00`) and its log lines, which are Python's or JSON's idea of a map (`{'loss': 1.2,
/// 'eval_loss': '0.9'}`; version 5 quotes the numbers). Thread-safe.
final class ProgressLines {
    private static final String NUMBER =
            "['\"]?(-?[0-9][0-9.]*(?:e[+-]?[0-9]+)?|nan|inf|NaN|Infinity)";

    /// A bar with words before it is of loading or of preparing.
    private static final Pattern BAR =
            Pattern.compile("^\\s*\\d{1,3}%\\|[^|]*\\| (\\d{1,12})/(\\d{1,12}) \\[");

    private static final Pattern STEP = field("step");
    private static final Pattern STEPS = field("steps");
    private static final Pattern LOSS = field("loss");
    private static final Pattern HELD_LOSS = field("eval_loss");

    private final InstantSource clock;
    private final long began;
    private long firstStep = -1;
    private long firstMillis;
    private long step;
    private long steps;
    private OptionalDouble loss = OptionalDouble.empty();
    private OptionalDouble heldLoss = OptionalDouble.empty();
    private boolean broken;

    ProgressLines(InstantSource clock) {
        this.clock = clock;
        this.began = clock.millis();
    }

    private static Pattern field(String name) {
        return Pattern.compile("['\"]" + name + "['\"]: ?" + NUMBER);
    }

    synchronized void read(String line) {
        Matcher bar = BAR.matcher(line);
        // The bar of an evaluation counts other steps, from 1 again, to another end.
        if (bar.find()) {
            long end = Long.parseLong(bar.group(2));
            if (steps == 0) {
                steps = end;
            }
            if (end == steps) {
                at(Long.parseLong(bar.group(1)));
            }
        }
        if (line.indexOf('{') < 0) {
            return;
        }
        number(STEPS, line).ifPresent(end -> steps = (long) end);
        number(STEP, line).ifPresent(now -> at((long) now));
        number(LOSS, line).ifPresent(value -> loss = finite(value));
        number(HELD_LOSS, line).ifPresent(value -> heldLoss = finite(value));
    }

    private OptionalDouble finite(double value) {
        broken |= !Double.isFinite(value);
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    private static OptionalDouble number(Pattern pattern, String line) {
        Matcher found = pattern.matcher(line);
        if (!found.find()) {
            return OptionalDouble.empty();
        }
        return switch (found.group(1)) {
            case "nan", "NaN", "inf", "Infinity" -> OptionalDouble.of(Double.NaN);
            default -> parsed(found.group(1));
        };
    }

    private static OptionalDouble parsed(String text) {
        try {
            return OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException notOne) {
            return OptionalDouble.empty();
        }
    }

    private void at(long now) {
        if (firstStep < 0) {
            firstStep = now;
            firstMillis = clock.millis();
        }
        step = Math.max(step, now);
    }

    /// True once a loss was no number.
    synchronized boolean isBroken() {
        return broken;
    }

    synchronized OpenProgress now() {
        long millis = clock.millis() - firstMillis;
        OptionalDouble rate =
                firstStep >= 0 && step > firstStep && millis > 0
                        ? OptionalDouble.of((step - firstStep) * 1_000.0 / millis)
                        : OptionalDouble.empty();
        Optional<Duration> left =
                rate.isPresent() && steps >= step
                        ? Optional.of(
                                Duration.ofMillis(
                                        Math.round((steps - step) * 1_000 / rate.getAsDouble())))
                        : Optional.empty();
        return new OpenProgress(step, steps, loss, heldLoss, rate, left);
    }

    double seconds() {
        return (clock.millis() - began) / 1_000.0;
    }
}
