package dev.gradus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenInputTest {
    private static final Path KIT = Path.of("src/main/resources/dev/gradus/testkit/broken");

    @Test
    void the_index_lists_exactly_the_folders_and_files_of_the_kit() throws IOException {
        Set<String> listed =
                BrokenInput.all().stream()
                        .flatMap(input ->
                                input.files().stream().map(file -> input.name() + "/" + file))
                        .collect(Collectors.toSet());
        try (Stream<Path> files = Files.walk(KIT)) {
            Set<String> kept =
                    files.filter(Files::isRegularFile)
                            .map(file -> KIT.relativize(file).toString().replace('\\', '/'))
                            .filter(file -> file.contains("/"))
                            .collect(Collectors.toSet());
            assertThat(listed).isEqualTo(kept);
        }
    }

    @Test
    void at_least_30_inputs_are_refused_and_each_refusal_names_something() {
        List<BrokenInput> refused =
                BrokenInput.all().stream().filter(input -> input.exitCode() != 0).toList();
        assertThat(refused).hasSizeGreaterThanOrEqualTo(30);
        assertThat(refused).allSatisfy(input -> assertThat(input.mentions()).isNotEmpty());
        assertThat(refused).extracting(BrokenInput::exitCode).containsOnly(2, 3);
    }

    @Test
    void names_are_unique() {
        assertThat(BrokenInput.all()).extracting(BrokenInput::name).doesNotHaveDuplicates();
    }

    @Test
    void a_copy_keeps_every_byte(@TempDir Path folder) throws IOException {
        byte[] bytes =
                Files.readAllBytes(BrokenInput.of("csv-utf16").copyTo(folder).resolve("train.csv"));
        assertThat(bytes).startsWith((byte) 0xFF, (byte) 0xFE, (byte) 't', (byte) 0);
    }

    @Test
    void a_folder_named_like_a_file_is_copied_as_a_folder(@TempDir Path folder) {
        assertThat(BrokenInput.of("csv-is-a-folder").copyTo(folder).resolve("train.csv"))
                .isDirectory();
    }

    @Test
    void the_huge_cell_is_written_on_line_3(@TempDir Path folder) throws IOException {
        Path file = BrokenInput.of(BrokenInput.HUGE_CELL).copyTo(folder).resolve("train.csv");
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        assertThat(lines).hasSize(62);
        assertThat(lines.get(2)).hasSize((32 << 20) + ",refund".length()).endsWith(",refund");
    }

    @Test
    void an_unknown_name_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BrokenInput.of("nothing"))
                .withMessage("no broken input is named 'nothing'");
    }
}
