package dev.gradus.verdict;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// One condition of fine-tuning. Unknown never permits.
///
/// @param name of the gate
/// @param need what must hold
/// @param have what was found
/// @param status pass, fail or unknown
/// @param source where the figure comes from
/// @param todo what to do where it does not pass
public record Gate(
        String name, String need, String have, Status status, String source, String todo) {
    /// Whether it permits.
    public enum Status {
        PASS,
        FAIL,
        UNKNOWN;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Gate {
        Objects.requireNonNull(status, "status");
    }

    public boolean passes() {
        return status == Status.PASS;
    }

    /// Those that do not pass, in their order.
    public static List<Gate> closed(List<Gate> gates) {
        return gates.stream().filter(gate -> !gate.passes()).toList();
    }

    /// As a thing to do: `past-mvp: ship the best arm first`.
    public String remedy() {
        return name + ": " + todo;
    }

    /// As a reason of a verdict.
    public String sentence() {
        return name + " (" + status.word() + "). Need: " + need + ". Have: " + have + ".";
    }
}
