package dev.gradus.stats;

/// The checks that every method of this package makes on its arguments, with one wording.
final class Require {
    private Require() {}

    static void that(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /// A value strictly between 0 and 1: a level, an alpha, a power.
    static double inside(double value, String name) {
        that(value > 0 && value < 1, name + " must lie strictly between 0 and 1, but is " + value);
        return value;
    }

    /// A value from 0 to 1, ends included.
    static double share(double value, String name) {
        that(value >= 0 && value <= 1, name + " must lie in [0, 1], but is " + value);
        return value;
    }

    static void counts(long successes, long n) {
        that(n > 0, "a share needs at least one observation, but n is " + n);
        that(
                successes >= 0 && successes <= n,
                "successes must lie in [0, " + n + "], but is " + successes);
    }

    static void sameLength(int expected, int actual, String name) {
        that(
                expected == actual,
                name
                        + " must be aligned: "
                        + expected
                        + " entries wanted, but there are "
                        + actual);
    }

    /// Every value must be a number in `[low, high]`; the text names the first that is not.
    static double[] within(double[] values, double low, double high, String name) {
        for (int i = 0; i < values.length; i++) {
            int at = i;
            double value = values[at];
            if (!(value >= low && value <= high)) {
                throw new IllegalArgumentException(
                        name
                                + "["
                                + at
                                + "] must lie in ["
                                + low
                                + ", "
                                + high
                                + "], but is "
                                + value);
            }
        }
        return values;
    }
}
