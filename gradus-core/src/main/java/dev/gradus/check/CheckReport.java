package dev.gradus.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What a check found.
///
/// @param findings those that block first, then what costs, then what is worth knowing
/// @param questions the four questions, answered
/// @param detectable what the examples can show
/// @param ceiling the highest score that prompt, labels and data leave possible, 0 to 1
/// @param movement how much the task moved
/// @param prompt what the task's own prompt shows; empty where it has none
public record CheckReport(
        List<Finding> findings,
        FourQuestions questions,
        Detectable detectable,
        double ceiling,
        Movement movement,
        Optional<PromptReport> prompt) {
    public CheckReport {
        Objects.requireNonNull(prompt, "prompt");
        findings = findings.stream().sorted(Comparator.comparing(Finding::severity)).toList();
    }

    /// With what others found.
    public CheckReport with(List<Finding> more) {
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(more);
        return new CheckReport(all, questions, detectable, ceiling, movement, prompt);
    }

    /// The defects that must be mended first: any of them makes the verdict "not yet".
    public List<Finding> blocking() {
        return findings.stream().filter(Finding::blocks).toList();
    }
}
