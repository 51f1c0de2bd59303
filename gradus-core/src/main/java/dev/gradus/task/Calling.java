package dev.gradus.task;

import dev.gradus.chat.ProviderSettings;
import dev.gradus.chat.Sampling;
import dev.gradus.chat.Sampling.Effort;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/// How chat models are called for a task.
///
/// @param providers by name, as far as they differ from their defaults
/// @param prompts the user's own prompt templates, tried as variants by the rung `prompt`
/// @param sampling of every answer
/// @param repeats how often each example is answered: 1 to 100; more than 1 shows how much the
///   answers vary
/// @param tokenBudget the most tokens that a climb may spend; empty where money alone bounds it
/// @param batch true where the provider's batch endpoint is used: half the price, hours of waiting
/// @param rewrites the most instructions that a model may propose in a climb, 0 to 20
/// @param writer the model that proposes them; the task's last chat model where empty
/// @param validators what every answer of a chat model must satisfy
/// @param efforts thinking efforts that the rung `model` tries besides the provider's default
public record Calling(
        Map<String, ProviderSettings> providers,
        List<PromptText> prompts,
        Sampling sampling,
        int repeats,
        OptionalLong tokenBudget,
        boolean batch,
        int rewrites,
        Optional<ModelName> writer,
        List<Effort> efforts,
        List<Condition> validators) {

    /// A prompt template with the name it goes by.
    ///
    /// @param name for people: the file's name
    /// @param system may be empty
    /// @param user the template of the user message
    public record PromptText(String name, String system, String user) {}

    public Calling {
        providers = Map.copyOf(providers);
        prompts = List.copyOf(prompts);
        efforts = List.copyOf(efforts);
        validators = List.copyOf(validators);
        Objects.requireNonNull(sampling, "sampling");
        Objects.requireNonNull(tokenBudget, "tokenBudget");
        Objects.requireNonNull(writer, "writer");
        if (repeats < 1 || repeats > 100) {
            throw new IllegalArgumentException("repeats are 1 to 100, not " + repeats);
        }
        if (rewrites < 0 || rewrites > 20) {
            throw new IllegalArgumentException("rewrites are 0 to 20, not " + rewrites);
        }
        if (tokenBudget.isPresent() && tokenBudget.getAsLong() < 0) {
            throw new IllegalArgumentException(
                    "budget.tokens is 0 or more, not " + tokenBudget.getAsLong());
        }
    }

    /// Every provider as it is, temperature 0, one answer, at most 3 rewrites.
    public static Calling standard() {
        return new Calling(
                Map.of(),
                List.of(),
                Sampling.standard().withTemperature(0).withMaxTokens(1024),
                1,
                OptionalLong.empty(),
                false,
                3,
                Optional.empty(),
                List.of(),
                List.of());
    }

    /// With calls made together or one by one.
    public Calling withBatch(boolean together) {
        return with(tokenBudget, together);
    }

    /// With another bound on the tokens that a climb may spend.
    public Calling withTokenBudget(OptionalLong tokens) {
        return with(tokens, batch);
    }

    private Calling with(OptionalLong tokens, boolean together) {
        return new Calling(
                providers,
                prompts,
                sampling,
                repeats,
                tokens,
                together,
                rewrites,
                writer,
                efforts,
                validators);
    }

    /// The settings of a provider; its defaults where the task says nothing.
    public ProviderSettings provider(String name) {
        return providers.getOrDefault(name, ProviderSettings.standard());
    }
}
