package dev.gradus.stats;

/// Thrown where a grouped comparison has fewer than [Groups#MINIMUM] groups: examples of one group
/// are not independent, and from so few groups no honest interval or test can be made.
public final class TooFewGroups extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int groups;

    TooFewGroups(int groups) {
        super(
                "the examples fall into "
                        + groups
                        + " groups, but at least "
                        + Groups.MINIMUM
                        + " are needed to tell an effect from the luck of a few groups. Add examples of"
                        + " other groups, or take a finer group key.");
        this.groups = groups;
    }

    /// How many groups there were.
    public int groups() {
        return groups;
    }
}
