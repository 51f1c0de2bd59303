package dev.gradus.models;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/// Posts over pooled connections, each call on its caller's thread, and ends every call at its
/// deadline: a watch closes the connection of a call that is late, whether it waits for a
/// connection, a handshake, the first byte or the last one. A read timeout would not do that (it
/// starts again with every byte) and costs a timer per read on a virtual thread.
///
/// Never retries, follows no redirect (it could carry a key to another host), keeps no cookie.
final class Transport implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 4_096;
    private static final int MOST_PER_HOST = 1_024;
    private static final Timeout CONNECT = Timeout.ofSeconds(20);

    /// A connection that was idle for longer is asked whether it is still open: a read of 1 ms.
    private static final TimeValue FRESH = TimeValue.ofSeconds(5);

    private static final TimeValue IDLE_AT_MOST = TimeValue.ofMinutes(2);

    private static final Header USER_AGENT = new BasicHeader(HttpHeaders.USER_AGENT, "gradus");

    private static final RequestConfig CALL =
            RequestConfig.custom()
                    .setResponseTimeout(Timeout.DISABLED)
                    .setExpectContinueEnabled(false)
                    .build();

    private final CloseableHttpClient client;
    private final ScheduledThreadPoolExecutor watch;

    Transport(Route route) {
        var connections =
                PoolingHttpClientConnectionManagerBuilder.create()
                        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                        .setConnPoolPolicy(PoolReusePolicy.LIFO)
                        .setMaxConnTotal(MOST_CONNECTIONS)
                        .setMaxConnPerRoute(MOST_PER_HOST)
                        .setDefaultSocketConfig(
                                SocketConfig.custom()
                                        .setTcpNoDelay(true)
                                        .setSoTimeout(Timeout.DISABLED)
                                        .build())
                        .setDefaultConnectionConfig(
                                ConnectionConfig.custom()
                                        .setConnectTimeout(CONNECT)
                                        .setSocketTimeout(Timeout.DISABLED)
                                        .setTimeToLive(TimeValue.ofMinutes(30))
                                        .setIdleTimeout(Timeout.of(IDLE_AT_MOST.toDuration()))
                                        .setValidateAfterInactivity(FRESH)
                                        .build());
        connections.setTlsSocketStrategy(new LazyTls(route.trust()));
        this.client =
                route.proxy()
                        .map(proxy -> through(proxy, connections.build()))
                        .orElseGet(() -> HttpClients.createMinimal(connections.build()));
        this.watch =
                new ScheduledThreadPoolExecutor(
                        1,
                        task ->
                                Thread.ofPlatform()
                                        .daemon()
                                        .name("gradus-deadlines")
                                        .unstarted(task));
        watch.setRemoveOnCancelPolicy(true);
    }

    /// Only a proxy needs the client's whole chain: tunnels, and an answer to its 407. The chain
    /// costs a third of a call, and all else in it is switched off here.
    private static CloseableHttpClient through(
            Route.Proxy proxy, HttpClientConnectionManager connections) {
        HttpClientBuilder builder =
                HttpClients.custom()
                        .setConnectionManager(connections)
                        .disableAutomaticRetries()
                        .disableRedirectHandling()
                        .disableCookieManagement()
                        .disableContentCompression();
        proxy.applyTo(builder);
        return builder.build();
    }

    /// Thrown where a call did not end by its deadline.
    static final class Late extends IOException {
        private static final long serialVersionUID = 1L;

        Late() {
            super("deadline");
        }
    }

    /// One exchange. What the reader throws comes out as it is; the connection is then closed
    /// without reading on, which could be 64 MB or for ever.
    ///
    /// @throws Late at the deadline
    <T> T post(
            URI uri,
            Header[] headers,
            byte[] body,
            Duration deadline,
            HttpClientResponseHandler<T> reader)
            throws IOException {
        HttpPost post = new HttpPost(uri);
        post.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        return send(post, headers, deadline, reader);
    }

    /// One exchange of any kind, as `post`.
    <T> T send(
            HttpUriRequestBase post,
            Header[] headers,
            Duration deadline,
            HttpClientResponseHandler<T> reader)
            throws IOException {
        post.setConfig(CALL);
        post.setHeaders(headers);
        if (!post.containsHeader(HttpHeaders.USER_AGENT)) {
            post.setHeader(USER_AGENT);
        }
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> alarm =
                watch.schedule(
                        () -> {
                            late.set(true);
                            post.cancel();
                        },
                        deadline.toNanos(),
                        TimeUnit.NANOSECONDS);
        try {
            return client.execute(post, response -> readOrClose(post, response, reader));
        } catch (IOException | RuntimeException e) {
            if (late.get()) {
                throw new Late();
            }
            throw e;
        } finally {
            alarm.cancel(false);
        }
    }

    private static <T> T readOrClose(
            HttpUriRequestBase post,
            ClassicHttpResponse response,
            HttpClientResponseHandler<T> reader)
            throws IOException, HttpException {
        boolean whole = false;
        try {
            T read = reader.handleResponse(response);
            whole = true;
            return read;
        } finally {
            if (!whole) {
                post.cancel();
            }
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
        client.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
    }
}
