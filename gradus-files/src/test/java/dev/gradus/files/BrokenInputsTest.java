package dev.gradus.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every broken input of the kit, with the whole text of its error in `broken-inputs.txt`. After a
/// wanted change of texts: `./mvnw -pl gradus-files -am test -Dgradus.golden=rewrite`, then read
/// the difference.
class BrokenInputsTest {
    private static final Path KIT =
            Path.of("../gradus-testkit/src/main/resources/dev/gradus/testkit/broken");
    private static final Path GOLDEN =
            Path.of("src/test/resources/dev/gradus/files/broken-inputs.txt");

    @TempDir Path temporary;

    private record Input(String name, int exit, String command, List<String> mentions) {}

    @Test
    void says_of_each_broken_input_what_is_wrong_where_and_what_to_do() throws IOException {
        StringBuilder texts = new StringBuilder();
        for (Input input : inputs()) {
            texts.append(input.name()).append("\n").append(read(input).indent(2)).append('\n');
        }
        if ("rewrite".equals(System.getProperty("gradus.golden"))) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, texts);
        }
        assertThat(texts.toString()).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void ends_with_the_exit_code_of_the_index_and_mentions_its_words() throws IOException {
        for (Input input : inputs()) {
            String text = read(input);
            String exit = text.substring(0, text.indexOf(':'));
            // what only `judge` can know is read here without fault
            int wanted =
                    text.startsWith("0:") && input.command().equals("judge") ? 0 : input.exit();
            assertThat(exit).as(input.name()).isEqualTo(Integer.toString(wanted));
            if (wanted != 0) {
                assertThat(text).as(input.name()).contains(input.mentions());
            }
        }
    }

    @Test
    void refuses_an_alias_bomb_before_it_costs_anything() {
        Assertions.assertTimeout(
                Duration.ofSeconds(5),
                () -> read(new Input("yaml-alias-bomb", 3, "check", List.of())));
    }

    private String read(Input input) throws IOException {
        Path folder = KIT.resolve(input.name());
        if (input.name().equals("csv-huge-cell")) {
            folder = withHugeCell(folder);
        }
        try {
            if (input.command().equals("judge")) {
                LoadedOutcomes loaded = OutcomesFile.read(folder.resolve("outcomes.csv"));
                return "0: " + loaded.outcomes().size() + " outcomes, notes " + loaded.notes();
            }
            LoadedTask loaded = TaskFile.read(folder);
            return "0: " + loaded.examples().size() + " examples, notes " + loaded.notes();
        } catch (GradusException e) {
            String absolute = folder.toAbsolutePath().normalize().toString();
            return e.exitCode()
                    + ": "
                    + e.getMessage()
                            .replace(absolute, "FOLDER")
                            .replace(folder.toString(), "FOLDER");
        }
    }

    private Path withHugeCell(Path from) throws IOException {
        Path folder = Files.createDirectories(temporary.resolve("csv-huge-cell"));
        for (String name : List.of("gradus.yaml", "labels.yaml")) {
            Files.write(folder.resolve(name), Files.readAllBytes(from.resolve(name)));
        }
        String text = "text,category\nshort,refund\n" + "x".repeat(32 << 20) + ",refund\n";
        Files.write(folder.resolve("train.csv"), text.getBytes(StandardCharsets.US_ASCII));
        return folder;
    }

    private static List<Input> inputs() throws IOException {
        List<Input> inputs = new ArrayList<>();
        try (Stream<String> lines = Files.lines(KIT.resolve("index.tsv"))) {
            lines.skip(1)
                    .map(line -> line.split("\t", -1))
                    .forEach(cells ->
                            inputs.add(
                                    new Input(
                                            cells[0],
                                            Integer.parseInt(cells[2]),
                                            cells[3],
                                            cells[4].isEmpty()
                                                    ? List.of()
                                                    : List.of(cells[4].split("\\|")))));
        }
        assertThat(inputs).hasSizeGreaterThan(100);
        return inputs;
    }
}
