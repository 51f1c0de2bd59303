package dev.gradus.tune.open;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the child is a shell script")
class ChildTest {
    @TempDir Path folder;

    @Test
    void a_child_has_ended_once_its_last_line_was_told() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        List<String> command = List.of("/bin/sh", "-c", "echo one; echo two; echo three");
        try (Child child =
                Child.start(
                        command,
                        folder,
                        Map.of(),
                        folder.resolve("log"),
                        line -> {
                            sleep(Duration.ofMillis(200));
                            told.add(line);
                        })) {
            while (!child.ended(Duration.ofMillis(20))) {}

            assertThat(told).containsExactly("one", "two", "three");
        }
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
