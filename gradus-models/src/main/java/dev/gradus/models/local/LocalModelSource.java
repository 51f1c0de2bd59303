package dev.gradus.models.local;

import dev.gradus.chat.ProviderSettings;
import dev.gradus.files.Quoted;
import dev.gradus.models.HttpModelSource;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Model;
import dev.gradus.spi.ModelSource;
import dev.gradus.task.ModelName;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Opens `local/PATH.gguf` by a `llama-server` of its own on a loopback port. Opening waits until
/// the server has loaded the model: seconds to minutes. Models of one file and one set of options
/// share a server; it ends with the last of them, and with this process.
public final class LocalModelSource implements ModelSource {
    private static final String PROVIDER = "local";
    private static final String BINARY = "llama-server";

    private final Consumer<String> progress;
    private final HttpModelSource http = new HttpModelSource();
    private final Map<List<String>, Shared> running = new HashMap<>();

    private static final class Shared {
        private final LlamaServer server;
        private int users;

        private Shared(LlamaServer server) {
            this.server = server;
        }
    }

    public LocalModelSource() {
        this(text -> System.getLogger(LocalModelSource.class.getName()).log(Level.INFO, text));
    }

    LocalModelSource(Consumer<String> progress) {
        this.progress = progress;
    }

    @Override
    public boolean knows(ModelName name, ProviderSettings settings) {
        return name.provider().equals(PROVIDER)
                && settings.api().isEmpty()
                && settings.baseUrl().isEmpty();
    }

    /// @throws GradusException.Provider where the binary or the file is missing, or the server does
    ///   not come up in time, with what it wrote last
    @Override
    public Model open(ModelName name, ProviderSettings settings, Place place) {
        LocalOptions options = LocalOptions.of(settings.options());
        Path file = modelFile(name, options, place);
        Path binary = binary(name, options, place);
        List<String> command = new ArrayList<>();
        command.add(binary.toString());
        command.add("--model");
        command.add(file.toString());
        command.addAll(options.arguments());
        Shared shared = start(name, command, options);
        try {
            Model inner = http.open(name, reached(shared.server), place);
            return new LocalModel(name, inner, shared.server, () -> giveBack(command, shared));
        } catch (RuntimeException wrong) {
            giveBack(command, shared);
            throw wrong;
        }
    }

    private synchronized Shared start(ModelName name, List<String> command, LocalOptions options) {
        Shared shared = running.get(command);
        if (shared == null || !shared.server.isAlive()) {
            shared = new Shared(LlamaServer.start(name, command, options.patience(), progress));
            running.put(command, shared);
        }
        shared.users++;
        return shared;
    }

    private synchronized void giveBack(List<String> command, Shared shared) {
        if (--shared.users == 0) {
            running.remove(command, shared);
            shared.server.close();
        }
    }

    private static ProviderSettings reached(LlamaServer server) {
        ProviderSettings none = ProviderSettings.standard();
        return new ProviderSettings(
                Optional.of("openai-chat"),
                Optional.of(server.baseUrl()),
                none.keyVariable(),
                none.keyFile(),
                Map.of(),
                none.proxy(),
                none.caFile(),
                Map.of());
    }

    private static Path modelFile(ModelName name, LocalOptions options, Place place) {
        Path file;
        try {
            file = options.file(name.model(), place.folder());
        } catch (InvalidPathException wrong) {
            throw provider(
                    name + " names no file. Write local/PATH.gguf, relative to the task's folder.");
        }
        if (!Files.isRegularFile(file)) {
            throw provider(
                    name
                            + ": there is no model file "
                            + Quoted.value(file.toString())
                            + ". Put a GGUF file there, fix the name, or say where it lies: providers: { local: { folder: DIR } }.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            if (!new String(in.readNBytes(4), StandardCharsets.ISO_8859_1).equals("GGUF")) {
                throw provider(
                        name
                                + ": "
                                + Quoted.value(file.toString())
                                + " is no GGUF file. llama.cpp reads no other: fetch the model in that format.");
            }
        } catch (IOException e) {
            throw provider(
                    name
                            + ": the model file cannot be read: "
                            + e.getMessage()
                            + ". Check the disk and the rights.");
        }
        return file;
    }

    private static Path binary(ModelName name, LocalOptions options, Place place) {
        if (options.server().isPresent()) {
            Path binary = place.folder().resolve(options.server().get()).toAbsolutePath();
            if (Files.isExecutable(binary) && Files.isRegularFile(binary)) {
                return binary;
            }
            throw provider(
                    "providers.local.server is "
                            + Quoted.value(options.server().get())
                            + ", and there is no program of that name that may be run. Name the "
                            + BINARY
                            + " of llama.cpp.");
        }
        String path = place.environment().apply("PATH").orElse("");
        for (String folder : path.split(File.pathSeparator, -1)) {
            for (String ending : List.of("", ".exe")) {
                Path binary = Path.of(folder.isEmpty() ? "." : folder, BINARY + ending);
                if (Files.isRegularFile(binary) && Files.isExecutable(binary)) {
                    return binary.toAbsolutePath();
                }
            }
        }
        throw provider(
                name
                        + " needs llama.cpp, and there is no "
                        + BINARY
                        + " on PATH. Install llama.cpp, or say where it is: providers: { local: { server: /path/to/"
                        + BINARY
                        + " } }. A server that runs already is reached by providers: { local: { api: openai-chat, base-url: \"http://127.0.0.1:8080/v1\" } }.");
    }

    private static GradusException provider(String text) {
        return new GradusException.Provider(text, false);
    }
}
