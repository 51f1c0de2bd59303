package dev.gradus.report;

import java.util.Locale;

/// Text from the data, made fit to be looked at. Escaping is the template's work; this shows what a
/// reader could not see: control characters and the marks that turn the direction of a line, which
/// can make a message read backwards (Boucher & Anderson, "Trojan Source", USENIX Security 2023).
final class Prose {
    private Prose() {}

    static String clean(String raw, int limit) {
        StringBuilder shown = new StringBuilder(Math.min(raw.length(), limit) + 16);
        int points = 0;
        for (int at = 0; at < raw.length(); at += Character.charCount(raw.codePointAt(at))) {
            if (points++ == limit) {
                int rest = raw.codePointCount(at, raw.length());
                return shown + " … [cut: %s more characters]".formatted(Figures.count(rest));
            }
            append(shown, raw.codePointAt(at));
        }
        return shown.toString();
    }

    private static void append(StringBuilder shown, int point) {
        if (isHidden(point)) {
            shown.append("[U+%04X]".formatted(point));
        } else if (point == '\t' || point == '\r') {
            shown.append(' ');
        } else {
            shown.appendCodePoint(point);
        }
    }

    private static boolean isHidden(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL -> point != '\n' && point != '\t' && point != '\r';
            case Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE -> true;
            case Character.FORMAT -> point != 0x200C && point != 0x200D && point != 0x00AD;
            default -> false;
        };
    }

    /// `near-twins-across-splits` as words.
    static String words(String id) {
        return id.replace('-', ' ').replace('_', ' ');
    }

    /// The same with a capital; a key of the task file, `traffic.calls-per-day`, as it is written
    /// there.
    static String sentence(String id) {
        return id.contains(".") ? id : capital(words(id));
    }

    static String capital(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
