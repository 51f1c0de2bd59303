package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gradus.testkit.BrokenInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every broken input of the kit through the command that a user would give it to. The whole texts
/// are held in gradus-files; here: what a user sees of them, and what is left behind.
class BrokenInputsTest {
    private static final int LONGEST_LINE = 400;

    @TempDir private Path temporary;

    static List<BrokenInput> inputs() {
        return BrokenInput.all();
    }

    static List<BrokenInput> refusedTasks() {
        return BrokenInput.all().stream()
                .filter(input -> input.exitCode() != 0 && input.command().equals("check"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void is_refused_or_read_by_its_command(BrokenInput input) throws IOException {
        Path folder = input.copyTo(temporary);
        Set<Path> before = files();

        Cli said = run(input, folder);

        assertThat(said.exitCode()).as(said.err()).isEqualTo(input.exitCode());
        if (input.exitCode() == 0) {
            assertThat(said.out()).isNotBlank();
            String oneLine = said.out().replaceAll("\\s+", " ");
            assertThat(input.mentions()).allSatisfy(words -> assertThat(oneLine).contains(words));
        } else {
            assertThat(said.out()).isEmpty();
            assertReadable(said.err());
            assertThat(input.mentions())
                    .allSatisfy(words -> assertThat(said.err()).contains(words));
        }
        assertThat(files()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("refusedTasks")
    void is_refused_by_climb_in_the_words_of_check_and_leaves_no_ledger(BrokenInput input)
            throws IOException {
        Path folder = input.copyTo(temporary);
        Set<Path> before = files();

        Cli climbed = Cli.run("climb", folder);

        assertThat(climbed).isEqualTo(Cli.run("check", folder));
        assertThat(files()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "csv-empty",
                "csv-header-only",
                "csv-open-quote",
                "csv-text-after-quote",
                "csv-short-row",
                "csv-long-row",
                "csv-duplicate-column",
                "csv-latin-1",
                "csv-cut-utf8",
                "csv-utf16",
                "csv-nul",
                "csv-missing",
                "csv-is-a-folder",
                BrokenInput.HUGE_CELL
            })
    void is_refused_as_data_of_a_new_task_and_no_task_is_written(String name) throws IOException {
        Path data = BrokenInput.of(name).copyTo(temporary).resolve("train.csv");
        Path made = temporary.resolve("made");

        Cli said = Cli.run("new", made, "--data", data);

        assertThat(said.exitCode()).as(said.err()).isIn(2, 3);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).contains("train.csv");
        assertReadable(said.err());
        assertThat(made).doesNotExist();
    }

    @Test
    void a_model_that_is_not_known_is_named_with_those_that_are() throws IOException {
        Path task = SmallTask.in(temporary.resolve("task"));
        Path file = task.resolve("gradus.yaml");
        Files.writeString(file, Files.readString(file).replace("bge-small-q", "bge-smal-q"));

        Cli climbed = Cli.run("climb", task);

        assertThat(climbed.exitCode()).isEqualTo(3);
        assertThat(climbed.err()).contains("embedded/bge-smal-q", "embedded/bge-small-q");
        assertReadable(climbed.err());
    }

    @Test
    void a_ledger_that_is_none_is_left_as_it_is() throws IOException {
        Path task = SmallTask.in(temporary.resolve("task"));
        Path notes = Files.writeString(task.resolve("notes.txt"), "not a ledger\n".repeat(100));

        Cli climbed = Cli.run("climb", task, "--ledger", notes);

        assertThat(climbed.exitCode()).isEqualTo(3);
        assertThat(climbed.err()).contains("notes.txt", "is not a ledger");
        assertReadable(climbed.err());
        assertThat(notes).content().isEqualTo("not a ledger\n".repeat(100));
    }

    @Test
    void a_folder_that_may_only_be_read_is_named() throws IOException {
        Path task = SmallTask.in(temporary.resolve("task"));
        Files.setPosixFilePermissions(task, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assumeFalse(Files.isWritable(task), "this user may write everywhere");

            Cli climbed = Cli.run("climb", task);

            assertThat(Cli.run("check", task).exitCode()).isZero();
            assertThat(climbed.exitCode()).isEqualTo(3);
            assertThat(climbed.err()).contains(task.toString(), "--ledger");
            assertReadable(climbed.err());
        } finally {
            Files.setPosixFilePermissions(task, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void a_full_disk_is_said_and_the_climb_goes_on_once_there_is_room() throws Exception {
        Path task = SmallTask.in(temporary.resolve("task"));
        Path disk = Files.createDirectories(temporary.resolve("disk"));
        assumeTrue(mount("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", disk.toString()));
        try {
            Path ledger = disk.resolve("ledger.db");
            Cli full = Cli.run("climb", task, "--ledger", ledger);

            assertThat(full.exitCode()).as(full.err()).isEqualTo(3);
            assertThat(full.err()).contains("disk is full");
            assertReadable(full.err());

            assertThat(mount("mount", "-o", "remount,size=64m", disk.toString())).isTrue();
            Cli ended = Cli.run("climb", task, "--ledger", ledger, "--json");
            assertThat(ended.exitCode()).as(ended.err()).isIn(0, 1, 6);
            assertThat(ended.document().count("sealedTest.looks")).isEqualTo(1);
        } finally {
            mount("umount", disk.toString());
        }
    }

    private static Cli run(BrokenInput input, Path folder) {
        return input.command().equals("judge")
                ? Cli.run("judge", folder.resolve("outcomes.csv"))
                : Cli.run(input.command(), folder);
    }

    private static void assertReadable(String err) {
        assertThat(err).isNotBlank().doesNotContain("Exception", "This is a bug", "\tat ");
        assertThat(err.lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(LONGEST_LINE));
    }

    private Set<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(temporary)) {
            return all.collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static boolean mount(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException none) {
            return false;
        }
    }
}
