package dev.gradus.task;

import java.util.Objects;
import java.util.Optional;

/// One of the answers a label task may give.
///
/// @param name as it stands in the examples, to the letter
/// @param description one line on what an input with this label says; empty where nobody wrote one
public record Label(String name, Optional<String> description) {
    public Label {
        Objects.requireNonNull(description, "description");
        if (name.isBlank()) {
            throw new IllegalArgumentException("a label has a name");
        }
    }

    public static Label of(String name) {
        return new Label(name, Optional.empty());
    }

    public static Label of(String name, String description) {
        return new Label(name, Optional.of(description));
    }
}
