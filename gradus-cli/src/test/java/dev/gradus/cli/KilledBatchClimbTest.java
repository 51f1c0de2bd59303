package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.testkit.BatchServer;
import dev.gradus.testkit.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A climb through batches in a process of its own, killed and stopped while a batch is at the
/// provider.
@Tag("slow")
class KilledBatchClimbTest {
    private static final String TASK =
            """
            task: batches
            brief: Name the one intent that the customer's message expresses.
            examples: { file: train.csv, test: test.csv, input: text, expected: category }
            answer: { labels: labels.yaml }
            goal: { score: 0.99, matters: 0.05 }
            models: [ openai/gpt-4.1-mini ]
            providers: { openai: { base-url: "%s", key: TEST_KEY } }
            rewrites: { most: 0 }
            currency: USD
            batch: true
            """;

    @TempDir private Path temporary;

    @Test
    void finds_the_batch_that_it_left_at_the_provider() throws Exception {
        try (BatchServer server = BatchServer.start(Wire.OPENAI_CHAT, input -> "card_arrival")) {
            Path folder = SmallTask.in(temporary.resolve("task"));
            Files.writeString(folder.resolve("gradus.yaml"), TASK.formatted(server.baseUrl()));
            server.pending(Integer.MAX_VALUE - 1);

            Process killed = start("killed", folder);
            waitForPolls(server, 1, killed);
            killed.destroyForcibly().waitFor();

            Process stopped = start("stopped", folder);
            waitForPolls(server, server.polls() + 1, stopped);
            long asked = System.nanoTime();
            stopped.destroy();
            Cli told = jvm("stopped").ended(stopped);
            assertThat(told.exitCode()).as(told.err()).isEqualTo(143);
            assertThat(told.err()).contains("the same command goes on from here");
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - asked)).isLessThan(10);
            assertThat(server.submitted()).hasSize(1);

            server.pending(0).finish();
            Cli ended = jvm("ended").ended(start("ended", folder));
            assertThat(ended.exitCode()).as(ended.err()).isIn(1, 6);
            assertThat(server.mostOftenAnswered()).isEqualTo(1);
            assertThat(server.trouble()).isEmpty();
            int paid =
                    server.singles()
                            + server.submitted().stream().mapToInt(Integer::intValue).sum();
            assertThat(ended.document().count("cost.calls")).isEqualTo(paid);
        }
    }

    private static void waitForPolls(BatchServer server, int polls, Process process)
            throws Exception {
        while (process.isAlive() && server.polls() < polls) {
            Thread.sleep(5);
        }
        assertThat(process.isAlive()).as("waiting for its batch").isTrue();
    }

    private Process start(String name, Path folder) throws Exception {
        List<Object> words = new ArrayList<>(List.of("climb", folder, "--all", "--json"));
        ProcessBuilder builder = jvm(name).of(List.of(), words.toArray());
        builder.environment().put("TEST_KEY", "the-key");
        return builder.start();
    }

    private ChildJvm jvm(String name) throws Exception {
        return new ChildJvm(Files.createDirectories(temporary.resolve("out-" + name)));
    }
}
