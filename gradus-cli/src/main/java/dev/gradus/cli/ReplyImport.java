package dev.gradus.cli;

import dev.gradus.models.recorded.CassetteLine;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.Ledger.StoredReply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Takes replies into a ledger, some hundred at a time: those that arrive together are made durable
/// together. Not thread-safe.
final class ReplyImport {
    private static final int AT_ONCE = 250;

    private final Ledger ledger;
    private final Map<String, StoredReply> waiting = new LinkedHashMap<>();
    private long added;
    private long known;
    private long withoutLatency;

    ReplyImport(Ledger ledger) {
        this.ledger = ledger;
    }

    void add(CassetteLine line) {
        if (waiting.putIfAbsent(line.key(), line.stored()) != null) {
            known++;
        } else if (line.latencyNanos().isEmpty()) {
            withoutLatency++;
        }
        if (waiting.size() == AT_ONCE) {
            finish();
        }
    }

    /// Takes what waits.
    void finish() {
        Map<String, StoredReply> there = ledger.replies(List.copyOf(waiting.keySet()));
        known += there.size();
        waiting.keySet().removeAll(there.keySet());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> written = new ArrayList<>();
            waiting.values()
                    .forEach(reply -> written.add(threads.submit(() -> ledger.recordReply(reply))));
            for (Future<?> one : written) {
                one.get();
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while importing", interrupted);
        }
        added += waiting.size();
        waiting.clear();
    }

    long added() {
        return added;
    }

    long known() {
        return known;
    }

    long withoutLatency() {
        return withoutLatency;
    }

    String text() {
        String counts = String.format(Locale.ROOT, "%,d new, %,d known already", added, known);
        return withoutLatency == 0
                ? counts
                : counts
                        + String.format(
                                Locale.ROOT,
                                "; %,d do not say how long they took and count as 0 ms",
                                withoutLatency);
    }
}
