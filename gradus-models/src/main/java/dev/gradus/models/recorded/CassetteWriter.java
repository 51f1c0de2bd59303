package dev.gradus.models.recorded;

import dev.gradus.spi.GradusException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Appends to a cassette. A line is durable when `append` returns; lines that arrive together are
/// made durable together (one `fsync`), so many threads wait for few of them. A line that a killed
/// process left half-written is taken out when the file is opened. One process writes at a time.
/// Thread-safe.
public final class CassetteWriter implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition written = lock.newCondition();
    private ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private long queued;
    private long durable;
    private boolean writing;
    private boolean broken;

    private CassetteWriter(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Opens a cassette for writing at its end, or begins one.
    ///
    /// @throws GradusException.Usage where another process writes to it
    /// @throws GradusException.Data where it cannot be written
    public static CassetteWriter open(Path file) {
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            FileChannel channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            try {
                refuseWhereHeld(file, channel);
                channel.truncate(wholeLines(channel));
                channel.position(channel.size());
                return new CassetteWriter(file, channel);
            } catch (RuntimeException | IOException wrong) {
                channel.close();
                throw wrong;
            }
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /// Appends a line; durable when it returns.
    ///
    /// @throws GradusException.Data where it cannot be written: this line and all after it
    public void append(CassetteLine line) {
        byte[] bytes = line.bytes();
        lock.lock();
        try {
            refuseWhereBroken();
            waiting.writeBytes(bytes);
            long mine = ++queued;
            while (durable < mine) {
                if (writing) {
                    written.awaitUninterruptibly();
                } else {
                    writeAll();
                }
                if (durable < mine) {
                    refuseWhereBroken();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// Writes what waits, with the lock given up meanwhile so that others can queue.
    private void writeAll() {
        ByteBuffer batch = ByteBuffer.wrap(waiting.toByteArray());
        long upTo = queued;
        waiting = new ByteArrayOutputStream();
        writing = true;
        lock.unlock();
        boolean done = false;
        try {
            while (batch.hasRemaining()) {
                channel.write(batch);
            }
            channel.force(false);
            done = true;
        } catch (IOException e) {
            throw unwritable(file, e);
        } finally {
            lock.lock();
            writing = false;
            broken |= !done;
            if (done) {
                durable = upTo;
            }
            written.signalAll();
        }
    }

    private void refuseWhereBroken() {
        if (broken) {
            throw new GradusException.Data(
                    file + ": an earlier line could not be written. Make room, then record again.");
        }
    }

    /// The channel closes while threads that were interrupted may still wait: they are told.
    @Override
    public void close() {
        lock.lock();
        try {
            while (writing) {
                written.awaitUninterruptibly();
            }
            channel.close();
        } catch (IOException e) {
            throw unwritable(file, e);
        } finally {
            lock.unlock();
        }
    }

    private static void refuseWhereHeld(Path file, FileChannel channel) throws IOException {
        boolean held;
        try {
            held = channel.tryLock() == null;
        } catch (OverlappingFileLockException e) {
            held = true;
        }
        if (held) {
            throw new GradusException.Usage(
                    file
                            + ": another climb records to this file. Wait for it, or name another file.");
        }
    }

    /// How many bytes end with a line end.
    private static long wholeLines(FileChannel channel) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(1 << 16);
        for (long end = channel.size(); end > 0; ) {
            long from = Math.max(0, end - block.capacity());
            block.clear().limit((int) (end - from));
            while (block.hasRemaining() && channel.read(block, from + block.position()) >= 0) {
                // until the block is whole
            }
            for (int i = block.position() - 1; i >= 0; i--) {
                if (block.get(i) == '\n') {
                    return from + i + 1;
                }
            }
            end = from;
        }
        return 0;
    }

    private static GradusException unwritable(Path file, IOException e) {
        return new GradusException.Data(
                file
                        + ": the cassette cannot be written: "
                        + e.getMessage()
                        + ". Check the disk and the rights.");
    }
}
