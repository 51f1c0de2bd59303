package dev.gradus.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The same rows in every format, and what each format writes in its own way.
class FormatsTest {
    private static final Path XLSX =
            Path.of("src/test/resources/dev/gradus/files/xlsx/messages.xlsx");

    @TempDir private Path folder;

    static List<Arguments> the_same_rows() {
        return List.of(
                Arguments.of("a.csv", "text,label\n\"a, b; c\",x\n\"say \"\"no\"\"\",y\n"),
                Arguments.of("a.csv", "text;label\n\"a, b; c\";x\n\"say \"\"no\"\"\";y\n"),
                Arguments.of("a.csv", "text\tlabel\na, b; c\tx\n\"say \"\"no\"\"\"\ty\n"),
                Arguments.of("a.csv", "text|label\na, b; c|x\n\"say \"\"no\"\"\"|y\n"),
                Arguments.of("a.tsv", "text\tlabel\na, b; c\tx\nsay \"no\"\ty\n"),
                Arguments.of("a.tsv", "text\tlabel\r\na, b; c\tx\r\n\"say \"\"no\"\"\"\ty\r\n"),
                Arguments.of(
                        "a.jsonl",
                        "{\"text\":\"a, b; c\",\"label\":\"x\"}\n{\"label\":\"y\",\"text\":\"say \\\"no\\\"\"}\n"),
                Arguments.of(
                        "a.json",
                        "[{\"text\":\"a, b; c\",\"label\":\"x\"},\n {\"label\":\"y\",\"text\":\"say \\\"no\\\"\"}]"),
                Arguments.of(
                        "a.json",
                        "{\"version\": 2, \"meta\": {\"a\": [1]}, \"data\": [{\"text\":\"a, b; c\",\"label\":\"x\"}, {\"text\":\"say \\\"no\\\"\",\"label\":\"y\"}]}"));
    }

    @ParameterizedTest
    @MethodSource
    void the_same_rows(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);

        assertThat(cells(folder.resolve(name), "text", "label"))
                .containsExactly("a, b; c|x", "say \"no\"|y");
    }

    /// 120 lines, of which some begin with a quote that is never closed.
    @Test
    void a_quote_in_front_of_a_text_swallows_no_row_of_a_tsv() {
        List<String> rows =
                cells(
                        Path.of("src/test/resources/dev/gradus/files/quote-swallows-rows.tsv"),
                        "label",
                        "text");

        assertThat(rows).hasSize(120);
        assertThat(rows.get(10)).isEqualTo("refund|\"I want my money back fizaso tamo lemi fitata");
    }

    @Test
    void quoted_tabs_and_line_ends_of_a_tsv_stay_in_their_cell() throws IOException {
        Files.writeString(
                folder.resolve("a.tsv"),
                "label\ttext\nx\t\"one\ttab\"\ny\t\"two\n\nlines\"\nz\t\"\"\nq\t\"a\" and \"b\"\n");

        assertThat(cells(folder.resolve("a.tsv"), "label", "text"))
                .containsExactly("x|one\ttab", "y|two\n\nlines", "z|", "q|\"a\" and \"b\"");
    }

    @Test
    void a_quoted_cell_that_looks_like_rows_is_named_with_its_lines() throws IOException {
        Files.writeString(
                folder.resolve("a.csv"),
                "label,text\nx,\"I want\ny,second\nz,third\nx,my money\"\ny,last\n");
        List<String> notes = new ArrayList<>();

        assertThat(cells(folder.resolve("a.csv"), notes, "label", "text")).hasSize(2);
        assertThat(notes)
                .containsExactly(
                        "a.csv:2: the quoted cell of 'text' goes on to line 5, and 2 of its lines look like rows. If a quote only stands in front of a text, double it (\"\") and quote the cell.");
    }

    @Test
    void a_task_tells_what_was_noticed_in_its_examples() throws IOException {
        Path task = folder.resolve("task");
        Files.createDirectories(task);
        Files.copy(XLSX, task.resolve("messages.xlsx"));
        Files.writeString(
                task.resolve("gradus.yaml"),
                """
                task: t
                brief: b
                examples: { file: messages.xlsx, input: text, expected: label }
                answer: labels
                goal: { score: 0.9, matters: 0.1 }
                score: accuracy
                models: [ embedded/minilm-l6-q ]
                currency: USD
                """);

        assertThat(TaskFile.read(task).notes())
                .extracting(FileNote::text)
                .containsExactly(
                        "sheet 'notes' is not read; 'messages' is. Save it as a file of its own to read it.");
    }

    @Test
    void a_workbook_gives_its_first_visible_sheet() {
        List<String> notes = new ArrayList<>();

        assertThat(
                        cells(
                                XLSX, notes, "text", "label", "day", "at", "urgent", "number",
                                "share", "sum"))
                .containsExactly(
                        "late, \"card\"\nsecond line|card_arrival|2026-01-02|2026-01-02T10:30:00|true|25|0.25|",
                        "lost card|lost_card|||false|1200000|-3|");
        assertThat(notes)
                .containsExactly(
                        "messages.xlsx: sheet 'notes' is not read; 'messages' is. Save it as a file of its own to read it.");
    }

    @Test
    void what_is_no_workbook_and_no_list_is_named() throws IOException {
        refused("a.xlsx", "text,label\n", "this is no Excel workbook (.xlsx)");
        refused("a.json", "{\"a\": 1}", "there is no list of objects");
        refused("a.json", "[]", "the list is empty");
        refused("a.json", "[1, 2]", "a.json:1: an item of the list is a single value");
        refused("a.json", "[{\"a\": 1}, {]", "this is not JSON");
        refused("a.tsv", "", "the file is empty");
        refused("a.tsv", "a\tb\n1\t2\t3\n", "a.tsv:2: the row has 3 cells, and the header has 2.");
    }

    private void refused(String name, String text, String message) throws IOException {
        Files.writeString(folder.resolve(name), text);

        assertThatThrownBy(
                        () -> {
                            Table table = Table.open(InputFile.at(folder.resolve(name)));
                            List<String> columns = table.columns();
                            table.rows(
                                    List.of(new Table.Column(columns.get(0), false, true, "")),
                                    (line, cells) -> {});
                        })
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining(message);
    }

    private static List<String> cells(Path file, String... names) {
        return cells(file, new ArrayList<>(), names);
    }

    private static List<String> cells(Path file, List<String> notes, String... names) {
        List<String> rows = new ArrayList<>();
        Table.open(InputFile.at(file))
                .rows(
                        List.of(names).stream()
                                .map(name -> new Table.Column(name, false, true, ""))
                                .toList(),
                        new Table.Rows() {
                            @Override
                            public void row(long line, String[] cells) {
                                rows.add(String.join("|", cells));
                            }

                            @Override
                            public void note(FileNote note) {
                                notes.add(note.where() + ": " + note.text());
                            }
                        });
        return rows;
    }
}
