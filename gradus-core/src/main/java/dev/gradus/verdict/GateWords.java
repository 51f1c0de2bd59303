package dev.gradus.verdict;

import java.util.Locale;

/// How verdicts and gates say figures: scores in per cent, differences in points.
final class GateWords {
    private GateWords() {}

    static Gate gate(
            String name, String need, String have, Gate.Status status, String source, String todo) {
        return new Gate(name, need, have, status, source, todo);
    }

    static Gate unknown(String name, String need, String have, String source, String todo) {
        return new Gate(name, need, have, Gate.Status.UNKNOWN, source, todo);
    }

    static Gate.Status passIf(boolean holds) {
        return holds ? Gate.Status.PASS : Gate.Status.FAIL;
    }

    static String points(double share) {
        return pointsOf(share) + " points";
    }

    static String pointsOf(double share) {
        double points = 100 * share;
        return Math.abs(points) >= 0.1 || points == 0 ? text("%.1f", points) : text("%.2g", points);
    }

    /// `92.9 %`.
    static String percent(double share) {
        return text("%.1f %%", 100 * share);
    }

    /// A stated share, without digits that nobody wrote: `92 %`, `92.5 %`.
    static String stated(double share) {
        return text("%.4f", 100 * share).replaceAll("0+$", "").replaceAll("\\.$", "") + " %";
    }

    /// A score beside a stated one that it must not be taken for: `91.97 %` beside `92 %`.
    static String beside(double score, double stated) {
        for (int decimals = 1; decimals < 4; decimals++) {
            String words = text("%." + decimals + "f", 100 * score);
            if (score == stated || Double.parseDouble(words) / 100 != stated) {
                return words + " %";
            }
        }
        return text("%.4f %%", 100 * score);
    }

    static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
