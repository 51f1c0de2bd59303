package dev.gradus.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/// Lines of a file with their numbers, blank ones left out, none longer than 16 MB.
final class LineReader implements Closeable {
    static final int LONGEST = 16 << 20;

    private final InputFile file;
    private final Reader reader;
    private final char[] buffer = new char[1 << 16];
    private int from;
    private int to;
    private long number;

    LineReader(InputFile file) throws IOException {
        this.file = file;
        this.reader = new Utf8Reader(file);
    }

    /// The number of the line that was read last, from 1.
    long number() {
        return number;
    }

    /// The next line that is not blank, without its end; empty at the end of the file.
    Optional<String> next() throws IOException {
        while (from < to || fill()) {
            String line = line();
            number++;
            if (!line.isBlank()) {
                return Optional.of(line);
            }
        }
        return Optional.empty();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        do {
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            line.append(buffer, from, end - from);
            if (line.length() > LONGEST) {
                throw file.problem(
                        number + 1, "the line is longer than 16 MB. Shorten it, or take it out.");
            }
            from = end + 1;
            if (end < to) {
                break;
            }
        } while (fill());
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
            line.setLength(length - 1);
        }
        return line.toString();
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, reader.read(buffer));
        return to > 0;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
