package dev.gradus.verdict;

/// What is known of the train examples.
///
/// @param train how many there are
/// @param confirmed those that no model alone labelled
/// @param verified those that people checked
/// @param unverifiedSynthetic those that a model made and nobody checked
/// @param style true where the score looks at the manner of a free answer alone
public record LabelFacts(
        int train, long confirmed, long verified, long unverifiedSynthetic, boolean style) {}
