package dev.gradus.tune.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.embedded.EncoderFiles;
import dev.gradus.task.ModelName;
import dev.gradus.task.Recipe;
import dev.gradus.task.Recipe.Kind;
import dev.gradus.task.Recipe.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The process itself, on the real encoder, started as its parent starts it but for one thing.
class TrainingProcessTest {
    private static final ModelName BASE = ModelName.parse("embedded/minilm-l6");

    @TempDir Path folder;

    private TrainingJob job;

    @BeforeEach
    void writeJob() {
        EncoderFiles base = EncoderFiles.of(BASE);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            texts.add("my card number " + i + " has not arrived");
            texts.add("please send " + i + " dollars back to me");
        }
        int[] indices = IntStream.range(0, texts.size()).toArray();
        job =
                new TrainingJob(
                        BASE,
                        base.checksum(),
                        new Recipe(
                                Kind.LORA,
                                2,
                                4,
                                0,
                                1e-3,
                                1,
                                8,
                                0.1,
                                0.01,
                                1,
                                9,
                                Start.CENTROIDS,
                                1,
                                0.2),
                        List.of("card", "refund"),
                        base.tokenize(texts),
                        IntStream.of(indices).map(i -> i % 2).toArray(),
                        indices,
                        base.tokenize(List.of("where is my card")),
                        1,
                        Optional.empty());
        job.write(folder);
    }

    @Test
    @Tag("slow")
    void without_the_vector_module_it_trains_and_says_that_it_is_slower()
            throws IOException, InterruptedException {
        List<String> lines = run(java("-cp"));

        assertThat(lines).last().isEqualTo(Line.DONE);
        assertThat(TrainingRecord.read(folder, job).orElseThrow().note())
                .isEqualTo(
                        "Slower than it could be: this Java has no module jdk.incubator.vector.");
    }

    /// A limit on the size of files stops a write in its middle, as a full disk does.
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_write_that_ends_in_its_middle_is_told_and_leaves_nothing_half_written()
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "ulimit -f 64; exec \"$@\"", "sh"));
        command.addAll(java("--add-modules=jdk.incubator.vector", "-cp"));

        List<String> lines = run(command);

        assertThat(lines)
                .last()
                .asString()
                .matches(
                        "error\tdata\t.*checkpoint\\.bin cannot be written: .+\\. Free some space or make the folder writable, then run the same command again\\.");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactly(TrainingJob.FILE);
        }
    }

    private List<String> java(String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx1100m", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        command.addAll(List.of(options));
        command.add(System.getProperty("java.class.path"));
        command.add(TrainingProcess.class.getName());
        command.add(folder.toString());
        return command;
    }

    /// Its lines, but for those that say that it is alive or where it is.
    private static List<String> run(List<String> command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("training", ".err");
        Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        List<String> told;
        try (var lines = process.inputReader()) {
            told =
                    lines.lines()
                            .filter(line ->
                                    !line.equals(Line.ALIVE) && !line.startsWith(Line.AT + "\t"))
                            .toList();
        } finally {
            process.getOutputStream().close();
            process.waitFor();
        }
        assertThat(told)
                .as("exit code %d, %s", process.exitValue(), Files.readString(errors))
                .isNotEmpty();
        Files.delete(errors);
        return told;
    }
}
