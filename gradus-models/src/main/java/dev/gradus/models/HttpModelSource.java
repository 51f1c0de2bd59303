package dev.gradus.models;

import dev.gradus.chat.ProviderSettings;
import dev.gradus.models.Provider.Api;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Model;
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

/// Opens chat models over HTTP: those of providers that are known by name (`openai`, `azure`,
/// `anthropic`, `gemini`, `ollama`, `vllm`, `llamacpp`, `lmstudio`, `groq`, `together`,
/// `openrouter`, `mistral`, `deepseek`, `fireworks` and more), and those of any other that says
/// which language it speaks (`api`) and where (`base-url`).
///
/// Models with the same proxy and authorities share one pool of connections, of at most 1,024 to a
/// host. It closes with the last of them.
public final class HttpModelSource implements ModelSource {
    private final InstantSource clock;
    private final Transports transports = new Transports();

    public HttpModelSource() {
        this(InstantSource.system());
    }

    HttpModelSource(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public boolean knows(ModelName name, ProviderSettings settings) {
        return settings.api().flatMap(Api::of).isPresent()
                || settings.api().isEmpty() && Provider.named(name.provider()).isPresent();
    }

    @Override
    public Model open(ModelName name, ProviderSettings settings, Place place) {
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
        HttpModel.Endpoint endpoint =
                new HttpModel.Endpoint(
                        at(base, dialect.path(false)),
                        at(base, dialect.path(true)),
                        toHeaders(headers));
        Transports.Lease lease = transports.lease(way);
        HttpModel single =
                new HttpModel(
                        name, dialect, endpoint, failures, lease.transport(), lease::giveBack);
        return batches(name, provider.api(), dialect)
                .<Model>map(api ->
                        new BatchHttpModel(
                                single,
                                api,
                                new Exchange(
                                        path -> at(base, path),
                                        endpoint.headers(),
                                        failures,
                                        lease.transport(),
                                        single)))
                .orElse(single);
    }

    /// Batches are what these two providers have; who copies their chat does not copy them alike.
    private static Optional<BatchApi> batches(ModelName name, Api api, Dialect dialect) {
        boolean openAi = name.provider().equals("openai");
        return switch (api) {
            case OPENAI_CHAT, OPENAI_RESPONSES ->
                    openAi
                            ? Optional.of(new OpenAiBatches("/v1" + dialect.path(false)))
                            : Optional.empty();
            case ANTHROPIC ->
                    name.provider().equals("anthropic")
                            ? Optional.of(new AnthropicBatches())
                            : Optional.empty();
            case GEMINI, OLLAMA, AZURE -> Optional.empty();
        };
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
