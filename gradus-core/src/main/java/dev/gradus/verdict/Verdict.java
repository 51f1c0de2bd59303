package dev.gradus.verdict;

import java.util.List;
import java.util.Optional;

/// The end of a climb.
///
/// @param kind stop, not-yet, fine-tune or inconclusive
/// @param headline one sentence
/// @param use which candidate to use, with its score, cost and time, and what is missing; empty
///   where nothing was measured
/// @param reasons with their figures
/// @param todo what to do first, in order; empty where there is nothing to do
/// @param gates of fine-tuning, every one
public record Verdict(
        VerdictKind kind,
        String headline,
        Optional<String> use,
        List<String> reasons,
        List<String> todo,
        List<Gate> gates) {
    public Verdict {
        reasons = List.copyOf(reasons);
        todo = List.copyOf(todo);
        gates = List.copyOf(gates);
    }

    /// The gates that do not pass, in their order.
    public List<Gate> closed() {
        return Gate.closed(gates);
    }
}
