package dev.gradus.cli;

import dev.gradus.Progress;
import dev.gradus.ladder.ClimbObserver;
import dev.gradus.ladder.Rung;
import dev.gradus.ladder.RungResult;
import dev.gradus.ladder.SealedResult;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/// How far the work is, on stderr: one line that is written over on a terminal, a line a rung
/// elsewhere.
final class ProgressLine implements Progress, ClimbObserver, AutoCloseable {
    private static final long EVERY_NANOS = 100_000_000;
    private static final int BAR = 24;
    private final PrintWriter err;
    private final boolean terminal;
    private final long begun = System.nanoTime();
    private String rung = "";
    private String what = "";
    private long whatBegun;
    private long doneBefore;
    private long lastDrawn;

    ProgressLine(PrintWriter err) {
        this(err, onTerminal());
    }

    ProgressLine(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    private static boolean onTerminal() {
        return System.console() != null
                && System.console().isTerminal()
                && !"dumb".equals(System.getenv("TERM"));
    }

    @Override
    public synchronized void reached(Rung reached) {
        rung = reached.number() + " " + reached.word();
    }

    @Override
    public synchronized void ended(RungResult result) {
        clear();
        if (!terminal) {
            err.printf(
                    Locale.ROOT,
                    "%5.1f s  %d %s: %s%n",
                    seconds(begun),
                    result.rung().number(),
                    result.rung().word(),
                    result.status().word());
            err.flush();
        }
    }

    @Override
    public synchronized void openedTest(SealedResult look) {
        clear();
        if (!terminal) {
            err.printf(
                    Locale.ROOT,
                    "%5.1f s  look %d at the sealed test%n",
                    seconds(begun),
                    look.number());
            err.flush();
        }
    }

    @Override
    public synchronized void at(String now, long done, long total) {
        long nanos = System.nanoTime();
        if (!now.equals(what) || done < doneBefore) {
            what = now;
            whatBegun = nanos;
        }
        doneBefore = done;
        if (!terminal || nanos - lastDrawn < EVERY_NANOS && done < total) {
            return;
        }
        lastDrawn = nanos;
        err.print("\r\033[K" + line(done, total));
        err.flush();
    }

    private String line(long done, long total) {
        double elapsed = seconds(whatBegun);
        String share =
                total > 1
                        ? bar((double) done / total)
                                + String.format(Locale.ROOT, " %,d of %,d", done, total)
                        : "";
        String pace = "";
        if (total > 1 && done > 0 && elapsed > 0.5) {
            double rate = done / elapsed;
            pace =
                    String.format(
                            Locale.ROOT, "  %,.0f/s  %s left", rate, spoken((total - done) / rate));
        }
        return String.format(
                Locale.ROOT, "%5.1f s  %s  %s %s%s", seconds(begun), rung, what, share, pace);
    }

    private static String bar(double share) {
        int full = (int) Math.round(share * BAR);
        return "\u2588".repeat(full) + "\u2591".repeat(BAR - full);
    }

    private static String spoken(double seconds) {
        Duration left = Duration.ofSeconds(Math.round(seconds));
        return left.toMinutes() > 0
                ? left.toMinutes() + " min " + left.toSecondsPart() + " s"
                : left.toSeconds() + " s";
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    synchronized void clear() {
        if (terminal) {
            err.print("\r\033[K");
            err.flush();
        }
    }

    @Override
    public void close() {
        clear();
    }
}
