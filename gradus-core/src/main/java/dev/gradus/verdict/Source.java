package dev.gradus.verdict;

/// Who measured what a verdict rests on.
public enum Source {
    /// A climb, on examples that Gradus split itself.
    CLIMB("sealed test", "the ladder"),
    /// Outcomes that somebody recorded.
    RECORDED("recorded outcomes", "the arms' rungs");

    private final String where;
    private final String ladder;

    Source(String where, String ladder) {
        this.where = where;
        this.ladder = ladder;
    }

    /// Where the goal is decided, as the source of a gate.
    String where() {
        return where;
    }

    /// Where the rungs are seen.
    String ladder() {
        return ladder;
    }
}
