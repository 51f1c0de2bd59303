package dev.gradus.models;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// Pools of connections, one per way, each open while a model uses it.
final class Transports {
    private final Map<Credentials.Way, Shared> open = new HashMap<>();

    private static final class Shared {
        final Transport transport;
        int users;

        Shared(Transport transport) {
            this.transport = transport;
        }
    }

    /// The use of a pool by one model.
    record Lease(Transport transport, Runnable onEnd, AtomicBoolean ended) {
        void giveBack() {
            if (ended.compareAndSet(false, true)) {
                onEnd.run();
            }
        }
    }

    synchronized Lease lease(Credentials.Way way) {
        Shared shared = open.computeIfAbsent(way, w -> new Shared(new Transport(w.open())));
        shared.users++;
        return new Lease(shared.transport, () -> giveBack(way, shared), new AtomicBoolean());
    }

    private synchronized void giveBack(Credentials.Way way, Shared shared) {
        shared.users--;
        if (shared.users == 0) {
            open.remove(way);
            shared.transport.close();
        }
    }
}
