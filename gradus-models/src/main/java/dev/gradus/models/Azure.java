package dev.gradus.models;

import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.ProviderSettings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// OpenAI's chat completions as Azure serves them: the model is the name of a deployment, the key
/// has a header of its own.
///
/// Options: `api-version` for the addresses with a deployment in them, where the resource does not
/// serve `/openai/v1`; `model` for what is deployed, where the deployment's name does not say it.
record Azure(OpenAiChat chat) implements Dialect {
    private static final String V1 = "/openai/v1";

    static Azure of(String deployment, ProviderSettings settings) {
        String generation = settings.options().getOrDefault("model", deployment);
        String path = path(deployment, settings);
        return new Azure(new OpenAiChat(deployment, generation, path, Quirks.openAi()));
    }

    private static String path(String deployment, ProviderSettings settings) {
        String version = settings.options().get("api-version");
        if (version != null) {
            return "/openai/deployments/"
                    + encoded(deployment)
                    + "/chat/completions?api-version="
                    + encoded(version);
        }
        return v1(settings) + "/chat/completions";
    }

    /// Where what OpenAI serves under `/v1` begins, after the base URL.
    static String v1(ProviderSettings settings) {
        return settings.baseUrl().orElse("").contains(V1) ? "" : V1;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String path(boolean streamed) {
        return chat.path(streamed);
    }

    @Override
    public Map<String, String> headers(Secret key) {
        return key.isPresent() ? Map.of("api-key", key.reveal()) : Map.of();
    }

    @Override
    public void write(ChatRequest request, boolean streamed, JsonGenerator json) {
        chat.write(request, streamed, json);
    }

    @Override
    public void read(JsonNode reply, ReplyDraft draft) {
        chat.read(reply, draft);
    }

    @Override
    public void readPiece(JsonNode piece, ReplyDraft draft) {
        chat.readPiece(piece, draft);
    }
}
