package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.check.BriefHistory;
import dev.gradus.check.Check;
import dev.gradus.check.Facts;
import dev.gradus.check.Movement;
import dev.gradus.files.LoadedTask;
import dev.gradus.files.TaskFile;
import dev.gradus.task.Splits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which commits change a task, by real repositories and a day that moves.
class StableTaskTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    @TempDir private Path folder;
    private Path task;
    private Repository repository;

    /// First committed a hundred days ago.
    @BeforeEach
    void begin() {
        repository = Repository.in(folder.resolve("repository"));
        task = SmallTask.in(repository.folder().resolve("tasks").resolve("small"));
        repository.commit(daysAgo(100));
    }

    @Test
    void the_examples_stand_still_in_a_clone_of_this_repository_on_every_day() throws IOException {
        Path clone = Repository.cloned(Path.of(".."), folder.resolve("clone"));
        LoadedTask routing = TaskFile.read(clone.resolve("examples/card-routing"));
        assertThat(GitHistory.of(routing).orElseThrow().versions())
                .as("its history is there")
                .isNotEmpty();

        for (int later : List.of(0, 1, 29, 31, 400)) {
            Movement movement = movement(routing, Instant.now().plus(Duration.ofDays(later)));
            assertThat(movement.known()).as("%d days later", later).isTrue();
            assertThat(movement.changes()).as("%d days later", later).isZero();
        }
        assertThat(Cli.run("check", clone.resolve("examples/card-routing")).out())
                .contains("changed not once in the last 30 days");
    }

    @Test
    void settings_comments_formatting_examples_and_moving_are_no_changes() throws IOException {
        replace("gradus.yaml", "score: 0.9,", "score: 0.85,");
        repository.commit(daysAgo(9));
        replace("gradus.yaml", "score: accuracy", "score: accuracy  # as agreed");
        repository.commit(daysAgo(8));
        replace(
                "gradus.yaml",
                "brief: Name the one intent that the customer's message expresses.",
                "brief: >\n  Name the one intent\n  that the customer's message expresses.");
        repository.commit(daysAgo(7));
        replace("labels.yaml", "labels:\n", "# what customers want\nlabels:\n");
        repository.commit(daysAgo(6));
        Files.writeString(
                task.resolve("train.csv"),
                Files.readString(task.resolve("train.csv")) + "\"my pin\",pin_blocked\n");
        repository.commit(daysAgo(5));

        assertThat(history().versions()).hasSize(5);
        assertThat(movement(TaskFile.read(task), NOW).changes()).isZero();

        Path moved = task.resolveSibling("moved");
        Files.move(task, moved);
        repository.commit(daysAgo(4));
        assertThat(movement(TaskFile.read(moved), NOW).changes()).isZero();
    }

    @Test
    void another_brief_another_label_and_another_prompt_are_changes() throws IOException {
        replace("gradus.yaml", "Name the one intent", "Name the main intent");
        repository.commit(daysAgo(9));
        replace("labels.yaml", "  pin_blocked: >-\n    ", "  pin_blocked: >-\n    At once: ");
        repository.commit(daysAgo(8));
        Files.writeString(task.resolve("prompt.txt"), "Be exact.");
        Files.writeString(
                task.resolve("gradus.yaml"),
                Files.readString(task.resolve("gradus.yaml")) + "prompt: prompt.txt\n");
        repository.commit(daysAgo(7));
        Files.writeString(task.resolve("prompt.txt"), "Be  exact.\n");
        repository.commit(daysAgo(6));
        Files.writeString(task.resolve("prompt.txt"), "Be brief.");
        repository.commit(daysAgo(5));

        Movement movement = movement(TaskFile.read(task), NOW);

        assertThat(movement.changes()).isEqualTo(4);
        assertThat(movement.lastChange()).contains(daysAgo(5));
        assertThat(movement(TaskFile.read(task), NOW.plus(Duration.ofDays(31))).changes()).isZero();
    }

    @Test
    void what_is_edited_and_not_committed_is_a_change() throws IOException {
        replace("gradus.yaml", "Name the one intent", "Name the main intent");

        assertThat(movement(TaskFile.read(task), Instant.now()).changes()).isEqualTo(1);
    }

    @Test
    void a_version_that_cannot_be_read_is_counted_and_not_guessed() throws IOException {
        String whole = Files.readString(task.resolve("gradus.yaml"));
        Files.writeString(task.resolve("gradus.yaml"), "task: [ small\n");
        repository.commit(daysAgo(9));
        Files.writeString(task.resolve("gradus.yaml"), whole);
        repository.commit(daysAgo(8));

        assertThat(history().unreadable()).isEqualTo(1);
        Movement movement = movement(TaskFile.read(task), NOW);
        assertThat(movement.changes()).isZero();
        assertThat(movement.source())
                .isEqualTo("version control, 1 version of which cannot be read");
    }

    @Test
    void settings_that_a_later_release_no_longer_knows_are_no_reason_not_to_read_a_version()
            throws IOException {
        String whole = Files.readString(task.resolve("gradus.yaml"));
        Files.writeString(task.resolve("gradus.yaml"), whole + "gone-since: true\n");
        repository.commit(daysAgo(9));
        Files.writeString(task.resolve("gradus.yaml"), whole);
        repository.commit(daysAgo(8));

        assertThat(history().unreadable()).isZero();
        assertThat(movement(TaskFile.read(task), NOW).changes()).isZero();
    }

    @Test
    void outside_of_version_control_nothing_is_known() {
        assertThat(GitHistory.of(TaskFile.read(SmallTask.in(folder.resolve("alone"))))).isEmpty();
    }

    private BriefHistory history() {
        return GitHistory.of(TaskFile.read(task)).orElseThrow();
    }

    private static Movement movement(LoadedTask loaded, Instant now) {
        Splits few =
                new Splits(
                        loaded.examples().subList(0, 40),
                        loaded.examples().subList(40, 60),
                        loaded.test().orElseThrow().subList(0, 20),
                        true,
                        Set.of());
        return Check.of(
                        loaded.task(),
                        few,
                        Facts.at(now).withHistory(GitHistory.of(loaded).orElseThrow()))
                .movement();
    }

    private void replace(String file, String text, String other) throws IOException {
        String before = Files.readString(task.resolve(file));
        assertThat(before).contains(text);
        Files.writeString(task.resolve(file), before.replace(text, other));
    }

    private static Instant daysAgo(int days) {
        return NOW.minus(Duration.ofDays(days));
    }
}
