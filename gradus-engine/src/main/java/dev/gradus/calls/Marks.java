package dev.gradus.calls;

import java.util.concurrent.atomic.AtomicLongArray;

/// Remembers keys in 128 KB, however many: one that was marked is found, and one that was not is
/// sometimes taken for one that was. Thread-safe.
final class Marks {
    private static final int BITS = 1 << 20;

    private final AtomicLongArray words = new AtomicLongArray(BITS / Long.SIZE);

    void mark(String key) {
        int bit = bit(key);
        words.accumulateAndGet(
                bit / Long.SIZE, 1L << bit % Long.SIZE, (before, more) -> before | more);
    }

    /// False only for keys that were not marked.
    boolean maybe(String key) {
        int bit = bit(key);
        return (words.get(bit / Long.SIZE) & 1L << bit % Long.SIZE) != 0;
    }

    private static int bit(String key) {
        int hash = key.hashCode() * 0x9E3779B1;
        return hash >>> 12;
    }
}
