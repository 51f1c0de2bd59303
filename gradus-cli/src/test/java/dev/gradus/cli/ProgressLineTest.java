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
