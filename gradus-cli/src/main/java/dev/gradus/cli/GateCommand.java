package dev.gradus.cli;

import dev.gradus.ClimbRequest;
import dev.gradus.Gate;
import dev.gradus.Gradus;
import dev.gradus.calls.Stopped;
import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Prompt;
import dev.gradus.files.BaselineFile;
import dev.gradus.files.CandidateJson;
import dev.gradus.files.JsonText;
import dev.gradus.files.LoadedTask;
import dev.gradus.ladder.ClimbOptions;
import dev.gradus.score.Measure;
import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import dev.gradus.spi.CallRecorder;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Is it worse than what we committed?
@Command(
        name = "gate",
        description = {
            "Measure the task as it is written now against the committed baseline.",
            "For CI: a paired test on the same examples decides, never a single flipped example."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            " 0:not worse",
            " 1:significantly worse",
            " 2:usage",
            " 3:data",
            " 4:model or provider",
            " 5:budget",
            " 6:inconclusive: a loss that matters is neither shown nor ruled out",
            "70:a bug"
        },
        mixinStandardHelpOptions = true)
final class GateCommand implements Callable<Integer> {
    private static final Duration CALLS_IN_FLIGHT = Duration.ofSeconds(20);
    private static final long SEED = 1;

    @Mixin private TaskArgument task = new TaskArgument();

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "The committed baseline; default: baseline.json beside the task file.")
    private @Nullable Path baseline;

    @Option(
            names = "--write-baseline",
            description = "Measure, and write the baseline instead of comparing with it.")
    private boolean write;

    @Option(
            names = "--new-anchor",
            paramLabel = "REASON",
            description = {
                "With --write-baseline: hold later ones to this baseline, though it may have lost",
                "against the best one so far. The reason is kept in the file."
            })
    private @Nullable String newAnchor;

    @Option(
            names = "--candidate",
            paramLabel = "ID|FILE",
            description = {
                "What to measure: the id of a run of this ledger, or a file with a candidate's JSON.",
                "Default: the baseline's candidate with the prompt of the task file as it is now;",
                "without a baseline the newest verdict's winner, and without a verdict the task",
                "file's own first prompt on its first chat model."
            })
    private @Nullable String named;

    @Option(
            names = "--all-examples",
            description =
                    "Measure on every example of the file, not on dev alone; for prompts without shots.")
    private boolean everything;

    @Option(
            names = "--at-once",
            paramLabel = "N",
            defaultValue = "128",
            description = "Calls of one provider at once, at most; default: ${DEFAULT-VALUE}.")
    private int atOnce = 128;

    @Option(names = "--json", description = "Print as JSON (gradus.gate/1).")
    private boolean json;

    @Mixin private GateFiles files = new GateFiles();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return files.during(this::gate);
    }

    private int gate() {
        Optional<String> reason = reason();
        Interrupts interrupts = Interrupts.of(spec);
        interrupts.finishedWorkIsKept();
        LoadedTask loaded = task.place().read(spec.commandLine().getErr());
        Path file = baseline == null ? loaded.folder().resolve(BaselineFile.NAME) : baseline;
        Optional<BaselineFile.Baseline> committed =
                write ? Optional.empty() : Optional.of(BaselineFile.read(file));
        try (Ledger ledger = task.place().open(loaded, "gradus gate");
                ProgressLine progress = new ProgressLine(spec.commandLine().getErr())) {
            Gradus gradus = Gradus.with(ledger);
            interrupts.waitLonger(CALLS_IN_FLIGHT, "calls on their way");
            interrupts.onStop(() -> gradus.stop(CALLS_IN_FLIGHT));
            interrupts.onStop(progress::hold);
            ClimbRequest request =
                    Requests.of(
                            loaded,
                            ClimbOptions.standard(),
                            false,
                            progress,
                            CallRecorder.NONE,
                            atOnce,
                            task.place().home(loaded));
            Candidate candidate = candidate(ledger, gradus, request, committed);
            Gradus.Measured measured = gradus.measure(request, candidate, everything);
            progress.clear();
            if (measured.run().failed()) {
                throw failed(measured.run());
            }
            return committed.isEmpty()
                    ? written(file, loaded, measured, reason)
                    : compared(loaded, measured, committed.get());
        } catch (Stopped bySignal) {
            return interrupts.awaitEnd();
        }
    }

    private Candidate candidate(
            Ledger ledger,
            Gradus gradus,
            ClimbRequest request,
            Optional<BaselineFile.Baseline> committed) {
        if (named != null) {
            return named(ledger, named);
        }
        return committed
                .map(one -> asItIsNow(one.candidate(), request))
                .or(() ->
                        KnownCandidates.winner(ledger.climbs(request.task().name()))
                                .flatMap(id -> KnownCandidates.definition(ledger, id)))
                .orElseGet(() -> gradus.asWritten(request));
    }

    private static Candidate named(Ledger ledger, String words) {
        Path file = Path.of(words);
        if (Files.isRegularFile(file)) {
            try {
                return CandidateJson.read(Files.readString(file));
            } catch (IOException e) {
                throw new GradusException.Data(
                        file + " cannot be read (" + e.getMessage() + "). Look at the file.");
            }
        }
        return KnownCandidates.definition(ledger, words)
                .orElseThrow(() ->
                        new GradusException.Usage(
                                "'"
                                        + words
                                        + "' is neither a file nor the id of a run in this ledger."
                                        + " gradus runs lists them."));
    }

    /// A prompt that came from the task file is measured as the file says it now.
    private static Candidate asItIsNow(Candidate candidate, ClimbRequest request) {
        if (!(candidate instanceof Candidate.Prompted prompted)) {
            return candidate;
        }
        return request.task().calling().prompts().stream()
                .filter(text -> text.name().equals(prompted.prompt().name()))
                .findFirst()
                .map(text ->
                        prompted.withPrompt(new Prompt(text.name(), text.system(), text.user())))
                .orElse(prompted);
    }

    private Optional<String> reason() {
        if (newAnchor == null) {
            return Optional.empty();
        }
        if (!write || newAnchor.isBlank()) {
            throw new GradusException.Usage(
                    "--new-anchor REASON goes with --write-baseline, and the reason is what the file"
                            + " keeps, as in --new-anchor \"cheaper model, loss accepted\".");
        }
        return Optional.of(newAnchor.strip());
    }

    private GradusException failed(Run run) {
        String first =
                run.outcomes().stream()
                        .filter(Outcome::isMissing)
                        .findFirst()
                        .flatMap(Outcome::error)
                        .orElse("");
        return new GradusException.Provider(
                String.format(
                        Locale.ROOT,
                        "Nothing was measured: %,d of %,d outcomes are missing. %s%s",
                        run.missing(),
                        run.outcomes().size(),
                        first,
                        write ? ". No baseline was written." : ""),
                true);
    }

    private int written(
            Path file, LoadedTask loaded, Gradus.Measured measured, Optional<String> reason) {
        Optional<BaselineFile.Baseline> before = Optional.empty();
        Gate.Anchoring anchoring = Gate.Anchoring.first("the first baseline");
        if (Files.exists(file)) {
            try {
                before = Optional.of(BaselineFile.read(file));
                anchoring = anchoring(loaded, measured, before.get(), reason);
            } catch (GradusException.Data unreadable) {
                anchoring =
                        Gate.Anchoring.first(
                                "the baseline before it cannot be read: "
                                        + unreadable.getMessage());
            }
        }
        BaselineFile.write(
                file,
                loaded.task().name(),
                loaded.task().score().word(),
                measured.examples(),
                measured.run(),
                anchoring.begun()
                        ? new BaselineFile.HeldTo.Itself(anchoring.why())
                        : new BaselineFile.HeldTo.Earlier(before.orElseThrow()));
        Run run = measured.run();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "gradus.baseline-written/1");
        document.put("file", file.toString());
        document.put("candidate", run.candidate().id());
        document.put("title", run.candidate().title());
        document.put("n", measured.examples().size());
        document.put("missing", run.missing());
        double score = new Measure(loaded.task(), measured.examples(), SEED).value(run);
        document.put("score", score);
        document.put("calls", measured.spent().calls());
        document.put("tokens", measured.spent().tokens());
        document.put("anchor", anchoring.tree());
        print(
                json
                        ? JsonText.writePretty(document)
                        : String.format(
                                        Locale.ROOT,
                                        "%s scores %.1f on %,d examples%s.%nWritten to %s: commit it, and"
                                                + " gradus gate compares with it.",
                                        run.candidate().title(),
                                        100 * score,
                                        measured.examples().size(),
                                        run.missing() > 0
                                                ? String.format(
                                                        Locale.ROOT, ", %,d missing", run.missing())
                                                : "",
                                        file)
                                + System.lineSeparator()
                                + GateScreen.anchoring(anchoring));
        return 0;
    }

    private static Gate.Anchoring anchoring(
            LoadedTask loaded,
            Gradus.Measured measured,
            BaselineFile.Baseline before,
            Optional<String> reason) {
        String score = loaded.task().score().word();
        if (!before.score().equals(score)) {
            return Gate.Anchoring.first(
                    "the one before it was scored by " + before.score() + ", not by " + score);
        }
        if (saysNothing(before)) {
            return Gate.Anchoring.first("no answer of the one before it holds text");
        }
        return Gate.Anchoring.of(loaded.task(), anchor(before, measured), reason, SEED);
    }

    private static Gate.Anchor anchor(BaselineFile.Baseline before, Gradus.Measured measured) {
        BaselineFile.Anchored anchored =
                BaselineFile.anchored(before, measured.examples(), measured.run());
        return new Gate.Anchor(
                new Gate.Pair(anchored.examples(), anchored.anchor(), anchored.now()),
                before.anchor().why(),
                anchored.gone(),
                before.anchor().itself());
    }

    /// An earlier version wrote baselines of failed runs, which nothing is worse than.
    private static boolean saysNothing(BaselineFile.Baseline baseline) {
        return baseline.outcomes().values().stream().allMatch(kept -> kept.answer().isBlank());
    }

    private int compared(
            LoadedTask loaded, Gradus.Measured measured, BaselineFile.Baseline committed) {
        BaselineFile.Common common =
                BaselineFile.common(committed, measured.examples(), measured.run());
        if (2 * common.examples().size() < measured.examples().size()) {
            throw new GradusException.Data(
                    String.format(
                            Locale.ROOT,
                            "the baseline knows %,d of the %,d examples: they changed since. Write"
                                    + " it anew with --write-baseline.",
                            common.examples().size(),
                            measured.examples().size()));
        }
        if (!committed.score().equals(loaded.task().score().word())) {
            throw new GradusException.Data(
                    "the baseline was scored by "
                            + committed.score()
                            + ", and the task is scored by "
                            + loaded.task().score().word()
                            + ". Write it anew with --write-baseline.");
        }
        if (saysNothing(committed)) {
            throw new GradusException.Data(
                    "no answer of the baseline holds text: it was written from a failed run, and"
                            + " nothing is worse than that. Write it anew with --write-baseline.");
        }
        Gate.Pair last = new Gate.Pair(common.examples(), common.baseline(), common.now());
        Gate.Anchor anchor = anchor(committed, measured);
        Gate gate = Gate.of(loaded.task(), last, anchor, SEED);
        int shared = common.examples().size();
        Map<String, Object> document =
                gate.document(
                        loaded.task(),
                        last,
                        anchor,
                        new Gate.LeftOut(
                                measured.examples().size() - shared,
                                measured.examples().size(),
                                committed.outcomes().size() - shared));
        files.write(document);
        print(json ? JsonText.writePretty(document) : GateScreen.text(document));
        return gate.outcome().exitCode();
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
    }
}
