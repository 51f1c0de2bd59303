package dev.gradus.packed;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Reads back what [PackedWriter] wrote, in the same order.
public final class PackedReader {
    private final byte[] bytes;
    private final List<String> words;
    private int at;

    PackedReader(byte[] bytes, List<String> words) {
        this.bytes = bytes;
        this.words = words;
    }

    public boolean flag() {
        return bytes[at++] != 0;
    }

    public long whole() {
        long value = 0;
        int shift = 0;
        while (bytes[at] < 0) {
            value |= (bytes[at++] & 0x7fL) << shift;
            shift += 7;
        }
        return value | (long) bytes[at++] << shift;
    }

    public double number() {
        long bits = 0;
        for (int i = 0; i < Double.BYTES; i++) {
            bits = bits << 8 | bytes[at++] & 0xff;
        }
        return Double.longBitsToDouble(bits);
    }

    public String text() {
        long head = whole();
        int length = (int) (head >>> 1);
        if ((head & 1) == 0) {
            at += length;
            return new String(bytes, at - length, length, StandardCharsets.ISO_8859_1);
        }
        char[] chars = new char[length];
        for (int i = 0; i < length; i++) {
            chars[i] = (char) ((bytes[at++] & 0xff) << 8 | bytes[at++] & 0xff);
        }
        return new String(chars);
    }

    /// The same object each time, where the list keeps it once.
    public String word() {
        int known = (int) whole();
        return known == 0 ? text() : words.get(known - 1);
    }

    public Optional<String> optionalText() {
        return flag() ? Optional.of(text()) : Optional.empty();
    }

    public Optional<String> optionalWord() {
        return flag() ? Optional.of(word()) : Optional.empty();
    }

    public OptionalDouble optionalNumber() {
        return flag() ? OptionalDouble.of(number()) : OptionalDouble.empty();
    }

    public OptionalLong optionalWhole() {
        return flag() ? OptionalLong.of(whole()) : OptionalLong.empty();
    }

    public Map<String, String> words() {
        int size = (int) whole();
        if (size == 0) {
            return Map.of();
        }
        Map<String, String> map = LinkedHashMap.newLinkedHashMap(size);
        for (int i = 0; i < size; i++) {
            String key = word();
            map.put(key, word());
        }
        return map;
    }
}
