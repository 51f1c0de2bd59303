package dev.gradus.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A failure as JSON, `gradus.error/1`: what a person reads on standard error, in its parts.
final class ErrorDocument {
    /// `train.csv:12:3: `, or a file's name alone.
    private static final Pattern WHERE =
            Pattern.compile("^([^\\s:'\"]+\\.[A-Za-z0-9]+(?::\\d+){0,2}): (?=\\S)");

    /// A sentence's end with another sentence after it.
    private static final Pattern END = Pattern.compile("(?<=[.!?])\\s+(?=[A-Z])");

    private ErrorDocument() {}

    /// @param exit the exit code
    static Map<String, @Nullable Object> of(String message, int exit) {
        String text = message.strip();
        Matcher place = WHERE.matcher(text);
        boolean placed = place.find();
        String rest = placed ? text.substring(place.end()) : text;
        String[] sentences = END.split(rest, 2);
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("schema", "gradus.error/1");
        document.put("exit", exit);
        document.put("kind", kind(exit));
        document.put("where", placed ? place.group(1) : null);
        document.put("what", sentences[0]);
        document.put("todo", sentences.length > 1 ? sentences[1] : null);
        document.put("message", text);
        return document;
    }

    private static String kind(int exit) {
        return switch (exit) {
            case 2 -> "usage";
            case 3 -> "data";
            case 4 -> "provider";
            case 5 -> "budget";
            default -> "bug";
        };
    }
}
