package dev.gradus.models;

import dev.gradus.chat.ProviderSettings;
import dev.gradus.spi.Model;
import dev.gradus.spi.ModelSource;
import dev.gradus.task.ModelName;
import dev.gradus.testkit.FaultServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Models opened as the engine opens them, with an environment of the test's.
final class Opened {
    private Opened() {}

    static Model model(String name, FaultServer server, String key, String secretHeader) {
        return model(name, settings(server), Map.of("THE_KEY", key, "TEAM", secretHeader));
    }

    static Model speaking(
            String api, String name, FaultServer server, String key, String secretHeader) {
        ProviderSettings settings = settings(server);
        return model(
                name,
                new ProviderSettings(
                        Optional.of(api),
                        settings.baseUrl(),
                        settings.keyVariable(),
                        settings.keyFile(),
                        settings.headers(),
                        settings.proxy(),
                        settings.caFile(),
                        settings.options()),
                Map.of("THE_KEY", key, "TEAM", secretHeader));
    }

    static Model model(String name, ProviderSettings settings, Map<String, String> environment) {
        return new HttpModelSource()
                .open(
                        ModelName.parse(name),
                        settings,
                        new ModelSource.Place(
                                Path.of("target"),
                                variable -> Optional.ofNullable(environment.get(variable))));
    }

    /// The server's address, the key in THE_KEY, a header from TEAM.
    static ProviderSettings settings(FaultServer server) {
        return new ProviderSettings(
                Optional.empty(),
                Optional.of(server.baseUrl()),
                Optional.of("THE_KEY"),
                Optional.empty(),
                Map.of("X-Team", "${TEAM}"),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }
}
