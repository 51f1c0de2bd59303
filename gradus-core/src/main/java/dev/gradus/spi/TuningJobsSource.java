package dev.gradus.spi;

import dev.gradus.chat.ProviderSettings;
import dev.gradus.task.ModelName;

/// Opens what tunes a provider's model at the provider; found by `ServiceLoader`.
public interface TuningJobsSource {

    /// True where this source speaks the provider's language of tuning jobs, as far as the name and
    /// the settings say.
    boolean knows(ModelName base, ProviderSettings settings);

    /// Opens the jobs of a provider; opens no connection yet.
    ///
    /// @param place as for `ModelSource`
    /// @throws GradusException.Provider where a key is missing or a file cannot be read, with what
    ///   to do
    TuningJobs open(ModelName base, ProviderSettings settings, ModelSource.Place place);
}
