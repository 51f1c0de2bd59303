package dev.gradus.spi;

import dev.gradus.chat.ProviderSettings;
import dev.gradus.task.ModelName;

/// Opens chat models; found by `ServiceLoader`.
public interface ModelSource {

    /// True where this source can open the model: its provider is known, or the settings say which
    /// language it speaks.
    boolean knows(ModelName name, ProviderSettings settings);

    /// Opens a model; opens no connection yet.
    ///
    /// @param place the folder against which files in the settings and in names are resolved, and
    ///   the environment that keys are read from
    /// @throws GradusException.Provider where a key is missing or a file cannot be read, with what
    ///   to do
    Model open(ModelName name, ProviderSettings settings, Place place);

    /// Where the task stands.
    ///
    /// @param folder of the task file
    /// @param environment values of environment variables, by name
    record Place(
            java.nio.file.Path folder,
            java.util.function.Function<String, java.util.Optional<String>> environment) {}
}
