package dev.gradus.models;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Reads server-sent events, after the grammar of the WHATWG HTML standard, section 9.2.6: lines
/// end in CR, LF or CRLF; `data` lines of one event are joined by a line feed; a line that begins
/// with a colon is a comment; an event that no blank line ends is not an event. Names and ids of
/// events are not needed by any provider: their data says what they are.
final class EventStream {
    private final LineStream lines;

    EventStream(InputStream in, int mostBytes) {
        this.lines = new LineStream(in, mostBytes);
    }

    /// Tells the data of every event until the stream ends.
    void each(Consumer<String> onData) throws IOException {
        StringBuilder event = new StringBuilder();
        boolean some = false;
        boolean first = true;
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (first) {
                line = line.startsWith("\uFEFF") ? line.substring(1) : line;
                first = false;
            }
            if (line.isEmpty()) {
                if (some) {
                    onData.accept(event.toString());
                }
                event.setLength(0);
                some = false;
            } else if (line.equals("data") || line.startsWith("data:")) {
                if (some) {
                    event.append('\n');
                }
                some = true;
                event.append(valueOf(line));
            }
        }
    }

    private static String valueOf(String line) {
        int from = Math.min(line.length(), "data:".length());
        return line.startsWith(" ", from) ? line.substring(from + 1) : line.substring(from);
    }

    /// Lines of UTF-8 text that end in CR, LF or CRLF, as they arrive.
    static final class LineStream {
        private final InputStream in;
        private final long mostBytes;
        private final int mostLineBytes;
        private final byte[] buffer = new byte[8192];
        private int at;
        private int end;
        private long read;
        private byte[] line = new byte[512];
        private int length;
        private boolean afterReturn;

        LineStream(InputStream in, int mostBytes) {
            this(in, mostBytes, mostBytes);
        }

        LineStream(InputStream in, long mostBytes, int mostLineBytes) {
            this.in = in;
            this.mostBytes = mostBytes;
            this.mostLineBytes = mostLineBytes;
        }

        /// The next line without its end; null after the last. What follows the last end of line is
        /// a line too, unless it is empty.
        @org.jspecify.annotations.Nullable
        String next() throws IOException {
            length = 0;
            for (int b = nextByte(); b >= 0; b = nextByte()) {
                boolean completesReturn = b == '\n' && afterReturn;
                afterReturn = b == '\r';
                if (completesReturn) {
                    continue;
                }
                if (b == '\r' || b == '\n') {
                    return text();
                }
                if (length == mostLineBytes) {
                    throw new Body.TooLarge(mostLineBytes);
                }
                if (length == line.length) {
                    line = java.util.Arrays.copyOf(line, length * 2);
                }
                line[length++] = (byte) b;
            }
            return length == 0 ? null : text();
        }

        private String text() {
            return new String(line, 0, length, StandardCharsets.UTF_8);
        }

        private int nextByte() throws IOException {
            if (at == end) {
                end = in.read(buffer);
                at = 0;
                if (end <= 0) {
                    end = 0;
                    return -1;
                }
                read += end;
                if (read > mostBytes) {
                    throw new Body.TooLarge(mostBytes);
                }
            }
            return buffer[at++] & 0xff;
        }
    }
}
