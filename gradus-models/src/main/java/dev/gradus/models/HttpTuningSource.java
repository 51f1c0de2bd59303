package dev.gradus.models;

import dev.gradus.chat.ProviderSettings;
import dev.gradus.models.Provider.Api;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.ModelSource;
import dev.gradus.spi.TuningJobs;
import dev.gradus.spi.TuningJobsSource;
import dev.gradus.task.ModelName;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Opens tuning jobs over HTTP: OpenAI's, Azure's, Together's, and those of any provider that
/// copies OpenAI's files and jobs at its base URL.
public final class HttpTuningSource implements TuningJobsSource {
    private final InstantSource clock;
    private final Optional<Duration> deadline;
    private final Transports transports = new Transports();

    public HttpTuningSource() {
        this(InstantSource.system(), Optional.empty());
    }

    /// @param deadline of every exchange; empty for the usual ones
    HttpTuningSource(InstantSource clock, Optional<Duration> deadline) {
        this.clock = clock;
        this.deadline = deadline;
    }

    @Override
    public boolean knows(ModelName base, ProviderSettings settings) {
        return api(base, settings)
                .map(api ->
                        switch (api) {
                            case OPENAI_CHAT, OPENAI_RESPONSES, AZURE -> true;
                            case ANTHROPIC, GEMINI, OLLAMA -> false;
                        })
                .orElse(false);
    }

    private static Optional<Api> api(ModelName base, ProviderSettings settings) {
        return settings.api().isPresent()
                ? settings.api().flatMap(Api::of)
                : Provider.named(base.provider()).map(Provider::api);
    }

    @Override
    public TuningJobs open(ModelName base, ProviderSettings settings, ModelSource.Place place) {
        if (base.provider().equals("fireworks") && settings.baseUrl().isEmpty()) {
            throw new GradusException.Provider(
                    "fireworks takes tuning jobs through an API of its own, which Gradus does not"
                            + " speak. Tune there by firectl, and name the tuned model in `models`;"
                            + " or set base-url to a gateway that speaks OpenAI's fine_tuning API.",
                    false);
        }
        Connection connection = Connection.open(base, settings, place, clock, transports);
        HttpModel model = connection.model();
        TuningApi api =
                switch (connection.provider().api()) {
                    case AZURE -> new OpenAiTuning(Azure.v1(settings));
                    case OPENAI_CHAT, OPENAI_RESPONSES, ANTHROPIC, GEMINI, OLLAMA ->
                            base.provider().equals("together")
                                    ? new TogetherTuning(clock)
                                    : new OpenAiTuning("");
                };
        Exchange exchange = connection.exchange(model);
        return new HttpTuningJobs(
                base, api, deadline.map(exchange::within).orElse(exchange), model);
    }
}
