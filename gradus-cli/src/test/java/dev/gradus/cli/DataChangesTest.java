package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.testkit.FaultServer;
import dev.gradus.testkit.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a climb says of examples that are not those of the climb before.
class DataChangesTest {
    private static final String TASK =
            """
            task: fruit
            brief: Name the fruit.
            examples: { file: train.jsonl, input: text, expected: fruit }
            answer: { labels: [ apple, pear ] }
            goal: { score: 0.9, matters: 0.05 }
            models: [ local/some ]
            prompts: [ one.txt, two.txt ]
            providers: { local: { api: openai-chat, base-url: "%s" } }
            currency: USD
            """;

    @TempDir private Path folder;

    private static String row(int i, String fruit) {
        Random random = new Random(i);
        String words =
                random.ints(6, 0, 9_000)
                        .mapToObj(word -> "w" + word)
                        .collect(Collectors.joining(" "));
        return "{\"text\": \"%s: %s\", \"fruit\": \"%s\"}"
                .formatted(words, i % 2 == 0 ? "apple" : "pear", fruit);
    }

    @Test
    void added_removed_and_relabelled_rows_are_counted_and_moved_ones_are_not() throws Exception {
        try (FaultServer server =
                FaultServer.start(
                        Wire.OPENAI_CHAT,
                        prompt -> prompt.contains(": apple") ? "apple" : "pear")) {
            Files.writeString(folder.resolve("gradus.yaml"), TASK.formatted(server.baseUrl()));
            Files.writeString(folder.resolve("one.txt"), "One. {{ input }}");
            Files.writeString(folder.resolve("two.txt"), "Two. {{ input }}");
            List<String> rows =
                    new ArrayList<>(
                            IntStream.range(0, 300)
                                    .mapToObj(i -> row(i, i % 2 == 0 ? "apple" : "pear"))
                                    .toList());
            Files.write(folder.resolve("train.jsonl"), rows);
            Document first = Cli.run("climb", folder, "--only", "prompt", "--json").document();
            assertThat(first.text("data.changes")).isEmpty();

            Collections.shuffle(rows, new Random(1));
            Files.write(folder.resolve("train.jsonl"), rows);
            Cli moved = Cli.run("climb", folder, "--only", "prompt", "--json");
            assertThat(moved.document().text("data.version")).isEqualTo(first.text("data.version"));

            assertThat(moved.document().text("data.changes")).isEmpty();

            rows.subList(0, 7).clear();
            IntStream.range(0, 5).forEach(i -> rows.add(row(1000 + i, "apple")));
            for (int i = 0; i < 3; i++) {
                rows.set(
                        i,
                        rows.get(i)
                                .replace("\"fruit\": \"apple\"", "\"fruit\": \"APPLE\"")
                                .replace("\"fruit\": \"pear\"", "\"fruit\": \"apple\"")
                                .replace("APPLE", "pear"));
            }
            Files.write(folder.resolve("train.jsonl"), rows);
            Cli listed = Cli.run("runs", folder, "--json");
            assertThat(listed.exitCode()).as(listed.err()).isZero();
            List<Document> runs = listed.document().documents("runs");
            Cli compared =
                    Cli.run(
                            "compare",
                            runs.get(0).text("candidate").orElseThrow(),
                            runs.get(1).text("candidate").orElseThrow(),
                            folder);
            assertThat(compared.exitCode()).isEqualTo(2);
            assertThat(compared.err())
                    .contains(
                            "5 rows added, 7 removed, 3 relabelled since climb 2, such as train.jsonl:1");

            Cli changed = Cli.run("climb", folder, "--only", "prompt", "--json");
            assertThat(changed.document().count("data.changes.added")).isEqualTo(5);
            assertThat(changed.document().count("data.changes.removed")).isEqualTo(7);
            assertThat(changed.document().count("data.changes.relabelled")).isEqualTo(3);
            assertThat(changed.document().text("data.version"))
                    .isNotEqualTo(first.text("data.version"));
        }
    }
}
