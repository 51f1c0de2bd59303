package dev.gradus.models;

import dev.gradus.chat.ProviderSettings;
import dev.gradus.models.Provider.Api;
import dev.gradus.spi.Model;
import dev.gradus.spi.ModelSource;
import dev.gradus.task.ModelName;
import java.time.InstantSource;
import java.util.Optional;

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
        Connection connection = Connection.open(name, settings, place, clock, transports);
        HttpModel single = connection.model();
        return batches(name, connection.provider().api(), connection.dialect())
                .<Model>map(api -> new BatchHttpModel(single, api, connection.exchange(single)))
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
}
