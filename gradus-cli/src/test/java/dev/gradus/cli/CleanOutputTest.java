package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.files.JsonText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CleanOutputTest {
    private static String written(String text, boolean json) {
        StringWriter raw = new StringWriter();
        try (PrintWriter out = new CleanOutput(raw, json)) {
            out.print(text);
            out.print(text.toCharArray());
        }
        return raw.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "001B, [U+001B]",
        "0007, [U+0007]",
        "0008, [U+0008]",
        "009B, [U+009B]",
        "007F, [U+007F]",
        "202E, [U+202E]",
        "2066, [U+2066]",
        "200F, [U+200F]"
    })
    void what_a_terminal_would_act_on_is_shown(String hex, String shown) {
        String text = "a" + (char) Integer.parseInt(hex, 16) + "b\n";

        assertThat(written(text, false)).isEqualTo(("a" + shown + "b\n").repeat(2));
        assertThat(CleanOutput.line(text)).isEqualTo("a" + shown + "b ");
    }

    @Test
    void line_ends_tabs_and_letters_of_every_script_pass() {
        String text = "a\tb\r\n\u00e9 \u05d0 \ud83d\ude00 \u2588\n";

        assertThat(written(text, false)).isEqualTo(text.repeat(2));
        assertThat(written("over\rwritten\n", false)).isEqualTo("over[U+000D]written\n".repeat(2));
    }

    @Test
    void json_stays_what_it_says() {
        String json = JsonText.write(Map.of("answer", "a\u001b[2J\u009b\u202eb"));
        StringWriter raw = new StringWriter();
        try (PrintWriter out = new CleanOutput(raw, true)) {
            out.print(json);
        }

        assertThat(raw.toString()).matches("\\A[ -~]*\\z");
        assertThat(JsonText.parseObject(raw.toString(), "json"))
                .isEqualTo(Map.of("answer", "a\u001b[2J\u009b\u202eb"));
    }
}
