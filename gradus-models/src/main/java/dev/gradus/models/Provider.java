package dev.gradus.models;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A provider that is known by its name.
///
/// @param api the language it speaks
/// @param baseUrl empty where only the user knows it
/// @param keyVariables in which a key is looked for, in order; none where none is needed
record Provider(Api api, String baseUrl, List<String> keyVariables, Quirks quirks) {

    /// The languages, by the word that a task file has for them.
    enum Api {
        OPENAI_CHAT("openai-chat"),
        OPENAI_RESPONSES("openai-responses"),
        ANTHROPIC("anthropic"),
        GEMINI("gemini"),
        OLLAMA("ollama"),
        AZURE("azure");

        private final String word;

        Api(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        static Optional<Api> of(String word) {
            for (Api api : values()) {
                if (api.word.equals(word)) {
                    return Optional.of(api);
                }
            }
            return Optional.empty();
        }
    }

    private static final Map<String, Provider> KNOWN = known();

    static Optional<Provider> named(String name) {
        return Optional.ofNullable(KNOWN.get(name));
    }

    /// A provider of the user's own.
    static Provider custom(Api api) {
        Quirks quirks = api == Api.AZURE ? Quirks.openAi() : Quirks.compatible();
        return new Provider(api, "", List.of(), quirks);
    }

    /// Every provider, its address and the variable of its key; from their own documentation.
    private static Map<String, Provider> known() {
        Map<String, Provider> all = new TreeMap<>();
        all.put(
                "openai",
                new Provider(
                        Api.OPENAI_CHAT,
                        "https://api.openai.com/v1",
                        List.of("OPENAI_API_KEY"),
                        Quirks.openAi()));
        all.put(
                "azure",
                new Provider(Api.AZURE, "", List.of("AZURE_OPENAI_API_KEY"), Quirks.openAi()));
        all.put(
                "anthropic",
                other(Api.ANTHROPIC, "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY"));
        all.put(
                "gemini",
                other(
                        Api.GEMINI,
                        "https://generativelanguage.googleapis.com/v1beta",
                        "GEMINI_API_KEY",
                        "GOOGLE_API_KEY"));
        all.put("ollama", other(Api.OLLAMA, "http://localhost:11434"));
        all.put("vllm", compatible("http://localhost:8000/v1"));
        all.put("llamacpp", compatible("http://localhost:8080/v1"));
        all.put("lmstudio", compatible("http://localhost:1234/v1"));
        all.put("cerebras", compatible("https://api.cerebras.ai/v1", "CEREBRAS_API_KEY"));
        all.put(
                "deepinfra",
                compatible("https://api.deepinfra.com/v1/openai", "DEEPINFRA_API_KEY"));
        all.put(
                "deepseek",
                new Provider(
                        Api.OPENAI_CHAT,
                        "https://api.deepseek.com/v1",
                        List.of("DEEPSEEK_API_KEY"),
                        Quirks.withoutSchemas()));
        all.put(
                "fireworks",
                compatible("https://api.fireworks.ai/inference/v1", "FIREWORKS_API_KEY"));
        all.put("groq", compatible("https://api.groq.com/openai/v1", "GROQ_API_KEY"));
        all.put("huggingface", compatible("https://router.huggingface.co/v1", "HF_TOKEN"));
        all.put(
                "mistral",
                new Provider(
                        Api.OPENAI_CHAT,
                        "https://api.mistral.ai/v1",
                        List.of("MISTRAL_API_KEY"),
                        Quirks.mistral()));
        all.put("moonshot", compatible("https://api.moonshot.ai/v1", "MOONSHOT_API_KEY"));
        all.put("nvidia", compatible("https://integrate.api.nvidia.com/v1", "NVIDIA_API_KEY"));
        all.put("openrouter", compatible("https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"));
        all.put("perplexity", compatible("https://api.perplexity.ai", "PERPLEXITY_API_KEY"));
        all.put("together", compatible("https://api.together.xyz/v1", "TOGETHER_API_KEY"));
        all.put("xai", compatible("https://api.x.ai/v1", "XAI_API_KEY"));
        return Map.copyOf(all);
    }

    private static Provider compatible(String baseUrl, String... keyVariables) {
        return new Provider(Api.OPENAI_CHAT, baseUrl, List.of(keyVariables), Quirks.compatible());
    }

    private static Provider other(Api api, String baseUrl, String... keyVariables) {
        return new Provider(api, baseUrl, List.of(keyVariables), Quirks.compatible());
    }
}
