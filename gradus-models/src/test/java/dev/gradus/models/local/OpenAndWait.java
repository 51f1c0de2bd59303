package dev.gradus.models.local;

import dev.gradus.chat.ProviderSettings;
import dev.gradus.spi.ModelSource;
import dev.gradus.task.ModelName;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// A process that opens a local model and is killed then.
final class OpenAndWait {
    private OpenAndWait() {}

    public static void main(String[] args) throws Exception {
        ProviderSettings none = ProviderSettings.standard();
        ProviderSettings settings =
                new ProviderSettings(
                        none.api(),
                        none.baseUrl(),
                        none.keyVariable(),
                        none.keyFile(),
                        Map.of(),
                        none.proxy(),
                        none.caFile(),
                        Map.of("server", args[1]));
        new LocalModelSource(text -> {})
                .open(
                        ModelName.parse("local/m.gguf"),
                        settings,
                        new ModelSource.Place(Path.of(args[0]), name -> Optional.empty()));
        System.out.println("open");
        Thread.sleep(60_000);
    }
}
