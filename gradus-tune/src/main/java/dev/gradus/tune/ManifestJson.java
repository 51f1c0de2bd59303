package dev.gradus.tune;

import dev.gradus.embedded.internal.WholeFile;
import dev.gradus.spi.GradusException;
import dev.gradus.task.ModelName;
import dev.gradus.task.Recipe;
import dev.gradus.task.Recipe.Kind;
import dev.gradus.task.Recipe.Start;
import dev.gradus.tune.AdapterManifest.Evaluation;
import dev.gradus.tune.AdapterManifest.Provenance;
import dev.gradus.tune.AdapterManifest.SeedScore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `adapter.json`.
final class ManifestJson {
    static final String FILE = "adapter.json";
    private static final long LARGEST = 1 << 20;
    private static final int FORMAT = 1;
    private static final JsonMapper MAPPER = new JsonMapper();

    private ManifestJson() {}

    static void write(Path folder, AdapterManifest manifest) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("format", FORMAT);
        json.put("task", manifest.task());
        json.put("version", manifest.version());
        json.put("id", manifest.id());
        json.put("created", manifest.created().toString());
        manifest.decision().ifPresent(decision -> json.put("decision", decision));
        Provenance made = manifest.provenance();
        json.put("base", made.base().toString());
        json.put("base_sha256", made.baseHash());
        json.putObject("dataset").put("hash", made.datasetHash()).put("examples", made.examples());
        json.set("recipe", recipe(made.recipe()));
        ArrayNode seeds = json.putArray("seeds");
        for (SeedScore one : made.seeds()) {
            seeds.addObject()
                    .put("seed", one.seed())
                    .put("held", one.held())
                    .put("kept", one.seed() == made.keptSeed());
        }
        ObjectNode evaluation = json.putObject("evaluation");
        manifest.evaluation().held().ifPresent(score -> evaluation.put("held", score));
        manifest.evaluation().dev().ifPresent(score -> evaluation.put("dev", score));
        manifest.evaluation().test().ifPresent(score -> evaluation.put("test", score));
        ObjectNode files = json.putObject("files");
        new TreeMap<>(manifest.checksums()).forEach(files::put);
        WholeFile.write(
                folder.resolve(FILE),
                MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
    }

    /// @throws GradusException.Data where it is missing or damaged
    static AdapterManifest read(Path folder) {
        Path file = folder.resolve(FILE);
        String text = StandardCharsets.UTF_8.decode(WholeFile.read(file, LARGEST)).toString();
        try {
            JsonNode json = MAPPER.readTree(text);
            if (json.required("format").asInt() != FORMAT) {
                throw new IllegalArgumentException(
                        "it has format " + json.path("format") + ", and " + FORMAT + " is read");
            }
            Optional<String> decision =
                    json.has("decision") ? Optional.of(text(json, "decision")) : Optional.empty();
            return new AdapterManifest(
                    text(json, "task"),
                    json.required("version").intValue(),
                    text(json, "id"),
                    provenance(json),
                    files(json.required("files")),
                    evaluation(json.required("evaluation")),
                    Instant.parse(text(json, "created")),
                    decision);
        } catch (JacksonException damaged) {
            throw damaged(file, damaged.getOriginalMessage());
        } catch (IllegalArgumentException | DateTimeException damaged) {
            throw damaged(file, String.valueOf(damaged.getMessage()));
        }
    }

    private static GradusException.Data damaged(Path file, String what) {
        return new GradusException.Data(
                "%s is damaged: %s. Restore it from a copy, or remove the folder and tune again: ./gradus tune DIR."
                        .formatted(file, what));
    }

    private static String text(JsonNode json, String key) {
        return json.required(key).stringValue();
    }

    private static Provenance provenance(JsonNode json) {
        List<SeedScore> seeds = new ArrayList<>();
        Optional<Long> kept = Optional.empty();
        for (JsonNode one : json.required("seeds")) {
            long seed = one.required("seed").longValue();
            seeds.add(new SeedScore(seed, one.required("held").doubleValue()));
            kept = one.path("kept").asBoolean(false) ? Optional.of(seed) : kept;
        }
        JsonNode dataset = json.required("dataset");
        return new Provenance(
                ModelName.parse(text(json, "base")),
                text(json, "base_sha256"),
                text(dataset, "hash"),
                dataset.required("examples").intValue(),
                recipe(json.required("recipe")),
                seeds,
                kept.orElseThrow(() -> new IllegalArgumentException("no seed was kept")));
    }

    private static Map<String, String> files(JsonNode json) {
        Map<String, String> files = new TreeMap<>();
        json.properties().forEach(one -> files.put(one.getKey(), one.getValue().stringValue()));
        return files;
    }

    private static Evaluation evaluation(JsonNode json) {
        return new Evaluation(score(json, "held"), score(json, "dev"), score(json, "test"));
    }

    private static OptionalDouble score(JsonNode json, String key) {
        return json.has(key)
                ? OptionalDouble.of(json.required(key).doubleValue())
                : OptionalDouble.empty();
    }

    /// Its text is part of an adapter's id: fields in this order, whatever the record has.
    static ObjectNode recipe(Recipe recipe) {
        return MAPPER.createObjectNode()
                .put("kind", recipe.kind().word())
                .put("rank", recipe.rank())
                .put("alpha", recipe.alpha())
                .put("dropout", recipe.dropout())
                .put("learning_rate", recipe.learningRate())
                .put("epochs", recipe.epochs())
                .put("batch", recipe.batch())
                .put("warmup", recipe.warmup())
                .put("weight_decay", recipe.weightDecay())
                .put("clip", recipe.clip())
                .put("patience", recipe.patience())
                .put("start", recipe.start().word())
                .put("seeds", recipe.seeds())
                .put("held", recipe.held());
    }

    /// What an adapter's id is made of: the keys in this order, in every release. A key that is
    /// added is no part of it at its default.
    static String identity(Recipe recipe) {
        return recipe(recipe).toString();
    }

    private static Recipe recipe(JsonNode json) {
        return new Recipe(
                Kind.valueOf(text(json, "kind").toUpperCase(Locale.ROOT)),
                json.required("rank").intValue(),
                json.required("alpha").doubleValue(),
                json.required("dropout").doubleValue(),
                json.required("learning_rate").doubleValue(),
                json.required("epochs").intValue(),
                json.required("batch").intValue(),
                json.required("warmup").doubleValue(),
                json.required("weight_decay").doubleValue(),
                json.required("clip").doubleValue(),
                json.required("patience").intValue(),
                Start.valueOf(text(json, "start").toUpperCase(Locale.ROOT)),
                json.required("seeds").intValue(),
                json.required("held").doubleValue());
    }
}
