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
/// @param source who says so: [#CHECK], or [#MODEL] where a model was asked
public record Finding(
        String code,
        Severity severity,
        String where,
        String what,
        String cost,
        String todo,
        List<String> evidence,
        String source) {
    /// Found by counting and reading.
    public static final String CHECK = "check";

    /// Found by a model, whose quotations were looked up and whose judgement was not.
    public static final String MODEL = "model";

    public Finding {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(source, "source");
        evidence = List.copyOf(evidence);
    }

    /// Found by `check` itself.
    public Finding(
            String code,
            Severity severity,
            String where,
            String what,
            String cost,
            String todo,
            List<String> evidence) {
        this(code, severity, where, what, cost, todo, evidence, CHECK);
    }

    /// True for a defect that must be mended first.
    public boolean blocks() {
        return severity == Severity.BLOCKS;
    }
}
