package dev.gradus.files;

import dev.gradus.chat.ProviderSettings;
import dev.gradus.task.ModelName;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads `providers`: how each is reached, without secrets. What is secret is named by the
/// environment variable or the file that holds it; one that stands here is refused and never shown.
final class ProvidersReader {
    /// Those that are known by name alone.
    private static final List<String> KNOWN =
            List.of(
                    "embedded",
                    "openai",
                    "anthropic",
                    "gemini",
                    "azure",
                    "ollama",
                    "local",
                    "recorded",
                    "groq",
                    "together",
                    "openrouter",
                    "mistral",
                    "deepseek",
                    "fireworks");

    private static final Set<String> HERE = Set.of("embedded", "local", "recorded", "ollama");
    private static final List<String> APIS =
            List.of("openai-chat", "openai-responses", "anthropic", "gemini", "ollama", "azure");
    private static final List<String> KEYS =
            List.of("api", "base-url", "key", "key-file", "headers", "proxy", "ca-file");
    private static final Pattern VARIABLE = Pattern.compile("[A-Z][A-Z0-9_]{0,99}");
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(authorization|api-?key|token|secret|password|cookie).*");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[A-Za-z_][A-Za-z0-9_]*}");
    private static final String WANTED =
            "a mapping, as in providers: { openai: { base-url: \"http://127.0.0.1:8000/v1\" } }";

    private final Map<String, ProviderSettings> settings = new LinkedHashMap<>();

    ProvidersReader(YamlMap root) {
        root.get("providers")
                .map(value -> value.map(WANTED))
                .ifPresent(map -> {
                    for (String name : map.keys()) {
                        settings.put(name, provider(map.need(name, ""), name));
                    }
                });
    }

    Map<String, ProviderSettings> settings() {
        return settings;
    }

    /// A model whose provider is not a slip of the pen.
    ModelName model(YamlValue value) {
        ModelName model = ModelKey.of(value);
        String provider = model.provider();
        if (settings.containsKey(provider) || KNOWN.contains(provider)) {
            return model;
        }
        Optional<String> closest =
                Closest.to(provider, settings.keySet()).or(() -> Closest.to(provider, KNOWN));
        if (closest.isPresent()) {
            throw value.problem(
                    "provider "
                            + Quoted.value(provider)
                            + " is not known (closest: "
                            + Quoted.value(closest.get())
                            + "). Write "
                            + closest.get()
                            + "/"
                            + model.model()
                            + ", or say under providers how "
                            + Quoted.value(provider)
                            + " is reached.");
        }
        return model;
    }

    /// Refuses a model that another machine serves, for a task whose text may not leave this one.
    void refuseRemote(YamlValue value, ModelName model) {
        String name = model.provider();
        Optional<String> url =
                Optional.ofNullable(settings.get(name)).flatMap(ProviderSettings::baseUrl);
        if (url.isPresent() ? loopback(url.get()) : HERE.contains(name)) {
            return;
        }
        throw value.problem(
                "policy.local-only is true, and "
                        + Quoted.value(model.toString())
                        + url.map(at -> " is reached at " + Quoted.value(at))
                                .orElse(" is served by another machine")
                        + ". Take it out, give providers."
                        + name
                        + " a base-url on this machine, or write local-only: false.");
    }

    private static boolean loopback(String url) {
        String host = String.valueOf(URI.create(url).getHost()).toLowerCase(Locale.ROOT);
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.equals("[::1]")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    private static ProviderSettings provider(YamlValue value, String name) {
        YamlMap map = value.map("a mapping, as in " + name + ": { key: TEAM_API_KEY }");
        if (name.isBlank() || name.indexOf('/') >= 0 || name.chars().anyMatch(c -> c <= ' ')) {
            throw value.problem(
                    "provider "
                            + Quoted.value(name)
                            + " has a slash or a space in its name. Write one word: models then name it as WORD/model.");
        }
        return new ProviderSettings(
                map.get("api").map(ProvidersReader::api),
                map.get("base-url").map(ProvidersReader::url),
                map.get("key").map(ProvidersReader::variable),
                map.get("key-file").map(file -> file.text("the name of the file with the key")),
                map.get("headers").map(ProvidersReader::headers).orElse(Map.of()),
                map.get("proxy").map(ProvidersReader::url),
                map.get("ca-file").map(file -> file.text("the name of a PEM file")),
                options(map));
    }

    private static String api(YamlValue value) {
        String wanted = "one of " + String.join(", ", APIS);
        String word = value.text(wanted);
        if (!APIS.contains(word)) {
            throw value.wrong(Closest.hint(word, APIS), wanted);
        }
        return word;
    }

    private static String url(YamlValue value) {
        String wanted = "an address, as in http://127.0.0.1:8000/v1";
        String text = value.text(wanted);
        if (text.indexOf('@') >= 0 || text.indexOf('?') >= 0 && SECRET.matcher(text).matches()) {
            throw secret(value, "Take it out of the address: key and headers name where it is.");
        }
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw value.wrong(wanted);
        }
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw value.wrong(wanted);
        }
        return text;
    }

    /// Upper-case names only: a key that was pasted here has other letters, and is not shown.
    private static String variable(YamlValue value) {
        String wanted = "the name of an environment variable in capitals, as in OPENAI_API_KEY";
        String text = value.text(wanted);
        if (!VARIABLE.matcher(text).matches()) {
            throw value.problem(
                    value.path()
                            + " is not "
                            + wanted
                            + " (its value is not shown: it may be a key). Put the key in a variable and write the variable's name, or name a file: key-file: openai.key.");
        }
        return text;
    }

    private static Map<String, String> headers(YamlValue value) {
        YamlMap map = value.map("a mapping, as in headers: { X-Team: search }");
        Map<String, String> headers = new HashMap<>();
        for (String name : map.keys()) {
            headers.put(name, unsecret(map.need(name, ""), name));
        }
        return headers;
    }

    private static Map<String, String> options(YamlMap map) {
        Map<String, String> options = new HashMap<>();
        for (String name : map.keys()) {
            if (KEYS.contains(name)) {
                continue;
            }
            YamlValue value = map.need(name, "");
            Optional<String> closest =
                    Closest.to(name.toLowerCase(Locale.ROOT).replace('_', '-'), KEYS);
            if (closest.isPresent()) {
                throw value.problem(
                        value.path()
                                + " is not known (closest: "
                                + Quoted.value(closest.get())
                                + "). Rename it, or take it out.");
            }
            options.put(name, unsecret(value, name));
        }
        return options;
    }

    private static String unsecret(YamlValue value, String name) {
        String text = value.text("one text, as in \"${TEAM_TOKEN}\"");
        if (SECRET.matcher(name).matches() && !REFERENCE.matcher(text).find()) {
            throw secret(
                    value,
                    "Put it in an environment variable, and write \"${NAME}\" in its place.");
        }
        return text;
    }

    private static RuntimeException secret(YamlValue value, String remedy) {
        return value.problem(
                value.path() + " holds a secret, and this file is for other eyes too. " + remedy);
    }
}
