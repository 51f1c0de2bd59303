package dev.gradus.cli;

import dev.gradus.files.JsonText;
import dev.gradus.spi.GradusException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// What went wrong, in one sentence on stderr, and the exit code of whoever must act. A stack trace
/// is shown only for a fault of ours, and only where GRADUS_DEBUG asks for it.
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private static final int USAGE = 2;
    private static final int DATA = 3;
    private static final int BUG = 70;
    private static final String JSON = "--json";
    private static final AtomicBoolean OUT_OF_MEMORY = new AtomicBoolean();

    @Override
    public int handleExecutionException(
            Exception failure, CommandLine commandLine, ParseResult parsed) {
        PrintWriter err = commandLine.getErr();
        if (failure instanceof GradusException known) {
            err.println(known.getMessage());
            document(commandLine, asked(parsed), known.getMessage(), known.exitCode());
            return known.exitCode();
        }
        document(commandLine, asked(parsed), "a bug in gradus: " + failure, BUG);
        return bug(err, failure);
    }

    private static boolean asked(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        return last.hasMatchedOption(JSON);
    }

    /// Whoever asked for JSON gets JSON, also where there is no result.
    private static void document(
            CommandLine command, boolean json, @Nullable String message, int exit) {
        if (json) {
            PrintWriter out = command.getOut();
            out.println(
                    JsonText.writePretty(ErrorDocument.of(String.valueOf(message), exit)).strip());
            out.flush();
        }
    }

    static int bug(PrintWriter err, Throwable failure) {
        err.println(
                "This is a bug in gradus, not in your files: "
                        + failure
                        + ". Please report it; GRADUS_DEBUG=1 shows where it happened.");
        if (System.getenv("GRADUS_DEBUG") != null) {
            failure.printStackTrace(err);
        }
        err.flush();
        return BUG;
    }

    /// Says it once, however many threads find it out; none goes on before it is said.
    static synchronized int outOfMemory(PrintWriter err) {
        if (OUT_OF_MEMORY.getAndSet(true)) {
            return USAGE;
        }
        err.println(
                "The memory that Java may take, "
                        + (Runtime.getRuntime().maxMemory() >> 20)
                        + " MB, is not enough. Allow more: GRADUS_JAVA_OPTS=-Xmx4g. What was"
                        + " measured before is in the ledger.");
        err.flush();
        return USAGE;
    }

    /// A thread beside the main one has ended. Where memory was short, what waits for it may wait
    /// for ever, so the process ends too.
    static void ended(PrintWriter err, Throwable problem) {
        if (problem instanceof OutOfMemoryError) {
            Runtime.getRuntime().halt(outOfMemory(err));
        }
        bug(err, problem);
    }

    static int unwritten(PrintWriter err) {
        err.println(
                "The result was not written whole: the disk behind standard output is full, or its"
                        + " reader went away. Make room, then run the command again.");
        err.flush();
        return DATA;
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(wrong.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(wrong, err)) {
            err.println("See " + command.getCommandSpec().qualifiedName() + " --help.");
        }
        document(command, List.of(args).contains(JSON), wrong.getMessage(), USAGE);
        return USAGE;
    }
}
