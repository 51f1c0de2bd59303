package dev.gradus.cli;

import dev.gradus.Checker;
import dev.gradus.ClimbRequest;
import dev.gradus.Gradus;
import dev.gradus.check.CheckReport;
import dev.gradus.check.Finding;
import dev.gradus.files.JsonText;
import dev.gradus.files.LoadedTask;
import dev.gradus.spi.Ledger;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What can be known before any call.
@Command(
        name = "check",
        description = {
            "Say what is wrong with prompt, labels and data before any model is called,",
            "and what these examples can and cannot show."
        },
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Mixin private TaskArgument task = new TaskArgument();

    @Option(names = "--json", description = "Print as JSON (gradus.check/1).")
    private boolean json;

    @Option(
            names = "--ask",
            description = {
                "Ask the task's last chat model too which rules of brief, prompts and label descriptions",
                "contradict or repeat each other: one call, kept in the ledger; it blocks nothing."
            })
    private boolean ask;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        LoadedTask loaded = task.place().read(spec.commandLine().getErr());
        ClimbRequest request = Requests.quiet(loaded);
        CheckReport report = Checker.standard().check(request, versions(loaded));
        if (ask) {
            report = report.with(asked(loaded, request));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                json
                        ? JsonText.writePretty(Checker.document(loaded.task(), report))
                        : CheckScreen.text(loaded.task().name(), report));
        out.flush();
        return 0;
    }

    private List<Finding> asked(LoadedTask loaded, ClimbRequest request) {
        try (Ledger ledger = task.place().open(loaded, "gradus check --ask")) {
            return Gradus.with(ledger).ask(request);
        }
    }

    /// A task that was never climbed has no ledger, and needs none to be checked.
    private List<Ledger.TaskVersion> versions(LoadedTask loaded) {
        if (!Files.exists(task.place().ledgerFile(loaded))) {
            return List.of();
        }
        try (Ledger ledger = task.place().openReadOnly(loaded)) {
            return ledger.taskVersions(loaded.task().name());
        }
    }
}
