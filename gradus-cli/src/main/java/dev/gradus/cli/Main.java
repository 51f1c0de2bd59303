package dev.gradus.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Where `./gradus` starts.
@Command(
        name = "gradus",
        description = {
            "Find the cheapest way to make a model good enough for your task, with proof.",
            "",
            "Start here: gradus climb examples/card-support"
        },
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class Main implements Runnable {
    private final Interrupts interrupts = new Interrupts();

    private Main() {}

    Interrupts interrupts() {
        return interrupts;
    }

    /// Ends the process with the exit code of the command.
    public static void main(String[] args) throws IOException {
        if (args.length == 1 && args[0].equals("--version")) {
            // Asked by scripts: answered before all commands are read by reflection.
            System.out.println(new Version().getVersion()[0]);
            return;
        }
        Main main = new Main();
        CommandLine gradus = cleaned(commandLine(main, needed(args)), args);
        main.interrupts.watch(gradus.getErr());
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, problem) -> Failures.ended(gradus.getErr(), problem));
        System.exit(run(gradus, args));
    }

    private static CommandLine cleaned(CommandLine gradus, String... args) {
        boolean json = List.of(args).contains("--json");
        return gradus.setOut(clean(System.out, json)).setErr(clean(System.err, json));
    }

    private static CleanOutput clean(PrintStream stream, boolean json) {
        return new CleanOutput(
                new BufferedWriter(new OutputStreamWriter(stream, stream.charset())), json);
    }

    /// Exit code 1 means "not yet": an error of the JVM, or a result that did not arrive, must not
    /// end like that.
    private static int run(CommandLine gradus, String[] args) {
        try {
            int exitCode = gradus.execute(args);
            gradus.getOut().flush();
            return System.out.checkError() ? Failures.unwritten(gradus.getErr()) : exitCode;
        } catch (OutOfMemoryError tooLittle) {
            return Failures.outOfMemory(gradus.getErr());
        } catch (LinkageError | StackOverflowError bug) {
            return Failures.bug(gradus.getErr(), bug);
        }
    }

    static CommandLine commandLine() {
        return commandLine(new Main(), commands());
    }

    /// The command that is named, where it is named first. Reading all of them by reflection takes
    /// half a second of CPU, more than a short command itself.
    static List<Class<?>> needed(String... args) {
        return args.length == 0
                ? commands()
                : commands().stream()
                        .filter(command -> word(command).equals(args[0]))
                        .<List<Class<?>>>map(List::of)
                        .findFirst()
                        .orElseGet(Main::commands);
    }

    /// `gate` for `GateCommand`, without reading its annotation.
    private static String word(Class<?> command) {
        return command.getSimpleName().replace("Command", "").toLowerCase(Locale.ROOT);
    }

    private static List<Class<?>> commands() {
        return List.of(
                NewCommand.class,
                ImportCommand.class,
                CheckCommand.class,
                ClimbCommand.class,
                TuneCommand.class,
                ReleaseCommand.class,
                GateCommand.class,
                JudgeCommand.class,
                ReportCommand.class,
                ExportCommand.class,
                RunsCommand.class,
                CompareCommand.class,
                ModelsCommand.class,
                RepliesCommand.class);
    }

    private static CommandLine commandLine(Main main, List<Class<?>> commands) {
        CommandLine gradus = new CommandLine(main);
        commands.forEach(gradus::addSubcommand);
        return gradus.setExecutionExceptionHandler(new Failures())
                .setParameterExceptionHandler(new Failures())
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100);
    }

    /// No command: say what there is.
    @Override
    public void run() {
        commandLine().usage(System.out);
    }
}
