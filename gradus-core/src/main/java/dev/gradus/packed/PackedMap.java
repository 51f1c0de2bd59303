package dev.gradus.packed;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The elements of a list by a key that each has: an immutable map in the list's order, with 16 to
/// 32 bytes for an entry besides the element. Thread-safe. Asking for keys in the list's order
/// decodes each block of a packed list once; see [PackedList].
public final class PackedMap<V> extends AbstractMap<String, V> {
    private final List<V> elements;
    private final Function<V, String> key;

    /// Open addressing, at most half full: the key's hash at 2i, 1 more than the element's place at
    /// 2i + 1.
    private final int[] table;

    /// @param key of an element; no two elements have the same
    /// @throws IllegalArgumentException where two have the same; the message is the key
    public PackedMap(List<V> elements, Function<V, String> key) {
        this.elements = elements;
        this.key = key;
        this.table = new int[8 * Integer.highestOneBit(Math.max(1, elements.size()))];
        int place = 0;
        for (V element : elements) {
            String own = key.apply(element);
            int slot = slot(own);
            if (table[slot + 1] != 0) {
                throw new IllegalArgumentException(own);
            }
            table[slot] = hash(own);
            table[slot + 1] = ++place;
        }
    }

    /// Where the key stands, or would.
    private int slot(String wanted) {
        int hash = hash(wanted);
        int slot = 2 * (hash & table.length / 2 - 1);
        while (table[slot + 1] != 0
                && !(table[slot] == hash
                        && key.apply(elements.get(table[slot + 1] - 1)).equals(wanted))) {
            slot = slot + 2 & table.length - 1;
        }
        return slot;
    }

    /// Spread, as texts that count upwards have hashes that do.
    private static int hash(String text) {
        int hash = text.hashCode() * 0x9e3779b9;
        return hash ^ hash >>> 15;
    }

    @Override
    public @Nullable V get(@Nullable Object wanted) {
        if (!(wanted instanceof String text)) {
            return null;
        }
        int place = table[slot(text) + 1];
        return place == 0 ? null : elements.get(place - 1);
    }

    @Override
    public boolean containsKey(@Nullable Object wanted) {
        return get(wanted) != null;
    }

    @Override
    public int size() {
        return elements.size();
    }

    @Override
    public Set<Entry<String, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, V>> iterator() {
                return elements.stream()
                        .<Entry<String, V>>map(one -> Map.entry(key.apply(one), one))
                        .iterator();
            }

            @Override
            public int size() {
                return elements.size();
            }
        };
    }
}
