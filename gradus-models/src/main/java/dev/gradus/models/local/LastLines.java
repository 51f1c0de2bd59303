package dev.gradus.models.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/// Takes what a process writes, so that it never waits for a reader, and keeps the last lines.
final class LastLines {
    private static final int KEPT = 5;
    private static final int LONGEST = 200;

    private final Deque<String> lines = new ArrayDeque<>();

    /// Begins to read, on a thread of its own that ends with the stream.
    static LastLines of(InputStream in) {
        LastLines kept = new LastLines();
        Thread.ofPlatform().daemon().name("gradus-llama-log").start(() -> kept.readAll(in));
        return kept;
    }

    private void readAll(InputStream in) {
        StringBuilder line = new StringBuilder();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                if (c == '\n') {
                    keep(line.toString());
                    line.setLength(0);
                } else if (line.length() < LONGEST && !Character.isISOControl(c)) {
                    line.append((char) c);
                }
            }
            keep(line.toString());
        } catch (IOException ended) {
            keep(line.toString());
        }
    }

    private synchronized void keep(String line) {
        if (!line.isBlank()) {
            if (lines.size() == KEPT) {
                lines.removeFirst();
            }
            lines.addLast(line.strip());
        }
    }

    /// The last lines in one, or a word for none.
    synchronized String shown() {
        return lines.isEmpty() ? "nothing" : "'" + String.join(" | ", lines) + "'";
    }
}
