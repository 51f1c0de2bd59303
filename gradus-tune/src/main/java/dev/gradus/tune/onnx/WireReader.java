package dev.gradus.tune.onnx;

import dev.gradus.spi.GradusException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Walks over the fields of a protobuf message inside a buffer. Every length is checked against the
/// message that holds it before it is used, so no input reads outside or allocates more than it
/// has. <https://protobuf.dev/programming-guides/encoding/>
final class WireReader {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;

    private static final int LONGEST_NAME = 4_096;

    private final String where;
    private final ByteBuffer bytes;
    private final int end;
    private int at;
    private int field;
    private int type;
    private int length;

    WireReader(String where, ByteBuffer bytes, int from, int end) {
        this.where = where;
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /// Steps to the next field; false at the end of the message. A field of `BYTES` must be taken
    /// or skipped before the next step.
    boolean next() {
        if (at == end) {
            return false;
        }
        long tag = varint();
        field = (int) (tag >>> 3);
        type = (int) (tag & 7);
        if (tag >>> 32 != 0 || field == 0) {
            throw wrong("a field has no number");
        }
        if (type == BYTES) {
            long size = varint();
            if (size < 0 || size > end - at) {
                throw wrong("a field goes on after the end of what holds it");
            }
            length = (int) size;
        }
        return true;
    }

    int field() {
        return field;
    }

    int type() {
        return type;
    }

    /// Where the content of a field begins.
    int offset() {
        return at;
    }

    /// Of the content of a field of `BYTES`.
    int length() {
        return length;
    }

    void skip() {
        switch (type) {
            case VARINT -> varint();
            case FIXED64 -> step(8);
            case BYTES -> step(length);
            case FIXED32 -> step(4);
            default -> throw wrong("a field has type " + type + ", which ONNX does not use");
        }
    }

    /// The message inside a field of `BYTES`, which is stepped over.
    WireReader message() {
        need(BYTES);
        WireReader inner = new WireReader(where, bytes, at, at + length);
        step(length);
        return inner;
    }

    String text() {
        need(BYTES);
        if (length > LONGEST_NAME) {
            throw wrong("a name has " + length + " bytes");
        }
        byte[] name = new byte[length];
        bytes.get(at, name);
        step(length);
        return new String(name, StandardCharsets.UTF_8);
    }

    long number() {
        need(VARINT);
        return varint();
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (at >= end) {
                throw wrong("it ends inside a number");
            }
            byte next = bytes.get(at++);
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw wrong("a number has more than 10 bytes");
    }

    private void need(int wanted) {
        if (type != wanted) {
            throw wrong("field " + field + " has wire type " + type + ", not " + wanted);
        }
    }

    private void step(int size) {
        if (size > end - at) {
            throw wrong("it ends inside a value");
        }
        at += size;
    }

    GradusException.Data wrong(String what) {
        return new GradusException.Data(
                "%s is no ONNX file that can be read: %s (at byte %,d). It is damaged or truncated: fetch it again, or tune again."
                        .formatted(where, what, at));
    }
}
