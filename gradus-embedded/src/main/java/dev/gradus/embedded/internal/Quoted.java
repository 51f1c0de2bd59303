package dev.gradus.embedded.internal;

/// Texts from files, as messages show them.
final class Quoted {
    private static final int LONGEST = 80;

    private Quoted() {}

    /// On one line, cut at 80 characters.
    static String of(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}
