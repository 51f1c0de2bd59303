package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final StringWriter screen = new StringWriter();
    private final ProgressLine line = new ProgressLine(new PrintWriter(screen), true);

    @Test
    void a_line_is_never_wrapped_and_is_written_over() {
        line.at("encoding train", 20, 20);

        assertThat(screen.toString())
                .matches(
                        "\\r\\033\\[K\\033\\[\\?7l +0\\.\\d s  \u2588{12}  20 of 20  encoding train\\033\\[\\?7h");
    }

    @Test
    void pieces_of_the_same_work_add_up() {
        line.at("answering dev", 256, 256);
        line.at("answering dev", 256, 256);
        line.at("answering dev", 100, 100);

        assertThat(screen.toString()).contains(" s  512  answering dev").contains(" s  612  ");
    }

    @Test
    void the_clock_goes_on_between_two_reports_and_stops_with_the_line() throws Exception {
        line.at("choosing", 0, 1);
        Thread.sleep(1_300);
        line.clear();
        String cleared = screen.toString();
        Thread.sleep(700);

        assertThat(cleared)
                .contains(" 0.0 s  choosing")
                .containsPattern(" (0\\.[5-9]|1\\.\\d) s  choosing");
        assertThat(screen.toString()).isEqualTo(cleared);
    }

    @Test
    void held_work_stands_still_and_the_line_is_gone() throws Exception {
        Thread work =
                Thread.ofPlatform()
                        .daemon()
                        .start(() -> {
                            for (int done = 0; ; done++) {
                                line.at("encoding", done % 100, 100);
                            }
                        });

        line.hold();

        String held = screen.toString();
        assertThat(held).endsWith("\r\033[K");
        assertThat(work.join(Duration.ofMillis(50))).as("ended").isFalse();
        assertThat(screen.toString()).isEqualTo(held);
    }
}
