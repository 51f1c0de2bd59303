package dev.gradus.calls;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;

/// Does many pieces of work that mostly wait, each on a virtual thread of its own, so many at once
/// that the provider's lane is never short of work and so few that memory stays flat.
public final class Together {
    private static final int MOST = 1_024;

    private Together() {}

    /// Does piece 0 to count-1 and returns the results in order. Where a piece throws, no further
    /// one is begun, those that were begun end, and the first fault is thrown.
    public static <T> List<T> all(int count, IntFunction<T> piece) {
        return all(count, MOST, piece);
    }

    /// The same with fewer at once, as each holds its stack and what it works on.
    ///
    /// @param most begun at once, 1 or more
    public static <T> List<T> all(int count, int most, IntFunction<T> piece) {
        List<Future<T>> futures = new ArrayList<>(count);
        AtomicReference<RuntimeException> fault = new AtomicReference<>();
        Semaphore places = new Semaphore(Math.min(most, MOST));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count && fault.get() == null; i++) {
                int index = i;
                places.acquireUninterruptibly();
                futures.add(
                        threads.submit(() -> {
                            try {
                                return piece.apply(index);
                            } catch (RuntimeException first) {
                                fault.compareAndSet(null, first);
                                throw first;
                            } finally {
                                places.release();
                            }
                        }));
            }
        }
        RuntimeException first = fault.get();
        if (first != null) {
            throw first;
        }
        return futures.stream().map(Future::resultNow).toList();
    }
}
