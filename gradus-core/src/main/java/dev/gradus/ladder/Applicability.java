package dev.gradus.ladder;

/// Whether a rung has something to propose for a task.
public sealed interface Applicability {
    /// It proposes candidates.
    record Applies() implements Applicability {}

    /// It cannot: why, and what the user would add; empty where nothing the user has would help.
    record NotApplicable(String why, String add) implements Applicability {}

    /// It proposes nothing by its nature: lints, the gap, tuning.
    record ProposesNothing() implements Applicability {}

    static Applicability applies() {
        return new Applies();
    }

    static Applicability not(String why, String add) {
        return new NotApplicable(why, add);
    }
}
