package dev.gradus.store;

/// Values as error texts show them.
final class Quoted {
    private static final int LONGEST = 80;

    private Quoted() {}

    /// The text without line ends and other control characters, cut at 80 characters.
    static String cut(String text) {
        String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
        return shown.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
    }
}
