package dev.gradus.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/// The file that is written first and then renamed to the one that was meant, so that a reader
/// finds all of it or none.
public final class FreshFile {
    private static final String TEMPORARY = ".new";

    private FreshFile() {}

    /// An empty file beside the target, under a name of its own. It may be read by whom the target
    /// may be read by and, where there is none yet, by whom the umask says: a temporary file of
    /// Java's own is for its owner alone, and would stay so when renamed.
    ///
    /// @param target absolute, in a folder that is there
    public static Path beside(Path target) throws IOException {
        Path folder = target.getParent();
        if (folder == null) {
            throw new IOException("it is the root of a file system");
        }
        String name = "." + target.getFileName();
        if (Files.getFileAttributeView(folder, PosixFileAttributeView.class) == null) {
            return Files.createTempFile(folder, name, TEMPORARY);
        }
        Path fresh = Files.createTempFile(folder, name, TEMPORARY, openToTheUmask());
        if (Files.exists(target)) {
            Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(target));
        }
        return fresh;
    }

    /// What the kernel takes the umask from.
    private static FileAttribute<?> openToTheUmask() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw-rw-"));
    }
}
