package dev.gradus.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// Text on a terminal.
final class Text {
    static final int WIDTH = 100;

    private Text() {}

    /// Text after a first column, broken at spaces, the following lines under the first.
    static List<String> wrapped(String first, String text) {
        String indent = " ".repeat(first.length());
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : text.split("\\s+")) {
            if (!empty && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(indent);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        lines.add(line.toString());
        return lines;
    }

    /// A share as a percentage with one decimal; a hyphen where there is none.
    static String percent(OptionalDouble share) {
        return share.isPresent()
                ? String.format(Locale.ROOT, "%.1f", 100 * share.getAsDouble())
                : "-";
    }

    /// A difference of shares in points, with its sign.
    static String signed(OptionalDouble difference) {
        return difference.isPresent()
                ? String.format(Locale.ROOT, "%+.1f", 100 * difference.getAsDouble())
                : "-";
    }

    /// Cut at a length, with a sign that something was.
    static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "\u2026";
    }
}
