package dev.gradus.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.OptionalDouble;

/// How figures are written: the same way everywhere, "unknown" where there is none.
final class Figures {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    static final String UNKNOWN = "unknown";
    private static final String MINUS = "\u2212";

    private Figures() {}

    /// A score in per cent: `92.6 %`.
    static String score(OptionalDouble value) {
        return value.isPresent() ? fixed(100 * value.getAsDouble(), 1) + "\u00a0%" : UNKNOWN;
    }

    /// What is no score: a loss, a confidence, an agreement.
    static String fraction(OptionalDouble value) {
        return value.isPresent() ? fixed(value.getAsDouble(), 3) : UNKNOWN;
    }

    /// A difference of scores in points: hundredths of the score.
    static String points(OptionalDouble difference) {
        if (difference.isEmpty()) {
            return UNKNOWN;
        }
        double points = 100 * difference.getAsDouble();
        return (points > 0 ? "+" : "") + fixed(points, decimalsOfPoints(points));
    }

    /// The same without its sign.
    static String pointsAway(double difference) {
        double points = Math.abs(100 * difference);
        return fixed(points, decimalsOfPoints(points));
    }

    /// A stated difference in points, as it was stated: `2`, `0.5`.
    static String statedPoints(double difference) {
        return plain(Math.round(Math.abs(difference) * 1e6) / 1e4);
    }

    private static int decimalsOfPoints(double points) {
        return points != 0 && Math.abs(points) < 0.095 ? 2 : 1;
    }

    static String count(OptionalDouble value) {
        return value.isPresent() ? count(value.getAsDouble()) : UNKNOWN;
    }

    static String count(double value) {
        return minus(String.format(Locale.ROOT, "%,.0f", value));
    }

    static String percent(OptionalDouble share) {
        return share.isPresent() ? percent(share.getAsDouble()) : UNKNOWN;
    }

    static String percent(double share) {
        return significant(100 * share, 3) + "\u00a0%";
    }

    /// Three figures below 1,000, whole units above.
    static String amount(double value) {
        return Math.abs(value) >= 1000 ? count(value) : significant(value, 3);
    }

    static String amount(OptionalDouble value) {
        return value.isPresent() ? amount(value.getAsDouble()) : UNKNOWN;
    }

    static String money(OptionalDouble amount, String currency) {
        return amount.isPresent()
                ? (amount(amount.getAsDouble()) + "\u00a0" + currency).strip()
                : UNKNOWN;
    }

    /// `{amount, currency}`.
    static String money(Node money) {
        return money(money.number("amount"), money.text("currency"));
    }

    /// For axes: `25k`.
    static String brief(double value) {
        double size = Math.abs(value);
        if (size >= 1e9) {
            return significant(value / 1e9, 3) + "G";
        }
        if (size >= 1e6) {
            return significant(value / 1e6, 3) + "M";
        }
        return size >= 1e3 ? significant(value / 1e3, 3) + "k" : significant(value, 3);
    }

    static String millis(OptionalDouble value) {
        if (value.isEmpty()) {
            return UNKNOWN;
        }
        double ms = value.getAsDouble();
        return ms >= 10_000
                ? significant(ms / 1000, 3) + "\u00a0s"
                : (ms < 10 ? significant(ms, 2) : count(ms)) + "\u00a0ms";
    }

    static String seconds(OptionalDouble value) {
        return value.isPresent() ? amount(value.getAsDouble()) + "\u00a0s" : UNKNOWN;
    }

    /// A moment to the minute; what is no moment as it is.
    static String moment(String instant) {
        try {
            return instant.isEmpty() ? "" : MINUTE.format(Instant.parse(instant));
        } catch (DateTimeParseException other) {
            return instant;
        }
    }

    static String probability(OptionalDouble value) {
        if (value.isEmpty()) {
            return UNKNOWN;
        }
        double p = value.getAsDouble();
        if (p == 0) {
            return "< 1e-300";
        }
        return p >= 0.001
                ? fixed(p, 3)
                : String.format(Locale.ROOT, "%.1e", p).replace("e-0", "e-");
    }

    /// The number as it is, without an exponent.
    static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /// A tick on an axis, without what binary fractions add.
    static String fine(double tick) {
        return plain(Math.round(tick * 1e6) / 1e6);
    }

    /// A stated score or a tick on an axis of scores, in per cent: `92 %`, `92.5 %`.
    static String stated(double score) {
        return plain(Math.round(score * 1e6) / 1e4) + "\u00a0%";
    }

    static String signedPlain(double value) {
        return (value > 0 ? "+" : "") + minus(plain(value));
    }

    private static String significant(double value, int figures) {
        BigDecimal rounded =
                BigDecimal.valueOf(value).round(new MathContext(figures, RoundingMode.HALF_UP));
        return rounded.signum() == 0 ? "0" : minus(rounded.stripTrailingZeros().toPlainString());
    }

    private static String fixed(double value, int decimals) {
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.matches("-0\\.?0*") ? text.substring(1) : minus(text);
    }

    private static String minus(String number) {
        return number.replace("-", MINUS);
    }
}
