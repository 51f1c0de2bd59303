package dev.gradus.cli;

import java.io.PrintWriter;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Model.CommandSpec;
import sun.misc.Signal;

/// Ctrl-C, TERM and HUP: what was asked for comes to rest first, one sentence says that it did, and
/// the process ends with 128 and the signal's number (130 for Ctrl-C). A second signal ends it at
/// once.
///
/// Where work does not come to rest in time the process ends without any clean-up, by `_exit`: both
/// `System.exit` and `Runtime.halt` run the destructors of native libraries, and those of ONNX
/// Runtime crash under a thread that is encoding.
final class Interrupts {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String[] SIGNALS = {"INT", "TERM", "HUP"};
    private static final int FIRST_EXIT_CODE = 128;

    private final List<Runnable> stops = new CopyOnWriteArrayList<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile Duration patience = PATIENCE;
    private volatile String awaited = "";
    private volatile String sentence = "Stopped.";

    /// Those of the process that this command runs in.
    static Interrupts of(CommandSpec command) {
        return ((Main) command.root().userObject()).interrupts();
    }

    /// From now on signals end the process as described.
    void watch(PrintWriter err) {
        for (String name : SIGNALS) {
            try {
                Signal.handle(new Signal(name), signal -> stop(signal, err));
            } catch (IllegalArgumentException taken) {
                // java -Xrs leaves signals to the system, Windows has no HUP: theirs is the
                // default.
            }
        }
    }

    /// Something to bring to rest, in the order in which it was said here; two seconds for all, or
    /// as long as `waitLonger` says.
    void onStop(Runnable stop) {
        stops.add(stop);
    }

    /// What comes to rest may take so much longer: calls that are paid for are waited for.
    ///
    /// @param what is waited for, for people
    void waitLonger(Duration longer, String what) {
        patience = PATIENCE.plus(longer);
        awaited = what;
    }

    /// The process is about to end: this thread has nothing more to do.
    int awaitEnd() {
        while (true) {
            LockSupport.park(this);
        }
    }

    /// The command can be given again and goes on from what is finished.
    void finishedWorkIsKept() {
        sentence = "Stopped. What is finished is kept: the same command goes on from here.";
    }

    private void stop(Signal signal, PrintWriter err) {
        int exitCode = FIRST_EXIT_CODE + signal.getNumber();
        if (!stopping.compareAndSet(false, true)) {
            endAtOnce(exitCode);
        }
        if (patience.compareTo(PATIENCE) > 0) {
            err.println("Waiting for " + awaited + "; again to end at once.");
            err.flush();
        }
        boolean atRest = atRest();
        err.println(sentence);
        err.flush();
        if (atRest) {
            System.exit(exitCode);
        }
        endAtOnce(exitCode);
    }

    /// False where something did not stop in time, or where nobody said how to stop.
    private boolean atRest() {
        Thread all =
                Thread.ofPlatform()
                        .daemon()
                        .name("gradus-stop")
                        .start(() -> stops.forEach(Runnable::run));
        try {
            all.join(patience);
        } catch (InterruptedException impatient) {
            return false;
        }
        return !stops.isEmpty() && !all.isAlive();
    }

    private static void endAtOnce(int exitCode) {
        try {
            Linker linker = Linker.nativeLinker();
            linker.downcallHandle(
                            linker.defaultLookup().find("_exit").orElseThrow(),
                            FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT))
                    .invokeExact(exitCode);
        } catch (Throwable noSuchFunction) {
            Runtime.getRuntime().halt(exitCode);
        }
    }
}
