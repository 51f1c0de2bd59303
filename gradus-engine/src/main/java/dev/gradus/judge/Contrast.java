package dev.gradus.judge;

import dev.gradus.stats.Interval;
import dev.gradus.stats.Paired;

/// A paired comparison whose scores may have been scaled, in the scale of the scores.
///
/// @param paired as computed
/// @param factor what a computed score is multiplied by; 1 where nothing was scaled
record Contrast(Paired paired, double factor) {
    static Contrast of(Paired paired, double factor) {
        return new Contrast(paired, factor);
    }

    double p() {
        return paired.pTwoSided();
    }

    double difference() {
        return factor * paired.difference();
    }

    double meanBaseline() {
        return Math.min(1, factor * paired.meanBaseline());
    }

    double meanCandidate() {
        return Math.min(1, factor * paired.meanCandidate());
    }

    double lower(double level) {
        return cut(factor * paired.lower(level));
    }

    double upper(double level) {
        return cut(factor * paired.upper(level));
    }

    /// Two-sided.
    Interval interval(double level) {
        Interval plain = paired.interval(level);
        return new Interval(cut(factor * plain.low()), cut(factor * plain.high()), level);
    }

    String method() {
        return factor == 1 ? paired.method() : paired.method() + ", tasks weighted by traffic";
    }

    private static double cut(double value) {
        return Math.max(-1, Math.min(1, value));
    }
}
