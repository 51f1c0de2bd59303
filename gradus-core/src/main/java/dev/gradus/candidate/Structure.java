package dev.gradus.candidate;

import java.util.Map;
import java.util.TreeMap;

/// How an answer gets its shape.
///
/// @param means by which the model is held to it
/// @param repair true where an answer of the wrong shape is sent back once, with what is wrong
public record Structure(Means means, boolean repair) {
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
        return new Structure(Means.PROMPT, false);
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
        return new TreeMap<>(Map.of("means", means.word(), "repair", repair));
    }
}
