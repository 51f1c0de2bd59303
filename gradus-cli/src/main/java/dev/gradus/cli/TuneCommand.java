package dev.gradus.cli;

import dev.gradus.ClimbRequest;
import dev.gradus.Gradus;
import dev.gradus.TuneReport;
import dev.gradus.TuneRequest;
import dev.gradus.calls.Stopped;
import dev.gradus.files.JsonText;
import dev.gradus.files.LoadedTask;
import dev.gradus.files.TaskFile;
import dev.gradus.ladder.ClimbOptions;
import dev.gradus.spi.CallRecorder;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import dev.gradus.task.Example;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The last rung.
@Command(
        name = "tune",
        description = {
            "Fine-tune, if every gate passes; measure the tuned model as every other candidate was,",
            "look for what it forgot, then promote it or roll it back.",
            "Interrupted training goes on where it was; a job at a provider is followed again.",
            "With --export write a recipe for open weights instead, and tune nothing."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            " 0:tuned; promoted or rolled back",
            " 1:refused: a gate does not pass",
            " 2:usage",
            " 3:data",
            " 4:model or provider",
            " 5:budget",
            "70:a bug",
            "130:stopped by Ctrl-C (143 by TERM); the same command goes on"
        },
        mixinStandardHelpOptions = true)
final class TuneCommand implements Callable<Integer> {
    private static final Duration CHECKPOINT = Duration.ofSeconds(20);

    @Mixin private TaskArgument task = new TaskArgument();

    @Option(
            names = "--override",
            paramLabel = "REASON",
            description =
                    "Tune although gates do not pass; the reason is recorded with the release.")
    private @Nullable String override;

    @Mixin private TuneExport export = new TuneExport();

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Seed of every random choice; default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(
            names = "--ask-all",
            description =
                    "In the climb below, ask every candidate every dev example; see gradus climb.")
    private boolean askAll;

    @Option(names = "--json", description = "Print as JSON (gradus.tune/1).")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        export.refuseHalf();
        if (override != null && override.isBlank()) {
            throw new GradusException.Usage(
                    "--override needs a reason, as in --override \"the board asked for it\": it is"
                            + " recorded with the release.");
        }
        Interrupts interrupts = Interrupts.of(spec);
        interrupts.finishedWorkIsKept();
        LoadedTask loaded = task.place().read(spec.commandLine().getErr());
        if (export.wanted()) {
            return export.write(task.place(), loaded, seed, json, spec.commandLine().getOut());
        }
        PrintWriter out = spec.commandLine().getOut();
        try (Ledger ledger = task.place().open(loaded, "gradus tune");
                ProgressLine progress = new ProgressLine(spec.commandLine().getErr())) {
            ClimbRequest climb =
                    Requests.of(
                            loaded,
                            new ClimbOptions(false, Set.of(), Set.of(), seed, askAll),
                            false,
                            progress,
                            CallRecorder.NONE,
                            128,
                            task.place().home(loaded));
            Gradus gradus = Gradus.with(ledger);
            interrupts.waitLonger(CHECKPOINT, "a checkpoint");
            interrupts.onStop(() -> gradus.stop(CHECKPOINT));
            interrupts.onStop(progress::hold);
            TuneReport report =
                    gradus.tune(
                            new TuneRequest(climb, Optional.ofNullable(override), others(loaded)));
            progress.clear();
            out.println(
                    json
                            ? JsonText.writePretty(report.document())
                            : TuneScreen.text(report.document()));
            if (!json && report.decision().isPresent()) {
                out.println();
                out.println(
                        "Next: gradus report "
                                + loaded.folder()
                                + " shows the tuning; gradus release "
                                + loaded.folder()
                                + " says who is live and why.");
            }
            out.flush();
            return report.exitCode();
        } catch (Stopped bySignal) {
            return interrupts.awaitEnd();
        }
    }

    /// The tasks of `tuning.forgetting`: labels for an encoder, any answer for a chat model.
    private static List<TuneRequest.Other> others(LoadedTask loaded) {
        List<TuneRequest.Other> others = new ArrayList<>();
        for (String folder : loaded.task().plan().forgetting()) {
            Path place = loaded.folder().resolve(folder).normalize();
            LoadedTask other = TaskFile.read(place);
            if (other.task().answer().asLabels().isEmpty() && !chats(loaded)) {
                throw new GradusException.Data(
                        "tuning.forgetting names "
                                + folder
                                + ", whose answer has no labels: an encoder can only be asked for"
                                + " labels. Name a label task, leave it out, or name a chat model as"
                                + " tuning.base.");
            }
            List<Example> examples = new ArrayList<>(other.examples());
            others.add(new TuneRequest.Other(other.task(), examples, Optional.of(other.folder())));
        }
        return others;
    }

    /// True where the base is a chat model, or may turn out to be one.
    private static boolean chats(LoadedTask loaded) {
        return loaded.task()
                .plan()
                .base()
                .map(base -> !base.inProcess())
                .orElseGet(() -> loaded.task().models().stream().anyMatch(one -> !one.inProcess()));
    }
}
