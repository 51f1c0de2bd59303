package dev.gradus.chat;

import java.util.Objects;

/// The form that the provider is asked to hold the answer to.
public sealed interface Form {

    /// Whatever the model writes.
    record Free() implements Form {}

    /// A JSON document of this schema, held to by the provider's own structured output.
    ///
    /// @param name of the schema, as providers ask for one: letters, digits, dashes, underscores
    /// @param schema JSON Schema, an object at the root
    record Schema(String name, String schema) implements Form {
        public Schema {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(schema, "schema");
        }
    }

    /// A call of one tool, which the model must make; the answer is its arguments.
    record Forced(Tool tool) implements Form {
        public Forced {
            Objects.requireNonNull(tool, "tool");
        }
    }
}
