package dev.gradus.calls;

import dev.gradus.canonical.CanonicalJson;
import dev.gradus.spi.Ledger;
import dev.gradus.task.ModelName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The batches that a climb has handed over, durable from the moment at which the provider has
/// named them: a climb that was killed finds here what it waits for. Numbered by model, so that
/// they are found whatever part of their calls is still open. Thread-confined.
final class BatchLog {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final Ledger ledger;
    private final long climb;
    private final Map<ModelName, List<Entry>> entries = new HashMap<>();

    BatchLog(Ledger ledger, long climb) {
        this.ledger = ledger;
        this.climb = climb;
    }

    /// @param place in the log
    /// @param batch what the provider knows it by
    /// @param keys of its calls
    record Entry(String place, String batch, List<String> keys) {}

    /// Every batch of a model that may hold replies, the oldest first.
    List<Entry> of(ModelName model) {
        return List.copyOf(read(model));
    }

    private List<Entry> read(ModelName model) {
        return entries.computeIfAbsent(
                model,
                one -> {
                    List<Entry> found = new ArrayList<>();
                    for (int number = 0; ; number++) {
                        String place = place(one, number);
                        Optional<String> stored = ledger.choice(place);
                        if (stored.isEmpty()) {
                            return found;
                        }
                        found.add(entry(place, stored.get()));
                    }
                });
    }

    private Entry entry(String place, String stored) {
        JsonNode json = JSON.readTree(stored);
        List<String> keys = new ArrayList<>();
        if (ledger.choice(closing(place)).isEmpty()) {
            json.path("keys").values().forEach(key -> keys.add(key.stringValue("")));
        }
        return new Entry(place, json.path("batch").stringValue(""), keys);
    }

    /// Durable when it returns.
    void add(ModelName model, String batch, List<String> keys) {
        List<Entry> all = read(model);
        String place = place(model, all.size());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("batch", batch);
        json.put("keys", keys);
        ledger.recordChoice(place, CanonicalJson.write(json));
        all.add(new Entry(place, batch, List.copyOf(keys)));
    }

    /// Nothing more is to be had of a batch: it is not asked for again.
    void close(ModelName model, Entry entry, String why) {
        ledger.recordChoice(closing(entry.place()), CanonicalJson.write(Map.of("closed", why)));
        read(model)
                .replaceAll(one ->
                        one.place().equals(entry.place())
                                ? new Entry(one.place(), one.batch(), List.of())
                                : one);
    }

    private String place(ModelName model, int number) {
        return "batch/" + climb + "/" + model + "/" + number;
    }

    private static String closing(String place) {
        return place + "/closed";
    }
}
