package dev.gradus.tune.open;

import dev.gradus.spi.GradusException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A process that trains. It ends when it is closed, when this process ends in order, and, where
/// there is a `sh`, when this process is killed: it runs beside a `read` of a pipe that only this
/// process holds open, and the end of the pipe is its end.
final class Child implements AutoCloseable {
    /// `$@` is the command. The pipe is moved aside, as background commands get an empty input. A
    /// child that does not end when it is asked to is killed after ten seconds.
    private static final String WITH_US =
            """
            exec 3<&0
            "$@" </dev/null 3<&- &
            child=$!
            { read -r nothing <&3
              kill "$child" 2>/dev/null
              for i in 1 2 3 4 5 6 7 8 9 10; do
                kill -0 "$child" 2>/dev/null || exit 0
                sleep 1
              done
              kill -9 "$child" 2>/dev/null
            } &
            watch=$!
            wait "$child"
            code=$?
            kill "$watch" 2>/dev/null
            exit "$code"
            """;

    private static final Path SHELL = Path.of("/bin/sh");
    private static final int SECONDS_TO_END = 5;

    private final Process process;
    private final ChildLog log;
    private final Thread hook;

    private Child(Process process, ChildLog log) {
        this.process = process;
        this.log = log;
        this.hook = new Thread(this::kill, "gradus-tune-end");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// Starts the command.
    ///
    /// @param more variables beside those of this process
    /// @param each is told every line of its output, without secrets
    /// @throws GradusException.Provider where it cannot be started
    static Child start(
            List<String> command,
            Path folder,
            Map<String, String> more,
            Path log,
            Consumer<String> each) {
        List<String> whole = new ArrayList<>();
        if (File.separatorChar == '/' && Files.isExecutable(SHELL)) {
            whole.addAll(List.of(SHELL.toString(), "-c", WITH_US, "gradus-tune"));
        }
        whole.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(whole).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(more);
        try {
            Process process = builder.start();
            Secrets secrets = new Secrets(builder.environment());
            return new Child(process, ChildLog.of(process.getInputStream(), log, secrets, each));
        } catch (IOException e) {
            throw new GradusException.Provider(
                    "the training cannot be started: "
                            + e.getMessage()
                            + ". Run it by hand to see why: "
                            + String.join(" ", command),
                    false);
        }
    }

    /// Waits a little; true once it has ended and every line of its output has been told: the last
    /// of them may be the one that says why the run is worth nothing.
    boolean ended(Duration wait) throws InterruptedException {
        if (!process.waitFor(wait.toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        log.drain();
        return true;
    }

    int exitCode() {
        return process.exitValue();
    }

    String lastWords() {
        return log.shown();
    }

    /// Asks it to end: training writes a checkpoint and its adapter first.
    void ask() {
        List<ProcessHandle> inside = process.descendants().toList();
        inside.forEach(ProcessHandle::destroy);
        if (inside.isEmpty()) {
            process.destroy();
        }
    }

    /// Does not ask. The shell is left to see the child end, so that nothing stays behind it.
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        try {
            process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
        log.drain();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // the hook is running or about to: it finds nothing left to do
        }
    }
}
