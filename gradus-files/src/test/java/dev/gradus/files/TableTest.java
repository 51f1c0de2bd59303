package dev.gradus.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {
    private static final List<Table.Column> WANTED =
            List.of(
                    new Table.Column("text", true, false, "Fix it."),
                    new Table.Column("label", true, false, "Fix it."));

    @TempDir Path folder;

    @Test
    void csv_keeps_line_breaks_commas_and_quotes_inside_quotes() throws IOException {
        assertThat(
                        read(
                                "a.csv",
                                "label,more,text\r\nx,,\"a, \"\"b\"\"\r\nc\"\r\ny,1,\u00e9\ud83d\ude00\r\n"))
                .containsExactly("2|a, \"b\"\r\nc|x", "4|\u00e9\ud83d\ude00|y");
    }

    @Test
    void csv_counts_lines_with_any_line_end() throws IOException {
        assertThat(read("a.csv", "text,label\ra,x\r\nb,x\n\nc,x"))
                .containsExactly("2|a|x", "3|b|x", "5|c|x");
    }

    @Test
    void tsv_is_separated_by_tabs() throws IOException {
        assertThat(read("a.tsv", "text\tlabel\na, b\tx\n")).containsExactly("2|a, b|x");
    }

    @Test
    void csv_with_a_cell_of_more_than_a_megabyte_is_refused_by_line_and_column() {
        assertRefused(
                "a.csv",
                "text,label\na,x\nb," + "y".repeat((1 << 20) + 1) + "\n",
                "a.csv:3: the cell of 'label' is longer than 1 MB (1,048,576 characters). Shorten it, or take the row out.");
    }

    @Test
    void finds_the_line_of_a_bad_byte_beyond_the_first_buffer() throws IOException {
        byte[] bytes =
                ("text,label\n" + "a,x\r\n".repeat(50_000) + "?,x\n")
                        .getBytes(StandardCharsets.US_ASCII);
        bytes[bytes.length - 4] = (byte) 0xFC;
        Files.write(folder.resolve("a.csv"), bytes);

        assertThatThrownBy(() -> read("a.csv"))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "a.csv:50002: byte 0xFC is not UTF-8. Convert the file, from Windows' Latin encoding for example: iconv -f WINDOWS-1252 -t UTF-8 a.csv > utf8-a.csv");
    }

    @Test
    void decodes_a_character_that_two_buffers_share() throws IOException {
        String text = "a".repeat((1 << 16) - 14) + "\u4e16" + "b".repeat(70_000);

        assertThat(read("a.csv", "text,label\n" + text + ",x\n"))
                .containsExactly("2|" + text + "|x");
    }

    @Test
    void json_lines_take_numbers_and_truth_values_as_text() throws IOException {
        assertThat(
                        read(
                                "a.jsonl",
                                "{\"text\": 1.50, \"label\": true}\n\n{\"label\": 7, \"text\": \"b\", \"z\": []}\r\n"))
                .containsExactly("1|1.50|true", "3|b|7");
    }

    @Test
    void json_lines_of_which_one_holds_two_objects_are_refused() {
        assertRefused(
                "a.jsonl",
                "{\"text\": \"a\", \"label\": \"x\"} {}\n",
                "a.jsonl:1:29: more follows after the object. Write one object a line.");
    }

    @Test
    void json_lines_nested_without_end_are_refused() {
        assertThatThrownBy(() -> read("a.jsonl", "{\"text\": " + "[".repeat(100_000) + "\n"))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageStartingWith("a.jsonl:1:")
                .hasMessageContaining("nesting depth");
    }

    @Test
    void json_lines_without_a_line_are_refused() {
        assertRefused(
                "a.jsonl", "\n\n", "a.jsonl: the file is empty. Write one JSON object a line.");
    }

    @Test
    void a_file_that_is_not_there_is_refused() {
        assertThatThrownBy(() -> read("none.csv"))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "none.csv: there is no such file (looked in %s). Fix the name, or put the file there.",
                        folder);
    }

    private void assertRefused(String name, String text, String message) {
        assertThatThrownBy(() -> read(name, text))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage("%s", message);
    }

    private List<String> read(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
        return read(name);
    }

    private List<String> read(String name) {
        List<String> rows = new ArrayList<>();
        Table.open(InputFile.at(folder.resolve(name)))
                .rows(WANTED, (line, cells) -> rows.add(line + "|" + String.join("|", cells)));
        return rows;
    }
}
