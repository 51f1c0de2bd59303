package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A task without traffic, or whose errors cost nothing, is a task like any other. `climb --json`
/// and `judge --task --json` ended with exit code 70 ("JSON has no such value: NaN") where it had
/// no calls, and paying back stayed unknown for ever where errors were free.
class ZeroIsAValueTest {
    private static final Path TICKETS = SmallTask.EXAMPLES.resolve("judge/tickets-18");

    @Test
    void a_climb_without_calls_and_with_free_errors_ends_in_sums_of_zero(@TempDir Path folder)
            throws IOException {
        Path task = SmallTask.in(folder.resolve("small"));
        replace(
                task.resolve("gradus.yaml"),
                "{ calls-per-day: 50000, growth-per-month: 0.03, cost-of-an-error: 0.20 }",
                "{ calls-per-day: 0, growth-per-month: 0.03, cost-of-an-error: 0 }");

        Cli climbed = Cli.run("climb", task, "--json");

        assertThat(climbed.err()).doesNotContain("NaN");
        assertThat(climbed.exitCode()).isIn(0, 1, 6);
        assertThat(climbed.document().text("schema")).contains("gradus.verdict/1");
        assertThat(climbed.document().documents("economics.candidates"))
                .isNotEmpty()
                .allSatisfy(one -> {
                    assertThat(one.number("monthly.calls")).hasValue(0);
                    assertThat(one.number("monthly.errors")).hasValue(0);
                });
        assertThat(Cli.run("climb", task).exitCode()).isEqualTo(climbed.exitCode());
    }

    @Test
    void a_judgement_without_calls_ends_in_sums_of_zero_and_charges_the_outlay(@TempDir Path folder)
            throws IOException {
        Cli judged = judged(folder, "{ calls-per-day: 0, cost-of-an-error: 0 }");

        assertThat(judged.err()).isEmpty();
        assertThat(judged.exitCode()).isZero();
        assertThat(judged.document().text("verdict")).contains("stop");
        assertThat(judged.document().text("winner.arm"))
                .as("4,000 USD of outlay earn nothing where nobody calls")
                .contains("opus / shots");
        assertThat(judged.document().documents("economics.candidates"))
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.number("monthly.calls")).hasValue(0));
    }

    @Test
    void where_errors_are_free_the_cheaper_calls_decide(@TempDir Path folder) throws IOException {
        Cli judged = judged(folder, "{ calls-per-day: 50000, cost-of-an-error: 0 }");

        assertThat(judged.exitCode()).isZero();
        assertThat(judged.document().text("verdict")).contains("stop");
        assertThat(judged.document().text("winner.arm")).contains("haiku / tuned");
        assertThat(judged.document().documents("economics.candidates"))
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.number("monthly.errors")).hasValue(0));
    }

    @Test
    void where_errors_are_free_serving_alone_may_pay_tuning_back(@TempDir Path folder)
            throws IOException {
        Path task = task(folder, "{ calls-per-day: 50000, cost-of-an-error: 0 }");

        Cli judged =
                Cli.run("judge", TICKETS.resolve("without-tuned.csv"), "--task", task, "--json");

        assertThat(judged.err()).isEmpty();
        assertThat(judged.document().text("verdict"))
                .as("91,312 USD a month against an outlay of 4,000")
                .contains("not-yet");
    }

    private static Cli judged(Path folder, String traffic) throws IOException {
        return Cli.run(
                "judge",
                TICKETS.resolve("with-tuned.csv"),
                "--task",
                task(folder, traffic),
                "--split",
                "test",
                "--json");
    }

    private static Path task(Path folder, String traffic) throws IOException {
        Path task = folder.resolve("gradus.yaml");
        Files.copy(TICKETS.resolve("quiet.yaml"), task);
        Files.copy(TICKETS.resolve("with-tuned.csv"), folder.resolve("with-tuned.csv"));
        replace(task, "{ calls-per-day: 100, cost-of-an-error: 0.05 }", traffic);
        return task;
    }

    private static void replace(Path file, String old, String by) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(old);
        Files.writeString(file, text.replace(old, by));
    }
}
