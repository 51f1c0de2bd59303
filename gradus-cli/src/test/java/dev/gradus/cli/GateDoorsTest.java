package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.testkit.FaultServer;
import dev.gradus.testkit.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a gate says besides its verdict: what it left out, one score by one name, and files that
/// are never an earlier run's.
class GateDoorsTest {
    private static final String TASK =
            """
            task: doors
            brief: Sort the message.
            examples: { file: ex.jsonl, input: input, expected: expected }
            answer: %s
            score: %s
            goal: { score: 0.8, matters: 0.05 }
            models: [ mock/m1 ]
            prompt: p.txt
            providers:
              mock: { api: openai-chat, base-url: "%s" }
            """;

    @TempDir private Path folder;

    private void task(FaultServer server, String answer, String score, List<String> rows)
            throws Exception {
        Files.writeString(
                folder.resolve("gradus.yaml"), TASK.formatted(answer, score, server.baseUrl()));
        Files.writeString(folder.resolve("p.txt"), "{{ input }}");
        Files.write(folder.resolve("ex.jsonl"), rows);
    }

    private static List<String> rows(int count, UnaryOperator<String> expected) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        "{\"input\": \"case %d: words\", \"expected\": \"%s\"}"
                                .formatted(i, expected.apply(Integer.toString(i))))
                .toList();
    }

    private static int number(String prompt) {
        return Integer.parseInt(prompt.replaceAll("(?s).*case (\\d+):.*", "$1"));
    }

    @Test
    void says_how_many_examples_it_left_out() throws Exception {
        try (FaultServer server =
                FaultServer.start(
                        Wire.OPENAI_CHAT,
                        prompt -> number(prompt) % 2 == 0 ? "The capital is Paris." : "Rome")) {
            task(server, "text", "exact", rows(60, i -> even(i) ? "Paris" : "Rome"));
            assertThat(Cli.run("gate", folder, "--write-baseline", "--all-examples").exitCode())
                    .isZero();
            task(
                    server,
                    "text",
                    "exact",
                    rows(60, i -> even(i) ? "The capital is Paris." : "Rome"));

            Cli gate = Cli.run("gate", folder, "--all-examples", "--json");

            assertThat(gate.exitCode()).as(gate.err()).isZero();
            assertThat(gate.document().text("headline").orElseThrow())
                    .isEqualTo(
                            "Not worse: no example changed of 30. 30 of 60 examples are new or changed and were left out; 30 of the baseline's examples are gone.");
            assertThat(gate.document().count("leftOut.unknown")).isEqualTo(30);
            assertThat(gate.document().count("leftOut.gone")).isEqualTo(30);
            assertThat(Cli.run("gate", folder, "--all-examples").out())
                    .contains("30 of 60 examples are new or changed and were left out");
        }
    }

    /// 57 of 60 right, none of the rare label: the mean of the examples is 95.0, macro-F1 65.0.
    @Test
    void a_score_of_the_whole_set_is_that_score_wherever_it_is_named() throws Exception {
        UnaryOperator<String> labels =
                i -> Integer.parseInt(i) >= 57 ? "fraud" : even(i) ? "refund" : "bug";
        try (FaultServer server =
                FaultServer.start(
                        Wire.OPENAI_CHAT,
                        prompt -> {
                            int i = number(prompt);
                            return i >= 57 ? "bug" : labels.apply(Integer.toString(i));
                        })) {
            task(server, "{ labels: [ refund, bug, fraud ] }", "macro-f1", rows(60, labels));

            Cli written = Cli.run("gate", folder, "--write-baseline", "--all-examples", "--json");
            Cli compared = Cli.run("gate", folder, "--all-examples", "--json");
            Cli runs = Cli.run("runs", folder, "--json");

            double score = written.document().number("score").orElseThrow();
            assertThat(score).isCloseTo(0.650, within(0.001));
            assertThat(compared.document().number("comparison.scoreBaseline").orElseThrow())
                    .isEqualTo(score);
            Document run = runs.document().documents("runs").getFirst();
            assertThat(run.number("score").orElseThrow()).isEqualTo(score);
            assertThat(run.text("scoredBy")).contains("macro-f1");
            assertThat(run.text("on")).as("of few rows dev is all").contains("dev");
            assertThat(Cli.run("runs", folder).out()).contains("macro-f1", "65.0");
        }
    }

    @Test
    void an_earlier_runs_file_is_never_left_behind() throws Exception {
        Path junit = folder.resolve("out/junit.xml");
        Path markdown = folder.resolve("out/gate.md");
        Files.createDirectories(junit.getParent());
        Files.writeString(junit, "an earlier run: passed");
        Files.writeString(markdown, "an earlier run: passed");
        try (FaultServer server = FaultServer.start(Wire.OPENAI_CHAT, prompt -> "Rome")) {
            task(server, "text", "exact", rows(60, i -> "Rome"));

            Cli none = Cli.run("gate", folder, "--junit", junit, "--markdown", markdown, "--json");

            assertThat(none.exitCode()).isNotZero();
            assertThat(Files.readString(junit)).contains("<error type=\"failed\" message=\"");
            assertThat(Files.readString(markdown)).startsWith("## No result");
            assertThat(none.document().text("schema")).contains("gradus.error/1");
        }
    }

    /// The winner of the newest verdict, not the file's first prompt, where there is a verdict.
    @Test
    void gates_the_winner() throws Exception {
        try (FaultServer server =
                FaultServer.start(
                        Wire.OPENAI_CHAT,
                        prompt ->
                                prompt.contains("Better")
                                        ? number(prompt) % 2 == 0 ? "even" : "odd"
                                        : "even")) {
            task(
                    server,
                    "{ labels: [ even, odd ] }",
                    "accuracy",
                    rows(200, i -> even(i) ? "even" : "odd"));
            Files.writeString(folder.resolve("b.txt"), "Better. {{ input }}");
            Files.writeString(
                    folder.resolve("gradus.yaml"),
                    Files.readString(folder.resolve("gradus.yaml"))
                            .replace("prompt: p.txt", "prompts: [ p.txt, b.txt ]"));
            Cli climb = Cli.run("climb", folder, "--only", "prompt", "--json");
            String winner = climb.document().text("winner.candidate").orElseThrow();

            Cli written = Cli.run("gate", folder, "--write-baseline", "--json");

            assertThat(climb.document().text("winner.title").orElseThrow()).contains("b");
            assertThat(written.document().text("candidate")).contains(winner);
        }
    }

    private static boolean even(String number) {
        return Integer.parseInt(number) % 2 == 0;
    }
}
