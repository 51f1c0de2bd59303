package dev.gradus.check;

import java.util.Locale;

/// How much a finding weighs.
public enum Severity {
    /// A defect of labels, prompt or data that must be mended first: the verdict is "not yet".
    BLOCKS,
    /// It costs points, money or trust, and the finding says how much.
    COSTS,
    /// Worth knowing.
    NOTE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
