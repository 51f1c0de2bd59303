package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.files.TaskFile;
import dev.gradus.task.Example;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Checks of promptfoo as promptfoo 0.121 means them, and tests whose checks could not be taken.
class PromptfooDoorTest {
    private static final Path PEERS = Path.of("src/test/resources/dev/gradus/cli/peers");

    @TempDir private Path folder;

    private Document imported(Path config) {
        Cli cli =
                Cli.run(
                        "import",
                        "promptfoo",
                        config,
                        "--into",
                        folder.resolve("task"),
                        "--model",
                        "openai/gpt-5-mini",
                        "--json");
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        return PeerImportsTest.balanced(cli.document());
    }

    private List<String> expected() {
        return TaskFile.read(folder.resolve("task")).examples().stream()
                .map(Example::expected)
                .toList();
    }

    @Test
    void text_files_are_trimmed_and_code_files_are_named() {
        Document report = imported(PEERS.resolve("promptfoo-file-text/promptfooconfig.yaml"));

        assertThat(expected())
                .containsExactly(
                        "[{\"contains\":\"hello there\"},{\"contains-any\":[\"card\",\"machine\"]}]");
        assertThat(report.documents("notMapped"))
                .extracting(one -> one.text("construct").orElse(""))
                .anyMatch(construct -> construct.contains("file://check.js"))
                .anyMatch(construct -> construct.contains("file://check.py:grade"));
        assertThat(report.documents("records.leftOut"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.text("why")).contains("whose checks could not be taken");
                    assertThat(one.count("records")).isEqualTo(2);
                });
    }

    @Test
    void a_text_is_a_list_split_at_commas_with_quotes_minded() {
        imported(PEERS.resolve("promptfoo-text-lists/promptfooconfig.yaml"));

        assertThat(expected())
                .containsExactly(
                        "[{\"contains-any\":[\"zz\",\"hello\"]}]",
                        "[{\"contains-all\":[\"he\",\"lo\"]}]",
                        "[{\"icontains-any\":[\"HELLO\",\"b\"]}]");
    }

    @Test
    void what_would_pass_any_json_is_no_test_where_its_other_checks_were_code() throws Exception {
        Path config =
                Files.writeString(
                        folder.resolve("promptfooconfig.yaml"),
                        """
                        prompts: ['{{text}}']
                        providers: [echo]
                        tests:
                         - {vars: {text: a}, assert: [{type: is-json}, {type: javascript, value: 'output.ok'}]}
                         - {vars: {text: b}, assert: [{type: is-json}]}
                         - {vars: {text: c}, assert: [{type: contains, value: x}, {type: python, value: 'True'}]}
                         - {vars: {text: d}}
                        """);

        Document report = imported(config);

        assertThat(report.documents("records.leftOut"))
                .extracting(one -> one.text("why").orElse("") + " " + one.count("records"))
                .containsExactlyInAnyOrder(
                        "whose checks that matter could not be taken 1", "that check nothing 1");
        assertThat(expected()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "'variables.all(k, k.size() > 0)', 0",
        "'[1, 2].exists(n, n > 1.5)', 0",
        "'answer.size() >', 3",
        "'nosuch(answer)', 3"
    })
    void expressions_are_compiled_by_check(String expression, int exit) throws Exception {
        Path task = folder.resolve("cel");
        Files.createDirectories(task);
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 120; i++) {
            rows.append(
                    "{\"text\": \"words %d of %d\", \"label\": \"l%d\"}\n"
                            .formatted(i * 7919, i * 104729, i % 3));
        }
        Files.writeString(task.resolve("e.jsonl"), rows);
        Files.writeString(
                task.resolve("gradus.yaml"),
                """
                task: cel
                brief: Name the label.
                examples: { file: e.jsonl, input: text, expected: label }
                answer: labels
                score: accuracy
                goal: { score: 0.9, matters: 0.1 }
                models: [ openai/gpt-5-mini ]
                validators: [ { cel: "%s" } ]
                currency: USD
                """
                        .formatted(expression));

        Cli check = Cli.run("check", task);

        assertThat(check.exitCode()).as(check.err()).isEqualTo(exit);
        if (exit != 0) {
            assertThat(check.err()).contains("the CEL expression").contains("cannot be read");
        }
    }
}
