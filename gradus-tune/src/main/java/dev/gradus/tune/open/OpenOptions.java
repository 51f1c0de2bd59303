package dev.gradus.tune.open;

import dev.gradus.check.TokenCounter;
import dev.gradus.spi.GradusException;
import dev.gradus.task.ModelName;
import dev.gradus.task.Recipe;
import dev.gradus.task.Task;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a recipe for open weights needs beside the task and its examples.
///
/// @param method what is learned from
/// @param recipe how; its `seeds` and `start` are for in-process encoders and not read here
/// @param base the base's name on the Hugging Face hub (`Qwen/Qwen3-4B-Instruct-2507`), or the path
///   of its folder
/// @param maxLength tokens of question and answer that a trainer keeps, 16 to 1,000,000; a row that
///   has more is left out
/// @param seed of every random choice, 0 or more
/// @param fourBit true for QLoRA: the frozen weights in 4 bits, for a quarter of the memory
/// @param counter of tokens
/// @param asking what the model is asked for an example
/// @param rejected a wrong answer by example id, for `DPO`: best what the model itself answered
public record OpenOptions(
        Method method,
        Recipe recipe,
        String base,
        int maxLength,
        int seed,
        boolean fourBit,
        TokenCounter counter,
        Asking asking,
        Map<String, String> rejected) {

    /// What is learned from.
    public enum Method {
        /// The right answers.
        SFT,
        /// Pairs of a right and a wrong answer (Rafailov et al. 2023).
        DPO,
        /// The task's own score of what the model answers (Shao et al. 2024).
        GRPO
    }

    private static final Pattern HUB_NAME =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final int LONGEST_PATH = 4_096;

    /// Whose weights nobody else has.
    private static final Set<String> CLOSED =
            Set.of("openai", "azure", "anthropic", "gemini", "perplexity", "recorded");

    /// Whose models are named as on the hub.
    private static final List<String> HUB_PROVIDERS = List.of("vllm", "huggingface");

    public OpenOptions {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(recipe, "recipe");
        Objects.requireNonNull(counter, "counter");
        Objects.requireNonNull(asking, "asking");
        rejected = Map.copyOf(rejected);
        if (base.isBlank()
                || base.length() > LONGEST_PATH
                || base.chars().anyMatch(Character::isISOControl)) {
            throw new GradusException.Data(
                    "the base to tune is "
                            + Shown.value(base)
                            + ". Name it as on the Hugging Face hub, as in ORG/NAME, or give the"
                            + " path of its folder.");
        }
        if (recipe.kind() == Recipe.Kind.FULL) {
            throw new GradusException.Usage(
                    "tuning.kind is full, and recipes for open weights tune by LoRA or DoRA: the"
                            + " adapter is what is served and rolled back. Set tuning.kind to lora.");
        }
        if (maxLength < 16 || maxLength > 1_000_000) {
            throw new GradusException.Usage(
                    "the longest row is 16 to 1,000,000 tokens, not " + maxLength);
        }
        if (seed < 0) {
            throw new GradusException.Usage("a seed is 0 or more, not " + seed);
        }
    }

    /// The defaults for a task: SFT of the base that the task names, 2,048 tokens, tokens estimated
    /// from characters, the words of the prompt `baseline`. A task that says nothing of how to tune
    /// gets [Recipe#generative()], as the encoders' defaults are not for generative models.
    ///
    /// @throws GradusException.Data where the task names no base with open weights
    public static OpenOptions of(Task task) {
        Recipe recipe = task.plan().recipe();
        return new OpenOptions(
                Method.SFT,
                recipe.equals(Recipe.standard()) ? Recipe.generative() : recipe,
                base(task),
                2_048,
                1,
                false,
                TokenCounter.byCharacters(),
                Asking.baseline(task),
                Map.of());
    }

    private static String base(Task task) {
        Optional<ModelName> named = task.plan().base();
        if (named.isPresent()) {
            ModelName base = named.get();
            if (base.inProcess() || CLOSED.contains(base.provider())) {
                throw new GradusException.Data(
                        "tuning.base is "
                                + base
                                + (base.inProcess()
                                        ? ", an encoder in this process"
                                        : ", whose weights only its provider has")
                                + ". Name a base with open weights, as in vllm/ORG/NAME.");
            }
            return base.model();
        }
        return task.models().stream()
                .filter(model -> HUB_PROVIDERS.contains(model.provider()))
                .map(ModelName::model)
                .filter(name -> HUB_NAME.matcher(name).matches() || name.startsWith("/"))
                .reduce((cheaper, stronger) -> stronger)
                .orElseThrow(() ->
                        new GradusException.Data(
                                "the task names no base with open weights: none of "
                                        + Shown.value(
                                                String.join(
                                                        ", ",
                                                        task.models().stream()
                                                                .map(ModelName::toString)
                                                                .toList()))
                                        + " is vllm/ORG/NAME or huggingface/ORG/NAME. Set"
                                        + " tuning.base to one."));
    }

    public OpenOptions withMethod(Method other) {
        return new OpenOptions(
                other, recipe, base, maxLength, seed, fourBit, counter, asking, rejected);
    }

    public OpenOptions withRecipe(Recipe other) {
        return new OpenOptions(
                method, other, base, maxLength, seed, fourBit, counter, asking, rejected);
    }

    public OpenOptions withBase(String other) {
        return new OpenOptions(
                method, recipe, other, maxLength, seed, fourBit, counter, asking, rejected);
    }

    public OpenOptions withMaxLength(int tokens) {
        return new OpenOptions(
                method, recipe, base, tokens, seed, fourBit, counter, asking, rejected);
    }

    public OpenOptions withSeed(int other) {
        return new OpenOptions(
                method, recipe, base, maxLength, other, fourBit, counter, asking, rejected);
    }

    public OpenOptions withFourBit(boolean bits) {
        return new OpenOptions(
                method, recipe, base, maxLength, seed, bits, counter, asking, rejected);
    }

    public OpenOptions withCounter(TokenCounter other) {
        return new OpenOptions(
                method, recipe, base, maxLength, seed, fourBit, other, asking, rejected);
    }

    public OpenOptions withAsking(Asking other) {
        return new OpenOptions(
                method, recipe, base, maxLength, seed, fourBit, counter, other, rejected);
    }

    public OpenOptions withRejected(Map<String, String> wrong) {
        return new OpenOptions(
                method, recipe, base, maxLength, seed, fourBit, counter, asking, wrong);
    }
}
