package dev.gradus.check;

import java.util.List;

/// The labels that a prompt offers, held against the labels that exist.
///
/// @param listed what the prompt offers, in its order, each once
/// @param missing labels that exist and that the prompt does not offer, in their order
/// @param unknown what the prompt offers and does not exist, in its order
/// @param unanswerable examples whose label is missing
/// @param examples all examples with a known label
public record ListedLabels(
        List<String> listed,
        List<String> missing,
        List<String> unknown,
        long unanswerable,
        long examples) {
    public ListedLabels {
        listed = List.copyOf(listed);
        missing = List.copyOf(missing);
        unknown = List.copyOf(unknown);
    }

    /// The highest accuracy that an answer from the list can reach, 0 to 1; 1 without examples.
    public double ceiling() {
        return examples == 0 ? 1 : 1 - (double) unanswerable / examples;
    }
}
