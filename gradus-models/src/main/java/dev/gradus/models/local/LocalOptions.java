package dev.gradus.models.local;

import dev.gradus.files.Closest;
import dev.gradus.files.Quoted;
import dev.gradus.spi.GradusException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a task file says under `providers.local`.
///
/// @param server the binary; looked for on PATH where empty
/// @param folder where models named without a folder are looked for besides the task's folder
/// @param arguments of the server, from the numbers given
/// @param patience how long it may take until the server has loaded the model
record LocalOptions(
        Optional<String> server,
        Optional<String> folder,
        List<String> arguments,
        Duration patience) {
    private static final List<String> KEYS =
            List.of("server", "folder", "context", "gpu-layers", "threads", "parallel", "wait");
    private static final Duration WAIT = Duration.ofMinutes(5);
    private static final int MOST = 10_000_000;

    LocalOptions {
        arguments = List.copyOf(arguments);
    }

    static LocalOptions of(Map<String, String> options) {
        for (String key : options.keySet()) {
            if (!KEYS.contains(key)) {
                throw new GradusException.Data(
                        "providers.local has the unknown key "
                                + Quoted.value(key)
                                + Closest.hint(key, KEYS)
                                + ". The keys are "
                                + String.join(", ", KEYS)
                                + ".");
            }
        }
        List<String> arguments = new ArrayList<>();
        argument(options, "context", "--ctx-size", arguments);
        argument(options, "gpu-layers", "--n-gpu-layers", arguments);
        argument(options, "threads", "--threads", arguments);
        argument(options, "parallel", "--parallel", arguments);
        return new LocalOptions(
                Optional.ofNullable(options.get("server")),
                Optional.ofNullable(options.get("folder")),
                arguments,
                options.containsKey("wait")
                        ? Duration.ofSeconds(whole(options, "wait", "seconds"))
                        : WAIT);
    }

    Path file(String name, Path taskFolder) {
        Path own = taskFolder.resolve(name).toAbsolutePath().normalize();
        return folder.map(other ->
                        taskFolder.resolve(other).resolve(name).toAbsolutePath().normalize())
                .filter(other -> !own.toFile().exists() && other.toFile().exists())
                .orElse(own);
    }

    private static void argument(
            Map<String, String> options, String key, String flag, List<String> arguments) {
        if (options.containsKey(key)) {
            arguments.add(flag);
            arguments.add(Integer.toString(whole(options, key, key)));
        }
    }

    private static int whole(Map<String, String> options, String key, String what) {
        String text = options.getOrDefault(key, "");
        if (text.matches("\\d{1,8}") && Integer.parseInt(text) <= MOST) {
            return Integer.parseInt(text);
        }
        throw new GradusException.Data(
                "providers.local."
                        + key
                        + " is "
                        + Quoted.value(text)
                        + ". Write a whole number of "
                        + what
                        + ", 0 or more.");
    }
}
