package dev.gradus.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/// Decodes a file as UTF-8 and nothing else: a byte order mark is skipped; UTF-16, a byte that is
/// not UTF-8 and a NUL are refused with the line they stand on. Positions are found by a second
/// pass, so that the first costs nothing for them.
final class Utf8Reader extends Reader {
    private final InputFile file;
    private final InputStream in;
    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16).flip();
    private long bytesBeforeBuffer;
    private boolean ended;
    private boolean started;

    Utf8Reader(InputFile file) throws IOException {
        this.file = file;
        this.in = Files.newInputStream(file.path());
    }

    @Override
    public int read(char[] target, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        CharBuffer out = CharBuffer.wrap(target, from, length).slice();
        while (true) {
            CoderResult result = decoder.decode(bytes, out, ended);
            if (result.isError()) {
                throw notUtf8(bytesBeforeBuffer + bytes.position(), result.length());
            }
            if (out.position() > 0) {
                refuseNul(target, from, out.position());
                return out.position();
            }
            if (ended) {
                return -1;
            }
            fill();
        }
    }

    private void fill() throws IOException {
        bytesBeforeBuffer += bytes.position();
        bytes.compact();
        int read = in.readNBytes(bytes.array(), bytes.position(), bytes.remaining());
        bytes.position(bytes.position() + read);
        ended = bytes.hasRemaining();
        bytes.flip();
        if (!started) {
            started = true;
            skipMark();
        }
    }

    private void skipMark() {
        int first = bytes.remaining() < 2 ? 0 : (bytes.get(0) & 0xFF) << 8 | bytes.get(1) & 0xFF;
        if (first == 0xFFFE || first == 0xFEFF) {
            throw file.problem(
                    "the file is UTF-16, and UTF-8 is wanted. Convert it: iconv -f UTF-16 -t UTF-8 "
                            + converted());
        }
        if (bytes.remaining() >= 3 && first == 0xEFBB && (bytes.get(2) & 0xFF) == 0xBF) {
            bytes.position(3);
        }
    }

    private void refuseNul(char[] target, int from, int count) throws IOException {
        for (int i = from; i < from + count; i++) {
            if (target[i] == 0) {
                Place nul = placeOf(Long.MAX_VALUE);
                throw file.problem(
                        nul.line,
                        "a NUL byte stands here, and the file is wanted as UTF-8 text. Take it out, or convert the file.");
            }
        }
    }

    private RuntimeException notUtf8(long offset, int length) throws IOException {
        Place place = placeOf(offset);
        String value = String.format("byte 0x%02X", place.value);
        if (length > 1) {
            return file.problem(
                    place.line,
                    "the UTF-8 character that begins with "
                            + value
                            + " lacks its last bytes. Put the character back, or take it out.");
        }
        return file.problem(
                place.line,
                value
                        + " is not UTF-8. Convert the file, from Windows' Latin encoding for example: iconv -f WINDOWS-1252 -t UTF-8 "
                        + converted());
    }

    private String converted() {
        return file.shown() + " > utf8-" + file.path().getFileName();
    }

    private record Place(long line, int value) {}

    /// The line of a byte; with an offset past the end, of the first NUL.
    private Place placeOf(long offset) throws IOException {
        long line = 1;
        int previous = -1;
        try (InputStream again =
                new BufferedInputStream(Files.newInputStream(file.path()), 1 << 16)) {
            for (long at = 0; ; at++) {
                int value = again.read();
                if (value < 0 || at == offset || value == 0 && offset == Long.MAX_VALUE) {
                    return new Place(line + (previous == '\r' && value != '\n' ? 1 : 0), value);
                }
                if (value == '\n' || previous == '\r') {
                    line++;
                }
                previous = value;
            }
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
