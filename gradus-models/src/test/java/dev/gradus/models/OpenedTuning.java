package dev.gradus.models;

import dev.gradus.chat.ProviderSettings;
import dev.gradus.spi.ModelSource;
import dev.gradus.spi.TuningJobs;
import dev.gradus.task.ModelName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// Tuning jobs opened as the engine opens them, with a deadline of the test's.
public final class OpenedTuning {
    private OpenedTuning() {}

    /// The key is `the-key`.
    public static TuningJobs jobs(String base, String baseUrl, Duration deadline) {
        return jobs(base, baseUrl, deadline, "the-key");
    }

    public static TuningJobs jobs(String base, String baseUrl, Duration deadline, String key) {
        return new HttpTuningSource(InstantSource.system(), Optional.of(deadline))
                .open(ModelName.parse(base), settings(baseUrl), place(key));
    }

    static ModelSource.Place place(String key) {
        return new ModelSource.Place(
                Path.of("target"),
                name -> name.equals("THE_KEY") ? Optional.of(key) : Optional.empty());
    }

    static ProviderSettings settings(String baseUrl) {
        return new ProviderSettings(
                Optional.empty(),
                Optional.of(baseUrl),
                Optional.of("THE_KEY"),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }
}
