package dev.gradus.judge;

/// How much of a task an arm has outcomes of.
///
/// @param items of the task: those that at least half of its arms have; over several tasks, of all
/// @param scored of these, with a score
/// @param lacking of these, without a row; an item of the task that an arm lacks is a missing
///   outcome
/// @param beyond outcomes on items that are not the task's, which are left out
public record Coverage(int items, int scored, int lacking, int beyond) {
    private static final int ENOUGH_PERCENT = 95;

    /// True where the arm has a score on at least 95 % of the items: below that the items that it
    /// has are a part that something picked, such as time, price, or who gave up first.
    boolean enough() {
        return items > 0 && 100L * scored >= (long) ENOUGH_PERCENT * items;
    }

    /// Items of the task without a score.
    public int missing() {
        return items - scored;
    }

    /// `has a score on 72 of the 80 items`.
    String sentence() {
        return Wording.text("has a score on %,d of the %s", scored, Wording.count(items, "item"));
    }

    Coverage plus(Coverage other) {
        return new Coverage(
                items + other.items,
                scored + other.scored,
                lacking + other.lacking,
                beyond + other.beyond);
    }
}
