package dev.gradus.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.spi.GradusException;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Example;
import dev.gradus.task.ScoreName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What `gradus new` makes of the exports of annotation tools and of answers that are no single
/// text: which records count, and that the books balance.
class NewExamplesTest {
    private static final Path FILES = Path.of("src/test/resources/dev/gradus/files/new");

    @TempDir private Path folder;

    private NewTask.Written written(Path data) {
        NewTask.Written written = NewTask.write(folder.resolve("task"), data);
        long left = written.books().leftOut().values().stream().mapToLong(Long::longValue).sum();
        assertThat(written.books().taken() + written.books().merged() + left)
                .isEqualTo(written.books().held());
        assertThat(TaskFile.read(folder.resolve("task")).examples())
                .hasSize((int) written.books().taken());
        return written;
    }

    private Map<String, Long> answers() {
        return TaskFile.read(folder.resolve("task")).examples().stream()
                .collect(Collectors.groupingBy(Example::expected, Collectors.counting()));
    }

    static List<Arguments> only_what_a_person_stands_behind() {
        return List.of(
                Arguments.of(
                        "prodigy_choice80.jsonl",
                        Map.of("rejected", 10L, "ignored", 10L),
                        Map.of("refund", 40L, "bug", 40L, "delivery", 20L)),
                Arguments.of(
                        "prodigy_binary80.jsonl",
                        Map.of("rejected", 40L),
                        Map.of("bug", 40L, "refund", 20L, "delivery", 20L)),
                Arguments.of(
                        "prodigy_choice.jsonl",
                        Map.of("rejected", 10L),
                        Map.of("neg", 30L, "pos", 20L)),
                Arguments.of(
                        "prodigy.jsonl",
                        Map.of("ignored", 20L),
                        Map.of("SPAM", 20L, "not SPAM", 20L)),
                Arguments.of("argilla.jsonl", Map.of(), Map.of("pos", 30L, "neg", 30L)),
                Arguments.of("doccano.jsonl", Map.of(), Map.of("pos", 30L, "neg", 30L)),
                Arguments.of(
                        "doccano80.jsonl",
                        Map.of(),
                        Map.of("delivery", 40L, "refund", 40L, "bug", 40L)));
    }

    @ParameterizedTest
    @MethodSource
    void only_what_a_person_stands_behind(
            String file, Map<String, Long> leftOut, Map<String, Long> answers) {
        NewTask.Written written = written(FILES.resolve(file));

        assertThat(written.books().leftOut()).isEqualTo(leftOut);
        assertThat(answers()).isEqualTo(answers);
        assertThat(TaskFile.read(folder.resolve("task")).examples().getFirst().input())
                .contains(" ");
        assertThat(written.guesses().stream().anyMatch(one -> one.contains("left out")))
                .isEqualTo(!leftOut.isEmpty());
    }

    @Test
    void several_labels_an_answer_are_a_document() {
        NewTask.Written written = written(FILES.resolve("doccano_multi.jsonl"));
        assertThat(written.guesses())
                .anyMatch(one -> one.startsWith("It is a task with several labels an answer"));
        LoadedTask task = TaskFile.read(folder.resolve("task"));

        assertThat(answers())
                .isEqualTo(
                        Map.of(
                                "{\"labels\":[\"pos\",\"neg\"]}",
                                12L,
                                "{\"labels\":[\"pos\"]}",
                                24L,
                                "{\"labels\":[\"neg\"]}",
                                24L));
        assertThat(task.task().score().name()).isEqualTo(ScoreName.JSON_FIELDS);
        assertThat(((AnswerShape.Json) task.task().answer()).schema())
                .contains("\"enum\" : [", "\"neg\"", "\"pos\"");
    }

    @Test
    void json_answers_are_a_document_with_a_schema() throws IOException {
        NewTask.Written written = written(FILES.resolve("json-answer.csv"));
        LoadedTask task = TaskFile.read(folder.resolve("task"));

        assertThat(task.task().score().name()).isEqualTo(ScoreName.JSON_FIELDS);
        assertThat(JsonText.parse(((AnswerShape.Json) task.task().answer()).schema(), "schema"))
                .isEqualTo(
                        Map.of(
                                "type",
                                "object",
                                "properties",
                                Map.of(
                                        "intent",
                                        Map.of(
                                                "type",
                                                "string",
                                                "enum",
                                                List.of("bug", "delivery", "refund")),
                                        "urgent",
                                        Map.of("type", "boolean")),
                                "required",
                                List.of("intent", "urgent"),
                                "additionalProperties",
                                false));
        assertThat(written.files()).contains(folder.resolve("task/json-answer.csv"));
        assertThat(written.guesses()).anyMatch(one -> one.startsWith("It cannot be climbed yet"));
        assertThat(Files.readString(folder.resolve("task/.gitignore"))).contains(".gradus/");
    }

    @Test
    void label_studio_counts_what_was_skipped_predicted_or_disputed() throws IOException {
        StringBuilder tasks = new StringBuilder("[");
        for (int i = 0; i < 40; i++) {
            String choice =
                    "{\"id\":%d,\"was_cancelled\":%s,\"result\":[{\"from_name\":\"topic\",\"type\":\"choices\",\"value\":{\"choices\":[\"%s\"]}}]}";
            String label = i % 2 == 0 ? "late" : "lost";
            String annotations =
                    switch (i) {
                        case 0 -> choice.formatted(1, "true", "late");
                        case 1 -> "";
                        case 2 ->
                                choice.formatted(1, "false", "late")
                                        + ","
                                        + choice.formatted(2, "false", "lost");
                        case 3 ->
                                choice.formatted(1, "false", "lost")
                                        + ","
                                        + choice.formatted(2, "true", "late");
                        default -> choice.formatted(1, "false", label);
                    };
            tasks.append(i == 0 ? "" : ",")
                    .append(
                            "{\"id\":%d,\"data\":{\"text\":\"where is my card number %d\",\"day\":%d},\"annotations\":[%s],\"predictions\":[{\"result\":[]}]}"
                                    .formatted(i, i, i, annotations));
        }
        Path file = Files.writeString(folder.resolve("tasks.json"), tasks.append("]"));

        NewTask.Written written = written(file);

        assertThat(written.books().held()).isEqualTo(40);
        assertThat(written.books().leftOut())
                .isEqualTo(
                        Map.of(
                                "skipped by the annotator",
                                1L,
                                "with a model's prediction and no annotation",
                                1L,
                                "whose annotators disagree",
                                1L));
        assertThat(answers()).isEqualTo(Map.of("late", 18L, "lost", 19L));
    }

    @Test
    void rows_of_several_annotators_are_one_example_where_they_agree() throws IOException {
        String rows =
                IntStream.range(0, 60)
                        .mapToObj(i ->
                                "%d,where is my card number %d,%s,%d,%d,2026-01-02,1.5"
                                        .formatted(
                                                i / 2,
                                                i / 2,
                                                i < 4 && i % 2 == 0
                                                        ? "other"
                                                        : i / 2 % 2 == 0 ? "late" : "lost",
                                                i,
                                                i % 2))
                        .collect(
                                Collectors.joining(
                                        "\n",
                                        "id,text,topic,annotation_id,annotator,created_at,lead_time\n",
                                        "\n"));
        Path file = Files.writeString(folder.resolve("rows.csv"), rows);

        NewTask.Written written = written(file);

        assertThat(written.books().leftOut()).isEqualTo(Map.of("whose annotators disagree", 4L));
        assertThat(written.books().merged()).isEqualTo(28);
        assertThat(written.books().taken()).isEqualTo(28);
    }

    @Test
    void a_column_that_says_what_was_deleted_is_heeded() throws IOException {
        Path file =
                data(
                        "d.csv",
                        "text,label,is_deleted",
                        i -> "words of %d,%s,%s".formatted(i, i % 2 == 0 ? "a" : "b", i % 5 == 0));

        assertThat(written(file).books().leftOut()).isEqualTo(Map.of("deleted", 8L));
    }

    @Test
    void what_the_person_names_is_not_guessed() throws IOException {
        Path file =
                data(
                        "d.csv",
                        "note,answer,status,customer",
                        i ->
                                "words of %d,%s,%s,c%d"
                                        .formatted(
                                                i, "kind " + i % 4, i % 2 == 0 ? "x" : "y", i % 8));
        Path test =
                data(
                        "t.csv",
                        "note,answer,status,customer",
                        i -> "other %d,kind %d,x,d".formatted(i, i % 4));
        NewOptions options =
                new NewOptions(
                        Optional.of("note"),
                        Optional.of("status"),
                        Optional.of("customer"),
                        Optional.of(test),
                        OptionalDouble.of(0.85),
                        List.of("openai/gpt-5-mini"),
                        Optional.empty());

        NewTask.write(folder.resolve("named"), file, options);
        LoadedTask task = TaskFile.read(folder.resolve("named"));

        assertThat(task.task().answer().asLabels().orElseThrow().names()).containsExactly("x", "y");
        assertThat(task.task().goal().score()).isEqualTo(0.85);
        assertThat(task.test().orElseThrow()).hasSize(40);
        assertThat(task.examples().getFirst().group()).contains("c0");
        assertThat(task.task().models())
                .extracting(Object::toString)
                .containsExactly("openai/gpt-5-mini");
        assertThat(NewTask.write(folder.resolve("guessed"), file).guesses())
                .contains("input is column 'note', expected is column 'answer'.")
                .contains("expected could be 'status' too: --expected COLUMN.");
        assertThatThrownBy(() ->
                        NewTask.write(
                                folder.resolve("none"),
                                file,
                                NewOptions.none().or(Optional.of("nota"), Optional.empty())))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining("there is no column 'nota' (closest: 'note')");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void large_groups_are_told_and_not_proposed() throws IOException {
        Path file =
                data(
                        "d.csv",
                        "text,label,customer_id",
                        i -> "words of %d,%s,c%d".formatted(i, i % 3, i < 30 ? 0 : i));

        assertThat(NewTask.write(folder.resolve("task"), file).guesses())
                .anyMatch(one -> one.contains("'customer_id' has groups too large"));
        assertThat(TaskFile.read(folder.resolve("task")).examples().getFirst().group()).isEmpty();
    }

    @Test
    void a_first_line_without_names_and_images_are_said_at_once() throws IOException {
        Path headless =
                data(
                        "h.csv",
                        "late card here,late",
                        i -> "words of %d,%s".formatted(i, i % 2 == 0 ? "late" : "lost"));
        Path images =
                data(
                        "i.csv",
                        "photo,label",
                        i -> "https://x.example/%d.png,%s".formatted(i, i % 2));

        assertThatThrownBy(() -> NewTask.write(folder.resolve("task"), headless))
                .hasMessageContaining(
                        "h.csv:1: the first line looks like a row, not like names: 'late'");
        assertThatThrownBy(() -> NewTask.write(folder.resolve("task"), images))
                .hasMessageContaining("images are not supported");
        assertThat(folder.resolve("task")).doesNotExist();
    }

    @Test
    void another_delimiter_is_written_out_as_lines() throws IOException {
        Path file = data("d.csv", "text^label", i -> "words, of %d^%s".formatted(i, i % 2));
        NewOptions options =
                new NewOptions(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalDouble.empty(),
                        List.of(),
                        Optional.of('^'));

        NewTask.write(folder.resolve("task"), file, options);

        assertThat(TaskFile.read(folder.resolve("task")).examples().getFirst().input())
                .isEqualTo("words, of 0");
    }

    @Test
    void the_labels_file_follows_a_corrected_column() throws IOException {
        Path file =
                data(
                        "d.csv",
                        "text,label,intent",
                        i -> "words of %d,%s,%s".formatted(i, i % 2, i % 3 == 0 ? "buy" : "sell"));
        Path task = folder.resolve("task");
        NewTask.write(task, file);
        Path yaml = task.resolve("gradus.yaml");
        Files.writeString(
                yaml, Files.readString(yaml).replace("expected: label ", "expected: intent"));
        assertThatThrownBy(() -> TaskFile.read(task))
                .hasMessageContaining("gradus new FOLDER --labels");

        NewLabels.Written written = NewLabels.write(task);
        Path labels = task.resolve("labels.yaml");
        Files.writeString(
                labels, Files.readString(labels).replace("buy:", "buy: \"They want: \\\"it\\\"\""));
        NewLabels.write(task);

        assertThat(written.added()).containsExactly("buy", "sell");
        assertThat(written.removed()).containsExactly("0", "1");
        assertThat(TaskFile.read(task).task().answer().asLabels().orElseThrow().labels().getFirst())
                .satisfies(label -> {
                    assertThat(label.name()).isEqualTo("buy");
                    assertThat(label.description()).contains("They want: \"it\"");
                });
    }

    private Path data(String name, String header, java.util.function.IntFunction<String> row)
            throws IOException {
        return Files.writeString(
                folder.resolve(name),
                IntStream.range(0, 40)
                        .mapToObj(row)
                        .collect(Collectors.joining("\n", header + "\n", "\n")));
    }
}
