package dev.gradus.models;

import dev.gradus.chat.ProviderSettings;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.ModelSource.Place;
import dev.gradus.task.ModelName;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpDelete;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpHead;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.FileEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicHeader;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Calls that load and list adapters. A status is handed back, as each server means something else
/// by it; what breaks on the way is told as for chat models.
final class AdapterCalls implements AutoCloseable {
    static final Duration SHORT = Duration.ofSeconds(60);
    static final Duration LONG = Duration.ofMinutes(15);
    private static final int MOST_BYTES = 8 << 20;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,199}");

    private final String server;
    private final String base;
    private final Header[] headers;
    private final Failures failures;
    private final Transport transport;
    private final Duration patience;

    private AdapterCalls(
            String server,
            String base,
            Header[] headers,
            Failures failures,
            Transport transport,
            Duration patience) {
        this.server = server;
        this.base = base;
        this.headers = headers;
        this.failures = failures;
        this.transport = transport;
        this.patience = patience;
    }

    /// What a server said.
    record Said(int status, String body) {
        boolean done() {
            return status / 100 == 2;
        }
    }

    static AdapterCalls open(String server, String usual, ProviderSettings settings, Place place) {
        return open(server, usual, settings, place, SHORT);
    }

    static AdapterCalls open(
            String server,
            String usual,
            ProviderSettings settings,
            Place place,
            Duration patience) {
        Credentials credentials = new Credentials(server, settings, place);
        Secret key = credentials.key(List.of());
        URI base = baseUrl(server, settings.baseUrl().orElse(usual));
        List<Header> headers = new ArrayList<>();
        if (key.isPresent()) {
            headers.add(new BasicHeader("Authorization", "Bearer " + key.reveal()));
        }
        credentials.headers().forEach((name, value) -> headers.add(new BasicHeader(name, value)));
        Failures failures =
                new Failures(
                        new ModelName(server, "adapters"),
                        base.getAuthority(),
                        credentials.keyHint(List.of()),
                        new Mask(credentials.secrets()),
                        InstantSource.system());
        return new AdapterCalls(
                server,
                base.toString(),
                headers.toArray(Header[]::new),
                failures,
                new Transport(credentials.way().open()),
                patience);
    }

    private static URI baseUrl(String server, String url) {
        try {
            URI uri = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getRawQuery() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // told below, without the value: it could hold a password
        }
        throw new GradusException.Provider(
                "providers."
                        + server
                        + ".base-url is not an address. Write it as in http://127.0.0.1:8000/v1,"
                        + " without a user or a password.",
                false);
    }

    /// A name that stands in addresses, command lines and JSON alike.
    String name(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new GradusException.Usage(
                    "an adapter is named by 1 to 200 letters, digits, '.', '_', '-', ':' or '/', not '"
                            + name.substring(0, Math.min(80, name.length()))
                            + "'");
        }
        return name;
    }

    Said get(String path) {
        return send(new HttpGet(base + path), patience);
    }

    Said head(String path) {
        return send(new HttpHead(base + path), patience);
    }

    Said post(String path, String json, boolean slow) {
        HttpPost post = new HttpPost(base + path);
        post.setEntity(new StringEntity(json, ContentType.APPLICATION_JSON));
        return send(post, slow ? LONG : patience);
    }

    Said post(String path, Path file) {
        HttpPost post = new HttpPost(base + path);
        post.setEntity(new FileEntity(file.toFile(), ContentType.APPLICATION_OCTET_STREAM));
        return send(post, LONG);
    }

    Said delete(String path, String json) {
        HttpDelete delete = new HttpDelete(base + path);
        delete.setEntity(new StringEntity(json, ContentType.APPLICATION_JSON));
        return send(delete, patience);
    }

    private Said send(HttpUriRequestBase request, Duration deadline) {
        boolean[] replied = new boolean[1];
        try {
            return transport.send(
                    request,
                    headers,
                    deadline,
                    response -> {
                        replied[0] = true;
                        return said(response);
                    });
        } catch (Transport.Late e) {
            throw told(failures.late(deadline));
        } catch (IOException e) {
            throw told(failures.io(e, replied[0]));
        }
    }

    private static Said said(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        byte[] body =
                entity == null
                        ? new byte[0]
                        : Body.read(entity.getContent(), entity.getContentLength(), MOST_BYTES);
        return new Said(response.getCode(), new String(body, StandardCharsets.UTF_8));
    }

    /// The document in what was said.
    JsonNode json(Said said) {
        if (!said.done()) {
            throw refused(said);
        }
        try {
            return Json.MAPPER.readTree(said.body);
        } catch (JacksonException e) {
            throw broken("it is not JSON");
        }
    }

    /// An answer that is no success, in the server's words.
    GradusException refused(Said said) {
        return told(
                failures.status(
                        said.status,
                        header -> Optional.empty(),
                        said.body,
                        said.body.stripLeading().startsWith("<")));
    }

    /// Nothing here is an outcome that may be missing: what failed must be told.
    private static GradusException told(CallFailure failure) {
        return new GradusException.Provider(
                String.valueOf(failure.getMessage()), failure.kind().retryable());
    }

    /// What to do, where a status has one meaning.
    GradusException wrong(String what) {
        return new GradusException.Provider(server + ": " + what, false);
    }

    GradusException usage(String what) {
        return new GradusException.Usage(server + ": " + what);
    }

    GradusException broken(String what) {
        return told(failures.broken(what));
    }

    @Override
    public void close() {
        transport.close();
    }
}
