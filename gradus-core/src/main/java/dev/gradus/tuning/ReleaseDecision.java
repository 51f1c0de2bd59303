package dev.gradus.tuning;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;

/// What becomes of a tuned model.
///
/// @param kind promoted, or rolled back to the best candidate below
/// @param why in sentences, with figures
/// @param needed sealed-test examples that would show a gain that these do not show, were it what
///   it seems; empty where none would, or none are needed
public record ReleaseDecision(Kind kind, List<String> why, OptionalLong needed) {
    /// Which.
    public enum Kind {
        PROMOTED,
        ROLLED_BACK;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public ReleaseDecision {
        Objects.requireNonNull(kind, "kind");
        why = List.copyOf(why);
    }

    public boolean promoted() {
        return kind == Kind.PROMOTED;
    }
}
