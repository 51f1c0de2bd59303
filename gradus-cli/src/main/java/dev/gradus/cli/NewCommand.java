package dev.gradus.cli;

import dev.gradus.files.JsonText;
import dev.gradus.files.NewTask;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// A task file for the user's own data.
@Command(
        name = "new",
        description = {
            "Write a gradus.yaml for your examples: CSV, JSONL or Parquet.",
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
            required = true,
            paramLabel = "FILE",
            description = "Your examples: a row each, with the input and the right answer.")
    private Path data = Path.of(".");

    @Option(names = "--json", description = "Print what was written as JSON (gradus.new/1).")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        NewTask.Written written = NewTask.write(folder, data);
        PrintWriter out = spec.commandLine().getOut();
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

    private static Map<String, Object> document(NewTask.Written written) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "gradus.new/1");
        document.put("files", written.files().stream().map(Path::toString).toList());
        document.put("guesses", written.guesses());
        return document;
    }
}
