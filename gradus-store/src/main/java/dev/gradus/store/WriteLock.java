package dev.gradus.store;

import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The right of one process to write a ledger: a lock of the operating system on `<ledger>.lock`.
/// It ends with the process, however that ends. The text in the file says who holds it and is only
/// a note.
///
/// The locked byte lies far behind the text: Windows lets nobody read what is locked.
final class WriteLock implements AutoCloseable {
    private static final long MILLIS_BETWEEN_TRIES = 25;
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;
    private static final int LONGEST_NOTE = 1_000;

    /// Which locks this process holds; guarded by itself. Static, because POSIX locks belong to the
    /// process: closing any channel on the file, even one that only tried or read the note, lets go
    /// the lock of the ledger that is open.
    private static final Map<Path, Holder> HELD_HERE = new HashMap<>();

    private final Path path;
    private final Holder self;
    private final InstantSource clock;
    private @Nullable FileChannel channel;
    private String heldBy = "another process";

    private WriteLock(Path path, Holder self, InstantSource clock) {
        this.path = path;
        this.self = self;
        this.clock = clock;
    }

    /// Takes the lock, or waits for it.
    ///
    /// @param ledger its real path, so that two names of one file meet at one lock
    /// @throws GradusException.Usage where another still holds it after `wait`
    static WriteLock take(Path ledger, Duration wait, InstantSource clock, String who)
            throws IOException {
        Path path = ledger.resolveSibling(ledger.getFileName() + ".lock");
        WriteLock lock = new WriteLock(path, Holder.thisProcess(who, clock.instant()), clock);
        long start = System.nanoTime();
        while (!lock.tryTake()) {
            if (System.nanoTime() - start >= wait.toNanos()) {
                throw new GradusException.Usage(
                        "%s is held by %s. Wait for it, or use --ledger with another file."
                                .formatted(ledger, lock.heldBy));
            }
            pause(ledger);
        }
        return lock;
    }

    private boolean tryTake() throws IOException {
        synchronized (HELD_HERE) {
            Holder here = HELD_HERE.get(path);
            if (here != null) {
                heldBy = here.inWords(clock.instant());
                return false;
            }
            FileChannel opened =
                    FileChannel.open(
                            path,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.CREATE);
            try {
                if (opened.tryLock(LOCKED_BYTE, 1, false) == null) {
                    heldBy = Holder.inWords(note(opened), clock.instant());
                    opened.close();
                    return false;
                }
                opened.truncate(0);
                opened.write(ByteBuffer.wrap(self.note().getBytes(StandardCharsets.UTF_8)));
            } catch (IOException e) {
                opened.close();
                throw e;
            }
            channel = opened;
            HELD_HERE.put(path, self);
            return true;
        }
    }

    private static String note(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LONGEST_NOTE);
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) > 0) {}
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }

    private static void pause(Path ledger) {
        try {
            Thread.sleep(MILLIS_BETWEEN_TRIES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + ledger, e);
        }
    }

    /// Lets go. The file stays: deleting it would let two processes lock two files of one name.
    @Override
    public void close() {
        synchronized (HELD_HERE) {
            FileChannel held = channel;
            if (held == null) {
                return;
            }
            channel = null;
            HELD_HERE.remove(path);
            try (held) {
                held.truncate(0);
            } catch (IOException e) {
                // The note stays; the lock is gone with the channel.
            }
        }
    }
}
