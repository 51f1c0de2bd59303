package dev.gradus.files;

/// Shows a value in a message: in quotes, on one line, cut at 80 characters.
public final class Quoted {
    private static final int LONGEST = 80;

    private Quoted() {}

    /// `'refnd'`; a line break shows as `\n`, any other control character as its code.
    public static String value(String text) {
        StringBuilder out = new StringBuilder("'");
        int shown = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (shown++ == LONGEST) {
                return out.append("...'").toString();
            }
            i += Character.charCount(c);
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        out.append(String.format("\\u%04x", c));
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        }
        return out.append('\'').toString();
    }
}
