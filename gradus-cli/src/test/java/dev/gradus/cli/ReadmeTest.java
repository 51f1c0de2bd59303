package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every `./gradus` line of the README is run, on a small task where it names the reader's own and
/// in a clone of this repository, with its history, where it names an example. The first one, the
/// climb of the whole example, is run by `.ci/run`.
class ReadmeTest {
    private static final Path ROOT = Path.of("..");
    private static final String PROMPTFOO =
            "../gradus-files/src/test/resources/dev/gradus/files/imports/promptfoo/"
                    + "self-grading/promptfooconfig.yaml";
    private static final String WHOLE_EXAMPLE = "climb examples/card-support";

    @Test
    void every_command_of_the_readme_does_its_work(@TempDir Path folder) throws IOException {
        Path data = SmallTask.in(folder.resolve("small")).resolve("train.csv");
        Path own = folder.resolve("my-task");
        String imported = folder.resolve("imported").toString();
        Path clone = Repository.cloned(ROOT, folder.resolve("clone"));
        List<String> commands = commands("README.md");
        assertThat(commands).contains(WHOLE_EXAMPLE).hasSizeGreaterThanOrEqualTo(6);

        for (String command : commands) {
            if (!command.equals(WHOLE_EXAMPLE)) {
                Object[] words =
                        List.of(command.split(" ")).stream()
                                .map(word -> word.replace("my-examples.csv", data.toString()))
                                .map(word -> word.equals("my-task") ? own.toString() : word)
                                .map(word -> word.equals("imported") ? imported : word)
                                .map(word -> word.equals("promptfooconfig.yaml") ? PROMPTFOO : word)
                                .map(word ->
                                        word.startsWith("examples/") ? clone.resolve(word) : word)
                                .toArray();
                Cli run = Cli.run(words);
                assertThat(run.exitCode()).as(command + "\n" + run.err()).isIn(0, 1, 6);
                assertThat(run.out()).as(command).isNotBlank();
            }
        }
        assertThat(own.resolve(".gradus").resolve("report.html")).isNotEmptyFile();
    }

    @ParameterizedTest
    @ValueSource(strings = {"examples/judge/README.md", "examples/judge/tickets-18/README.md"})
    void every_command_beside_recorded_outcomes_does_its_work(String page) throws IOException {
        List<String> commands = commands(page);
        assertThat(commands).hasSizeGreaterThanOrEqualTo(2);

        for (String command : commands) {
            Cli run =
                    Cli.run(
                            List.of(command.split(" ")).stream()
                                    .map(word ->
                                            word.startsWith("examples/")
                                                    ? ROOT.resolve(word)
                                                    : word)
                                    .toArray());
            assertThat(run.exitCode()).as(command + "\n" + run.err()).isIn(0, 1, 6);
            assertThat(run.out()).as(command).isNotBlank();
        }
    }

    private static List<String> commands(String page) throws IOException {
        return Files.readAllLines(ROOT.resolve(page)).stream()
                .filter(line -> line.startsWith("./gradus "))
                .map(line -> line.replaceAll("\\s+#.*", "").substring("./gradus ".length()).strip())
                .toList();
    }
}
