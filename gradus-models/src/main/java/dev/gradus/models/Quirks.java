package dev.gradus.models;

/// Where a provider that speaks OpenAI's language says it in its own way.
///
/// @param maxTokens the field that bounds what is written
/// @param seed the field of the seed; empty where there is none
/// @param streamUsage true where usage must be asked for in a stream
/// @param schemas true for `json_schema` response formats; without them a tool is forced whose
///   arguments have the schema
/// @param guards true where some models refuse what others take, as `OpenAiGenerations` knows
record Quirks(String maxTokens, String seed, boolean streamUsage, boolean schemas, boolean guards) {
    /// OpenAI itself, and Azure.
    static Quirks openAi() {
        return new Quirks("max_completion_tokens", "seed", true, true, true);
    }

    /// Servers that copy it: the older name is the one they all know.
    static Quirks compatible() {
        return new Quirks("max_tokens", "seed", true, true, false);
    }

    static Quirks mistral() {
        return new Quirks("max_tokens", "random_seed", false, true, false);
    }

    static Quirks withoutSchemas() {
        return new Quirks("max_tokens", "", true, false, false);
    }
}
