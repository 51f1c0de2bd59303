package dev.gradus.embedded.internal;

import java.util.Map;
import java.util.stream.Collectors;

/// Texts from and for files, quoted.
final class Quoted {
    private static final int LONGEST = 80;

    private Quoted() {}

    /// For a message: on one line, cut at 80 characters.
    static String of(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }

    /// A JSON object of values that are JSON already.
    static String object(Map<String, String> entries) {
        return entries.entrySet().stream()
                .map(entry -> json(entry.getKey()) + ":" + entry.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    /// A JSON text.
    static String json(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
