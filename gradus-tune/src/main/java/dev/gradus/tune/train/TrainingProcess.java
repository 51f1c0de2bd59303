package dev.gradus.tune.train;

import com.sun.management.OperatingSystemMXBean;
import dev.gradus.embedded.EncoderFiles;
import dev.gradus.spi.GradusException;
import dev.gradus.tune.net.Kernels;
import dev.gradus.tune.onnx.BertWeights;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The process that trains: started with the folder of a job, it tells its progress line by line on
/// standard output (see [Line]) and ends at a checkpoint when standard input ends, which it does
/// when the process that asked has died, or when it is told to by a signal.
public final class TrainingProcess {
    private static final double CHECKPOINT_SECONDS = 20;
    private static final long TELL_NANOS = 300_000_000L;
    private static final long ALIVE_MILLIS = 500;
    private static final long GRACE_SECONDS = 30;

    private final PrintStream out;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stop;
    private long told;

    private TrainingProcess(PrintStream out) {
        this.out = out;
    }

    /// @param arguments the job's folder
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        // What a library prints must not pass for a line of ours.
        System.setOut(System.err);
        System.exit(new TrainingProcess(out).run(Path.of(arguments[0])));
    }

    private int run(Path folder) {
        Thread.ofPlatform().daemon().start(this::listen);
        Thread.ofPlatform().daemon().start(this::tellAlive);
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
        try {
            TrainingJob job = TrainingJob.read(folder);
            EncoderFiles files = EncoderFiles.of(job.base());
            boolean done =
                    new TrainingRun(
                                    job,
                                    BertWeights.read(files),
                                    files.meanPooled(),
                                    folder,
                                    Kernels.fastest(),
                                    Runtime.getRuntime().availableProcessors(),
                                    CHECKPOINT_SECONDS)
                            .run(new Teller(), new ProcessClock());
            say(done ? Line.done() : Line.stopped());
            return 0;
        } catch (GradusException e) {
            say(Line.error(e));
            return e.exitCode();
        } catch (OutOfMemoryError e) {
            say(
                    Line.error(
                            new GradusException.Usage(
                                    "training needs more memory than the %d MB it may use. Lower tuning.batch, or shorten the longest texts."
                                            .formatted(Runtime.getRuntime().maxMemory() >> 20))));
            return 2;
        } finally {
            ended.countDown();
        }
    }

    private synchronized void say(String line) {
        out.println(line);
    }

    private void listen() {
        try {
            while (System.in.read() >= 0) {
                // Anything said means nothing; the end means stop.
            }
        } catch (IOException e) {
            System.err.println("standard input cannot be read: " + e.getMessage());
        }
        end();
        Runtime.getRuntime().halt(1);
    }

    /// Asks the run to end, and waits for its checkpoint.
    private void end() {
        stop = true;
        try {
            if (!ended.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("no step ended within " + GRACE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellAlive() {
        try {
            while (ended.getCount() > 0) {
                Thread.sleep(ALIVE_MILLIS);
                say(Line.alive());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Teller implements Progress {
        @Override
        public void at(long step, long steps, double loss, OptionalDouble held, double rate) {
            long now = System.nanoTime();
            if (now - told >= TELL_NANOS || step == steps) {
                told = now;
                say(Line.at(step, steps, loss, held, rate));
            }
        }

        @Override
        public boolean stop() {
            return stop;
        }
    }

    private static final class ProcessClock implements RunClock {
        private final OperatingSystemMXBean system =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

        @Override
        public double cpuSeconds() {
            return system.getProcessCpuTime() / 1e9;
        }

        @Override
        public double wallSeconds() {
            return ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
        }
    }
}
