package dev.gradus.tune.open;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// Takes what a process writes, so that it never waits for a reader: tells each line, writes a
/// bounded log without secrets, and keeps the last lines.
final class ChildLog {
    private static final int LONGEST_LINE = 2_000;
    private static final int KEPT = 12;
    private static final int SHOWN = 300;
    private static final long MOST_LOGGED = 8L << 20;
    private static final int SECONDS_TO_END = 10;

    private final Secrets secrets;
    private final Consumer<String> each;
    private final Deque<String> last = new ArrayDeque<>();
    private final Thread reader;

    private ChildLog(InputStream in, Path file, Secrets secrets, Consumer<String> each) {
        this.secrets = secrets;
        this.each = each;
        this.reader =
                Thread.ofPlatform()
                        .daemon()
                        .name("gradus-tune-log")
                        .unstarted(() -> read(in, file));
    }

    /// Begins to read, on a thread of its own that ends with the stream.
    ///
    /// @param file that gets the first 8 MB
    /// @param each is told every line, on that thread
    static ChildLog of(InputStream in, Path file, Secrets secrets, Consumer<String> each) {
        ChildLog log = new ChildLog(in, file, secrets, each);
        log.reader.start();
        return log;
    }

    /// A log that cannot be written must not end hours of training: the lines are still told.
    private void read(InputStream in, Path file) {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            read(in, out);
        } catch (IOException unwritable) {
            keep("the log '" + file + "' cannot be written: " + unwritable.getMessage());
            try {
                read(in, BufferedWriter.nullWriter());
            } catch (IOException ended) {
                keep("the output ended: " + ended.getMessage());
            }
        }
    }

    private void read(InputStream in, java.io.Writer out) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        StringBuilder line = new StringBuilder();
        long logged = 0;
        for (int c = lines.read(); c >= 0; c = lines.read()) {
            if (c != '\n' && c != '\r') {
                if (line.length() < LONGEST_LINE && !Character.isISOControl(c)) {
                    line.append((char) c);
                }
                continue;
            }
            logged = take(line.toString(), out, logged);
            line.setLength(0);
        }
        take(line.toString(), out, logged);
    }

    private long take(String raw, java.io.Writer out, long logged) throws IOException {
        if (raw.isBlank()) {
            return logged;
        }
        String line = secrets.hide(raw);
        keep(line);
        each.accept(line);
        if (logged + line.length() < MOST_LOGGED) {
            out.write(line);
            out.write('\n');
            out.flush();
        }
        return logged + line.length() + 1;
    }

    private synchronized void keep(String line) {
        if (last.size() == KEPT) {
            last.removeFirst();
        }
        last.addLast(line.strip());
    }

    /// Waits for what is still in the pipe of a process that has ended; not for ever, as a child of
    /// its own may hold the pipe open.
    void drain() {
        try {
            reader.join(SECONDS_TO_END * 1_000L);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// The end of what was written, in quotes.
    synchronized String shown() {
        String all = String.join(" | ", last);
        return last.isEmpty()
                ? "nothing"
                : "'"
                        + (all.length() <= SHOWN ? all : "…" + all.substring(all.length() - SHOWN))
                        + "'";
    }
}
