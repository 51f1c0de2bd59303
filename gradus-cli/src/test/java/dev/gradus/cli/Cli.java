package dev.gradus.cli;

import dev.gradus.files.JsonText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// A command that was run in this process: its exit code and what it wrote.
record Cli(int exitCode, String out, String err) {
    static Cli run(Object... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] args = new String[words.length];
        for (int i = 0; i < words.length; i++) {
            args[i] = words[i].toString();
        }
        CommandLine gradus =
                Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = gradus.execute(args);
        gradus.getOut().flush();
        gradus.getErr().flush();
        return new Cli(exitCode, out.toString(), err.toString());
    }

    Map<String, @Nullable Object> json() {
        return JsonText.parseObject(out, "stdout");
    }

    /// The same as {@link #json()}, to ask it for values by their paths.
    Document document() {
        return new Document(json());
    }
}
