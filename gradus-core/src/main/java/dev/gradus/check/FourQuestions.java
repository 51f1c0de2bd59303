package dev.gradus.check;

import java.util.List;

/// What to know before the first call, answered in figures.
///
/// @param trust what is measured, and whether it can be trusted
/// @param resolution the smallest difference that these examples can show
/// @param ceiling the highest score that prompt, labels and data leave possible
/// @param stability whether the task stands still long enough to be tuned
public record FourQuestions(Answer trust, Answer resolution, Answer ceiling, Answer stability) {
    /// @param answer in figures
    public record Answer(String question, String answer) {}

    /// All four, in order.
    public List<Answer> all() {
        return List.of(trust, resolution, ceiling, stability);
    }
}
