package dev.gradus.embedded.internal;

import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Files that are there whole or not at all: written under another name, made durable, then
/// renamed. What a killed process or a full disk leaves behind is the file before.
public final class WholeFile {
    private static final String TEMPORARY = ".new";

    private WholeFile() {}

    /// Replaces a file by these buffers, one after the other; makes its folder.
    ///
    /// @throws GradusException.Data where it cannot be written, with the reason
    public static void write(Path target, ByteBuffer... parts) {
        Path file = target.toAbsolutePath().normalize();
        try {
            Path folder = file.getParent();
            if (folder == null) {
                throw new IOException("it is the root of a file system");
            }
            Files.createDirectories(folder);
            Path fresh = beside(file, folder);
            try {
                fill(fresh, parts);
                Files.move(
                        fresh,
                        file,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    /// Replaces a file by a text.
    ///
    /// @throws GradusException.Data where it cannot be written, with the reason
    public static void write(Path target, String text) {
        write(target, StandardCharsets.UTF_8.encode(text));
    }

    /// Reads a file, whole.
    ///
    /// @param most bytes it may have, at most 2^31 - 1
    /// @throws GradusException.Data where it is missing, too large or unreadable
    public static ByteBuffer read(Path file, long most) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size > most) {
                throw new GradusException.Data(
                        "%s has %,d bytes, and at most %,d are read. It is not a file that tuning wrote: fix the folder."
                                .formatted(file, size, most));
            }
            ByteBuffer bytes = ByteBuffer.allocateDirect((int) size);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // Until it is full, or the file has become shorter meanwhile.
            }
            return bytes.flip();
        } catch (NoSuchFileException missing) {
            throw new GradusException.Data(
                    file + " is missing. Restore it, or tune again: ./gradus tune DIR.");
        } catch (IOException e) {
            throw new GradusException.Data(
                    "%s cannot be read: %s. Make it readable, or tune again."
                            .formatted(file, reason(e)));
        }
    }

    /// SHA-256 of what remains of a buffer, which stays as it is: 64 hexadecimal digits.
    public static String checksum(ByteBuffer bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes.duplicate());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }

    /// The sentence for a file that cannot be written; a full disk is the usual reason.
    public static GradusException.Data cannotWrite(Path file, IOException why) {
        return new GradusException.Data(
                "%s cannot be written: %s. Free some space or make the folder writable, then run the same command again."
                        .formatted(file, reason(why)));
    }

    /// An empty file that may be read by whom the target may be read by and, where there is none
    /// yet, by whom the umask says: a temporary file of Java's own is for its owner alone, and
    /// would stay so when renamed.
    private static Path beside(Path target, Path folder) throws IOException {
        String name = "." + target.getFileName();
        if (Files.getFileAttributeView(folder, PosixFileAttributeView.class) == null) {
            return Files.createTempFile(folder, name, TEMPORARY);
        }
        Path fresh =
                Files.createTempFile(
                        folder,
                        name,
                        TEMPORARY,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-rw-rw-")));
        if (Files.exists(target)) {
            Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(target));
        }
        return fresh;
    }

    private static void fill(Path file, ByteBuffer... parts) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (ByteBuffer part : parts) {
                ByteBuffer rest = part.duplicate();
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
            }
            channel.force(true);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileSystemException known && known.getReason() != null) {
            return known.getReason();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
