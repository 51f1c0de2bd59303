package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.spi.Ledger;
import dev.gradus.spi.Ledger.ClimbRecord;
import dev.gradus.store.SqliteLedger;
import dev.gradus.testkit.FaultServer;
import dev.gradus.testkit.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same command in processes in turn, each of which walks the maps of `Map.copyOf` in its own
/// order: six providers, and one with six headers and six options.
class SameClimbTest {
    private static final long TOKENS = 20_000;

    private static final String TASK =
            """
            task: same
            brief: Name the one intent that the customer's message expresses.
            examples: { file: train.csv, test: test.csv, input: text, expected: category }
            answer: { labels: labels.yaml }
            goal: { score: 0.99, matters: 0.05 }
            models: [ acme/small, eu/large ]
            rewrites: { most: 0 }
            budget: { tokens: %d }
            currency: USD
            providers:
            """;

    @TempDir private Path temporary;

    @Test
    @Tag("slow")
    void is_one_climb_with_one_budget_in_every_process() throws Exception {
        try (FaultServer server = FaultServer.start(Wire.OPENAI_CHAT, input -> "pin_blocked")) {
            Path task = task(server);
            for (int process = 0; process < 3; process++) {
                Cli run = new ChildJvm(temporary).ended(start(task));
                assertThat(run.exitCode()).as(run.err()).isEqualTo(5);
                assertThat(run.err()).contains("budget.tokens");
            }
            assertThat(spent(task)).hasSize(1).allMatch(tokens -> tokens <= TOKENS);

            // Measured anew, the same budget pays.
            Cli fresh = new ChildJvm(temporary).ended(start(task, "--fresh"));
            assertThat(fresh.exitCode()).as(fresh.err()).isEqualTo(5);
            assertThat(spent(task).stream().mapToLong(Long::longValue).sum())
                    .isLessThanOrEqualTo(TOKENS);
        }
    }

    @Test
    @Tag("slow")
    void is_one_climb_with_one_budget_also_after_being_killed() throws Exception {
        try (FaultServer server = FaultServer.start(Wire.OPENAI_CHAT, input -> "pin_blocked")) {
            server.latency(Duration.ofMillis(400));
            Path task = task(server);
            int killed = 0;
            for (int process = 0; process < 6; process++) {
                Process climb = start(task);
                killed += climb.waitFor(2_500 + 400L * process, TimeUnit.MILLISECONDS) ? 0 : 1;
                climb.destroyForcibly().waitFor();
            }
            assertThat(killed).isPositive();
            server.latency(Duration.ZERO);

            Cli ended = new ChildJvm(temporary).ended(start(task));

            assertThat(ended.exitCode()).as(ended.err()).isEqualTo(5);
            assertThat(spent(task)).hasSize(1).allMatch(tokens -> tokens <= TOKENS);
        }
    }

    /// Tokens of each climb in the ledger.
    private static List<Long> spent(Path task) {
        List<Long> spent = new ArrayList<>();
        try (Ledger ledger =
                SqliteLedger.openReadOnly(task.resolve(".gradus").resolve("ledger.db"))) {
            for (ClimbRecord climb : ledger.climbs()) {
                spent.add(ledger.spent(climb.id()).tokens());
            }
        }
        return spent;
    }

    private Path task(FaultServer server) throws Exception {
        Path folder = SmallTask.in(temporary.resolve("same"));
        StringBuilder text = new StringBuilder(TASK.formatted(TOKENS));
        for (String provider : List.of("acme", "eu", "us", "spare", "lab", "desk")) {
            text.append("  ").append(provider).append(": { api: openai-chat, base-url: \"");
            text.append(server.baseUrl()).append("\", key: TEST_KEY, headers: {");
            for (int i = 0; i < 6; i++) {
                text.append(i == 0 ? " " : ", ").append("X-").append(provider).append(i);
                text.append(": v").append(i);
            }
            text.append(" }");
            for (int i = 0; i < 6; i++) {
                text.append(", route").append(i).append(": \"").append(provider).append('"');
            }
            text.append(" }\n");
        }
        Files.writeString(folder.resolve("gradus.yaml"), text);
        return folder;
    }

    private Process start(Path task, String... more) throws Exception {
        List<Object> words = new ArrayList<>(List.of("climb", task, "--all", "--at-once", "4"));
        words.addAll(List.of(more));
        ProcessBuilder builder = new ChildJvm(temporary).of(List.of(), words.toArray());
        builder.environment().put("TEST_KEY", "sk-test-key-of-no-one");
        return builder.start();
    }
}
