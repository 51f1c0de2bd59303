package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whoever asks for JSON gets JSON on every failure, whatever the command.
class ErrorDocumentTest {
    @TempDir private Path folder;

    static List<Arguments> commands() {
        return List.of(
                Arguments.of(2, "check nowhere --json"),
                Arguments.of(2, "climb nowhere --json"),
                Arguments.of(2, "climb nowhere --json --no-such-option"),
                Arguments.of(2, "gate nowhere --json"),
                Arguments.of(2, "runs nowhere --json"),
                Arguments.of(2, "new folder --json"),
                Arguments.of(3, "new folder --data none.csv --json"),
                Arguments.of(3, "judge none.csv --json"),
                Arguments.of(2, "export outcomes nowhere --into x.csv --json"),
                Arguments.of(3, "import outcomes none.json --into x.csv --json"),
                Arguments.of(3, "import promptfoo none.yaml --into x --json"),
                Arguments.of(2, "compare a b --task nowhere --json"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_failure_is_a_document(int exit, String command) {
        Object[] words = command.split(" ");
        for (int i = 0; i < words.length; i++) {
            if (words[i].toString().matches("(nowhere|folder|none|x)(\\.\\w+)?")) {
                words[i] = folder.resolve(words[i].toString()).toString();
            }
        }

        Cli failed = Cli.run(words);

        assertThat(failed.exitCode()).as(failed.err()).isEqualTo(exit);
        assertThat(failed.document().text("schema")).contains("gradus.error/1");
        assertThat(failed.document().count("exit")).isEqualTo(exit);
        assertThat(failed.err())
                .contains(
                        failed.document()
                                .text("message")
                                .orElseThrow()
                                .lines()
                                .findFirst()
                                .orElseThrow());
    }

    @Test
    void where_what_and_what_to_do_stand_apart() throws Exception {
        Path file = Files.writeString(folder.resolve("o.csv"), "arm,item_id,correct\na,1,seven\n");

        Document failed = Cli.run("judge", file, "--json").document();

        assertThat(failed.text("where")).contains("o.csv:2");
        assertThat(failed.text("what")).contains("correct is 'seven'.");
        assertThat(failed.text("todo").orElseThrow()).startsWith("Write a score from 0 to 1");
        assertThat(failed.text("kind")).contains("data");
        assertThat(Cli.run("judge", file).out()).isEmpty();
    }
}
