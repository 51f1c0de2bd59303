package dev.gradus.answer.internal;

import dev.gradus.spi.GradusException;
import dev.gradus.spi.ModelSource.Place;
import dev.gradus.task.Example;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A command of the user's own. It is started in the task's folder, without a shell, for one
/// answer; it reads `{"answer", "expected", "id", "input", "variables"}` as JSON on standard input.
/// It sees `PATH`, `HOME`, `LANG`, `LC_ALL`, `TMPDIR`, `TEMP` and `SystemRoot` of the environment,
/// and no other variable: no key. At most one per processor runs at once. Thread-safe.
public final class CommandCall {
    private static final int OUTPUT = 64 << 10;
    private static final List<String> SEEN =
            List.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TEMP", "SystemRoot");
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    private final List<String> command;
    private final Place place;
    private final Duration deadline;
    private final Semaphore atOnce =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors()));

    public CommandCall(List<String> command, Place place, Duration deadline) {
        this.command = List.copyOf(command);
        this.place = place;
        this.deadline = deadline;
    }

    /// What it wrote on standard output, stripped.
    ///
    /// @throws GradusException.Data where it cannot be started, fails, takes longer than the
    ///   deadline or writes more than 64 kB
    public String run(Example example, String answer) {
        atOnce.acquireUninterruptibly();
        try {
            return run(
                    PlainJson.write(
                            Map.of(
                                    "answer", answer,
                                    "expected", example.expected(),
                                    "id", example.id(),
                                    "input", example.input(),
                                    "variables", example.variables())));
        } finally {
            atOnce.release();
        }
    }

    private String run(String input) {
        Process process = start();
        try {
            CompletableFuture<String> out = read(process.getInputStream(), false);
            CompletableFuture<String> errors = read(process.getErrorStream(), true);
            CompletableFuture.runAsync(() -> write(process.getOutputStream(), input), THREADS);
            if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                throw wrong("took longer than " + deadline.toSeconds() + " s", "");
            }
            String text = out.get(1, TimeUnit.SECONDS);
            if (text.length() >= OUTPUT) {
                throw wrong("wrote more than 64 kB", "");
            }
            if (process.exitValue() != 0) {
                throw wrong(
                        "ended with exit code " + process.exitValue(),
                        errors.get(1, TimeUnit.SECONDS));
            }
            return text.strip();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw wrong("was interrupted", "");
        } catch (java.util.concurrent.ExecutionException
                | java.util.concurrent.TimeoutException e) {
            throw wrong("left its output open", "");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process start() {
        ProcessBuilder builder = new ProcessBuilder(command).directory(place.folder().toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        SEEN.forEach(name ->
                place.environment().apply(name).ifPresent(value -> environment.put(name, value)));
        try {
            return builder.start();
        } catch (IOException notThere) {
            throw wrong("cannot be started", String.valueOf(notThere.getMessage()));
        }
    }

    /// @param drained true where what comes after 64 kB is passed over; else the stream is closed,
    ///   which ends a command that goes on writing
    private static CompletableFuture<String> read(InputStream stream, boolean drained) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (stream) {
                        String text = new String(stream.readNBytes(OUTPUT), StandardCharsets.UTF_8);
                        if (drained) {
                            stream.transferTo(OutputStream.nullOutputStream());
                        }
                        return text;
                    } catch (IOException closed) {
                        throw new UncheckedIOException(closed);
                    }
                },
                THREADS);
    }

    /// A command that does not read its input is right all the same.
    private static void write(OutputStream stream, String input) {
        try (stream) {
            stream.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException closed) {
            return;
        }
    }

    private GradusException.Data wrong(String what, String said) {
        return new GradusException.Data(
                "the command "
                        + Quoted.of(String.join(" ", command))
                        + " "
                        + what
                        + (said.isBlank() ? "" : ": " + Quoted.cut(said, 300))
                        + ". Try it by hand in the task's folder, with JSON on standard input.");
    }
}
