package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.files.LoadedOutcomes;
import dev.gradus.files.OutcomesFile;
import dev.gradus.files.TaskFile;
import dev.gradus.score.RecordedOutcome;
import dev.gradus.task.Example;
import dev.gradus.testkit.FaultServer;
import dev.gradus.testkit.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command `export outcomes`, from a climb that stops asking a poor prompt, to `judge`.
class ExportOutcomesTest {
    private static final String TASK =
            """
            task: fruit
            brief: Name the fruit.
            examples: { file: train.jsonl, test: test.jsonl, input: text, expected: fruit }
            answer: { labels: [ apple, pear, plum ] }
            goal: { score: 0.99, matters: 0.05 }
            models: [ local/some ]
            prompts: [ prompts/good.md, prompts/poor.md ]
            providers: { local: { api: openai-chat, base-url: "%s" } }
            currency: USD
            """;
    private static final List<String> FRUIT = List.of("apple", "pear", "plum");

    @TempDir private Path temporary;

    @Test
    void judge_reads_what_a_climb_asked_and_what_it_did_not() throws Exception {
        try (FaultServer server = FaultServer.start(Wire.OPENAI_CHAT, ExportOutcomesTest::reply)) {
            Path task = task(server);
            Path into = temporary.resolve("outcomes.csv");
            assertThat(Cli.run("export", "outcomes", task, "--into", into).err())
                    .contains("there is no ledger at");
            Cli climb = Cli.run("climb", task, "--only", "prompt", "--json");
            assertThat(climb.exitCode()).as(climb.err()).isZero();

            Cli exported = Cli.run("export", "outcomes", task, "--into", into, "--json");
            assertThat(exported.exitCode()).as(exported.err()).isZero();
            Cli judged = Cli.run("judge", into, "--json");
            assertThat(judged.exitCode()).as(judged.err()).isZero();

            List<Document> arms = exported.document().documents("arms");
            Document poor =
                    arms.stream()
                            .filter(arm -> arm.count("notAsked") > 0)
                            .findFirst()
                            .orElseThrow();
            long dev = poor.count("answers") + poor.count("notAsked");
            LoadedOutcomes read = OutcomesFile.read(into);
            assertThat(read.notes()).isEmpty();
            assertThat(read.outcomes()).hasSize((int) (arms.size() * dev));
            Map<String, String> gold =
                    TaskFile.read(task).examples().stream()
                            .collect(Collectors.toMap(Example::id, Example::expected));
            assertThat(read.outcomes())
                    .allSatisfy(row -> assertThat(row.gold()).isEqualTo(gold.get(row.itemId())));
            Set<String> test =
                    TaskFile.read(task).test().orElseThrow().stream()
                            .map(Example::id)
                            .collect(Collectors.toSet());
            assertThat(read.outcomes()).noneMatch(row -> test.contains(row.itemId()));
            assertThat(read.outcomes().stream().filter(row -> !row.asked()))
                    .hasSize((int) exported.document().count("notAsked"))
                    .extracting(RecordedOutcome::arm)
                    .contains(poor.text("arm").orElseThrow());
            Document arm =
                    judged.document().documents("arms").stream()
                            .filter(one -> one.text("armName").equals(poor.text("arm")))
                            .findFirst()
                            .orElseThrow();
            assertThat(arm.count("coverage.notAsked")).isEqualTo(poor.count("notAsked"));
            assertThat(arm.text("unrankedWhy").orElseThrow())
                    .isEqualTo("was asked " + poor.count("answers") + " of the " + dev + " items");

            assertThat(Cli.run("export", "outcomes", task, "--into", into).err())
                    .contains("is there already");
            assertThat(Cli.run("export", "outcomes", task, "--into", "x.csv", "--climb", 9).err())
                    .contains("the ledger has no finished climb 9");
        }
    }

    private static String reply(String prompt) {
        String fruit =
                FRUIT.stream()
                        .filter(one -> prompt.contains(one + " number"))
                        .findFirst()
                        .orElse("plum");
        return prompt.contains("Poor") ? FRUIT.get((FRUIT.indexOf(fruit) + 1) % 3) : fruit;
    }

    private Path task(FaultServer server) throws Exception {
        Path folder = temporary.resolve("fruit");
        Files.createDirectories(folder.resolve("prompts"));
        Files.writeString(folder.resolve("gradus.yaml"), TASK.formatted(server.baseUrl()));
        for (String name : Arrays.asList("Good", "Poor")) {
            Files.writeString(
                    folder.resolve("prompts/" + name.toLowerCase(java.util.Locale.ROOT) + ".md"),
                    name + ". Answer with one of: apple, pear, plum.\n\n{{ input }}");
        }
        Files.write(folder.resolve("train.jsonl"), rows(0, 400));
        Files.write(folder.resolve("test.jsonl"), rows(400, 460));
        return folder;
    }

    private static List<String> rows(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i ->
                        "{\"text\": \"a %s number %d of the basket\", \"fruit\": \"%s\"}"
                                .formatted(FRUIT.get(i % 3), i * 7919, FRUIT.get(i % 3)))
                .toList();
    }
}
