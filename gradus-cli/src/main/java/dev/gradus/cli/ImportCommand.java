package dev.gradus.cli;

import dev.gradus.files.JsonText;
import dev.gradus.files.imports.EvalsImport;
import dev.gradus.files.imports.ImportReport;
import dev.gradus.files.imports.OutcomesImport;
import dev.gradus.files.imports.PromptfooImport;
import dev.gradus.files.imports.TensorZeroImport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Other tools' files, made into a task folder or into outcomes.
@Command(
        name = "import",
        description = {
            "Make a task folder of another tool's files: promptfoo, openai-evals, tensorzero;",
            "or outcomes for gradus judge of its results. Says of each construct what it became, or why"
                    + " not. Nothing is fetched, and no code is run."
        },
        synopsisSubcommandLabel = "TOOL",
        mixinStandardHelpOptions = true)
final class ImportCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    /// No tool: say which there are.
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "promptfoo",
            description = "A promptfooconfig.yaml with the prompts and tests it names.",
            mixinStandardHelpOptions = true)
    int promptfoo(
            @Parameters(paramLabel = "FILE", description = "promptfooconfig.yaml, or its folder.")
                    Path file,
            @Mixin Target target) {
        return target.write(into -> PromptfooImport.write(file, into, target.models));
    }

    @Command(
            name = "openai-evals",
            description = {
                "A registry file of OpenAI's evals with its samples and its judge's specification,",
                "or samples alone (.jsonl)."
            },
            mixinStandardHelpOptions = true)
    int evals(
            @Parameters(paramLabel = "FILE", description = "registry/evals/NAME.yaml, or a .jsonl.")
                    Path file,
            @Option(
                            names = "--name",
                            paramLabel = "NAME",
                            description = "The evaluation, where the file has several.")
                    @Nullable String name,
            @Mixin Target target) {
        return target.write(
                into -> EvalsImport.write(file, into, Optional.ofNullable(name), target.models));
    }

    @Command(
            name = "tensorzero",
            description = "A function of a tensorzero.toml: variants, templates, schemas.",
            mixinStandardHelpOptions = true)
    int tensorzero(
            @Parameters(paramLabel = "FILE", description = "tensorzero.toml.") Path file,
            @Option(
                            names = "--name",
                            paramLabel = "NAME",
                            description = "The function, where the file has several.")
                    @Nullable String name,
            @Option(
                            names = "--data",
                            paramLabel = "FILE",
                            description =
                                    "Examples (.jsonl): exported datapoints, or rows with the templates'"
                                            + " variables and 'expected'.")
                    @Nullable Path data,
            @Mixin Target target) {
        return target.write(into ->
                TensorZeroImport.write(
                        file,
                        into,
                        Optional.ofNullable(name),
                        Optional.ofNullable(data),
                        target.models));
    }

    @Command(
            name = "outcomes",
            description = {
                "Results of promptfoo (output.json), Inspect (a log, .eval or JSON) or Langfuse (an export),",
                "as the outcomes.csv that gradus judge reads."
            },
            mixinStandardHelpOptions = true)
    int outcomes(
            @Parameters(paramLabel = "FILE", arity = "1..*", description = "Results of one tool.")
                    List<Path> files,
            @Option(
                            names = "--into",
                            required = true,
                            paramLabel = "FILE",
                            description = "The CSV file to write, or a folder for outcomes.csv.")
                    Path into,
            @Option(
                            names = "--score",
                            paramLabel = "NAME",
                            description =
                                    "The score that says what is right, where results have several.")
                    @Nullable String score,
            @Option(names = "--json", description = "Print the report as JSON (gradus.import/1).")
                    boolean json) {
        ImportReport report = OutcomesImport.write(files, into, Optional.ofNullable(score));
        String first = report.written().stream().findFirst().map(Path::toString).orElse("");
        print(spec.commandLine(), report, json, "gradus judge " + first);
        return report.refusal().isPresent() ? 3 : 0;
    }

    /// Where a task folder goes.
    static final class Target {
        @Option(
                names = "--into",
                required = true,
                paramLabel = "DIR",
                description = "The folder to write; made if absent.")
        private Path into = Path.of(".");

        @Option(
                names = "--model",
                paramLabel = "MODEL",
                description = "A model to climb with instead of the file's own; may come again.")
        private List<String> models = new ArrayList<>();

        @Option(names = "--json", description = "Print the report as JSON (gradus.import/1).")
        private boolean json;

        @Spec(Spec.Target.MIXEE)
        private CommandSpec spec = CommandSpec.create();

        private int write(Function<Path, ImportReport> importing) {
            ImportReport report = importing.apply(into);
            print(spec.commandLine(), report, json, "gradus check " + into);
            return report.refusal().isPresent() ? 3 : 0;
        }
    }

    private static void print(CommandLine command, ImportReport report, boolean json, String next) {
        PrintWriter out = command.getOut();
        if (json) {
            out.println(JsonText.writePretty(report.tree()));
            out.flush();
            return;
        }
        out.println("mapped (" + report.mapped().size() + ")");
        report.mapped()
                .forEach(one ->
                        out.println(
                                "  "
                                        + one.file()
                                        + ":"
                                        + one.line()
                                        + " "
                                        + one.construct()
                                        + " -> "
                                        + one.as()));
        out.println("not mapped (" + report.notMapped().size() + ")");
        report.notMapped()
                .forEach(one ->
                        out.println(
                                "  "
                                        + one.file()
                                        + ":"
                                        + one.line()
                                        + " "
                                        + one.construct()
                                        + ": "
                                        + one.why()));
        report.records().forEach(out::println);
        report.written().forEach(file -> out.println("wrote " + file));
        out.flush();
        report.refusal().ifPresent(why -> command.getErr().println(why));
        if (report.refusal().isEmpty()) {
            out.println();
            report.note().ifPresent(out::println);
            out.println("Next: " + next);
        }
        out.flush();
    }
}
