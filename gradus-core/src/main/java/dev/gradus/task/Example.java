package dev.gradus.task;

import dev.gradus.packed.PackedList;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// An input, what is expected, and where it came from.
///
/// @param id stable within the task: the user's own, or `file:row`
/// @param input the text that the model is given
/// @param expected the right answer; for a label task the label's name
/// @param origin who wrote the expected answer
/// @param verified true where a person has confirmed the expected answer
/// @param slices named properties to report by, such as language or channel
/// @param group conversation, customer or document: examples of one group are never split apart
/// @param source where it was read
/// @param variables other columns that prompts read, by name; `input` and `expected` are not among
///   them
public record Example(
        String id,
        String input,
        String expected,
        Origin origin,
        boolean verified,
        Map<String, String> slices,
        Optional<String> group,
        Source source,
        Map<String, String> variables) {

    /// Where the expected answer came from.
    public enum Origin {
        HUMAN,
        PRODUCTION,
        SYNTHETIC
    }

    /// A place in a file, for messages: `train.csv:41`.
    public record Source(String file, long line) {
        @Override
        public String toString() {
            return file + ":" + line;
        }
    }

    /// How long lists of examples are kept in little memory.
    public static final PackedList.Form<Example> PACKED = new ExampleForm();

    public Example {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(expected, "expected");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(source, "source");
        slices = Map.copyOf(slices);
        variables = Map.copyOf(variables);
    }

    /// Without further columns.
    public Example(
            String id,
            String input,
            String expected,
            Origin origin,
            boolean verified,
            Map<String, String> slices,
            Optional<String> group,
            Source source) {
        this(id, input, expected, origin, verified, slices, group, source, Map.of());
    }

    /// An example a person wrote and checked, without slices or group.
    public static Example of(String id, String input, String expected) {
        return new Example(
                id,
                input,
                expected,
                Origin.HUMAN,
                true,
                Map.of(),
                Optional.empty(),
                new Source("", 0));
    }
}
