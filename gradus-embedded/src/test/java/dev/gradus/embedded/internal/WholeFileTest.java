package dev.gradus.embedded.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir private Path folder;

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no POSIX permissions")
    void a_new_file_may_be_read_by_whom_the_umask_says() throws IOException {
        Path plain = Files.createFile(folder.resolve("as-any-program-makes-it"));

        WholeFile.write(folder.resolve("deep/manifest.json"), "{}");

        assertThat(Files.getPosixFilePermissions(folder.resolve("deep/manifest.json")))
                .isEqualTo(Files.getPosixFilePermissions(plain));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no POSIX permissions")
    void a_replaced_file_may_be_read_by_whom_it_could_be_read_before() throws IOException {
        Path file = folder.resolve("manifest.json");
        WholeFile.write(file, "{}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        WholeFile.write(file, "{\"new\": true}");

        assertThat(file).hasContent("{\"new\": true}");
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
    }
}
