package dev.gradus.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FreshFileTest {
    @TempDir private Path folder;

    @Test
    void lies_beside_its_target_under_a_name_of_its_own() throws IOException {
        Path target = folder.resolve("prices.yaml");

        Path one = FreshFile.beside(target);
        Path other = FreshFile.beside(target);

        assertThat(one).isEmptyFile().hasParent(folder).isNotEqualTo(other);
        assertThat(target).doesNotExist();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no POSIX permissions")
    void a_new_file_may_be_read_by_whom_the_umask_says() throws IOException {
        Path plain = Files.createFile(folder.resolve("as-any-program-makes-it"));
        Path prices = folder.resolve("prices.yaml");

        PriceText.replace(prices, "a: b");

        assertThat(Files.getPosixFilePermissions(prices))
                .isEqualTo(Files.getPosixFilePermissions(plain));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no POSIX permissions")
    void a_replaced_file_may_be_read_by_whom_it_could_be_read_before() throws IOException {
        Path prices = Files.writeString(folder.resolve("prices.yaml"), "a: b");
        Files.setPosixFilePermissions(prices, PosixFilePermissions.fromString("rw-------"));

        PriceText.replace(prices, "a: c");

        assertThat(prices).hasContent("a: c");
        assertThat(Files.getPosixFilePermissions(prices))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
}
