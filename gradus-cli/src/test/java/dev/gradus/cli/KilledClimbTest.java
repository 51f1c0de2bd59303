package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A climb in a process of its own, killed with -9 wherever it happens to be.
@Tag("slow")
class KilledClimbTest {
    private static final long SEED = 20_261_120;
    private static final int ROUNDS = 5;
    private static final int MOST_KILLS = 3;
    private static final int FIRST_MILLIS = 300;

    /// What a clock or a CPU measured, and what is computed from that alone.
    private static final Set<String> MEASURED =
            Set.of(
                    "climb",
                    "at",
                    "seconds",
                    "use",
                    "reasons",
                    "cost",
                    "economics",
                    "costPerThousand",
                    "costDelta",
                    "latencyMs",
                    "frontier");

    @TempDir private Path temporary;

    @Test
    void ends_as_if_it_had_never_been_killed_and_does_no_finished_work_twice() throws Exception {
        Path reference = SmallTask.in(temporary.resolve("reference"));
        long started = System.nanoTime();
        Cli whole = jvm("whole").run("climb", reference, "--all", "--json");
        long millis = (System.nanoTime() - started) / 1_000_000;
        assertThat(whole.err()).doesNotContain("bug");
        Object wanted = withoutMeasured(whole.json());
        assertThat(whole.document().count("sealedTest.looks")).isEqualTo(1);

        Cli again = jvm("again").run("climb", reference, "--all", "--json");
        assertThat(again.document().number("cost.outcomes")).hasValue(0);
        assertThat(again.document().count("cost.outcomesFromLedger"))
                .isEqualTo(whole.document().count("cost.outcomes"));
        assertThat(withoutMeasured(again.json())).isEqualTo(wanted);

        SplittableRandom random = new SplittableRandom(SEED);
        int killed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Path folder = SmallTask.in(temporary.resolve("round-" + round));
            int kills = 1 + random.nextInt(MOST_KILLS);
            for (int kill = 0; kill < kills; kill++) {
                killed += kill(folder, random.nextLong(FIRST_MILLIS, millis)) ? 1 : 0;
            }
            Cli ended = jvm("ended").run("climb", folder, "--all", "--json");
            String which = "seed " + SEED + ", round " + round + "\n" + ended.err();
            assertThat(ended.exitCode()).as(which).isEqualTo(whole.exitCode());
            assertThat(withoutMeasured(ended.json())).as(which).isEqualTo(wanted);
            assertThat(ended.document().count("sealedTest.looks")).as(which).isEqualTo(1);
        }
        assertThat(killed).as("processes that were still at work when killed").isPositive();
    }

    private ChildJvm jvm(String name) throws IOException {
        return new ChildJvm(Files.createDirectories(temporary.resolve("out-" + name)));
    }

    /// True where the process was alive to be killed.
    private boolean kill(Path folder, long afterMillis) throws Exception {
        Process process = jvm("killed").start("climb", folder, "--all", "--json");
        boolean done = process.waitFor(afterMillis, TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
        return !done;
    }

    static Object withoutMeasured(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> map
                    when Set.of("p95", "cost").contains(String.valueOf(map.get("what"))) ->
                    "measured";
            case Map<?, ?> map -> {
                Map<Object, Object> rest = new LinkedHashMap<>();
                map.forEach((key, one) -> {
                    if (!MEASURED.contains(key)) {
                        rest.put(key, withoutMeasured(one));
                    }
                });
                yield rest;
            }
            case List<?> list -> list.stream().map(KilledClimbTest::withoutMeasured).toList();
            default -> value;
        };
    }
}
