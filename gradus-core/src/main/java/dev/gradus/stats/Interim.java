package dev.gradus.stats;

/// After which of how many equal parts of the data a claim is made, where a claim could have been
/// made after each of them. Turns the levels of single tests and intervals into those that hold
/// whichever part it is: repeated p-values and repeated confidence intervals at O'Brien and
/// Fleming's boundary (Jennison and Turnbull 1989, JRSS B 51, 305-361). See [OBrienFleming].
///
/// @param part from 1 to `parts`
/// @param parts from 1, where all data come at once, to 100
public record Interim(int part, int parts) {
    /// Limits at a finer level than this are those of this level.
    private static final double FINEST = 1e-12;

    private static final Interim ONCE = new Interim(1, 1);

    public Interim {
        Require.that(parts >= 1 && parts <= 100, "there are 1 to 100 parts, but parts is " + parts);
        Require.that(
                part >= 1 && part <= parts,
                "the parts are 1 to " + parts + ", but part is " + part);
    }

    /// All data at once: levels stay what they are.
    public static Interim once() {
        return ONCE;
    }

    /// True after the last part.
    public boolean last() {
        return part == parts;
    }

    /// The level of a single one-sided bound that holds at `level` over all parts together.
    ///
    /// @param level above 0.5; below it, as it is
    public double level(double level) {
        if (parts == 1 || level <= 0.5) {
            return level;
        }
        double nominal = OBrienFleming.of(parts, 1 - level).nominal(part);
        return 1 - Math.max(FINEST, nominal);
    }

    /// The two-sided interval's level, each side at the level of a repeated bound.
    ///
    /// @param level two-sided
    public double twoSided(double level) {
        return parts == 1 ? level : 2 * level(Interval.oneSided(level)) - 1;
    }

    /// The repeated p-value of a one-sided test of what is in so far.
    public double p(double p) {
        return OBrienFleming.repeatedP(parts, part, p);
    }

    /// The repeated p-value of a two-sided test.
    public double pTwoSided(double p) {
        return parts == 1 ? p : Math.min(1, 2 * p(p / 2));
    }
}
