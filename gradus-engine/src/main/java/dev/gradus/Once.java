package dev.gradus;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Keeps one object of several that are equal, so that 200,000 outcomes with a few hundred
/// different answers, scores, costs and token counts hold a few hundred of each: measured, half of
/// what an outcome takes. Remembers the first 4,096, which bounds what it costs where all differ.
/// Thread-safe.
final class Once {
    private static final int MOST = 4_096;
    private final ConcurrentMap<Object, Object> first = new ConcurrentHashMap<>();

    /// @param value immutable
    <T> T of(T value) {
        Object known = first.get(value);
        if (known == null) {
            if (first.size() >= MOST) {
                return value;
            }
            known = first.putIfAbsent(value, value);
        }
        @SuppressWarnings("unchecked") // a key is kept as its own value, and equal to this one
        T same = known == null ? value : (T) known;
        return same;
    }
}
