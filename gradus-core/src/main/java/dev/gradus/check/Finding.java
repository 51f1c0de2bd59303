package dev.gradus.check;

import java.util.List;
import java.util.Objects;

/// Something that can be known before any model is called.
///
/// @param code stable, for machines: near-twins-across-splits
/// @param severity how much it weighs
/// @param where file, label or split
/// @param what was found, with figures
/// @param cost what it costs, in items or points
/// @param todo what to do
/// @param evidence a few instances
public record Finding(
        String code,
        Severity severity,
        String where,
        String what,
        String cost,
        String todo,
        List<String> evidence) {
    public Finding {
        Objects.requireNonNull(severity, "severity");
        evidence = List.copyOf(evidence);
    }

    /// True for a defect that must be mended first.
    public boolean blocks() {
        return severity == Severity.BLOCKS;
    }
}
