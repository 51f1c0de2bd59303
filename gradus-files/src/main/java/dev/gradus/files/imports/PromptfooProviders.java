package dev.gradus.files.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `providers` (or `targets`) of promptfoo: models, how they are reached, how they are sampled.
final class PromptfooProviders {
    private static final Set<String> SAME =
            Set.of("anthropic", "openai", "groq", "openrouter", "mistral", "deepseek", "fireworks");
    private static final Set<String> KINDS = Set.of("chat", "completion", "messages", "responses");
    private static final Map<String, List<String>> COMPATIBLE =
            Map.of(
                    "xai", List.of("https://api.x.ai/v1", "XAI_API_KEY"),
                    "cerebras", List.of("https://api.cerebras.ai/v1", "CEREBRAS_API_KEY"),
                    "perplexity", List.of("https://api.perplexity.ai", "PERPLEXITY_API_KEY"),
                    "localai", List.of("http://localhost:8080/v1"),
                    "llama", List.of("http://localhost:8080/v1"),
                    "vllm", List.of("http://localhost:8000/v1"));
    private static final Set<String> CODE =
            Set.of("file", "python", "exec", "javascript", "golang", "package", "ruby");
    private static final Set<String> SERVICES =
            Set.of("http", "https", "ws", "wss", "webhook", "mcp", "browser", "promptfoo", "echo");
    private static final Map<String, String> SAMPLING =
            Map.ofEntries(
                    Map.entry("temperature", "temperature"),
                    Map.entry("top_p", "top-p"),
                    Map.entry("topP", "top-p"),
                    Map.entry("max_tokens", "max-tokens"),
                    Map.entry("max_output_tokens", "max-tokens"),
                    Map.entry("max_completion_tokens", "max-tokens"),
                    Map.entry("maxOutputTokens", "max-tokens"),
                    Map.entry("num_predict", "max-tokens"),
                    Map.entry("seed", "seed"),
                    Map.entry("reasoning_effort", "effort"),
                    Map.entry("stop", "stop"),
                    Map.entry("stop_sequences", "stop"));
    private static final Pattern ENVIRONMENT =
            Pattern.compile("\\{\\{\\s*env\\.([A-Z][A-Z0-9_]*)\\s*}}|\\$\\{?([A-Z][A-Z0-9_]*)}?");

    private final SourceFolder folder;
    private final Findings findings;
    private final TaskDraft draft;

    PromptfooProviders(SourceFolder folder, Findings findings, TaskDraft draft) {
        this.folder = folder;
        this.findings = findings;
        this.draft = draft;
    }

    void read(Node providers, String path) {
        List<Node> items = providers.list();
        for (int i = 0; i < items.size(); i++) {
            String construct = providers instanceof Node.Items ? path + "[" + i + "]" : path;
            one(items.get(i), construct);
        }
    }

    private void one(Node node, String path) {
        Optional<String> plain = node.text();
        if (plain.isPresent()) {
            String id = plain.get();
            if (id.startsWith("file://") && id.matches(".*\\.(ya?ml|json)")) {
                read(folder.yaml(folder.path(id)), path);
            } else {
                model(node, path + ": " + id, id, node);
            }
            return;
        }
        if (node.get("id").isEmpty() && node.keys().size() == 1) {
            String id = node.keys().getFirst();
            model(node.at(id), path + ": " + id, id, node.get(id).orElse(node));
            return;
        }
        String id = node.text("id").orElse("");
        model(node.get("id").orElse(node), path + ": " + id, id, node);
        for (String key : node.keys()) {
            String construct = path + "." + key;
            switch (key) {
                case "id", "config" -> {}
                case "label" -> findings.map(node.at(key), construct, "a comment beside the model");
                case "prompts" ->
                        findings.leave(
                                node.at(key),
                                construct,
                                "every prompt is tried on the models that the ladder reaches");
                case "transform", "inputs" ->
                        findings.leave(
                                node.at(key), construct, "it is code, which is never run here");
                default ->
                        findings.leave(
                                node.at(key), construct, "an option of promptfoo's runner alone");
            }
        }
    }

    private void model(Node at, String construct, String id, Node node) {
        Optional<String> name = name(id, node);
        if (name.isEmpty()) {
            findings.leave(at, construct, why(id));
            node.get("config")
                    .ifPresent(config ->
                            findings.leaveOthers(
                                    config,
                                    construct.replaceFirst(": .*", "") + ".config",
                                    Set.of(),
                                    "its provider is not called"));
            return;
        }
        if (draft.models.containsKey(name.get())) {
            findings.leave(
                    at,
                    construct,
                    "the model stands in the list already; a second one with other options is not told apart");
        } else {
            draft.models.put(name.get(), node.text("label").orElse("").replaceAll("\\s+", " "));
            findings.map(at, construct, "models: " + name.get());
        }
        String path = construct.replaceFirst(": .*", "") + ".config";
        node.get("config").ifPresent(config -> config(config, path, provider(name.get())));
    }

    private static String provider(String model) {
        return model.substring(0, model.indexOf('/'));
    }

    /// A model by promptfoo's name, as it is named here.
    Optional<String> named(String id) {
        return name(id, new Node.Text("", 1, id, true));
    }

    private Optional<String> name(String id, Node node) {
        List<String> parts = new ArrayList<>(List.of(id.split(":")));
        String head = parts.removeFirst().toLowerCase(Locale.ROOT);
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        String kind = parts.getFirst();
        if (Set.of(
                        "embedding",
                        "embeddings",
                        "image",
                        "assistant",
                        "realtime",
                        "moderation",
                        "transcription",
                        "agents",
                        "codex-sdk",
                        "live")
                .contains(kind)) {
            return Optional.empty();
        }
        if (parts.size() > 1 && KINDS.contains(kind)) {
            parts.removeFirst();
        }
        String model = String.join(":", parts);
        String provider =
                switch (head) {
                    case "google", "palm" -> "gemini";
                    case "azureopenai", "azure" -> "azure";
                    case "togetherai", "together" -> "together";
                    case "ollama" -> "ollama";
                    default -> SAME.contains(head) || COMPATIBLE.containsKey(head) ? head : "";
                };
        if (provider.isEmpty() || model.isBlank() || model.chars().anyMatch(c -> c <= ' ')) {
            return Optional.empty();
        }
        if (kind.equals("responses") && head.equals("openai")) {
            settings("openai").put("api", "openai-responses");
        }
        List<String> known = COMPATIBLE.get(provider);
        if (known != null) {
            settings(provider).putIfAbsent("api", "openai-chat");
            settings(provider).putIfAbsent("base-url", known.getFirst());
            if (known.size() > 1) {
                settings(provider).putIfAbsent("key", known.getLast());
            }
        }
        return Optional.of(apart(provider, node) + "/" + model);
    }

    /// A provider of its own where the same one is reached at a second address.
    private String apart(String provider, Node node) {
        Optional<String> url = node.get("config").flatMap(PromptfooProviders::url);
        if (url.isEmpty()) {
            return provider;
        }
        String name = provider;
        for (int n = 2; draft.providers.containsKey(name); n++) {
            Object at = draft.providers.get(name).get("base-url");
            if (at == null || at.equals(url.get())) {
                break;
            }
            name = provider + "-" + n;
        }
        if (!name.equals(provider)) {
            settings(name).put("api", "openai-chat");
        }
        settings(name).put("base-url", url.get());
        return name;
    }

    private static Optional<String> url(Node config) {
        return config.text("apiBaseUrl")
                .or(() -> config.text("baseUrl"))
                .or(() -> config.text("apiHost").map(host -> "https://" + host + "/v1"))
                .filter(url -> url.matches("https?://[^@\\s{]+"));
    }

    private Map<String, Object> settings(String provider) {
        return draft.providers.computeIfAbsent(provider, name -> new LinkedHashMap<>());
    }

    private static String why(String id) {
        String head = id.contains(":") ? id.substring(0, id.indexOf(':')) : id;
        if (CODE.contains(head)) {
            return "the provider is code, which is never run here";
        }
        if (SERVICES.contains(head)) {
            return "the provider is a service of your own; if it speaks a language of chat models, name it under providers with its api and base-url";
        }
        return "Gradus does not call this provider; where it has an address that speaks OpenAI's language, name that under providers with api: openai-chat";
    }

    private void config(Node config, String path, String provider) {
        for (String key : config.keys()) {
            Node value = config.get(key).orElse(config.at(key));
            Node at = config.at(key);
            String construct = path + "." + key;
            String sampling = SAMPLING.get(key);
            if (sampling != null) {
                sampling(at, construct, sampling, value.json());
            } else {
                setting(key, value, at, construct, provider);
            }
        }
    }

    private void setting(String key, Node value, Node at, String construct, String provider) {
        switch (key) {
            case "apiBaseUrl", "baseUrl", "apiHost" ->
                    findings.map(at, construct, "providers." + provider + ".base-url");
            case "apiKeyEnvar" -> {
                settings(provider).put("key", value.written());
                findings.map(at, construct, "providers." + provider + ".key");
            }
            case "apiKey" -> key(value, at, construct, provider);
            case "response_format" -> responseFormat(value, at, construct);
            case "reasoning" ->
                    value.get("effort")
                            .ifPresent(effort ->
                                    sampling(at, construct + ".effort", "effort", effort.json()));
            case "instructions" ->
                    findings.leave(
                            at,
                            construct,
                            "a system message of the provider; put it into the prompt as its system message");
            case "tools", "tool_choice", "functions", "function_call", "toolChoice" ->
                    findings.leave(
                            at,
                            construct,
                            "tools are the rung `tools`, which takes MCP servers: tools: [ { mcp: ... } ]");
            default ->
                    findings.leave(at, construct, "an option that only promptfoo's provider has");
        }
    }

    private void key(Node value, Node at, String construct, String provider) {
        Matcher variable = ENVIRONMENT.matcher(value.written());
        if (variable.matches()) {
            String name = variable.group(1) == null ? variable.group(2) : variable.group(1);
            settings(provider).put("key", String.valueOf(name));
            findings.map(at, construct, "providers." + provider + ".key");
        } else {
            findings.leave(
                    at,
                    construct,
                    "a key stands in the file and was not copied; put it into an environment variable");
        }
    }

    private void sampling(Node at, String construct, String key, @Nullable Object value) {
        Object known = draft.sampling.get(key);
        Object given = key.equals("stop") && value instanceof String one ? List.of(one) : value;
        if (given == null) {
            findings.leave(at, construct, "it has no value");
        } else if (given instanceof String text && text.contains("{{")) {
            findings.leave(at, construct, "its value is a template; write the number");
        } else if (key.equals("effort")
                && !List.of("minimal", "low", "medium", "high").contains(given)) {
            findings.leave(at, construct, "efforts are minimal, low, medium and high");
        } else if (known != null && !known.equals(given)) {
            findings.leave(
                    at,
                    construct,
                    "sampling is one for all models, and "
                            + key
                            + " is "
                            + Json.write(known)
                            + " from an earlier provider");
        } else {
            draft.sampling.put(key, given);
            findings.map(at, construct, "sampling." + key);
        }
    }

    private void responseFormat(Node value, Node at, String construct) {
        Node format = format(value);
        Optional<Node> schema =
                format.get("json_schema")
                        .flatMap(inner -> inner.get("schema"))
                        .or(() -> format.get("schema"))
                        .or(() -> format.get("properties").map(properties -> format));
        if (schema.isEmpty()) {
            findings.leave(
                    at,
                    construct,
                    "it asks for JSON without a schema; give answer: { schema: FILE }, and the rung `structure` holds answers to it");
            return;
        }
        String json = Json.write(schema.get().json());
        if (draft.schema.isPresent() && !draft.schema.get().strip().equals(json)) {
            findings.leave(
                    at, construct, "another schema than an earlier provider's; a task has one");
            return;
        }
        draft.schema = Optional.of(json + "\n");
        findings.map(at, construct, "answer: { schema: answer.schema.json }");
    }

    private Node format(Node value) {
        return value.text().filter(text -> text.startsWith("file://")).isPresent()
                ? folder.yaml(folder.path(value.written()))
                : value;
    }
}
