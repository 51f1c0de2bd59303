package dev.gradus.answer.internal;

/// Values in messages.
public final class Quoted {
    private static final int LENGTH = 80;

    private Quoted() {}

    /// In quotes, cut at 80 characters, without line ends.
    public static String of(String value) {
        return "'" + cut(value, LENGTH) + "'";
    }

    public static String cut(String value, int length) {
        String line = value.strip().replaceAll("\\s++", " ");
        return line.length() <= length ? line : line.substring(0, safe(line, length - 3)) + "...";
    }

    private static int safe(String line, int length) {
        return Character.isHighSurrogate(line.charAt(length - 1)) ? length - 1 : length;
    }
}
