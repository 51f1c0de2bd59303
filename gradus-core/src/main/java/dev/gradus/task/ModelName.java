package dev.gradus.task;

import java.util.Objects;

/// Anything that answers or embeds, by name: `provider/model`, as in `embedded/minilm-l6-q`.
///
/// @param provider who serves it, up to the first slash
/// @param model the provider's own name, which may contain further slashes
public record ModelName(String provider, String model) implements Comparable<ModelName> {
    public ModelName {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(model, "model");
        if (provider.isBlank() || model.isBlank() || provider.indexOf('/') >= 0) {
            throw new IllegalArgumentException(
                    "a model is named provider/model, not '" + provider + "/" + model + "'");
        }
    }

    /// Reads `provider/model`.
    ///
    /// @throws IllegalArgumentException where there is no slash, or nothing on one side of it
    public static ModelName parse(String text) {
        int slash = text.indexOf('/');
        if (slash <= 0 || slash == text.length() - 1) {
            throw new IllegalArgumentException(
                    "'"
                            + text
                            + "' is not a model name. Write provider/model, as in embedded/minilm-l6-q.");
        }
        return new ModelName(text.substring(0, slash).strip(), text.substring(slash + 1).strip());
    }

    /// True for a model that runs in this process and opens no connection.
    public boolean inProcess() {
        return provider.equals("embedded");
    }

    @Override
    public int compareTo(ModelName other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return provider + "/" + model;
    }
}
