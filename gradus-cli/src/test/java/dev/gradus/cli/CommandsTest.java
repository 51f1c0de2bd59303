package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.files.TaskFile;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.LedgerSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Every command in this process, on a small task that was climbed once with the real encoders.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandsTest {
    private static final List<String> RUNGS =
            List.of(
                    "brief",
                    "prompt",
                    "examples",
                    "classifier",
                    "model",
                    "structure",
                    "retrieval",
                    "tools",
                    "cascade",
                    "gap",
                    "tune");

    @TempDir private static Path temporary = Path.of("");
    private Path task = Path.of("");
    private Cli climbed = new Cli(70, "", "");

    @BeforeAll
    void climb() {
        task = SmallTask.in(temporary.resolve("small"));
        climbed = Cli.run("climb", task, "--all", "--json");
    }

    @Test
    void help_names_every_command_and_where_to_start() {
        Cli help = Cli.run("--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out())
                .contains("Start here: gradus climb examples/card-support")
                .contains("new", "check", "climb", "judge", "report", "runs", "compare", "models");
    }

    @Test
    void an_unknown_command_or_option_is_named_with_the_closest() {
        Cli command = Cli.run("clim");
        Cli option = Cli.run("climb", "--ony", "prompt");

        assertThat(command.exitCode()).isEqualTo(2);
        assertThat(command.err()).contains("clim").contains("climb");
        assertThat(option.exitCode()).isEqualTo(2);
        assertThat(option.err()).contains("--ony").contains("--only");
    }

    @Test
    void models_lists_the_encoders_and_which_are_installed() {
        Cli screen = Cli.run("models");
        Document json = Cli.run("models", "--json").document();

        assertThat(screen.exitCode()).isZero();
        assertThat(screen.out()).contains("embedded/minilm-l6-q", "embedded/e5-small", "int8");
        assertThat(json.text("schema")).contains("gradus.models/1");
        assertThat(json.documents("models"))
                .anySatisfy(model -> {
                    assertThat(model.text("model")).contains("embedded/bge-small-q");
                    assertThat(model.count("megabytes")).isPositive();
                });
    }

    @Test
    void climb_json_has_every_promised_field() {
        Document verdict = climbed.document();

        assertThat(climbed.err()).doesNotContain("bug");
        assertThat(verdict.text("schema")).contains("gradus.verdict/1");
        assertThat(verdict.text("verdict")).isPresent();
        assertThat(verdict.texts("reasons")).isNotEmpty();
        assertThat(verdict.text("winner.candidate")).isPresent();
        assertThat(verdict.text("winner.rung")).isPresent();
        for (String number :
                List.of(
                        "winner.score.value",
                        "winner.score.low",
                        "winner.score.high",
                        "winner.score.n",
                        "winner.costPerThousand.amount",
                        "winner.latencyMs.p50",
                        "winner.latencyMs.p95",
                        "sealedTest.looks",
                        "economics.callsPerDay",
                        "seconds")) {
            assertThat(verdict.number(number)).as(number).isPresent();
        }
        assertThat(verdict.documents("gates"))
                .isNotEmpty()
                .allSatisfy(gate ->
                        assertThat(List.of("gate", "need", "have", "source"))
                                .allSatisfy(key -> assertThat(gate.text(key)).isPresent()));
    }

    @Test
    void climb_json_has_each_rung_in_ladder_order_with_its_paired_comparisons() {
        List<Document> rungs = climbed.document().documents("rungs");

        assertThat(rungs)
                .extracting(rung -> rung.text("rung").orElseThrow())
                .containsExactlyElementsOf(RUNGS);
        assertThat(rungs)
                .allSatisfy(rung -> {
                    assertThat(rung.text("status")).isPresent();
                    assertThat(rung.text("why")).isPresent();
                });
        List<Document> classifiers = rungs.get(3).documents("candidates");
        assertThat(classifiers)
                .isNotEmpty()
                .allSatisfy(one -> {
                    assertThat(one.text("candidate")).isPresent();
                    assertThat(one.count("score.n")).isPositive();
                    assertThat(one.number("comparison.pAdjusted")).isPresent();
                    assertThat(one.number("comparison.difference.low")).isPresent();
                });
    }

    @Test
    void exit_code_is_that_of_the_verdict() {
        int wanted =
                switch (climbed.document().text("verdict").orElseThrow()) {
                    case "stop", "fine-tune" -> 0;
                    case "not-yet" -> 1;
                    default -> 6;
                };

        assertThat(climbed.exitCode()).isEqualTo(wanted);
    }

    @Test
    void climb_again_prints_the_same_ladder_from_the_ledger() {
        Cli again = Cli.run("climb", task, "--all");

        assertThat(again.exitCode()).isEqualTo(climbed.exitCode());
        assertThat(again.out())
                .contains("small: Name the one intent")
                .contains(climbed.document().text("headline").orElseThrow())
                .contains("0 outcomes measured")
                .contains("Looks at this sealed test so far: 1.");
    }

    @Test
    void dry_run_says_what_a_climb_would_do_and_writes_no_outcome() {
        Path fresh = SmallTask.in(temporary.resolve("dry"));

        Cli dry = Cli.run("climb", fresh, "--dry-run");
        Cli json = Cli.run("climb", fresh, "--dry-run", "--json");
        Cli runs = Cli.run("runs", fresh, "--json");

        assertThat(dry.exitCode()).isZero();
        assertThat(dry.out()).contains("classifier", "embedded/minilm-l6-q: at most", "0 in the");
        assertThat(json.document().text("schema")).contains("gradus.dry-run/1");
        assertThat(runs.document().documents("climbs")).isEmpty();
        assertThat(runs.document().documents("runs")).isEmpty();
    }

    @Test
    void only_and_skip_are_recorded_in_the_verdict() {
        Cli only = Cli.run("climb", task, "--all", "--only", "prompt,classifier", "--json");
        Cli skip = Cli.run("climb", task, "--all", "--skip", "examples", "--json");

        assertThat(only.document().texts("options.only"))
                .containsExactlyInAnyOrder("prompt", "classifier");
        assertThat(only.document().documents("rungs").get(2).text("status")).contains("skipped");
        assertThat(skip.document().texts("options.skip")).containsExactly("examples");
        assertThat(skip.document().documents("rungs").get(2).text("status")).contains("skipped");
    }

    @Test
    void an_unknown_rung_is_refused_before_anything_is_read() {
        Cli climb = Cli.run("climb", temporary.resolve("nowhere"), "--skip", "clasifier");

        assertThat(climb.exitCode()).isEqualTo(2);
        assertThat(climb.err())
                .isEqualToNormalizingNewlines(
                        "--skip: 'clasifier' is no rung. The rungs are "
                                + String.join(", ", RUNGS)
                                + ".\n");
    }

    @Test
    void new_guesses_the_columns_and_what_it_writes_can_be_checked_and_climbed(@TempDir Path folder)
            throws IOException {
        Path data = Files.copy(task.resolve("train.csv"), folder.resolve("messages.csv"));
        Path made = folder.resolve("made");

        Cli written = Cli.run("new", made, "--data", data);
        Cli checked = Cli.run("check", made, "--json");
        Cli climbedNew = Cli.run("climb", made, "--only", "classifier", "--json");

        assertThat(written.exitCode()).isZero();
        assertThat(written.out()).contains("'text'", "'category'", "Next: gradus check " + made);
        assertThat(checked.exitCode()).isZero();
        assertThat(climbedNew.err()).doesNotContain("bug");
        assertThat(climbedNew.exitCode()).isIn(0, 1, 6);
        assertThat(climbedNew.document().count("data.labels")).isEqualTo(6);
        assertThat(Cli.run("new", made, "--data", data).exitCode()).isEqualTo(2);
    }

    @Test
    void check_prints_findings_and_answers_the_four_questions() {
        Cli screen = Cli.run("check", task);
        Document json = Cli.run("check", task, "--json").document();

        assertThat(screen.exitCode()).isZero();
        assertThat(screen.out()).startsWith("small: ");
        assertThat(json.text("schema")).contains("gradus.check/1");
        assertThat(json.documents("questions")).hasSize(4);
        assertThat(json.number("detectable.gain")).isPresent();
        json.documents("questions")
                .forEach(one ->
                        assertThat(screen.out()).contains(one.text("question").orElseThrow()));
    }

    @Test
    void report_writes_one_file_that_loads_nothing(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("page.html");

        Cli report = Cli.run("report", task, "--out", page);
        Cli json = Cli.run("report", task, "--json");

        assertThat(report.exitCode()).isZero();
        assertThat(report.out()).startsWith("wrote " + page + " (");
        assertThat(Files.readString(page))
                .contains(climbed.document().text("winner.title").orElseThrow())
                .doesNotContainPattern("(?i)(src|href)\\s*=\\s*[\"']?(https?:)?//")
                .doesNotContainPattern("(?i)url\\(\\s*[\"']?(https?:)?//")
                .doesNotContainPattern("(?i)@import");
        assertThat(Path.of(json.document().text("file").orElseThrow()))
                .isEqualTo(task.resolve(".gradus").resolve("report.html").toAbsolutePath())
                .isRegularFile();
        assertThat(json.document().count("bytes"))
                .isEqualTo(Files.size(task.resolve(".gradus").resolve("report.html")));
    }

    @Test
    void runs_lists_climbs_and_runs_and_compare_pairs_two_of_them() {
        Document runs = Cli.run("runs", task, "--json").document();
        List<Document> candidates =
                climbed.document().documents("rungs").get(3).documents("candidates");
        Document last = candidates.getLast();

        Cli screen = Cli.run("runs", task);
        Cli compared =
                Cli.run(
                        "compare",
                        last.text("comparison.baseline").orElseThrow(),
                        last.text("candidate").orElseThrow(),
                        task,
                        "--json");

        assertThat(screen.out()).contains("headline", last.text("title").orElseThrow());
        assertThat(runs.documents("climbs").getLast().text("verdict"))
                .isEqualTo(climbed.document().text("verdict"));
        assertThat(compared.err()).isEmpty();
        for (String figure : List.of("n", "baselineOnly", "candidateOnly", "p")) {
            assertThat(compared.document().number(figure))
                    .as(figure)
                    .isEqualTo(last.number("comparison." + figure));
        }
        // The climb shows its interval at the level that decided there, a comparison at 95 %.
        assertThat(compared.document().number("difference.value"))
                .isEqualTo(last.number("comparison.difference.value"));
        assertThat(compared.document().number("difference.level")).hasValue(0.95);
        assertThat(last.number("comparison.difference.level").orElseThrow()).isGreaterThan(0.95);
    }

    @Test
    void compare_refuses_a_run_that_is_not_there_and_a_name_that_fits_several() {
        Cli none = Cli.run("compare", "nothing", "embedded", task);
        Cli several = Cli.run("compare", "minilm", "minilm", task);

        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err())
                .isEqualToNormalizingNewlines(
                        "no run's id or title begins with 'nothing'. gradus runs lists them.\n");
        assertThat(several.exitCode()).isEqualTo(2);
        assertThat(several.err()).contains("'minilm' fits ", "Give more of the id.");
    }

    @Test
    void before_the_first_climb_report_and_runs_say_what_to_do() {
        Path fresh = SmallTask.in(temporary.resolve("never-climbed"));

        for (String command : List.of("report", "runs")) {
            Cli said = Cli.run(command, fresh);
            assertThat(said.exitCode()).as(command).isEqualTo(2);
            assertThat(said.err()).as(command).contains("gradus climb");
        }
        assertThat(fresh.resolve(".gradus")).doesNotExist();
    }

    @Test
    void a_second_climb_says_who_holds_the_ledger() {
        Path held = SmallTask.in(temporary.resolve("held"));
        Path file = new TaskPlace(held, java.util.Optional.empty()).ledgerFile(TaskFile.read(held));
        LedgerSource source = ServiceLoader.load(LedgerSource.class).findFirst().orElseThrow();

        try (Ledger first = source.open(file, Duration.ZERO, "gradus climb")) {
            Cli second = Cli.run("climb", held);

            assertThat(first.climbs()).isEmpty();
            assertThat(second.exitCode()).isEqualTo(2);
            assertThat(second.out()).isEmpty();
            assertThat(second.err())
                    .contains(
                            "ledger.db is held by process "
                                    + ProcessHandle.current().pid()
                                    + " (gradus climb, since ")
                    .contains("Wait for it, or use --ledger with another file.");
        }
    }
}
