package dev.gradus.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Where `./gradus` starts.
@Command(
        name = "gradus",
        description =
                "Find the cheapest way to make a model good enough for your task, with proof.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class Main {
    private Main() {}

    /// Ends the process with the exit code of the command.
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main());
    }
}
