package dev.gradus.models;

import dev.gradus.models.AdapterCalls.Said;
import dev.gradus.spi.GradusException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Adapters of vLLM (https://docs.vllm.ai/en/latest/features/lora/). A server started with them has
/// each as a model name; one started with `VLLM_ALLOW_RUNTIME_LORA_UPDATING=True` loads and unloads
/// more while it runs. The path is read by the server: on its machine, by its rights.
public final class VllmAdapters implements AdapterServer {
    private final AdapterCalls calls;

    VllmAdapters(AdapterCalls calls) {
        this.calls = calls;
    }

    /// The models that name a parent: the base has none.
    @Override
    public List<Loaded> loaded() {
        List<Loaded> loaded = new ArrayList<>();
        for (JsonNode model : calls.json(calls.get("/models")).path("data").values()) {
            if (!Json.text(model, "parent").isEmpty()) {
                loaded.add(
                        new Loaded(
                                Json.text(model, "id"),
                                Json.text(model, "root"),
                                Optional.empty()));
            }
        }
        return loaded;
    }

    /// @throws GradusException.Provider where the server does not load while it runs, has the name
    ///   already, or finds no adapter there
    @Override
    public void load(String name, Path adapter) {
        String json =
                Json.MAPPER
                        .createObjectNode()
                        .put("lora_name", calls.name(name))
                        .put("lora_path", adapter.toString())
                        .toString();
        Said said = calls.post("/load_lora_adapter", json, false);
        if (said.done()) {
            return;
        }
        if (said.status() == 404 && !said.body().contains(name)) {
            throw notWhileItRuns();
        }
        if (said.status() == 400 && said.body().contains("already been")) {
            throw calls.wrong(
                    "an adapter named '"
                            + name
                            + "' is loaded already. Unload it first, or give this one another"
                            + " name, as one name must not change its meaning between a"
                            + " measurement and the next.");
        }
        throw calls.refused(said);
    }

    /// @throws GradusException.Provider where there is none of that name
    @Override
    public void unload(String name) {
        String json = Json.MAPPER.createObjectNode().put("lora_name", calls.name(name)).toString();
        Said said = calls.post("/unload_lora_adapter", json, false);
        if (said.done()) {
            return;
        }
        if (said.status() == 404 && !said.body().contains(name)) {
            throw notWhileItRuns();
        }
        throw calls.refused(said);
    }

    private GradusException notWhileItRuns() {
        return calls.wrong(
                "the server loads no adapter while it runs (404). Start it with"
                        + " VLLM_ALLOW_RUNTIME_LORA_UPDATING=True in its environment and"
                        + " --enable-lora, or name the adapter when it starts: --enable-lora"
                        + " --lora-modules NAME=PATH.");
    }

    /// `--enable-lora --lora-modules a=/path b=/path --max-loras 2 --max-lora-rank 16`: the rank is
    /// rounded up to what vLLM takes.
    @Override
    public List<String> arguments(List<Start> adapters) {
        List<String> words = new ArrayList<>(List.of("--enable-lora", "--lora-modules"));
        int rank = 8;
        for (Start start : adapters) {
            words.add(calls.name(start.name()) + "=" + start.adapter());
            while (rank < start.rank()) {
                rank *= 2;
            }
        }
        words.addAll(
                List.of(
                        "--max-loras",
                        Integer.toString(Math.max(1, adapters.size())),
                        "--max-lora-rank",
                        Integer.toString(rank)));
        return words;
    }

    @Override
    public void close() {
        calls.close();
    }
}
