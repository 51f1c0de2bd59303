package dev.gradus.models;

import dev.gradus.chat.ProviderSettings;
import dev.gradus.models.Provider.Api;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.ModelSource;
import dev.gradus.task.ModelName;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;

/// A provider as a name and settings describe it, with its key found and its pool of connections
/// leased: what chat, batches and tuning jobs go over.
record Connection(
        ModelName name,
        Provider provider,
        Dialect dialect,
        URI base,
        Header[] headers,
        Failures failures,
        Transports.Lease lease) {

    /// Opens no connection yet.
    ///
    /// @throws GradusException.Provider where a key is missing or a setting is wrong
    static Connection open(
            ModelName name,
            ProviderSettings settings,
            ModelSource.Place place,
            InstantSource clock,
            Transports transports) {
        Provider provider = provider(name, settings);
        Credentials credentials = new Credentials(name.provider(), settings, place);
        Secret key = credentials.key(provider.keyVariables());
        Dialect dialect = dialect(provider, name.model(), settings);
        URI base = baseUrl(name, provider, settings);
        Map<String, String> headers = new LinkedHashMap<>(dialect.headers(key));
        headers.put("Accept", "application/json, text/event-stream, application/x-ndjson");
        headers.putAll(credentials.headers());
        Credentials.Way way = credentials.way();
        Failures failures =
                new Failures(
                        name,
                        base.getAuthority(),
                        credentials.keyHint(provider.keyVariables()),
                        new Mask(credentials.secrets()),
                        clock);
        return new Connection(
                name, provider, dialect, base, toHeaders(headers), failures, transports.lease(way));
    }

    /// Its chat model, which gives the lease back when it is closed.
    HttpModel model() {
        return new HttpModel(
                name,
                dialect,
                new HttpModel.Endpoint(
                        at(base, dialect.path(false)), at(base, dialect.path(true)), headers),
                failures,
                lease.transport(),
                lease::giveBack);
    }

    Exchange exchange(HttpModel model) {
        return new Exchange(path -> at(base, path), headers, failures, lease.transport(), model);
    }

    /// Says nothing of the headers, which hold the key.
    @Override
    public String toString() {
        return name + " at " + base.getAuthority();
    }

    private static Provider provider(ModelName name, ProviderSettings settings) {
        Optional<Provider> known = Provider.named(name.provider());
        Optional<Api> api = settings.api().map(word -> api(name, word));
        if (known.isPresent()) {
            Provider provider = known.get();
            Api spoken = api.orElse(provider.api());
            if (api.isEmpty()
                    && settings.baseUrl().isEmpty()
                    && name.provider().equals("openai")
                    && OpenAiGenerations.needsResponses(name.model())) {
                spoken = Api.OPENAI_RESPONSES;
            }
            return new Provider(
                    spoken, provider.baseUrl(), provider.keyVariables(), provider.quirks());
        }
        return api.map(Provider::custom)
                .orElseThrow(() ->
                        new GradusException.Provider(
                                "'"
                                        + name.provider()
                                        + "' is not a known provider. Say under `providers` which"
                                        + " `api` it speaks and its `base-url`.",
                                false));
    }

    private static Api api(ModelName name, String word) {
        return Api.of(word)
                .orElseThrow(() ->
                        new GradusException.Provider(
                                "providers."
                                        + name.provider()
                                        + ".api is '"
                                        + word
                                        + "'. It is one of openai-chat, openai-responses,"
                                        + " anthropic, gemini, ollama, azure.",
                                false));
    }

    private static Dialect dialect(Provider provider, String model, ProviderSettings settings) {
        Quirks quirks = provider.quirks();
        return switch (provider.api()) {
            case OPENAI_CHAT -> new OpenAiChat(model, model, "/chat/completions", quirks);
            case OPENAI_RESPONSES -> new OpenAiResponses(model, quirks);
            case AZURE -> Azure.of(model, settings);
            case ANTHROPIC -> new Anthropic(model);
            case GEMINI -> new Gemini(model);
            case OLLAMA -> new Ollama(model, settings.options());
        };
    }

    private static URI baseUrl(ModelName name, Provider provider, ProviderSettings settings) {
        String url = settings.baseUrl().orElse(provider.baseUrl());
        String where = "providers." + name.provider() + ".base-url";
        if (url.isEmpty()) {
            throw new GradusException.Provider(
                    where + " is missing: Gradus does not know where this provider is.", false);
        }
        try {
            URI uri = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // told below, without the value: it could hold a password
        }
        throw new GradusException.Provider(
                where
                        + " is not an address. Write it as in http://127.0.0.1:8000/v1, without a"
                        + " user or a password.",
                false);
    }

    /// The base URL may have a query of its own, which comes last.
    private static URI at(URI base, String path) {
        String query = base.getRawQuery();
        String start =
                base.getScheme()
                        + "://"
                        + base.getRawAuthority()
                        + (base.getRawPath() == null ? "" : base.getRawPath())
                        + path;
        return URI.create(query == null ? start : start + (path.contains("?") ? "&" : "?") + query);
    }

    private static Header[] toHeaders(Map<String, String> headers) {
        List<Header> all = new ArrayList<>();
        headers.forEach((header, value) -> all.add(new BasicHeader(header, value)));
        return all.toArray(Header[]::new);
    }
}
