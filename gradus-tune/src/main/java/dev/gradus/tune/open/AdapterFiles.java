package dev.gradus.tune.open;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Looks whether a folder holds an adapter in PEFT's layout that can be loaded: the settings, and
/// weights whose header is whole and agrees with the file's length
/// (https://huggingface.co/docs/safetensors).
final class AdapterFiles {
    static final String WEIGHTS = "adapter_model.safetensors";
    static final String SETTINGS = "adapter_config.json";
    private static final long MOST_SETTINGS_BYTES = 1 << 20;
    private static final long MOST_HEADER_BYTES = 100 << 20;

    private AdapterFiles() {}

    /// What is wrong with it; empty where nothing is.
    static Optional<String> problem(Path folder) {
        try {
            return settings(folder.resolve(SETTINGS)).or(() -> weights(folder.resolve(WEIGHTS)));
        } catch (JacksonException e) {
            return Optional.of("'" + folder.resolve(SETTINGS) + "' is not JSON");
        }
    }

    /// What is wrong where the weights were written before this run began.
    static Optional<String> olderThan(Path folder, Instant began) {
        Path file = folder.resolve(WEIGHTS);
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(began)
                    ? Optional.of("'" + file + "' is from an earlier run")
                    : Optional.empty();
        } catch (IOException e) {
            return unreadable(file, e);
        }
    }

    private static Optional<String> settings(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                return Optional.of("there is no '" + file + "'");
            }
            if (Files.size(file) > MOST_SETTINGS_BYTES) {
                return Optional.of("'" + file + "' is larger than settings of an adapter are");
            }
            JsonNode root = JsonMapper.shared().readTree(Files.readString(file));
            return root.path("peft_type").isString()
                    ? Optional.empty()
                    : Optional.of("'" + file + "' names no peft_type");
        } catch (IOException e) {
            return unreadable(file, e);
        }
    }

    private static Optional<String> unreadable(Path file, IOException e) {
        return Optional.of("'" + file + "' cannot be read: " + e.getMessage());
    }

    private static Optional<String> weights(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.of("there is no '" + file + "'");
        }
        try (SeekableByteChannel in = Files.newByteChannel(file)) {
            ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            long size = in.size();
            if (!filled(in, length)) {
                return cut(file);
            }
            long header = length.getLong(0);
            if (header <= 0 || header > MOST_HEADER_BYTES || header > size - Long.BYTES) {
                return cut(file);
            }
            ByteBuffer text = ByteBuffer.allocate((int) header);
            if (!filled(in, text)) {
                return cut(file);
            }
            return tensors(
                    file,
                    JsonMapper.shared().readTree(new String(text.array(), StandardCharsets.UTF_8)),
                    size - Long.BYTES - header);
        } catch (IOException e) {
            return unreadable(file, e);
        } catch (JacksonException e) {
            return Optional.of("the header of '" + file + "' is not JSON");
        }
    }

    private static Optional<String> tensors(Path file, JsonNode header, long bytes) {
        long end = 0;
        int tensors = 0;
        for (var entry : header.properties()) {
            if (!entry.getKey().equals("__metadata__")) {
                JsonNode offsets = entry.getValue().path("data_offsets");
                end = Math.max(end, offsets.path(1).asLong(Long.MAX_VALUE));
                tensors++;
            }
        }
        if (tensors == 0) {
            return Optional.of("'" + file + "' holds no weights");
        }
        return end == bytes ? Optional.empty() : cut(file);
    }

    private static Optional<String> cut(Path file) {
        return Optional.of("'" + file + "' is cut off or damaged");
    }

    private static boolean filled(SeekableByteChannel in, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (in.read(buffer) < 0) {
                return false;
            }
        }
        return true;
    }
}
