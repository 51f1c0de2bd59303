package dev.gradus.judge;

/// How much of a task an arm has outcomes of.
///
/// @param items of the task: those that at least half of its arms have; over several tasks, of all
/// @param scored of these, with a score
/// @param notAsked of these, those that the arm was not asked, since what it had answered decided:
///   neither missing nor wrong
/// @param lacking of these, without a row; an item of the task that an arm lacks is a missing
///   outcome
/// @param beyond outcomes on items that are not the task's, which are left out
public record Coverage(int items, int scored, int notAsked, int lacking, int beyond) {
    private static final int ENOUGH_PERCENT = 95;

    /// True where the arm was asked every item and has a score on at least 95 % of them: below that
    /// the items that it has are a part that something picked, such as time, price, who gave up
    /// first, or its own answers.
    boolean enough() {
        return notAsked == 0 && items > 0 && 100L * scored >= (long) ENOUGH_PERCENT * items;
    }

    /// Items of the task that the arm was asked and has no score on.
    public int missing() {
        return items - notAsked - scored;
    }

    /// `has a score on 72 of the 80 items`, `was asked 240 of the 800 items`.
    String sentence() {
        if (notAsked > 0) {
            return Wording.text(
                    "was asked %,d of the %s", items - notAsked, Wording.count(items, "item"));
        }
        return Wording.text("has a score on %,d of the %s", scored, Wording.count(items, "item"));
    }

    Coverage plus(Coverage other) {
        return new Coverage(
                items + other.items,
                scored + other.scored,
                notAsked + other.notAsked,
                lacking + other.lacking,
                beyond + other.beyond);
    }
}
