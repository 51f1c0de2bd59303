package dev.gradus.report;

import java.util.OptionalDouble;

/// A score with its interval; any part may be unknown.
record Score(
        OptionalDouble value,
        OptionalDouble low,
        OptionalDouble high,
        OptionalDouble n,
        OptionalDouble missing,
        OptionalDouble level) {

    static Score of(Node node) {
        return new Score(
                node.number("value"),
                node.number("low"),
                node.number("high"),
                node.number("n"),
                node.number("missing"),
                node.number("level"));
    }

    static Score of(OptionalDouble value) {
        OptionalDouble unknown = OptionalDouble.empty();
        return new Score(value, unknown, unknown, unknown, unknown, unknown);
    }

    boolean isKnown() {
        return value.isPresent();
    }

    boolean hasInterval() {
        return low.isPresent() && high.isPresent();
    }

    String shown() {
        return Figures.score(value);
    }

    /// `91.6 % to 93.5 %`, or nothing.
    String interval() {
        return hasInterval() ? Figures.score(low) + " to " + Figures.score(high) : "";
    }

    /// For a reader who hears the chart.
    String spoken() {
        return shown() + (hasInterval() ? ", interval " + interval() : "");
    }
}
