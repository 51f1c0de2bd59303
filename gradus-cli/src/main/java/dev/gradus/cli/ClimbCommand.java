package dev.gradus.cli;

import dev.gradus.ClimbReport;
import dev.gradus.ClimbRequest;
import dev.gradus.DryRun;
import dev.gradus.Gradus;
import dev.gradus.calls.Stopped;
import dev.gradus.files.JsonText;
import dev.gradus.files.LoadedTask;
import dev.gradus.ladder.ClimbOptions;
import dev.gradus.ladder.Ladder;
import dev.gradus.ladder.Rung;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Up the ladder to a verdict.
@Command(
        name = "climb",
        description = {
            "Climb the ladder on your own examples, to a verdict with evidence.",
            "Interrupted climbs go on where they were; finished work is never done twice."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            " 0:stop or fine-tune",
            " 1:not yet",
            " 2:usage",
            " 3:data",
            " 4:model or provider",
            " 5:budget",
            " 6:inconclusive",
            "70:a bug",
            "130:stopped by Ctrl-C (143 by TERM); the same command goes on"
        },
        mixinStandardHelpOptions = true)
final class ClimbCommand implements Callable<Integer> {
    private static final Duration CALLS_IN_FLIGHT = Duration.ofSeconds(20);

    @Mixin private TaskArgument task = new TaskArgument();

    @Option(names = "--all", description = "Climb past the goal, for information.")
    private boolean all;

    @Option(
            names = "--dry-run",
            description =
                    "Say what each rung would call, and what is in the ledger already; call nothing.")
    private boolean dryRun;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "RUNG",
            description = "Climb these rungs alone; recorded in the verdict.")
    private List<String> only = List.of();

    @Option(
            names = "--skip",
            split = ",",
            paramLabel = "RUNG",
            description = "Leave these rungs out; recorded in the verdict.")
    private List<String> skip = List.of();

    @Option(
            names = "--seed",
            defaultValue = "1",
            description =
                    "Seed of shots, folds and resampling; default: ${DEFAULT-VALUE}. The splits do not follow it.")
    private long seed = 1;

    @Option(
            names = "--fresh",
            description = "Measure everything again. Looks at the sealed test are still counted.")
    private boolean fresh;

    @Option(
            names = "--at-once",
            paramLabel = "N",
            defaultValue = "128",
            description =
                    "Calls of one provider at once, at most; default: ${DEFAULT-VALUE}. A 429 or a timeout halves them.")
    private int atOnce = 128;

    @Option(
            names = "--ask-all",
            description =
                    "Ask every candidate every dev example. Without it one on a chat model is not asked on once it can hardly matter.")
    private boolean askAll;

    @Option(names = "--json", description = "Print the verdict as JSON (gradus.verdict/1).")
    private boolean json;

    @Option(
            names = "--record",
            paramLabel = "FILE",
            description =
                    "Write every call of a chat model with its reply to this cassette, from which recorded/PROVIDER/MODEL answers.")
    private Optional<Path> record = Optional.empty();

    @Mixin private GateFiles files = new GateFiles();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return files.during(this::climb);
    }

    private int climb() {
        Set<String> onlyRungs = rungs("--only", only);
        Set<String> skipRungs = rungs("--skip", skip);
        Interrupts interrupts = Interrupts.of(spec);
        if (!dryRun) {
            interrupts.finishedWorkIsKept();
        }
        LoadedTask loaded = task.place().read(spec.commandLine().getErr());
        PrintWriter out = spec.commandLine().getOut();
        ClimbOptions options = new ClimbOptions(all, onlyRungs, skipRungs, seed, askAll);
        try (Ledger ledger = task.place().open(loaded, "gradus climb");
                Tape tape = Tape.to(record);
                ProgressLine progress = new ProgressLine(spec.commandLine().getErr())) {
            ClimbRequest request =
                    Requests.of(
                            loaded,
                            options,
                            fresh,
                            progress,
                            tape,
                            atOnce,
                            task.place().home(loaded));
            Gradus gradus = Gradus.with(ledger);
            if (loaded.task().models().stream().anyMatch(one -> !one.inProcess())) {
                interrupts.waitLonger(CALLS_IN_FLIGHT, "calls on their way");
                interrupts.onStop(() -> gradus.stop(CALLS_IN_FLIGHT));
            }
            interrupts.onStop(progress::hold);
            if (dryRun) {
                DryRun plan = gradus.dryRun(request);
                progress.clear();
                out.println(json ? JsonText.writePretty(plan.document()) : DryRunScreen.text(plan));
                out.flush();
                return 0;
            }
            progress.at("checking the examples", 0, 1);
            ClimbReport report = gradus.climb(request);
            files.write(report.document());
            progress.clear();
            out.println(
                    json
                            ? JsonText.writePretty(report.document())
                            : VerdictScreen.text(report.document()));
            if (!json) {
                out.println();
                out.println(
                        "Next: gradus report "
                                + loaded.folder()
                                + " writes all of it as one HTML page.");
            }
            out.flush();
            return report.verdict().kind().exitCode();
        } catch (Stopped bySignal) {
            return interrupts.awaitEnd();
        }
    }

    private static Set<String> rungs(String option, List<String> words) {
        for (String word : words) {
            if (Ladder.named(word).isEmpty()) {
                throw new GradusException.Usage(
                        option
                                + ": '"
                                + word
                                + "' is no rung. The rungs are "
                                + Ladder.rungs().stream()
                                        .map(Rung::word)
                                        .collect(Collectors.joining(", "))
                                + ".");
            }
        }
        return new TreeSet<>(words);
    }
}
