package dev.gradus.models.local;

import dev.gradus.spi.GradusException;
import dev.gradus.task.ModelName;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A `llama-server` that we started, on a loopback port that was free.
///
/// It ends when it is closed, when this process ends in order (a shutdown hook), and, where there
/// is a `sh`, when this process is killed: the server runs beside a `read` of a pipe that only this
/// process holds open, and the end of the pipe is its end. A process cannot ask more of Java.
final class LlamaServer implements AutoCloseable {
    /// `$@` is the server's command line. The pipe is moved aside, as background commands get an
    /// empty input.
    private static final String WITH_US =
            """
            exec 3<&0
            "$@" </dev/null 3<&- &
            server=$!
            trap 'kill "$server" 2>/dev/null' TERM INT HUP
            { read -r nothing <&3; kill "$server" 2>/dev/null; } &
            watch=$!
            wait "$server"
            code=$?
            kill "$watch" 2>/dev/null
            exit "$code"
            """;

    private static final Path SHELL = Path.of("/bin/sh");
    private static final int ATTEMPTS = 3;
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final int POLL_MILLIS = 100;
    private static final int HEALTH_MILLIS = 2_000;
    private static final int SECONDS_TO_END = 5;

    private final ModelName name;
    private final Process process;
    private final int port;
    private final LastLines said;
    private final Thread hook;

    private LlamaServer(ModelName name, Process process, int port) {
        this.name = name;
        this.process = process;
        this.port = port;
        this.said = LastLines.of(process.getInputStream());
        this.hook = new Thread(this::kill, "gradus-llama-end");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// Starts a server and waits until it has loaded its model.
    ///
    /// @param command without address and port
    static LlamaServer start(
            ModelName name, List<String> command, Duration wait, Consumer<String> progress) {
        for (int attempt = 1; ; attempt++) {
            long began = System.nanoTime();
            LlamaServer server = launch(name, command);
            try {
                server.awaitHealth(wait, progress);
                return server;
            } catch (GradusException failed) {
                boolean atOnce = System.nanoTime() - began < SOON.toNanos();
                boolean ended = !server.isAlive();
                server.close();
                // Another program may have taken the port between our look and its start.
                if (!(ended && atOnce && server.said.shown().contains("bind"))
                        || attempt == ATTEMPTS) {
                    throw failed;
                }
            }
        }
    }

    private static LlamaServer launch(ModelName name, List<String> command) {
        List<String> whole = new ArrayList<>();
        if (File.separatorChar == '/' && Files.isExecutable(SHELL)) {
            whole.addAll(List.of(SHELL.toString(), "-c", WITH_US, "gradus-llama"));
        }
        whole.addAll(command);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = free.getLocalPort();
            free.close();
            whole.addAll(List.of("--host", "127.0.0.1", "--port", Integer.toString(port)));
            Process process = new ProcessBuilder(whole).redirectErrorStream(true).start();
            return new LlamaServer(name, process, port);
        } catch (IOException e) {
            throw new GradusException.Provider(
                    name
                            + ": llama-server cannot be started: "
                            + e.getMessage()
                            + ". Run it by hand to see why: "
                            + String.join(" ", command),
                    false);
        }
    }

    String baseUrl() {
        return "http://127.0.0.1:" + port + "/v1";
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Says how the server ended, where it has.
    void refuseWhereEnded() {
        if (!process.isAlive()) {
            throw ended();
        }
    }

    private GradusException ended() {
        return new GradusException.Provider(
                name
                        + ": llama-server ended with code "
                        + process.exitValue()
                        + "; it wrote "
                        + said.shown()
                        + ". Mend the cause (memory? a model that this version cannot read?) and run the command again.",
                false);
    }

    private void awaitHealth(Duration wait, Consumer<String> progress) {
        long began = System.nanoTime();
        long told = 0;
        while (!isHealthy()) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
            if (!process.isAlive()) {
                pause();
                throw ended();
            }
            if (System.nanoTime() - began >= wait.toNanos()) {
                throw new GradusException.Provider(
                        String.format(
                                Locale.ROOT,
                                "%s: llama-server has not loaded the model within %d s; it wrote %s. Give it longer: providers: { local: { wait: SECONDS } }.",
                                name,
                                wait.toSeconds(),
                                said.shown()),
                        false);
            }
            if (seconds / 5 > told) {
                told = seconds / 5;
                progress.accept(name + ": llama-server is loading the model, " + seconds + " s");
            }
            pause();
        }
        progress.accept(
                String.format(
                        Locale.ROOT,
                        "%s: llama-server is ready after %.1f s",
                        name,
                        (System.nanoTime() - began) / 1e9));
    }

    private boolean isHealthy() {
        try {
            HttpURLConnection asked =
                    (HttpURLConnection)
                            URI.create("http://127.0.0.1:" + port + "/health")
                                    .toURL()
                                    .openConnection(Proxy.NO_PROXY);
            asked.setConnectTimeout(HEALTH_MILLIS);
            asked.setReadTimeout(HEALTH_MILLIS);
            try {
                return asked.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                asked.disconnect();
            }
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new GradusException.Provider(
                    "interrupted while llama-server was loading its model", false);
        }
    }

    @Override
    public void close() {
        kill();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // the hook is running or about to: it finds nothing left to do
        }
    }

    /// Asks it to end, and does not ask after 5 s. The shell is left to see the server end, so that
    /// nothing stays behind it.
    private void kill() {
        List<ProcessHandle> inside = new ArrayList<>(process.descendants().toList());
        inside.forEach(ProcessHandle::destroy);
        if (inside.isEmpty()) {
            process.destroy();
        }
        try {
            process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        inside.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
