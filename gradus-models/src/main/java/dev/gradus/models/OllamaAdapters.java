package dev.gradus.models;

import dev.gradus.models.AdapterCalls.Said;
import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Adapters of Ollama (docs/api.md and docs/modelfile.md there). A base with an adapter is a model
/// of its own, which shares the base's weights on disk. The adapter's files are uploaded, so Ollama
/// may run elsewhere. The base must be the one the adapter was tuned on, in Ollama's own name.
public final class OllamaAdapters implements AdapterServer {
    private static final int MOST_FILES = 16;
    private static final int MOST_MODELS = 500;

    private final AdapterCalls calls;

    OllamaAdapters(AdapterCalls calls) {
        this.calls = calls;
    }

    /// The models that have an adapter: one call a model.
    @Override
    public List<Loaded> loaded() {
        List<Loaded> loaded = new ArrayList<>();
        int asked = 0;
        for (JsonNode model : calls.json(calls.get("/api/tags")).path("models").values()) {
            if (asked++ == MOST_MODELS) {
                throw calls.broken("it lists more than " + MOST_MODELS + " models");
            }
            String name = Json.text(model, "name");
            String json = Json.MAPPER.createObjectNode().put("model", name).toString();
            String modelfile =
                    Json.text(calls.json(calls.post("/api/show", json, false)), "modelfile");
            modelfile
                    .lines()
                    .filter(line -> line.startsWith("ADAPTER "))
                    .findFirst()
                    .ifPresent(line ->
                            loaded.add(
                                    new Loaded(
                                            name,
                                            line.substring("ADAPTER ".length()).strip(),
                                            Optional.empty())));
        }
        return loaded;
    }

    /// Refuses: a model of Ollama needs its base too.
    @Override
    public void load(String name, Path adapter) {
        throw calls.usage(
                "Ollama makes a model of a base and an adapter: say which base, with create(name,"
                        + " base, adapter).");
    }

    /// Makes a model of a base and an adapter; one of that name is replaced.
    ///
    /// @param base in Ollama's own name, as in `qwen3:4b`; it must be there already
    /// @param adapter folder with safetensors, or a GGUF file, on this machine
    /// @throws GradusException.Data where the adapter cannot be read
    public void create(String name, String base, Path adapter) {
        ObjectNode adapters = Json.MAPPER.createObjectNode();
        for (Path file : files(adapter)) {
            adapters.put(file.getFileName().toString(), uploaded(file));
        }
        ObjectNode body =
                Json.MAPPER
                        .createObjectNode()
                        .put("model", calls.name(name))
                        .put("from", calls.name(base))
                        .put("stream", false);
        body.set("adapters", adapters);
        Said said = calls.post("/api/create", body.toString(), true);
        String status = Json.text(calls.json(said), "status");
        if (!status.equals("success")) {
            throw calls.wrong(
                    "model '"
                            + name
                            + "' was not made: Ollama says '"
                            + status.substring(0, Math.min(80, status.length()))
                            + "' in place of success. Look at its log.");
        }
    }

    private String uploaded(Path file) {
        String digest = "sha256:" + sha256(file);
        Said there = calls.head("/api/blobs/" + digest);
        if (there.done()) {
            return digest;
        }
        if (there.status() != 404) {
            throw calls.refused(there);
        }
        Said said = calls.post("/api/blobs/" + digest, file);
        if (!said.done()) {
            throw calls.refused(said);
        }
        return digest;
    }

    private static List<Path> files(Path adapter) {
        if (Files.isRegularFile(adapter)) {
            return List.of(adapter);
        }
        try (Stream<Path> inside = Files.list(adapter)) {
            List<Path> files =
                    inside.filter(OllamaAdapters::isPart).sorted().limit(MOST_FILES + 1).toList();
            if (files.size() < 2 || files.size() > MOST_FILES) {
                throw new GradusException.Data(
                        "'"
                                + adapter
                                + "' is no adapter: it needs adapter_config.json and"
                                + " adapter_model.safetensors. Name the folder that training left.");
            }
            return files;
        } catch (IOException e) {
            throw unreadable(adapter, e);
        }
    }

    private static boolean isPart(Path file) {
        String name = file.getFileName().toString();
        return name.equals("adapter_config.json")
                || name.startsWith("adapter_model") && name.endsWith(".safetensors");
    }

    private static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }

    private static GradusException unreadable(Path file, IOException e) {
        return new GradusException.Data(
                "'" + file + "' cannot be read: " + e.getMessage() + ". Check the path.");
    }

    /// Deletes the model; the base stays.
    @Override
    public void unload(String name) {
        String json = Json.MAPPER.createObjectNode().put("model", calls.name(name)).toString();
        Said said = calls.delete("/api/delete", json);
        if (said.status() == 404) {
            throw calls.wrong("there is no model '" + name + "' to delete.");
        }
        if (!said.done()) {
            throw calls.refused(said);
        }
    }

    /// Refuses: Ollama is started without adapters.
    @Override
    public List<String> arguments(List<Start> adapters) {
        throw calls.usage(
                "Ollama is started without adapters: write a Modelfile and run ollama create NAME -f"
                        + " Modelfile.");
    }

    /// The Modelfile that `ollama create NAME -f Modelfile` reads.
    ///
    /// @throws GradusException.Usage where a name or path would not stand on one line
    public static String modelfile(String base, Path adapter) {
        String path = adapter.toString();
        if (!base.matches("[A-Za-z0-9][A-Za-z0-9._:/-]{0,199}")
                || path.isEmpty()
                || path.chars().anyMatch(Character::isISOControl)) {
            throw new GradusException.Usage(
                    "a Modelfile names a base and an adapter on one line each; one of them holds a"
                            + " letter that cannot stand there.");
        }
        return "FROM " + base + "\nADAPTER " + path + "\n";
    }

    @Override
    public void close() {
        calls.close();
    }
}
