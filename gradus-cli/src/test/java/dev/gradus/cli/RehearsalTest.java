package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void every_command_of_it_does_its_work() throws Exception {
        Path example = Path.of("../examples/card-support");
        List<Integer> exitCodes = Rehearsal.run(example, folder);
        assertThat(exitCodes.subList(0, 3)).containsExactly(0, 0, 0);
        assertThat(exitCodes.get(3)).isIn(0, 1, 6);
        assertThat(folder.resolve("baseline.json")).exists();
    }
}
