package dev.gradus.cli;

import dev.gradus.Progress;
import dev.gradus.ladder.ClimbObserver;
import dev.gradus.ladder.Rung;
import dev.gradus.ladder.RungResult;
import dev.gradus.ladder.SealedResult;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/// How far the work is, on stderr: one line that is written over on a terminal, a line a rung
/// elsewhere. Whoever reports progress stands between two pieces of work, so this is also where the
/// work can be held.
final class ProgressLine implements Progress, ClimbObserver, AutoCloseable {
    private static final long EVERY_NANOS = 100_000_000;
    private static final Duration TICK = Duration.ofMillis(500);
    private static final int BAR = 12;
    private static final String LINE_START = "\r\033[K";

    /// A line that is wider than the terminal is cut there: wrapped, it could not be written over.
    private static final String CUT = "\033[?7l";

    private static final String WRAP = "\033[?7h";
    private final PrintWriter err;

    /// The same stream, with the cursor's own movements.
    private final PrintWriter drawn;

    private final boolean terminal;
    private final long begun = System.nanoTime();
    private String rung = "";
    private String what = "";

    /// What changes while the work stays the same: a loss, a score.
    private String figures = "";

    private long whatBegun;
    private long doneBefore;

    /// Done in earlier pieces of the same work: those who do it piece by piece do not say how many.
    private long earlier;

    private long whole;
    private long told;
    private long lastDrawn;
    private boolean shown;
    private boolean held;
    private final CountDownLatch standing = new CountDownLatch(1);
    private final Thread ticking;

    ProgressLine(PrintWriter err) {
        this(err, onTerminal());
    }

    ProgressLine(PrintWriter err, boolean terminal) {
        this.err = err;
        this.drawn = CleanOutput.raw(err);
        this.terminal = terminal;
        this.ticking = Thread.ofVirtual().name("gradus-progress").unstarted(this::tick);
        if (terminal) {
            ticking.start();
        }
    }

    private static boolean onTerminal() {
        return System.console() != null
                && System.console().isTerminal()
                && !"dumb".equals(System.getenv("TERM"));
    }

    @Override
    public synchronized void reached(Rung reached) {
        stayIfHeld();
        rung = reached.number() + " " + reached.word();
    }

    @Override
    public synchronized void ended(RungResult result) {
        stayIfHeld();
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
        stayIfHeld();
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
    public synchronized void at(String now, long done, long total, String latest) {
        figures = latest;
        at(now, done, total);
        if (!terminal && done >= total) {
            err.printf(Locale.ROOT, "%5.1f s  %s: %s%n", seconds(begun), now, latest);
            err.flush();
        }
    }

    @Override
    public synchronized void at(String now, long done, long total) {
        stayIfHeld();
        long nanos = System.nanoTime();
        if (!now.equals(what)) {
            figures = "";
            what = now;
            whatBegun = nanos;
            earlier = 0;
            doneBefore = 0;
        } else if (done <= doneBefore) {
            earlier += doneBefore;
        }
        doneBefore = done;
        whole = total;
        told = nanos;
        shown = terminal;
        if (nanos - lastDrawn >= EVERY_NANOS || done >= total) {
            draw();
        }
    }

    private synchronized void draw() {
        if (shown) {
            lastDrawn = System.nanoTime();
            drawn.print(LINE_START + CUT + CleanOutput.line(line(doneBefore, whole)) + WRAP);
            drawn.flush();
        }
    }

    /// Between two reports the clock goes on, so that nobody takes slow work for work that hangs.
    private void tick() {
        try {
            while (true) {
                Thread.sleep(TICK);
                draw();
            }
        } catch (InterruptedException closed) {
            // Done.
        }
    }

    /// What changes stands left, where it is seen on a narrow terminal too.
    private String line(long done, long total) {
        StringBuilder line = new StringBuilder();
        line.append(String.format(Locale.ROOT, "%5.1f s", seconds(begun)));
        if (!rung.isEmpty()) {
            line.append("  ").append(rung);
        }
        double elapsed = (told - whatBegun) / 1e9;
        boolean paced = total > 1 && done > 0 && elapsed > 0.5;
        double rate = paced ? (earlier + done) / elapsed : 0;
        if (total > 1 && earlier == 0) {
            line.append("  ").append(bar((double) done / total));
            line.append(String.format(Locale.ROOT, "  %,d of %,d", done, total));
        } else if (earlier > 0) {
            line.append(String.format(Locale.ROOT, "  %,d", earlier + done));
        }
        if (paced) {
            line.append(String.format(Locale.ROOT, "  %,.0f/s", rate));
        }
        if (paced && earlier == 0 && done < total) {
            line.append("  ").append(spoken((total - done) / rate)).append(" left");
        }
        if (!figures.isEmpty()) {
            line.append("  ").append(figures);
        }
        return line.append("  ").append(what).toString();
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

    /// Clears the line for good and returns when the work stands still: whoever reports progress
    /// from now on does not come back.
    void hold() {
        synchronized (this) {
            clear();
            held = true;
        }
        try {
            standing.await();
        } catch (InterruptedException noMatter) {
            Thread.currentThread().interrupt();
        }
    }

    private void stayIfHeld() {
        while (held) {
            standing.countDown();
            try {
                wait();
            } catch (InterruptedException stay) {
                // The process is about to end: there is nothing to go on with.
            }
        }
    }

    synchronized void clear() {
        shown = false;
        if (terminal) {
            drawn.print(LINE_START);
            drawn.flush();
        }
    }

    @Override
    public void close() {
        ticking.interrupt();
        clear();
        // The work is over: whoever waits for it to stand still need not.
        standing.countDown();
    }
}
