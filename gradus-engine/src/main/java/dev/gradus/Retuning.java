package dev.gradus;

import dev.gradus.cost.Economics;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.Release;
import dev.gradus.spi.Trainer;
import dev.gradus.task.ContentHash;
import dev.gradus.task.ModelName;
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Whether the live model should be tuned again: what moved since it was tuned, and what another
/// run costs. Says nothing where what is live was not tuned.
///
/// @param home the ledger's folder
record Retuning(
        Task task, Splits splits, Ledger ledger, Optional<Trainer> trainer, AdapterFolders home) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// Null where nothing is live.
    @Nullable Map<String, Object> tree(Economics economics) {
        Optional<Release> live = Release.live(ledger.releases(task.name()));
        return live.map(one -> tree(one, economics)).orElse(null);
    }

    private Map<String, Object> tree(Release live, Economics economics) {
        Optional<JsonNode> definition =
                Candidates.definition(ledger, live.candidate()).flatMap(Retuning::parsed);
        List<String> moved =
                definition
                        .filter(one -> !one.path("adapter").asString("").isEmpty())
                        .map(this::moved)
                        .orElse(List.of());
        return new Tree()
                .put("candidate", live.candidate())
                .put("title", live.title())
                .put("since", live.at().toString())
                .put("moved", moved)
                .put("advice", advice(moved, economics))
                .map();
    }

    private static Optional<JsonNode> parsed(String definition) {
        try {
            return Optional.of(JSON.readTree(definition));
        } catch (JacksonException foreign) {
            return Optional.empty();
        }
    }

    private List<String> moved(JsonNode definition) {
        List<String> moved = new ArrayList<>();
        Optional<AdapterFolders.Origin> origin =
                home.origin(definition.path("adapter").asString(""));
        if (origin.isEmpty()) {
            moved.add("its adapter is not in the registry any more");
            return moved;
        }
        if (!ContentHash.of(splits.train()).equals(origin.get().dataset())) {
            moved.add(
                    String.format(
                            Locale.ROOT,
                            "the train examples changed: %,d when it was tuned, %,d now",
                            origin.get().examples(),
                            splits.train().size()));
        }
        ModelName base = ModelName.parse(definition.path("model").asString(""));
        trainer.flatMap(one -> one.baseHash(base))
                .filter(hash -> !hash.equals(origin.get().baseHash()))
                .ifPresent(hash -> moved.add("another version of " + base + " is installed"));
        return moved;
    }

    /// What was measured before is reused: only what moved is paid for.
    private static String advice(List<String> moved, Economics economics) {
        if (moved.isEmpty()) {
            return "nothing moved since it was released: no reason to tune again";
        }
        OptionalDouble training =
                economics
                        .tuning()
                        .map(Economics.TuningCase::training)
                        .orElse(OptionalDouble.empty());
        return "gradus tune sets a new adapter against it; one run costs "
                + (training.isPresent()
                        ? String.format(
                                Locale.ROOT,
                                "%.2f %s (%s)",
                                training.getAsDouble(),
                                economics.currency(),
                                economics
                                        .tuning()
                                        .flatMap(Economics.TuningCase::trainingSource)
                                        .orElse(""))
                        : "an unknown amount (tuning.training)");
    }
}
