package dev.gradus.judge;

/// Two arms that were not compared, because they share no item with a score in both, or because one
/// of them was not asked every item.
///
/// @param task on which
/// @param baseline name of the arm that the other would have been held against
/// @param candidate name of the other
/// @param shared items that both have
/// @param why with the numbers
public record RefusedPair(String task, String baseline, String candidate, int shared, String why) {}
