package dev.gradus.verdict;

import java.util.Locale;

/// How gates are made and how they say figures.
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
        return Math.abs(points) >= 0.1 ? text("%.1f", points) : text("%.2g", points);
    }

    static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
