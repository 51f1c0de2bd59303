package dev.gradus.tune.train;

import dev.gradus.embedded.internal.WholeFile;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Trainer.Epoch;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// A run's state in one file, there whole or not at all: hash of the job, checksum of the rest, the
/// numbers, the arrays.
final class Checkpoint {
    static final String FILE = "checkpoint.bin";
    private static final long LARGEST = (1L << 31) - 1;

    private final Path folder;
    private final String job;

    Checkpoint(Path folder, String job) {
        this.folder = folder;
        this.job = job;
    }

    /// @throws GradusException.Data where the disk is full
    void write(TrainingState state, double cpuSeconds, double wallSeconds) {
        byte[] numbers = numbers(state, cpuSeconds, wallSeconds);
        List<float[]> arrays = arrays(state);
        ByteBuffer rest =
                ByteBuffer.allocate(4 + numbers.length + 4 * arrays.size() * state.theta.length)
                        .putInt(numbers.length)
                        .put(numbers);
        for (float[] array : arrays) {
            rest.asFloatBuffer().put(array);
            rest.position(rest.position() + 4 * array.length);
        }
        rest.flip();
        ByteBuffer head = ByteBuffer.allocate(64 + 8);
        head.put(job.getBytes(StandardCharsets.US_ASCII)).putLong(checksum(rest)).flip();
        WholeFile.write(folder.resolve(FILE), head, rest);
    }

    /// The state of this job; empty where there is none, it is of another job, or damaged: training
    /// then begins at the start.
    Optional<TrainingState> read(int size) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        ByteBuffer bytes = WholeFile.read(file, LARGEST);
        byte[] hash = new byte[64];
        if (bytes.remaining() < 72) {
            return Optional.empty();
        }
        bytes.get(hash);
        long sum = bytes.getLong();
        if (!new String(hash, StandardCharsets.US_ASCII).equals(job) || checksum(bytes) != sum) {
            return Optional.empty();
        }
        try {
            return Optional.of(state(bytes, size));
        } catch (BufferUnderflowException damaged) {
            return Optional.empty();
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(folder.resolve(FILE));
            sweep();
        } catch (IOException e) {
            throw WholeFile.cannotWrite(folder.resolve(FILE), e);
        }
    }

    /// Removes what a killed process left half-written.
    void sweep() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, ".*.new")) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static List<float[]> arrays(TrainingState state) {
        return List.of(state.theta, state.first, state.second, state.average, state.best);
    }

    private static long checksum(ByteBuffer bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes.duplicate());
        return sum.getValue();
    }

    private static byte[] numbers(TrainingState s, double cpuSeconds, double wallSeconds) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(s.bestEpoch);
            out.writeInt(s.pairSteps);
            out.writeInt(s.begun ? 1 : 0);
            out.writeInt(s.step);
            out.writeDouble(s.lossSum);
            out.writeDouble(s.smoothLoss);
            out.writeLong(s.epochNanos);
            out.writeLong(s.updates);
            out.writeDouble(cpuSeconds);
            out.writeDouble(wallSeconds);
            out.writeInt(s.resumed);
            out.writeInt(s.epochs.size());
            for (Epoch epoch : s.epochs) {
                out.writeInt(epoch.number());
                out.writeDouble(epoch.loss());
                out.writeDouble(epoch.heldLoss());
                out.writeDouble(epoch.heldScore());
                out.writeDouble(epoch.examplesPerSecond());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static TrainingState state(ByteBuffer in, int size) {
        TrainingState s = new TrainingState(size);
        in.getInt();
        s.bestEpoch = in.getInt();
        s.pairSteps = in.getInt();
        s.begun = in.getInt() == 1;
        s.step = in.getInt();
        s.lossSum = in.getDouble();
        s.smoothLoss = in.getDouble();
        s.epochNanos = in.getLong();
        s.updates = in.getLong();
        s.cpuSeconds = in.getDouble();
        s.wallSeconds = in.getDouble();
        s.resumed = in.getInt();
        for (int i = in.getInt(); i > 0; i--) {
            s.epochs.add(
                    new Epoch(
                            in.getInt(),
                            in.getDouble(),
                            in.getDouble(),
                            in.getDouble(),
                            in.getDouble()));
        }
        for (float[] array : arrays(s)) {
            for (int i = 0; i < size; i++) {
                array[i] = in.getFloat();
            }
        }
        return s;
    }
}
