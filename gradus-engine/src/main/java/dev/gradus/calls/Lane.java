package dev.gradus.calls;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How many calls one provider gets at once, found by trying, as TCP finds its window: doubled for
/// every window of successes until the first sign of too many, then one more for every window;
/// halved on a 429 or a timeout, at most once for the calls that were in flight together. A
/// provider's `Retry-After` stops the whole lane.
///
/// Van Jacobson, "Congestion Avoidance and Control", SIGCOMM 1988. Thread-safe.
final class Lane {
    private static final double START = 16;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final int most;
    private double limit;
    private boolean growingFast = true;
    private int inFlight;
    private long closedUntil = System.nanoTime();
    private long lastCut = closedUntil;

    /// @param most calls at once that are ever made
    Lane(int most) {
        this.most = most;
        this.limit = Math.min(START, most);
    }

    /// A place in the lane.
    ///
    /// @param began by the clock of `System.nanoTime`, as every time here: it never jumps
    record Turn(long began) {}

    /// Waits for a place.
    ///
    /// @throws InterruptedException where the thread is interrupted meanwhile
    Turn enter() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                long now = System.nanoTime();
                if (closedUntil - now > 0) {
                    changed.awaitNanos(closedUntil - now);
                } else if (inFlight >= (int) limit) {
                    changed.await();
                } else {
                    inFlight++;
                    return new Turn(now);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// The call was answered.
    void succeeded() {
        lock.lock();
        try {
            inFlight--;
            boolean full = inFlight + 1 >= (int) limit;
            if (full) {
                limit = Math.min(most, limit + (growingFast ? 1 : 1 / limit));
            }
            // A full lane frees one place, and may have grown by one more.
            changed.signal();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// The call failed for a reason that says nothing about how many there are.
    void failed() {
        lock.lock();
        try {
            inFlight--;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// The provider is asked for too much.
    ///
    /// @param wait how long it asks to be left alone; zero where it does not say
    void tooMany(Turn turn, Duration wait) {
        lock.lock();
        try {
            inFlight--;
            long now = System.nanoTime();
            growingFast = false;
            if (turn.began() - lastCut >= 0) {
                limit = Math.max(1, limit / 2);
                lastCut = now;
            }
            long until = now + wait.toNanos();
            if (until - closedUntil > 0) {
                closedUntil = until;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// How many calls at once it takes now.
    int limit() {
        lock.lock();
        try {
            return (int) limit;
        } finally {
            lock.unlock();
        }
    }
}
