package dev.gradus.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.gradus.spi.GradusException;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Scoring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewTaskTest {
    @TempDir Path folder;

    @Test
    void writes_a_task_that_reads_as_it_stands() {
        Path home = folder.resolve("card support");
        NewTask.Written written =
                NewTask.write(home, Path.of("../examples/card-support/train.csv"));

        LoadedTask loaded = TaskFile.read(home);
        assertThat(written.files())
                .containsExactly(
                        home.resolve("gradus.yaml"),
                        home.resolve(".gitignore"),
                        home.resolve("labels.yaml"),
                        home.resolve("train.csv"));
        assertThat(loaded.task().name()).isEqualTo("card-support");
        assertThat(loaded.task().answer().asLabels().orElseThrow().names()).hasSize(77);
        assertThat(loaded.task().score()).isEqualTo(Scoring.of(ScoreName.ACCURACY));
        assertThat(loaded.task().goal().matters()).isEqualTo(0.01);
        assertThat(loaded.task().traffic()).isEmpty();
        assertThat(loaded.examples()).hasSize(10_003);
        assertThat(written.guesses())
                .containsExactly(
                        "input is column 'text', expected is column 'category'.",
                        "It is a label task: 77 labels in 10,003 rows.",
                        "goal.score 0.90 is a placeholder: put your own.");
    }

    @Test
    void finds_the_columns_by_what_they_hold_where_their_names_say_nothing() throws IOException {
        data(
                "d.csv",
                "c1,c2,c3,language",
                40,
                i ->
                        "row%d,it is all about %d,%s,%s"
                                .formatted(
                                        i,
                                        i,
                                        i % 3 == 0 ? "up" : "down",
                                        i % 2 == 0 ? "en" : "de"));

        LoadedTask loaded = created("d.csv");

        assertThat(loaded.examples().get(1))
                .satisfies(example -> {
                    assertThat(example.input()).isEqualTo("it is all about 1");
                    assertThat(example.expected()).isEqualTo("down");
                    assertThat(example.slices()).containsEntry("language", "de");
                });
    }

    @Test
    void finds_ids_and_groups_by_name_and_by_how_often_they_repeat() throws IOException {
        data(
                "d.csv",
                "id,customer_id,text,intent",
                30,
                i ->
                        "k%d,c%d,words of message %d,%s"
                                .formatted(i, i % 7, i, i % 2 == 0 ? "yes" : "no: not \"this\""));

        LoadedTask loaded = created("d.csv");

        assertThat(loaded.examples().get(8).id()).isEqualTo("k8");
        assertThat(loaded.examples().get(8).group()).isEqualTo(Optional.of("c1"));
        assertThat(Set.copyOf(loaded.task().answer().asLabels().orElseThrow().names()))
                .containsExactlyInAnyOrder("yes", "no: not \"this\"");
    }

    @Test
    void makes_a_text_task_where_the_answers_are_no_closed_set() throws IOException {
        data(
                "d.jsonl",
                "",
                30,
                i ->
                        "{\"question\": \"how much is %d and one?\", \"answer\": \"it is %d\", \"meta\": {\"n\": 1}}"
                                .formatted(i, i + 1));

        LoadedTask loaded = created("d.jsonl");

        assertThat(loaded.task().answer().asLabels()).isEmpty();
        assertThat(loaded.task().score()).isEqualTo(Scoring.of(ScoreName.EXACT));
        assertThat(loaded.examples().get(0).expected()).isEqualTo("it is 1");
    }

    @Test
    void writes_the_task_file_of_a_few_rows_as_documented() throws IOException {
        data(
                "d.csv",
                "text,label",
                6,
                i -> "message %s,%s".formatted("abcdef".charAt(i), i % 2 == 0 ? "x" : "y"));
        created("d.csv");

        assertThat(folder.resolve("tickets/gradus.yaml"))
                .hasSameTextualContentAs(
                        Path.of("src/test/resources/dev/gradus/files/new-gradus.yaml"));
        assertThat(folder.resolve("tickets/labels.yaml"))
                .hasSameTextualContentAs(
                        Path.of("src/test/resources/dev/gradus/files/new-labels.yaml"));
    }

    @Test
    void overwrites_nothing() throws IOException {
        data("d.csv", "text,label", 6, i -> "message," + i % 2);
        created("d.csv");

        assertThatThrownBy(() -> NewTask.write(folder.resolve("tickets"), folder.resolve("d.csv")))
                .isInstanceOf(GradusException.Usage.class)
                .hasMessage(
                        "%s is there already, and is not overwritten. Change it by hand, or name another folder.",
                        folder.resolve("tickets/gradus.yaml"));

        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("d.csv"), "something else");
        assertThatThrownBy(() -> NewTask.write(other, folder.resolve("d.csv")))
                .isInstanceOf(GradusException.Usage.class)
                .hasMessage(
                        "%s is there already with other content, and is not overwritten. Rename one of the two, or name another folder.",
                        other.resolve("d.csv"));
        assertThat(other.resolve("d.csv")).hasContent("something else");
        assertThat(other.resolve("gradus.yaml")).doesNotExist();
    }

    @Test
    void leaves_the_data_where_it_is_when_it_stands_in_the_folder_already() throws IOException {
        Files.createDirectory(folder.resolve("tickets"));
        data("tickets/d.csv", "text,label", 6, i -> "message," + i % 2);

        NewTask.Written written =
                NewTask.write(folder.resolve("tickets"), folder.resolve("tickets/d.csv"));

        assertThat(written.files())
                .containsExactly(
                        folder.resolve("tickets/gradus.yaml"),
                        folder.resolve("tickets/.gitignore"),
                        folder.resolve("tickets/labels.yaml"));
    }

    @Test
    void refuses_data_that_could_not_be_climbed_before_it_writes_anything() throws IOException {
        Files.writeString(folder.resolve("d.csv"), "text,label\na,x\nb,\nc,x\n");
        assertRefused("d.csv:3: the expected answer is empty. Write it, or take the row out.");
        Files.writeString(folder.resolve("d.csv"), "text\nabc\n");
        assertRefused(
                "d.csv: there is no column that could be a second column with the right answer; the columns are 'text'. Save the data with one column for the input and one for the right answer, or name them with --input and --expected.");
        Files.writeString(folder.resolve("d.csv"), "text,label\nabc,x\nabd,x\n");
        assertRefused(
                "d.csv: the answers in column 'label' are all 'x'. Save the data with at least 2 different answers.");
    }

    @Test
    void refuses_a_folder_that_may_not_be_written() throws IOException {
        data("d.csv", "text,label", 6, i -> "message," + i % 2);
        Path locked = Files.createDirectory(folder.resolve("locked"));
        assertThat(locked.toFile().setWritable(false)).isTrue();
        assumeThat(Files.isWritable(locked)).as("not run as root").isFalse();

        assertThatThrownBy(() -> NewTask.write(locked, folder.resolve("d.csv")))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "%s: the folder cannot be written: you have no right to. Name a folder that you may write, on a disk with room.",
                        locked);
    }

    @Test
    void refuses_a_folder_inside_a_file() throws IOException {
        data("d.csv", "text,label", 6, i -> "message," + i % 2);
        Path inside = folder.resolve("d.csv/tickets");

        assertThatThrownBy(() -> NewTask.write(inside, folder.resolve("d.csv")))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "%s: the folder cannot be written: Not a directory. Name a folder that you may write, on a disk with room.",
                        inside);
    }

    private void assertRefused(String text) {
        assertThatThrownBy(() -> NewTask.write(folder.resolve("tickets"), folder.resolve("d.csv")))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage("%s", text);
        assertThat(folder.resolve("tickets")).doesNotExist();
    }

    private LoadedTask created(String name) {
        NewTask.write(folder.resolve("tickets"), folder.resolve(name));
        return TaskFile.read(folder.resolve("tickets"));
    }

    private void data(String name, String header, int rows, IntFunction<String> row)
            throws IOException {
        StringBuilder text = new StringBuilder(header.isEmpty() ? "" : header + "\n");
        for (int i = 0; i < rows; i++) {
            text.append(row.apply(i)).append('\n');
        }
        Files.writeString(folder.resolve(name), text);
    }
}
