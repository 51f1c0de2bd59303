package dev.gradus.cli;

import dev.gradus.files.JsonText;
import dev.gradus.files.OutcomesFile;
import dev.gradus.files.TaskFile;
import dev.gradus.judge.Judge;
import dev.gradus.judge.JudgeJson;
import dev.gradus.judge.JudgeOptions;
import dev.gradus.judge.JudgeReport;
import dev.gradus.judge.OutcomeTable;
import dev.gradus.report.HtmlReport;
import dev.gradus.spi.GradusException;
import dev.gradus.task.Goal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Evidence mode: a verdict from results that were made anywhere.
@Command(
        name = "judge",
        description = {
            "Compare recorded outcomes, diagnose, and judge: nothing is called.",
            "The columns are in docs/judge.md."
        },
        mixinStandardHelpOptions = true)
final class JudgeCommand implements Callable<Integer> {
    private static final long MOST_PROMPT_BYTES = 1_000_000;

    @Parameters(
            index = "0",
            paramLabel = "OUTCOMES.csv",
            description = "A row for each item and arm.")
    private Path outcomes = Path.of("outcomes.csv");

    @Option(
            names = "--baseline",
            paramLabel = "ARM",
            description = "The arm to hold the others against, as 'model / arm'.")
    private @Nullable String baseline;

    @Option(
            names = "--oracle",
            paramLabel = "ARM",
            description = {
                "An arm that was given the gold evidence, repeatable: it diagnoses and never wins.",
                "'none': no arm was."
            })
    private List<String> oracles = new ArrayList<>();

    @Option(
            names = "--traffic",
            paramLabel = "TASK=CALLS",
            description = "The calls of each task in the same span of time, repeatable.")
    private List<String> traffic = new ArrayList<>();

    @Option(names = "--all", description = "Show every arm, comparison, finding and reason.")
    private boolean all;

    @Option(names = "--pairs", paramLabel = "all", description = "'all' compares every two arms.")
    private @Nullable String pairs;

    @Option(
            names = "--prompt",
            paramLabel = "FILE",
            description = "The prompt that was used, to be linted against the gold labels.")
    private @Nullable Path prompt;

    @Option(
            names = "--task",
            paramLabel = "FILE",
            description = "A gradus.yaml: its goal, traffic and policy.")
    private @Nullable Path task;

    @Option(
            names = "--goal",
            paramLabel = "SCORE",
            description = "The score to reach, above 0 and at most 1.")
    private @Nullable Double goal;

    @Option(
            names = "--matters",
            paramLabel = "DIFF",
            description = "The smallest difference that matters, above 0 and at most 0.5.")
    private @Nullable Double matters;

    @Option(
            names = "--tolerance",
            paramLabel = "DIFF",
            description =
                    "How far below --goal is still good enough, 0 to 0.5; --matters unless given.")
    private @Nullable Double tolerance;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            description =
                    "What part of the data the items are, as in 'test'; without it results are 'not held out'.")
    private @Nullable String split;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write the report as an HTML page too.")
    private @Nullable Path html;

    @Option(names = "--json", description = "Print as JSON (gradus.judge/1).")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        JudgeOptions options = options();
        OutcomeTable rows = new OutcomeTable(String.valueOf(outcomes.getFileName()));
        OutcomesFile.read(outcomes, rows::add)
                .forEach(note -> spec.commandLine().getErr().println(note));
        JudgeReport report = new Judge(options, InstantSource.system()).report(rows);
        Map<String, @Nullable Object> document = JudgeJson.tree(report);
        if (html != null) {
            ReportCommand.write(html, HtmlReport.render(document));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? JsonText.writePretty(document) : screen(new Document(document)));
        out.flush();
        return report.exitCode();
    }

    private String screen(Document document) {
        return all ? JudgeListing.text(document) : JudgeScreen.text(document);
    }

    private JudgeOptions options() {
        JudgeOptions options = JudgeOptions.standard();
        if (baseline != null) {
            options = options.withBaseline(baseline);
        }
        if (pairs != null) {
            if (!pairs.equals("all")) {
                throw new GradusException.Usage("--pairs takes 'all', not '" + pairs + "'");
            }
            options = options.withAllPairs();
        }
        if (prompt != null) {
            options = options.withPrompt(String.valueOf(prompt.getFileName()), read(prompt));
        }
        if (task != null) {
            options = options.withTask(TaskFile.read(task).task());
        }
        if (split != null) {
            options = options.withSplit(split);
        }
        if (!oracles.isEmpty()) {
            options = options.withOracles(oracles);
        }
        if (!traffic.isEmpty()) {
            options = options.withTraffic(calls());
        }
        try {
            if (goal != null) {
                Goal given = Goal.of(goal, matters == null ? Goal.USUAL_MATTERS : matters);
                options =
                        options.withGoal(
                                tolerance == null ? given : given.withTolerance(tolerance));
            } else if (tolerance != null) {
                throw new GradusException.Usage(
                        "--tolerance is how far below --goal is still good enough. Give --goal too.");
            } else if (matters != null) {
                options = options.withMatters(matters);
            }
        } catch (IllegalArgumentException wrong) {
            throw new GradusException.Usage(
                    String.valueOf(wrong.getMessage())
                            .replace("goal.score", "--goal")
                            .replace("goal.matters", "--matters")
                            .replace("goal.tolerance", "--tolerance"));
        }
        return options;
    }

    private Map<String, Double> calls() {
        Map<String, Double> calls = new LinkedHashMap<>();
        for (String one : traffic) {
            int equals = one.lastIndexOf('=');
            double count = equals < 1 ? Double.NaN : number(one.substring(equals + 1));
            if (!(count >= 0 && count < Double.POSITIVE_INFINITY)) {
                throw new GradusException.Usage(
                        "--traffic takes TASK=CALLS with calls of 0 or more, such as refunds=800, not '"
                                + Text.cut(one, 80)
                                + "'");
            }
            if (calls.put(one.substring(0, equals), count) != null) {
                throw new GradusException.Usage(
                        "--traffic names the task '"
                                + Text.cut(one.substring(0, equals), 80)
                                + "' twice. Give the calls of each task once.");
            }
        }
        return calls;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException noNumber) {
            return Double.NaN;
        }
    }

    private static String read(Path file) {
        try {
            if (Files.size(file) > MOST_PROMPT_BYTES) {
                throw new GradusException.Data(
                        file
                                + " has "
                                + Files.size(file)
                                + " bytes; a prompt has at most 1,000,000.");
            }
            return Files.readString(file);
        } catch (CharacterCodingException notText) {
            throw new GradusException.Data(file + " is not UTF-8 text. Convert it to UTF-8.");
        } catch (IOException gone) {
            throw new GradusException.Usage(
                    file
                            + " cannot be read ("
                            + gone.getMessage()
                            + "). Name a readable prompt file.");
        }
    }
}
