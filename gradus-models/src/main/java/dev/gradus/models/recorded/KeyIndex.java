package dev.gradus.models.recorded;

/// Where the line of each key begins and how long it is: 28 bytes a place in arrays, at most three
/// quarters of them taken, instead of some 200 bytes in a map of objects. Not thread-safe while it
/// is filled.
final class KeyIndex {
    private static final int LEAST = 1 << 10;

    private long[] high = new long[LEAST];
    private long[] low = new long[LEAST];
    private long[] offset = new long[LEAST];
    private int[] length = new int[LEAST];
    private int size;

    int size() {
        return size;
    }

    /// Adds a key; false where it is there already, which stays as it is.
    boolean add(String key, long at, int bytes) {
        if (size >= high.length / 4 * 3) {
            grow();
        }
        long h = Long.parseUnsignedLong(key, 0, 16, 16);
        long l = Long.parseUnsignedLong(key, 16, 32, 16);
        int place = place(h, l);
        if (length[place] > 0) {
            return false;
        }
        put(place, h, l, at, bytes);
        size++;
        return true;
    }

    /// The number by which `offset` and `length` are asked; negative where there is no such key.
    int find(String key) {
        int place =
                place(
                        Long.parseUnsignedLong(key, 0, 16, 16),
                        Long.parseUnsignedLong(key, 16, 32, 16));
        return length[place] > 0 ? place : -1;
    }

    long offset(int place) {
        return offset[place];
    }

    int length(int place) {
        return length[place];
    }

    private void put(int place, long h, long l, long at, int bytes) {
        high[place] = h;
        low[place] = l;
        offset[place] = at;
        length[place] = bytes;
    }

    /// Keys are hashes: their own bits spread them.
    private int place(long h, long l) {
        int mask = high.length - 1;
        int place = (int) (h ^ h >>> 32) & mask;
        while (length[place] > 0 && (high[place] != h || low[place] != l)) {
            place = place + 1 & mask;
        }
        return place;
    }

    private void grow() {
        long[] oldHigh = high;
        long[] oldLow = low;
        long[] oldOffset = offset;
        int[] oldLength = length;
        int next = high.length * 2;
        high = new long[next];
        low = new long[next];
        offset = new long[next];
        length = new int[next];
        for (int i = 0; i < oldHigh.length; i++) {
            if (oldLength[i] > 0) {
                put(
                        place(oldHigh[i], oldLow[i]),
                        oldHigh[i],
                        oldLow[i],
                        oldOffset[i],
                        oldLength[i]);
            }
        }
    }
}
