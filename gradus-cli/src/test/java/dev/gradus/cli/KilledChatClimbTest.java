package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.files.TaskFile;
import dev.gradus.task.Example;
import dev.gradus.testkit.Fault;
import dev.gradus.testkit.FaultServer;
import dev.gradus.testkit.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A climb that asks chat models over a faulty network, in a process of its own, killed with -9
/// wherever it happens to be. `-Dgradus.kills=100` kills as often.
@Tag("slow")
class KilledChatClimbTest {
    private static final long SEED = 20_261_120;
    private static final int KILLS = Integer.getInteger("gradus.kills", 6);
    private static final int AT_ONCE = 16;

    private static final String TASK =
            """
            task: chat
            brief: Name the one intent that the customer's message expresses.
            examples: { file: train.csv, test: test.csv, input: text, expected: category }
            answer: { labels: labels.yaml }
            goal: { score: 0.99, matters: 0.05 }
            models: [ openai/gpt-4.1-mini, openai/gpt-4.1 ]
            providers: { openai: { base-url: "%s", key: TEST_KEY } }
            rewrites: { most: 1 }
            currency: USD
            """;

    @TempDir private Path temporary;

    @Test
    void loses_no_reply_pays_for_calls_in_flight_at_most_and_ends_in_the_same_verdict()
            throws Exception {
        Map<String, String> right = new HashMap<>();
        Path example = SmallTask.in(temporary.resolve("example"));
        for (Example one : TaskFile.read(example).examples()) {
            right.put(one.input().strip(), one.expected());
        }
        TaskFile.read(example)
                .test()
                .orElseThrow()
                .forEach(one -> right.put(one.input().strip(), one.expected()));
        try (FaultServer server =
                FaultServer.start(Wire.OPENAI_CHAT, input -> answer(input, right))) {
            server.latency(Duration.ofMillis(20));
            Cli whole = climb(task(server, "whole"));
            assertThat(whole.exitCode()).as(whole.err()).isIn(1, 6);
            Object wanted = KilledClimbTest.withoutMeasured(whole.json());
            long calls = whole.document().count("cost.calls");
            assertThat(server.statistics().whole()).as("paid for once").isEqualTo(calls);

            server.faultEvery(Fault.RATE_LIMITED, 41)
                    .faultEvery(Fault.SERVER_ERROR, 53)
                    .faultEvery(Fault.RESET, 67)
                    .faultEvery(Fault.TRUNCATED_JSON, 71);
            SplittableRandom random = new SplittableRandom(SEED);
            int killed = 0;
            for (int round = 0; killed < KILLS && round < 4 * KILLS; round++) {
                long before = server.statistics().whole();
                Path folder = task(server, "round-" + round);
                int here = 0;
                while (killed < KILLS && kill(folder, random.nextLong(600, 4_000))) {
                    killed++;
                    here++;
                }
                Cli ended = climb(folder);
                String which = "seed " + SEED + ", round " + round + "\n" + ended.err();
                assertThat(ended.exitCode()).as(which).isEqualTo(whole.exitCode());
                assertThat(KilledClimbTest.withoutMeasured(ended.json()))
                        .as(which)
                        .isEqualTo(wanted);
                // A climb that was killed between its verdict and its end asks nothing when it is
                // run again.
                assertThat(ended.document().count("cost.calls")).as(which).isIn(0L, calls);
                assertThat(server.statistics().whole() - before - calls)
                        .as("paid again, " + which)
                        .isBetween(0L, (long) here * AT_ONCE);
            }
            assertThat(killed).isEqualTo(KILLS);
        }
    }

    /// Right for most inputs, the same each time.
    private static String answer(String input, Map<String, String> right) {
        String label = right.getOrDefault(input.strip(), "card_arrival");
        return Math.floorMod(input.hashCode(), 10) < 2 ? "pin_blocked" : label;
    }

    private Path task(FaultServer server, String name) throws Exception {
        Path folder = SmallTask.in(temporary.resolve(name));
        Files.writeString(folder.resolve("gradus.yaml"), TASK.formatted(server.baseUrl()));
        return folder;
    }

    private static final List<String> WORDS =
            List.of("--all", "--json", "--at-once", String.valueOf(AT_ONCE));

    private Cli climb(Path folder) throws Exception {
        Path out = Files.createDirectories(temporary.resolve("out"));
        return new ChildJvm(out).ended(start(out, folder));
    }

    private boolean kill(Path folder, long afterMillis) throws Exception {
        Path out = Files.createDirectories(temporary.resolve("out-killed"));
        Process process = start(out, folder);
        boolean done = process.waitFor(afterMillis, TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
        return !done;
    }

    private static Process start(Path out, Path folder) throws Exception {
        ProcessBuilder builder =
                new ChildJvm(out)
                        .of(
                                List.of(),
                                "climb",
                                folder,
                                WORDS.get(0),
                                WORDS.get(1),
                                WORDS.get(2),
                                WORDS.get(3));
        builder.environment().put("TEST_KEY", "sk-test-key-of-no-one");
        return builder.start();
    }
}
