package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What ends a process that could not do its work: never 1, which means "not yet".
class ExitCodeTest {
    @TempDir private Path temporary;

    @Test
    void a_result_that_was_not_written_whole_is_said() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "there is no /dev/full here");
        ChildJvm jvm = new ChildJvm(temporary);
        Process process =
                jvm.of(List.of(), "models", "--json").redirectOutput(full.toFile()).start();

        assertThat(process.waitFor()).isEqualTo(3);
        assertThat(temporary.resolve("stderr"))
                .content()
                .isEqualToNormalizingNewlines(
                        "The result was not written whole: the disk behind standard output is full,"
                                + " or its reader went away. Make room, then run the command again.\n");
    }

    @Test
    void too_little_memory_is_said_with_what_to_do() throws Exception {
        ChildJvm jvm = new ChildJvm(temporary);
        Path task = SmallTask.EXAMPLES.resolve("card-support");

        Cli checked =
                jvm.ended(jvm.of(List.of("-XX:+UseSerialGC", "-Xmx8m"), "check", task).start());

        assertThat(checked.exitCode()).as(checked.err()).isEqualTo(2);
        assertThat(checked.out()).isEmpty();
        assertThat(checked.err())
                .contains("MB, is not enough. Allow more: GRADUS_JAVA_OPTS=-Xmx4g.");
    }
}
