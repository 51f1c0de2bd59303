package dev.gradus.candidate;

import dev.gradus.task.Condition;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How an answer gets its shape.
///
/// @param means by which the model is held to it
/// @param validators what it must satisfy besides
/// @param repair true where an answer of the wrong shape is sent back once, with what is wrong
public record Structure(Means means, boolean repair, List<Condition> validators) {
    public Structure {
        validators = List.copyOf(validators);
    }

    /// By which the model is held to the shape.
    public enum Means {
        /// The words of the prompt alone; the answer is read leniently.
        PROMPT,
        /// The provider's own structured output.
        SCHEMA,
        /// A tool that the model must call.
        TOOL;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// The prompt alone, nothing sent back.
    public static Structure none() {
        return new Structure(Means.PROMPT, false, List.of());
    }

    /// The same conditions, held to by other means.
    public Structure by(Means other, boolean repaired) {
        return new Structure(other, repaired, validators);
    }

    public Structure withValidators(List<Condition> conditions) {
        return new Structure(means, repair, conditions);
    }

    /// For people; empty for none.
    String title() {
        String how = means == Means.PROMPT ? "" : means.word();
        return repair ? (how.isEmpty() ? "repaired" : how + " repaired") : how;
    }

    int complexity() {
        return means.ordinal() + (repair ? 1 : 0);
    }

    /// The fields as they enter the canonical bytes.
    Map<String, Object> fields() {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("means", means.word());
        fields.put("repair", repair);
        if (!validators.isEmpty()) {
            fields.put("validators", validators.stream().map(Condition::fields).toList());
        }
        return fields;
    }
}
