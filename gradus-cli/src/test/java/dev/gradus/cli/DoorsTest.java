package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.candidate.Prompt;
import dev.gradus.candidate.Shots;
import dev.gradus.candidate.Structure;
import dev.gradus.chat.Sampling;
import dev.gradus.files.TaskFile;
import dev.gradus.score.Outcome;
import dev.gradus.spi.Ledger;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Label;
import dev.gradus.task.ModelName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands `import` and `export`.
class DoorsTest {
    private static final Path CONFIGS =
            Path.of("../gradus-files/src/test/resources/dev/gradus/files/imports/promptfoo");
    private static final List<Label> LABELS =
            List.of(Label.of("pin_blocked", "The PIN is blocked."), Label.of("exchange_rate"));

    @TempDir private Path temporary;

    @Test
    void an_imported_configuration_is_a_task_that_check_reads() throws Exception {
        Path into = temporary.resolve("pirate");

        Cli imported =
                Cli.run(
                        "import",
                        "promptfoo",
                        CONFIGS.resolve("simple-test"),
                        "--into",
                        into,
                        "--json");

        assertThat(imported.exitCode()).isZero();
        assertThat(imported.document().text("schema")).contains("gradus.import/1");
        assertThat(imported.document().documents("mapped")).hasSizeGreaterThan(10);
        assertThat(imported.document().documents("notMapped"))
                .anySatisfy(one -> {
                    assertThat(one.text("construct")).contains("tests[3].assert[0]: javascript");
                    assertThat(one.count("line")).isEqualTo(34);
                    assertThat(one.text("why").orElseThrow()).contains("never run here");
                });
        assertThat(imported.document().text("note"))
                .contains(
                        "The task has 5 examples. Under 100 no test is cut, and nothing is settled: add lines to examples.jsonl.");
        assertThat(Cli.run("check", into).out()).contains("5 rows");
        Path rows = into.resolve("examples.jsonl");
        Files.writeString(rows, Files.readString(rows).repeat(12));
        assertThat(Cli.run("check", into).exitCode()).isIn(0, 1);
    }

    @Test
    void what_cannot_be_a_task_is_reported_and_ends_with_3() {
        Path into = temporary.resolve("tools");

        Cli imported = Cli.run("import", "promptfoo", CONFIGS.resolve("tool-use"), "--into", into);

        assertThat(imported.exitCode()).isEqualTo(3);
        assertThat(imported.out()).contains("tests[0].assert[0]: finish-reason");
        assertThat(imported.err()).startsWith("Nothing was written: no test says");
        assertThat(into).doesNotExist();
    }

    @Test
    void imported_outcomes_are_judged() {
        Path csv = temporary.resolve("o.csv");

        Cli imported =
                Cli.run(
                        "import",
                        "outcomes",
                        CONFIGS.resolve("simple-csv/output.json"),
                        "--into",
                        csv);

        assertThat(imported.exitCode()).isZero();
        assertThat(Cli.run("judge", csv).out()).contains("prompt 2 against prompt 1");
    }

    @Test
    void the_winner_is_exported_as_its_template_and_filled_for_an_example() throws Exception {
        Path task = SmallTask.in(temporary.resolve("task"));
        Candidate winner =
                new Candidate.Prompted(
                        ModelName.parse("openai/gpt-5-mini"),
                        new Prompt(
                                "sharper",
                                "{% for label in labels %}{{ label.name }} {% endfor %}",
                                "{{ shots[0].expected }}: {{ input }}"),
                        new Shots.Fixed(List.of(new Shots.Shot("a", "pin_blocked")), "diverse"),
                        Structure.none(),
                        new AnswerShape.Labels(LABELS),
                        Sampling.standard());
        Candidate classifier =
                new Candidate.Encoded(
                        ModelName.parse("embedded/minilm-l6-q"),
                        new Method.LabelNames(),
                        LABELS,
                        "");
        seed(task, winner, classifier);
        String first = TaskFile.read(task).examples().getFirst().input().strip();

        Cli template = Cli.run("export", "prompt", task);
        Cli filled = Cli.run("export", "prompt", task, "--example", 1);
        Cli refused = Cli.run("export", "prompt", task, "--candidate", classifier.id());

        assertThat(template.err()).isEmpty();
        assertThat(template.out())
                .isEqualToNormalizingNewlines(
                        "# system\n{% for label in labels %}{{ label.name }} {% endfor %}\n\n# user\n{{ shots[0].expected }}: {{ input }}\n");
        assertThat(filled.out())
                .isEqualToNormalizingNewlines(
                        "# system\npin_blocked exchange_rate\n\n# user\npin_blocked: "
                                + first
                                + "\n");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("is a classifier and has no prompt");
    }

    private static void seed(Path task, Candidate winner, Candidate other) throws Exception {
        Files.createDirectories(task.resolve(".gradus"));
        try (Ledger ledger =
                new TaskPlace(task, Optional.empty()).open(TaskFile.read(task), "a test")) {
            for (Candidate one : List.of(winner, other)) {
                ledger.recordChoice("candidate:" + one.id(), one.canonicalJson());
                ledger.record(one.id(), "examples", List.of(Outcome.scored("e", "pin_blocked", 1)));
            }
            long climb = ledger.beginClimb("k", "small", "{}", Instant.EPOCH).id();
            ledger.finishClimb(
                    climb,
                    "{\"verdict\":\"stop\",\"winner\":{\"candidate\":\"" + winner.id() + "\"}}",
                    Instant.EPOCH);
        }
    }
}
