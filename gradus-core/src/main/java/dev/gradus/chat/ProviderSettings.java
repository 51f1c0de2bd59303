package dev.gradus.chat;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// How a provider is reached, as the task file says; what is empty is the provider's own default.
/// No secret stands in it: keys and secret headers are named by the environment variable or the
/// file that holds them.
///
/// @param api the language it speaks: `openai-chat`, `openai-responses`, `anthropic`, `gemini`,
///   `ollama`, `azure`; empty for a provider that is known by its name
/// @param baseUrl as in `http://127.0.0.1:8000/v1`
/// @param keyVariable the environment variable that holds the key
/// @param keyFile the file that holds the key
/// @param headers sent with every call; `${NAME}` in a value is read from the environment
/// @param proxy as in `http://proxy.example:3128`
/// @param caFile PEM file of certificate authorities to trust
/// @param options what only this provider knows, as in `api-version` of Azure
public record ProviderSettings(
        Optional<String> api,
        Optional<String> baseUrl,
        Optional<String> keyVariable,
        Optional<String> keyFile,
        Map<String, String> headers,
        Optional<String> proxy,
        Optional<String> caFile,
        Map<String, String> options) {
    public ProviderSettings {
        Objects.requireNonNull(api, "api");
        Objects.requireNonNull(baseUrl, "baseUrl");
        Objects.requireNonNull(keyVariable, "keyVariable");
        Objects.requireNonNull(keyFile, "keyFile");
        Objects.requireNonNull(proxy, "proxy");
        Objects.requireNonNull(caFile, "caFile");
        headers = Map.copyOf(headers);
        options = Map.copyOf(options);
    }

    /// All defaults.
    public static ProviderSettings standard() {
        return new ProviderSettings(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    public ProviderSettings withBaseUrl(String url) {
        return new ProviderSettings(
                api, Optional.of(url), keyVariable, keyFile, headers, proxy, caFile, options);
    }
}
