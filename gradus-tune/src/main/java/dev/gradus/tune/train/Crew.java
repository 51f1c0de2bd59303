package dev.gradus.tune.train;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// One worker a core. Which worker takes which task changes nothing: a task writes only to places
/// of its own.
final class Crew implements AutoCloseable {
    private final int workers;
    private final ExecutorService pool;

    Crew(int workers) {
        this.workers = workers;
        this.pool =
                Executors.newFixedThreadPool(
                        workers, Thread.ofPlatform().daemon().name("gradus-tune-", 1).factory());
    }

    int workers() {
        return workers;
    }

    /// A piece of the work.
    interface Task {
        /// @param worker from 0: whose memory to use
        void run(int worker, int task);
    }

    /// Runs the tasks 0 to count - 1 and waits for them; the caller is the first worker.
    void run(int count, Task task) {
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> others = new ArrayList<>();
        for (int w = 1; w < Math.min(workers, count); w++) {
            int worker = w;
            others.add(pool.submit(() -> take(next, count, worker, task)));
        }
        try {
            take(next, count, 0, task);
        } finally {
            next.set(count);
            await(others);
        }
    }

    private static void take(AtomicInteger next, int count, int worker, Task task) {
        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            task.run(worker, i);
        }
    }

    private static void await(List<Future<?>> others) {
        for (Future<?> other : others) {
            try {
                other.get();
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts training", e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                if (e.getCause() instanceof Error failure) {
                    throw failure;
                }
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
