package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class MainTest {
    @Test
    void version_is_the_one_that_the_build_wrote() {
        StringWriter out = new StringWriter();

        int exitCode = Main.commandLine().setOut(new PrintWriter(out)).execute("--version");

        assertThat(out.toString()).matches("gradus \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R");
        assertThat(exitCode).isZero();
    }
}
