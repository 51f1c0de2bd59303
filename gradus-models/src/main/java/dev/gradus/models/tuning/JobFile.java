package dev.gradus.models.tuning;

import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Keeps a job in a file of JSON, which is replaced at once: a reader sees the old one or the new
/// one, and what was written is on the disk.
public final class JobFile implements JobKeeper {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_BYTES = 64 << 10;

    private final Path file;

    public JobFile(Path file) {
        this.file = file;
    }

    @Override
    public String place() {
        return file.toString();
    }

    @Override
    public Optional<KeptJob> kept() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw damaged();
            }
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            return Optional.of(
                    new KeptJob(
                            need(json, "mark"),
                            need(json, "training-file"),
                            json.path("validation-file").stringValueOpt(),
                            json.path("job").stringValueOpt()));
        } catch (JacksonException e) {
            throw damaged();
        } catch (IOException e) {
            throw new GradusException.Data(file + ": the file cannot be read. Check its rights.");
        }
    }

    private String need(JsonNode json, String field) {
        return json.path(field).stringValueOpt().orElseThrow(this::damaged);
    }

    private GradusException damaged() {
        return new GradusException.Data(
                file
                        + ": the file does not say which tuning job it is of. Look at the provider"
                        + " whether one is running, and delete the file to start anew.");
    }

    @Override
    public void keep(KeptJob job) {
        ObjectNode json =
                JSON.createObjectNode()
                        .put("version", 1)
                        .put("mark", job.mark())
                        .put("training-file", job.trainingFile());
        job.validationFile().ifPresent(id -> json.put("validation-file", id));
        job.job().ifPresent(id -> json.put("job", id));
        Path target = file.toAbsolutePath();
        Path next = target.resolveSibling(target.getFileName() + ".new");
        try {
            Path folder = target.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try (FileChannel out =
                    FileChannel.open(
                            next,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap((json + "\n").getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(
                    next,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unwritable();
        }
    }

    @Override
    public void clear() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unwritable();
        }
    }

    private GradusException unwritable() {
        return new GradusException.Data(
                file
                        + ": the file cannot be written. Make its folder writable: it is what a"
                        + " killed process finds its tuning job by.");
    }
}
