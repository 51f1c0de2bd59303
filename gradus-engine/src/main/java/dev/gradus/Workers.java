package dev.gradus;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/// One thread a core, for work that keeps a core busy.
final class Workers implements AutoCloseable {
    private final ExecutorService pool;
    private final int size;

    Workers(int size) {
        this.size = size;
        AtomicInteger number = new AtomicInteger();
        this.pool =
                Executors.newFixedThreadPool(
                        size,
                        task -> {
                            Thread thread =
                                    new Thread(task, "gradus-worker-" + number.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /// Does piece 0 to count-1, each on one of the threads, and returns the results in order.
    <T> List<T> all(int count, IntFunction<T> piece) {
        AtomicInteger next = new AtomicInteger();
        Object[] results = new Object[count];
        List<Future<?>> futures = new ArrayList<>();
        for (int worker = 0; worker < Math.min(size, count); worker++) {
            futures.add(
                    pool.submit(() -> {
                        for (int i = next.getAndIncrement();
                                i < count;
                                i = next.getAndIncrement()) {
                            results[i] = piece.apply(i);
                        }
                    }));
        }
        futures.forEach(Workers::await);
        List<T> ordered = new ArrayList<>(count);
        for (Object result : results) {
            @SuppressWarnings("unchecked")
            T typed = (T) result;
            ordered.add(typed);
        }
        return ordered;
    }

    private static void await(Future<?> future) {
        try {
            future.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while working", interrupted);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (failed.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
