package dev.gradus.tune.open;

import dev.gradus.spi.GradusException;
import dev.gradus.tune.open.OpenRecipes.Tool;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Runs a recipe as a child process where its tool is found, and otherwise says the one command for
/// a machine that has it. Training goes on from the newest whole checkpoint in the folder.
///
/// The tool is found by the environment: `GRADUS_PYTHON` is a Python that has TRL or Unsloth (else
/// that of `VIRTUAL_ENV`), `GRADUS_AXOLOTL` the program `axolotl` (else that of `VIRTUAL_ENV`, else
/// on `PATH`).
public final class OpenTrainer {
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration GRACE = Duration.ofSeconds(60);

    /// File times may be rounded down.
    private static final int FILE_TIME_SECONDS = 2;

    private static final String LOG = "training.log";

    /// No telemetry, and output that comes when it is written.
    private static final Map<String, String> QUIET =
            Map.of(
                    "PYTHONUNBUFFERED", "1",
                    "HF_HUB_DISABLE_TELEMETRY", "1",
                    "DO_NOT_TRACK", "1",
                    "AXOLOTL_DO_NOT_TRACK", "1",
                    "UNSLOTH_DISABLE_STATISTICS", "1",
                    "WANDB_DISABLED", "true",
                    "TOKENIZERS_PARALLELISM", "false");

    private final Function<String, Optional<String>> environment;
    private final InstantSource clock;
    private final Duration grace;

    /// @param environment values of environment variables, by name
    public OpenTrainer(Function<String, Optional<String>> environment) {
        this(environment, InstantSource.system(), GRACE);
    }

    OpenTrainer(
            Function<String, Optional<String>> environment, InstantSource clock, Duration grace) {
        this.environment = environment;
        this.clock = clock;
        this.grace = grace;
    }

    /// Told how far a run is, four times a second; may ask it to stop.
    @FunctionalInterface
    public interface Watch {
        void at(OpenProgress progress);

        /// True once the run should write its checkpoint and its adapter, and end.
        default boolean stop() {
            return false;
        }
    }

    /// What a run left behind.
    ///
    /// @param adapter folder with `adapter_model.safetensors` and `adapter_config.json`
    /// @param last how far it came
    /// @param seconds of this run, without those before it
    /// @param note what the user should know, as that its limit stopped it; may be empty
    public record Tuned(Path adapter, OpenProgress last, double seconds, String note) {}

    /// How the tool would be started here; empty where it is not found.
    public Optional<List<String>> found(Tool tool) {
        return switch (tool) {
            case AXOLOTL ->
                    environment
                            .apply("GRADUS_AXOLOTL")
                            .or(() -> inVirtualEnvironment("axolotl"))
                            .or(() -> onPath("axolotl"))
                            .filter(OpenTrainer::runs)
                            .map(program -> List.of(program, "train", tool.file()));
            case TRL, UNSLOTH ->
                    environment
                            .apply("GRADUS_PYTHON")
                            .or(() -> inVirtualEnvironment("python"))
                            .filter(OpenTrainer::runs)
                            .map(python -> List.of(python, tool.file()));
        };
    }

    private Optional<String> inVirtualEnvironment(String program) {
        return environment
                .apply("VIRTUAL_ENV")
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, "bin", program).toString());
    }

    private Optional<String> onPath(String program) {
        return environment.apply("PATH").stream()
                .flatMap(path -> List.of(path.split(File.pathSeparator, -1)).stream())
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, program).toString())
                .filter(OpenTrainer::runs)
                .findFirst();
    }

    private static boolean runs(String program) {
        Path file = Path.of(program);
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    /// The one command that tunes, for a machine with the tool.
    public String command(Path folder) {
        return OpenRecipes.command(OpenRecipes.toolIn(folder), folder);
    }

    /// Runs the recipe in a folder and waits for it. At its limit it is asked to end, which leaves
    /// the adapter it has; after 60 s more it is killed.
    ///
    /// @param limit of time; empty without one
    /// @throws GradusException.Usage where the tool is not found, with the command for elsewhere
    /// @throws GradusException.Provider where the run fails or leaves no adapter that can be
    ///   loaded, with the end of what it wrote
    public Tuned run(Path folder, Optional<Duration> limit, Watch watch) {
        Tool tool = OpenRecipes.toolIn(folder);
        List<String> command =
                found(tool)
                        .orElseThrow(() ->
                                new GradusException.Usage(
                                        "there is no "
                                                + tool.word()
                                                + " here: set "
                                                + (tool == Tool.AXOLOTL
                                                        ? "GRADUS_AXOLOTL to the program axolotl"
                                                        : "GRADUS_PYTHON to a Python that has "
                                                                + tool.word())
                                                + ", or take the folder to a machine with a GPU and"
                                                + " run: "
                                                + OpenRecipes.command(tool, folder)));
        ProgressLines lines = new ProgressLines(clock);
        Instant began = clock.instant().minusSeconds(FILE_TIME_SECONDS);
        try (Child child = Child.start(command, folder, QUIET, folder.resolve(LOG), lines::read)) {
            String note = followed(child, lines, limit, watch);
            watch.at(lines.now());
            return collected(folder, child, lines, note, began);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new GradusException.Provider(
                    "the training was interrupted; run the same command to go on from its last"
                            + " checkpoint",
                    false);
        }
    }

    private String followed(Child child, ProgressLines lines, Optional<Duration> limit, Watch watch)
            throws InterruptedException {
        long began = clock.millis();
        while (!child.ended(POLL)) {
            watch.at(lines.now());
            long ran = clock.millis() - began;
            if (watch.stop()) {
                end(child);
                return "stopped when asked to";
            }
            if (limit.isPresent() && ran >= limit.get().toMillis()) {
                end(child);
                return "stopped at its limit of " + limit.get().toSeconds() + " s";
            }
        }
        return "";
    }

    private void end(Child child) throws InterruptedException {
        child.ask();
        if (!child.ended(grace)) {
            child.kill();
            child.ended(POLL);
        }
    }

    private static Tuned collected(
            Path folder, Child child, ProgressLines lines, String note, Instant began) {
        if (lines.isBroken()) {
            throw failed(folder, child, "the loss became no number: lower the learning rate", note);
        }
        if (note.isEmpty() && child.exitCode() != 0) {
            throw failed(folder, child, "it ended with code " + child.exitCode(), note);
        }
        Path adapter = folder.resolve(OpenRecipes.ADAPTER);
        Optional<String> problem =
                AdapterFiles.problem(adapter).or(() -> AdapterFiles.olderThan(adapter, began));
        if (problem.isPresent()) {
            throw failed(folder, child, problem.get(), note);
        }
        return new Tuned(adapter, lines.now(), lines.seconds(), note);
    }

    private static GradusException failed(Path folder, Child child, String what, String note) {
        return new GradusException.Provider(
                "the training in '"
                        + folder
                        + "' left no adapter: "
                        + what
                        + (note.isEmpty() ? "" : " (" + note + ")")
                        + "; it wrote "
                        + child.lastWords()
                        + ". The whole log is "
                        + LOG
                        + "; mend the cause and run the same command to go on from its last"
                        + " checkpoint.",
                false);
    }
}
