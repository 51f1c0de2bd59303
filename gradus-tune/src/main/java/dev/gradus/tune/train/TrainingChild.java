package dev.gradus.tune.train;

import dev.gradus.spi.GradusException;
import dev.gradus.spi.Trainer.Watch;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// A training process as seen by the one that asked: it starts it, passes on its progress, and
/// turns its end into a result or an error.
///
/// A process of its own, because the vector module must be asked for when a JVM starts, and a JVM
/// started with it rejects an ahead-of-time cache made without it: every other command would start
/// slower. And memory and crashes stay apart.
final class TrainingChild {
    /// A kernel of twelve vector accumulators is hundreds of small calls until they are inlined,
    /// and by default the compiler's budget ends before: 33 examples/s a core without these
    /// options, 70 with them, with the same bits.
    private static final List<String> INLINING =
            List.of("-XX:MaxInlineLevel=30", "-XX:FreqInlineSize=1000", "-XX:InlineSmallCode=6000");

    static final String LOG = "trainer.log";
    private static final String VECTORS = "jdk.incubator.vector";

    /// Leaves 400 MB of the 1.5 GB that training may take for the graph, code and stacks.
    private static final String HEAP = "-Xmx1100m";

    private final Path folder;
    private final Watch watch;
    private long step;
    private long steps;

    TrainingChild(Path folder, Watch watch) {
        this.folder = folder;
        this.watch = watch;
    }

    /// Runs it to its end.
    ///
    /// @throws GradusException with what it said; of kind `Provider` where it was stopped or died
    void run() {
        Process process = start();
        boolean finished = false;
        try {
            finished = follow(process);
        } finally {
            if (!finished) {
                close(process);
            }
            await(process);
        }
    }

    private Process start() {
        Path log = folder.resolve(LOG);
        try {
            return new ProcessBuilder(command()).redirectError(log.toFile()).start();
        } catch (IOException e) {
            throw new GradusException.Provider(
                    "the training process cannot be started (%s). Check that %s can be run."
                            .formatted(e.getMessage(), java()),
                    false);
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(java());
        command.add(HEAP);
        command.add("-XX:+UseSerialGC");
        command.addAll(INLINING);
        command.add("-XX:-UsePerfData");
        command.add("-Xlog:disable");
        command.add("-Xlog:all=error:stderr");
        if (ModuleFinder.ofSystem().find(VECTORS).isPresent()) {
            command.add("--add-modules=" + VECTORS);
        }
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(TrainingProcess.class.getName());
        command.add(folder.toAbsolutePath().toString());
        return command;
    }

    /// @return true where it ended by itself
    private boolean follow(Process process) {
        boolean asked = false;
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split("\t", -1);
                switch (fields[0]) {
                    case Line.AT -> tell(fields);
                    case Line.DONE -> {
                        return true;
                    }
                    case Line.STOPPED -> throw stopped();
                    case Line.ERROR -> throw Line.exception(fields[1], fields[2]);
                    default -> {}
                }
                if (!asked && watch.stop()) {
                    asked = true;
                    close(process);
                }
            }
        } catch (IOException e) {
            throw died("its output cannot be read: " + e.getMessage());
        }
        throw died("it ended with exit code " + await(process) + lastWords());
    }

    private void tell(String[] fields) {
        step = Long.parseLong(fields[1]);
        steps = Long.parseLong(fields[2]);
        OptionalDouble held =
                fields[4].isEmpty()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(Double.parseDouble(fields[4]));
        watch.at(step, steps, Double.parseDouble(fields[3]), held, Double.parseDouble(fields[5]));
    }

    private GradusException stopped() {
        return new GradusException.Provider(
                "training was stopped at step %d of %d. Its checkpoint lies in %s: run the same command again, and it goes on from there."
                        .formatted(step, steps, folder),
                true);
    }

    private GradusException died(String how) {
        return new GradusException.Provider(
                "the training process died at step %d of %d: %s. The last checkpoint stays in %s: run the same command again, and it goes on from there."
                        .formatted(step, steps, how, folder),
                true);
    }

    /// The end of its log, where it left one.
    private String lastWords() {
        try {
            String text = Files.readString(folder.resolve(LOG));
            String last =
                    text.lines()
                            .filter(line -> !line.startsWith("WARNING: Using incubator"))
                            .findFirst()
                            .orElse("");
            String cut = last.length() > 80 ? last.substring(0, 80) + "..." : last;
            return cut.isEmpty() ? "" : ", its log begins '" + cut + "'";
        } catch (IOException e) {
            return ", its log cannot be read";
        }
    }

    /// The end of its input asks it to stop; where that cannot be said, a signal does.
    private static void close(Process process) {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroy();
        }
    }

    private static int await(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new GradusException.Provider(
                    "waiting for the training process was interrupted", true);
        }
    }
}
