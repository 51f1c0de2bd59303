package dev.gradus.testkit;

/// The languages that a `FaultServer` speaks.
public enum Wire {
    OPENAI_CHAT("/v1", true),
    OPENAI_RESPONSES("/v1", true),
    ANTHROPIC("/v1", true),
    GEMINI("/v1beta", true),
    /// Has no word for a refusal.
    OLLAMA("", false);

    private final String basePath;
    private final boolean refuses;

    Wire(String basePath, boolean refuses) {
        this.basePath = basePath;
        this.refuses = refuses;
    }

    /// What the base URL of such a provider ends in.
    public String basePath() {
        return basePath;
    }

    /// True where the language has a word for a refusal.
    public boolean refuses() {
        return refuses;
    }
}
