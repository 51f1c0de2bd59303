package dev.gradus.tune.open;

/// Values in messages.
final class Shown {
    private static final int LONGEST = 80;

    private Shown() {}

    /// On one line, in quotes, cut at 80 characters.
    static String value(String text) {
        String line = text.strip().replaceAll("\\s+|\\p{Cntrl}", " ");
        return "'" + (line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…") + "'";
    }
}
