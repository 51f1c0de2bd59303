package dev.gradus.packed;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Writes the fields of one element after another; [PackedReader] reads them back.
public final class PackedWriter {
    private static final int MOST_WORDS = 4_096;
    private static final int LONGEST_WORD = 200;

    private final Map<String, Integer> words;
    private final List<String> listed;
    private byte[] bytes = new byte[1 << 14];
    private int length;

    PackedWriter(Map<String, Integer> words, List<String> listed) {
        this.words = words;
        this.listed = listed;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    public PackedWriter flag(boolean value) {
        return put(value ? 1 : 0);
    }

    /// Seven bits a byte, the lowest first; a negative number takes ten.
    public PackedWriter whole(long value) {
        long left = value;
        while ((left & ~0x7fL) != 0) {
            put((int) (left & 0x7f) | 0x80);
            left >>>= 7;
        }
        return put((int) left);
    }

    public PackedWriter number(double value) {
        long bits = Double.doubleToRawLongBits(value);
        for (int shift = 56; shift >= 0; shift -= 8) {
            put((int) (bits >>> shift));
        }
        return this;
    }

    /// Any text, one with halves of characters too: a byte a character where it is Latin-1, else
    /// two.
    public PackedWriter text(String value) {
        boolean wide = isWide(value);
        whole((long) value.length() << 1 | (wide ? 1 : 0));
        if (!wide) {
            return put(value.getBytes(StandardCharsets.ISO_8859_1));
        }
        for (int i = 0; i < value.length(); i++) {
            put(value.charAt(i) >>> 8).put(value.charAt(i));
        }
        return this;
    }

    private static boolean isWide(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) > 0xff) {
                return true;
            }
        }
        return false;
    }

    /// A text that stands in many elements, such as a label: the list keeps one of each, the first
    /// 4,096.
    public PackedWriter word(String value) {
        Integer known = words.get(value);
        if (known == null && words.size() < MOST_WORDS && value.length() <= LONGEST_WORD) {
            known = words.size();
            words.put(value, known);
            listed.add(value);
        }
        return known == null ? whole(0).text(value) : whole(known + 1L);
    }

    public PackedWriter optionalText(Optional<String> value) {
        flag(value.isPresent());
        value.ifPresent(this::text);
        return this;
    }

    public PackedWriter optionalWord(Optional<String> value) {
        flag(value.isPresent());
        value.ifPresent(this::word);
        return this;
    }

    public PackedWriter optionalNumber(OptionalDouble value) {
        flag(value.isPresent());
        value.ifPresent(this::number);
        return this;
    }

    public PackedWriter optionalWhole(OptionalLong value) {
        flag(value.isPresent());
        value.ifPresent(this::whole);
        return this;
    }

    /// Keys as words, values as words.
    public PackedWriter words(Map<String, String> map) {
        whole(map.size());
        map.forEach((key, value) -> word(key).word(value));
        return this;
    }

    private PackedWriter put(int value) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = (byte) value;
        return this;
    }

    private PackedWriter put(byte[] more) {
        if (more.length > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * length, length + more.length));
        }
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
        return this;
    }
}
