package dev.gradus.models.recorded;

import dev.gradus.files.FreshFile;
import dev.gradus.files.JsonText;
import dev.gradus.spi.GradusException;
import dev.gradus.task.ModelName;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file of recorded replies, one JSON object a line, found by the hash of the request. Every line
/// is checked when it is opened; about 40 bytes a reply stay in memory, and a reply is read from
/// the file when it is asked for. Of two lines with one key the first counts, as in a ledger.
/// Thread-safe.
public final class Cassette implements AutoCloseable {
    private static final int MOST_LINES = 5_000_000;
    private static final int MOST_MODELS = 1_000;
    private static final Pattern JSON_PLACE = Pattern.compile("line:1:(\\d+): (.*)");

    private final Path file;
    private final FileChannel channel;
    private final KeyIndex index = new KeyIndex();
    private final TreeMap<String, Integer> models = new TreeMap<>();

    private Cassette(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Opens a cassette.
    ///
    /// @throws GradusException.Data where it cannot be read or a line is wrong, with file and line
    public static Cassette open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new GradusException.Data(
                    file
                            + ": there is no such cassette. Fix the name, or record one: gradus climb --record "
                            + file.getFileName());
        }
        try {
            Cassette cassette = new Cassette(file, FileChannel.open(file));
            try {
                scan(file, cassette::index);
                return cassette;
            } catch (RuntimeException | IOException wrong) {
                cassette.close();
                throw wrong;
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /// Every line of a cassette, in its order, without keeping any.
    ///
    /// @throws GradusException.Data as `open`
    public static void each(Path file, Consumer<? super CassetteLine> told) {
        if (!Files.isRegularFile(file)) {
            throw new GradusException.Data(file + ": there is no such file. Fix the name.");
        }
        try {
            scan(file, (lines, line) -> told.accept(line));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /// Writes a cassette that is not there yet, at once: a reader finds all of it or none.
    ///
    /// @param lines hands its lines to the consumer that it is given, one by one
    /// @return how many there were
    /// @throws GradusException.Usage where there is a file of that name
    /// @throws GradusException.Data where it cannot be written
    public static long write(Path file, Consumer<Consumer<CassetteLine>> lines) {
        if (Files.exists(file)) {
            throw new GradusException.Usage(
                    file + ": there is such a file already. Name another one, or delete it.");
        }
        Path target = file.toAbsolutePath().normalize();
        Path folder = target.getParent() == null ? target : target.getParent();
        try {
            Files.createDirectories(folder);
            Path next = FreshFile.beside(target);
            try {
                long count = written(next, lines);
                Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
                return count;
            } finally {
                Files.deleteIfExists(next);
            }
        } catch (UncheckedIOException e) {
            throw unwritable(file, String.valueOf(e.getCause()));
        } catch (IOException e) {
            throw unwritable(file, String.valueOf(e.getMessage()));
        }
    }

    private static long written(Path file, Consumer<Consumer<CassetteLine>> lines)
            throws IOException {
        long[] count = new long[1];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            lines.accept(line -> {
                try {
                    out.write(line.bytes());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                count[0]++;
            });
        }
        return count[0];
    }

    private static GradusException unwritable(Path file, String why) {
        return new GradusException.Data(
                file
                        + ": the cassette cannot be written: "
                        + why
                        + ". Check the disk and the rights.");
    }

    /// The reply with a key.
    public Optional<CassetteLine> find(String key) {
        int place = index.find(key);
        if (place < 0) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(index.length(place));
        try {
            while (bytes.hasRemaining()
                    && channel.read(bytes, index.offset(place) + bytes.position()) >= 0) {
                // until the line is whole
            }
            CassetteLine line = parsed(bytes.array(), bytes.position());
            if (line.key().equals(key)) {
                return Optional.of(line);
            }
        } catch (IllegalArgumentException changed) {
            // told below
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        throw new GradusException.Data(
                file + ": the cassette was changed while it was played. Run the command again.");
    }

    /// How many replies it has.
    public int size() {
        return index.size();
    }

    /// How many of them name this model.
    int size(ModelName model) {
        return models.getOrDefault(model.toString(), 0);
    }

    Path file() {
        return file;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private void index(ByteLines lines, CassetteLine line) {
        if (index.size() == MOST_LINES) {
            throw problem(
                    file,
                    lines.number(),
                    "the cassette has more than 5,000,000 replies. Split it by model.");
        }
        if (index.add(line.key(), lines.offset(), lines.length())) {
            line.model()
                    .map(ModelName::toString)
                    .filter(name -> models.size() < MOST_MODELS || models.containsKey(name))
                    .ifPresent(name -> models.merge(name, 1, Integer::sum));
        }
    }

    private static void scan(Path file, BiConsumer<ByteLines, CassetteLine> told)
            throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            ByteLines lines = new ByteLines(in);
            while (lines.next()) {
                if (!lines.isBlank()) {
                    told.accept(lines, line(file, lines));
                }
            }
        } catch (ByteLines.TooLong tooLong) {
            throw problem(
                    file,
                    tooLong.line(),
                    "the line is longer than 16 MB. Shorten it, or take it out.");
        }
    }

    private static CassetteLine line(Path file, ByteLines lines) {
        try {
            return parsed(lines.bytes(), lines.length());
        } catch (IllegalArgumentException wrong) {
            if (!lines.isEnded()) {
                throw problem(
                        file,
                        lines.number(),
                        "the last line is cut off: whoever wrote it was stopped. Take it out, or"
                                + " record on, which takes it out.");
            }
            throw problem(
                    file, lines.number(), wrong.getMessage() + ". Fix the line, or take it out.");
        }
    }

    private static CassetteLine parsed(byte[] bytes, int length) {
        try {
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(bytes, 0, length))
                            .toString();
            return CassetteLine.of(JsonText.parseObject(text, "line"));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the line is not UTF-8", e);
        } catch (GradusException.Data e) {
            Matcher place = JSON_PLACE.matcher(String.valueOf(e.getMessage()));
            String reason = place.matches() ? place.group(2) : String.valueOf(e.getMessage());
            throw new IllegalArgumentException(
                    reason.replaceFirst(
                            "\\. (Fix the line|Write \\{ \\.\\.\\. \\}|Take it out|Write a JSON value)\\.$",
                            ""),
                    e);
        }
    }

    private static GradusException problem(Path file, long line, String text) {
        return new GradusException.Data(file.getFileName() + ":" + line + ": " + text);
    }

    private static GradusException unreadable(Path file, IOException e) {
        return new GradusException.Data(
                file
                        + ": the cassette cannot be read: "
                        + e.getMessage()
                        + ". Check the disk and the rights.");
    }
}
