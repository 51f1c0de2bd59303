package dev.gradus.models.recorded;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Lines of a stream as bytes, with where each begins.
final class ByteLines {
    static final int LONGEST = 16 << 20;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private byte[] line = new byte[1 << 12];
    private int from;
    private int to;
    private long nextOffset;
    private long number;
    private long offset;
    private int length;
    private boolean ended;

    ByteLines(InputStream in) {
        this.in = in;
    }

    /// Reads on to the next line; false at the end.
    ///
    /// @throws TooLong where it has more than 16 MB
    boolean next() throws IOException {
        offset = nextOffset;
        length = 0;
        ended = false;
        while (!ended && (from < to || fill())) {
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            append(end - from);
            ended = end < to;
            from = ended ? end + 1 : end;
        }
        if (length == 0 && !ended) {
            return false;
        }
        number++;
        nextOffset = offset + length + (ended ? 1 : 0);
        return true;
    }

    /// The number of the line, from 1.
    long number() {
        return number;
    }

    /// Where it begins, in bytes.
    long offset() {
        return offset;
    }

    /// How long it is without its end.
    int length() {
        return length;
    }

    /// Its bytes, of which `length` count.
    byte[] bytes() {
        return line;
    }

    /// False for a last line whose end is missing.
    boolean isEnded() {
        return ended;
    }

    boolean isBlank() {
        for (int i = 0; i < length; i++) {
            if (line[i] != ' ' && line[i] != '\r' && line[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    private void append(int count) throws TooLong {
        if (length + count > LONGEST) {
            throw new TooLong(number + 1);
        }
        if (length + count > line.length) {
            line = Arrays.copyOf(line, Math.max(line.length * 2, length + count));
        }
        System.arraycopy(buffer, from, line, length, count);
        length += count;
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, in.read(buffer));
        return to > 0;
    }

    /// A line has more than 16 MB.
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;
        private final long line;

        private TooLong(long line) {
            super("line " + line + " is longer than 16 MB");
            this.line = line;
        }

        long line() {
            return line;
        }
    }
}
