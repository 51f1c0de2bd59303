package dev.gradus.prompt;

import io.pebbletemplates.pebble.error.AttributeNotFoundException;
import java.util.Collection;

/// A field that a map, or a property that a loop, does not have; `is defined` and `default` see it.
final class UnknownField extends AttributeNotFoundException {
    private static final long serialVersionUID = 1L;

    UnknownField(String name, Collection<String> known, String file, int line) {
        super(null, Near.unknown("field", name, known), name, line, file);
    }
}
