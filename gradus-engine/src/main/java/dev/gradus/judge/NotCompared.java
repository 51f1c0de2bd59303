package dev.gradus.judge;

/// How much was left out of the comparisons.
///
/// @param possible pairs of arms that are no failed runs, of every task and over all
/// @param compared of these
/// @param undated pairs of versions of one model that were not compared for want of a date in the
///   name
/// @param unranked arms, counted on each task, that have too few of its items
/// @param beyond outcomes on items that fewer than half of a task's arms have
/// @param failed arms, counted on each task, that are failed runs
public record NotCompared(
        int possible, int compared, int undated, int unranked, int beyond, int failed) {
    public int left() {
        return possible - compared;
    }
}
