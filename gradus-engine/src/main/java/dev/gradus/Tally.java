package dev.gradus;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Counts pieces of one long work as they end, on whatever thread, and tells how far it is.
final class Tally {
    private final Progress progress;
    private final Supplier<String> what;
    private final long total;
    private final AtomicLong done = new AtomicLong();

    /// @param what is being done, for people; asked each time, as it may tell the money so far
    Tally(Progress progress, Supplier<String> what, long total) {
        this.progress = progress;
        this.what = what;
        this.total = total;
    }

    String what() {
        return what.get();
    }

    /// Work that is done elsewhere, of which so many pieces are done besides those counted here.
    void waiting(String other, long besides) {
        progress.at(other, Math.min(total, done.get() + besides), total);
    }

    void one() {
        progress.at(what.get(), done.incrementAndGet(), total);
    }
}
