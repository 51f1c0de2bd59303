package dev.gradus.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Locale;

/// Standard output and error as a terminal may have them: what a model, a document or a file name
/// holds cannot move the cursor, erase a line or turn the direction of reading. Such characters are
/// shown as `[U+001B]`, in JSON as the escape that means the same.
///
/// Line ends and tabs pass. Not thread-safe beyond what a `PrintWriter` is.
final class CleanOutput extends PrintWriter {
    private final Writer raw;

    CleanOutput(Writer raw, boolean json) {
        super(new Clean(raw, json), true);
        this.raw = raw;
    }

    /// Without cleaning, for who draws with the cursor and cleans its own texts; the writer itself
    /// where it is not a clean one.
    static PrintWriter raw(PrintWriter writer) {
        return writer instanceof CleanOutput clean ? new PrintWriter(clean.raw, true) : writer;
    }

    /// The text on one line, without what a terminal would act on.
    static String line(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(c == '\n' || c == '\t' ? " " : isActed(c) ? shown(c, false) : c);
        }
        return out.toString();
    }

    private static boolean isActed(char c) {
        return c < 0x20 && c != '\n' && c != '\t'
                || c >= 0x7F && c <= 0x9F
                || c == 0x061C
                || c == 0x200E
                || c == 0x200F
                || c >= 0x202A && c <= 0x202E
                || c >= 0x2066 && c <= 0x2069;
    }

    private static String shown(char c, boolean json) {
        return String.format(Locale.ROOT, json ? "\\u%04x" : "[U+%04X]", (int) c);
    }

    private static final class Clean extends FilterWriter {
        private final boolean json;
        private boolean carriage;

        Clean(Writer out, boolean json) {
            super(out);
            this.json = json;
        }

        @Override
        public void write(int character) throws IOException {
            char c = (char) character;
            if (carriage && c != '\n') {
                out.write(shown('\r', json));
            } else if (carriage) {
                out.write('\r');
            }
            carriage = c == '\r';
            if (carriage) {
                return;
            }
            if (isActed(c)) {
                out.write(shown(c, json));
            } else {
                out.write(c);
            }
        }

        @Override
        public void write(char[] text, int from, int length) throws IOException {
            for (int i = from; i < from + length; i++) {
                write(text[i]);
            }
        }

        @Override
        public void write(String text, int from, int length) throws IOException {
            int plain = from;
            for (int i = from; i < from + length; i++) {
                char c = text.charAt(i);
                if (carriage || c == '\r' || isActed(c)) {
                    out.write(text, plain, i - plain);
                    write(c);
                    plain = i + 1;
                }
            }
            out.write(text, plain, from + length - plain);
        }
    }
}
