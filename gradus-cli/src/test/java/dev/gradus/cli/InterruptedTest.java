package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A climb in a process of its own, stopped as a user or a system stops it.
@Tag("slow")
class InterruptedTest {
    private static final String KEPT =
            "Stopped. What is finished is kept: the same command goes on from here.";

    @TempDir private Path temporary;

    @Test
    void a_stopped_climb_says_so_and_the_same_command_goes_on_to_the_same_verdict()
            throws Exception {
        Path reference = SmallTask.in(temporary.resolve("reference"));
        Object wanted =
                KilledClimbTest.withoutMeasured(
                        jvm("whole").run("climb", reference, "--json").json());
        Path folder = SmallTask.in(temporary.resolve("stopped"));

        stops("TERM", 143, folder, 700);
        stops("INT", 130, folder, 1_200);
        stops("TERM", 143, folder, 0);

        Cli ended = jvm("ended").run("climb", folder, "--json");
        assertThat(KilledClimbTest.withoutMeasured(ended.json())).isEqualTo(wanted);
        assertThat(ended.document().count("cost.outcomes")).isPositive();
        assertThat(temporary.resolve("hs_err.log")).doesNotExist();
    }

    @Test
    void a_command_that_keeps_nothing_promises_nothing() throws Exception {
        Path outcomes = temporary.resolve("outcomes.csv");
        String header = "item_id,arm,correct\n";
        Files.writeString(
                outcomes,
                IntStream.range(0, 400_000)
                        .mapToObj(row -> row / 2 + "," + row % 2 + "," + row % 3 / 2.0)
                        .collect(Collectors.joining("\n", header, "\n")));
        ChildJvm jvm = jvm("judge");
        Process process = jvm.start("judge", outcomes);
        waitUntilItReads(outcomes, process);
        process.destroy();

        Cli ended = jvm.ended(process);
        assertThat(ended.err()).isEqualToNormalizingNewlines("Stopped.\n");
        assertThat(ended.exitCode()).isEqualTo(143);
    }

    private void stops(String signal, int exitCode, Path folder, long afterMillis)
            throws Exception {
        ChildJvm jvm = jvm("stopped");
        Process process =
                jvm.of(
                                List.of("-XX:ErrorFile=" + temporary.resolve("hs_err.log")),
                                "climb",
                                folder,
                                "--json")
                        .start();
        assumeTrue(!ignores(signal, process), signal + " is ignored here");
        waitUntilItReads(folder.resolve(".gradus/ledger.db"), process);
        Thread.sleep(afterMillis);
        assertThat(process.isAlive()).as("at work when stopped").isTrue();
        long stopped = System.nanoTime();
        new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();

        Cli ended = jvm.ended(process);
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(exitCode);
        assertThat(ended.err().lines().toList()).endsWith(KEPT);
        assertThat(ended.out()).isEmpty();
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - stopped)).isLessThan(10);
    }

    private static void waitUntilItReads(Path file, Process process) throws Exception {
        Path open = Path.of("/proc", String.valueOf(process.pid()), "fd");
        assumeTrue(Files.exists(open), "no /proc here");
        while (process.isAlive() && !holds(open, file)) {
            Thread.sleep(1);
        }
    }

    private static boolean holds(Path open, Path wanted) throws IOException {
        try (Stream<Path> files = Files.list(open)) {
            return files.anyMatch(one -> wanted.equals(target(one)));
        } catch (UncheckedIOException endedMeanwhile) {
            return false;
        }
    }

    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException closedMeanwhile) {
            return link;
        }
    }

    /// A process that was started where a signal is ignored goes on ignoring it.
    private static boolean ignores(String signal, Process process) throws IOException {
        int bit = signal.equals("INT") ? 1 : 14;
        return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "status"))
                .lines()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(8), 16) >> bit & 1) == 1);
    }

    private ChildJvm jvm(String name) throws IOException {
        return new ChildJvm(Files.createDirectories(temporary.resolve("out-" + name)));
    }
}
