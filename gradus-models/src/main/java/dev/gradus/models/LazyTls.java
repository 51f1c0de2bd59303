package dev.gradus.models;

import java.io.IOException;
import java.net.Socket;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/// TLS that is set up at the first `https` connection: to parse the JDK's authorities takes longer
/// than hundreds of calls to a model on this machine.
final class LazyTls implements TlsSocketStrategy {
    private final Optional<SSLContext> trust;
    private final ReentrantLock once = new ReentrantLock();
    private volatile @Nullable TlsSocketStrategy made;

    /// @param trust whose certificates are trusted; empty for those of the JDK
    LazyTls(Optional<SSLContext> trust) {
        this.trust = trust;
    }

    @Override
    public SSLSocket upgrade(
            Socket socket,
            String target,
            int port,
            @Nullable Object attachment,
            HttpContext context)
            throws IOException {
        return made().upgrade(socket, target, port, attachment, context);
    }

    private TlsSocketStrategy made() {
        TlsSocketStrategy known = made;
        if (known != null) {
            return known;
        }
        once.lock();
        try {
            if (made == null) {
                made =
                        trust.map(DefaultClientTlsStrategy::new)
                                .orElseGet(DefaultClientTlsStrategy::createDefault);
            }
            return Objects.requireNonNull(made);
        } finally {
            once.unlock();
        }
    }
}
