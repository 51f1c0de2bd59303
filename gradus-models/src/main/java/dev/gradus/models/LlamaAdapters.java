package dev.gradus.models;

import dev.gradus.models.AdapterCalls.Said;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// Adapters of llama.cpp's server (tools/server/README.md there). It loads GGUF files when it
/// starts, numbers them from 0, and counts each by a scale: for all requests, or for one by the
/// request's own field `lora`.
public final class LlamaAdapters implements AdapterServer {
    private final AdapterCalls calls;

    LlamaAdapters(AdapterCalls calls) {
        this.calls = calls;
    }

    @Override
    public List<Loaded> loaded() {
        JsonNode root = calls.json(calls.get("/lora-adapters"));
        if (!root.isArray()) {
            throw calls.broken("it is no list of adapters");
        }
        List<Loaded> loaded = new ArrayList<>();
        for (JsonNode adapter : root.values()) {
            loaded.add(
                    new Loaded(
                            Long.toString(adapter.path("id").asLong(0)),
                            Json.text(adapter, "path"),
                            Optional.of(adapter.path("scale").asDouble(0))));
        }
        return loaded;
    }

    /// Sets the scales for all requests that name none; those left out are set to 0.
    ///
    /// @param scales by the adapter's number; 1 as it was trained, 0 off
    public void scale(Map<Integer, Double> scales) {
        Said said = calls.post("/lora-adapters", list(scales).toString(), false);
        if (!said.done()) {
            throw calls.refused(said);
        }
    }

    /// The field of a request's body that scales adapters for that request alone, as in
    /// `"lora":[{"id":0,"scale":1.0}]`. Requests with different scales are not batched together.
    public static String requestField(Map<Integer, Double> scales) {
        return "\"lora\":" + list(scales);
    }

    private static ArrayNode list(Map<Integer, Double> scales) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        new TreeMap<>(scales)
                .forEach((id, scale) -> list.addObject().put("id", id).put("scale", scale));
        return list;
    }

    @Override
    public void load(String name, Path adapter) {
        throw calls.usage(
                "llama-server loads adapters when it starts and not while it runs. Start it with"
                        + " --lora "
                        + adapter
                        + " (a GGUF file: convert_lora_to_gguf.py of llama.cpp makes one of an adapter"
                        + " folder).");
    }

    /// Sets the scale of one to 0 and leaves the others: it stays in memory.
    ///
    /// @param name its number
    @Override
    public void unload(String name) {
        Map<Integer, Double> scales = new TreeMap<>();
        boolean known = false;
        for (Loaded adapter : loaded()) {
            boolean meant = adapter.name().equals(name);
            known |= meant;
            scales.put(Integer.parseInt(adapter.name()), meant ? 0.0 : adapter.scale().orElse(0.0));
        }
        if (!known) {
            throw calls.wrong(
                    "there is no adapter '"
                            + calls.name(name)
                            + "'; the numbers are "
                            + scales.keySet()
                            + ".");
        }
        scale(scales);
    }

    /// `--lora a.gguf --lora b.gguf`, which get the numbers 0, 1 and so on.
    @Override
    public List<String> arguments(List<Start> adapters) {
        List<String> words = new ArrayList<>();
        for (Start start : adapters) {
            words.add("--lora");
            words.add(start.adapter().toString());
        }
        return words;
    }

    @Override
    public void close() {
        calls.close();
    }
}
