package dev.gradus.check;

import java.util.List;
import java.util.Optional;

/// What a prompt shows before it is used.
///
/// @param where the prompt's name
/// @param tokensEstimate as the lint's counter has it: characters / 4 where no chat model is known
/// @param labels the labels it offers; empty where it is not for a label task, or names none of
///   them
/// @param findings the weightiest first
public record PromptReport(
        String where, int tokensEstimate, Optional<ListedLabels> labels, List<Finding> findings) {
    public PromptReport {
        findings = List.copyOf(findings);
    }

    /// The highest accuracy that the prompt leaves possible: 1 where nothing is known against it.
    public double ceiling() {
        return labels.map(ListedLabels::ceiling).orElse(1.0);
    }
}
