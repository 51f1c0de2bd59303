package dev.gradus.cli;

import dev.gradus.files.Books;
import dev.gradus.files.JsonText;
import dev.gradus.files.NewLabels;
import dev.gradus.files.NewOptions;
import dev.gradus.files.NewTask;
import dev.gradus.spi.GradusException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// A task file for the user's own data.
@Command(
        name = "new",
        description = {
            "Write a gradus.yaml for your examples: CSV, TSV, JSONL, JSON, Excel or Parquet, or the",
            "export of Prodigy, Label Studio, Argilla or doccano.",
            "Guesses the columns, asks nothing; every guess is a commented line to change."
        },
        mixinStandardHelpOptions = true)
final class NewCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description = "The folder to write; made if absent.")
    private Path folder = Path.of(".");

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Your examples: a row each, with the input and the right answer.")
    private @Nullable Path data;

    @Option(names = "--test", paramLabel = "FILE", description = "A test of your own, kept sealed.")
    private @Nullable Path test;

    @Option(names = "--input", paramLabel = "COLUMN", description = "The column of the input.")
    private @Nullable String input;

    @Option(
            names = "--expected",
            paramLabel = "COLUMN",
            description = "The column of the right answer.")
    private @Nullable String expected;

    @Option(
            names = "--group",
            paramLabel = "COLUMN",
            description = "Examples with one value of it are never split apart.")
    private @Nullable String group;

    @Option(
            names = "--goal",
            paramLabel = "S",
            description = "The score that is good enough, above 0 and at most 1.")
    private @Nullable Double goal;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description =
                    "A model to climb with, as in openai/gpt-5-mini; repeatable, the cheapest first.")
    private List<String> models = List.of();

    @Option(
            names = "--delimiter",
            paramLabel = "C",
            description =
                    "What separates the cells of a text file; found by itself where it can be.")
    private @Nullable String delimiter;

    @Option(
            names = "--labels",
            description = {
                "Write labels.yaml of DIR anew from the column that its gradus.yaml names;",
                "descriptions of labels that stay are kept."
            })
    private boolean labels;

    @Option(names = "--json", description = "Print what was written as JSON (gradus.new/1).")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (labels) {
            NewLabels.Written written = NewLabels.write(folder);
            out.println(json ? JsonText.writePretty(document(written)) : written.sentence());
            out.flush();
            return 0;
        }
        if (data == null) {
            throw new GradusException.Usage(
                    "--data is missing. Name the file with your examples, as in --data mails.csv.");
        }
        NewTask.Written written = NewTask.write(folder, data, options());
        if (json) {
            out.println(JsonText.writePretty(document(written)));
        } else {
            written.guesses().forEach(guess -> out.println("- " + guess));
            written.files().forEach(file -> out.println("wrote " + file));
            out.println();
            out.println("Next: gradus check " + folder + ", then gradus climb " + folder);
        }
        out.flush();
        return 0;
    }

    private NewOptions options() {
        if (goal != null && !(goal > 0 && goal <= 1)) {
            throw new GradusException.Usage(
                    "--goal is " + goal + ". Write a score above 0 and at most 1, as in 0.9.");
        }
        return new NewOptions(
                Optional.ofNullable(input),
                Optional.ofNullable(expected),
                Optional.ofNullable(group),
                Optional.ofNullable(test),
                goal == null ? OptionalDouble.empty() : OptionalDouble.of(goal),
                models,
                Optional.ofNullable(delimiter).map(NewCommand::delimiter));
    }

    private static char delimiter(String text) {
        return switch (text) {
            case "tab", "\\t" -> '\t';
            case String one when one.length() == 1 && one.charAt(0) != '"' -> one.charAt(0);
            default ->
                    throw new GradusException.Usage(
                            "--delimiter is '"
                                    + text
                                    + "'. Write one character, or tab, as in --delimiter ';'.");
        };
    }

    private static Map<String, Object> document(NewTask.Written written) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "gradus.new/1");
        document.put("files", written.files().stream().map(Path::toString).toList());
        document.put("guesses", written.guesses());
        document.put("records", written.books().held());
        document.put("taken", written.books().taken());
        document.put("merged", written.books().merged());
        document.put("leftOut", Books.list(written.books().leftOut()));
        return document;
    }

    private static Map<String, Object> document(NewLabels.Written written) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "gradus.new/1");
        document.put("files", List.of(written.file().toString()));
        document.put("labels", written.labels());
        document.put("added", written.added());
        document.put("removed", written.removed());
        return document;
    }
}
