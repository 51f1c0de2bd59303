package dev.gradus.tune.train;

import dev.gradus.embedded.internal.WholeFile;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Trainer.Epoch;
import dev.gradus.spi.Trainer.Trained;
import dev.gradus.task.Recipe;
import dev.gradus.tune.AdapterFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `training.json`: what was trained, from what, how it went and what it cost. Written last, so
/// that where it lies the other files are whole.
final class TrainingRecord {
    private static final long LARGEST = 1 << 26;

    private TrainingRecord() {}

    /// @param teaching examples that taught
    /// @param held examples that were held out
    record Counts(int teaching, int held) {}

    static void write(
            Path folder,
            TrainingJob job,
            TrainingState state,
            Counts counts,
            double temperature,
            String note) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", 1);
        json.put("job", job.hash());
        json.put("base", job.base().toString());
        json.put("baseHash", job.baseHash());
        json.put("recipe", recipe(job.recipe()));
        json.put("seed", job.seed());
        json.put("labels", job.labels().size());
        json.put("teaching", counts.teaching());
        json.put("held", counts.held());
        json.put("bestEpoch", state.bestEpoch);
        json.put("heldScore", state.epochs.get(state.bestEpoch - 1).heldScore());
        json.put("temperature", temperature);
        json.put("cpuSeconds", state.cpuSeconds);
        json.put("wallSeconds", state.wallSeconds);
        json.put("resumed", state.resumed);
        json.put("note", note);
        json.put("epochs", state.epochs.stream().map(TrainingRecord::epoch).toList());
        String text = new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json);
        WholeFile.write(folder.resolve(AdapterFiles.TRAINING), text + "\n");
    }

    private static Map<String, Object> recipe(Recipe recipe) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", recipe.kind().word());
        json.put("rank", recipe.rank());
        json.put("alpha", recipe.alpha());
        json.put("dropout", recipe.dropout());
        json.put("learning-rate", recipe.learningRate());
        json.put("epochs", recipe.epochs());
        json.put("batch", recipe.batch());
        json.put("warmup", recipe.warmup());
        json.put("weight-decay", recipe.weightDecay());
        json.put("clip", recipe.clip());
        json.put("patience", recipe.patience());
        json.put("start", recipe.start().word());
        json.put("held", recipe.held());
        return json;
    }

    private static Map<String, Object> epoch(Epoch epoch) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", epoch.number());
        json.put("loss", epoch.loss());
        json.put("heldLoss", epoch.heldLoss());
        json.put("heldScore", epoch.heldScore());
        json.put("examplesPerSecond", epoch.examplesPerSecond());
        return json;
    }

    /// The finished run of this job; empty where the folder holds none, or one of another job.
    ///
    /// @throws GradusException.Data where a file of it is damaged
    static Optional<Trained> read(Path folder, TrainingJob job) {
        Path file = folder.resolve(AdapterFiles.TRAINING);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode json;
        try {
            String text = StandardCharsets.UTF_8.decode(WholeFile.read(file, LARGEST)).toString();
            json = new JsonMapper().readTree(text);
        } catch (JacksonException e) {
            throw new GradusException.Data(
                    "%s is no JSON: %s. Delete the folder to train again."
                            .formatted(file, e.getOriginalMessage()));
        }
        if (!json.path("job").asString("").equals(job.hash())) {
            return Optional.empty();
        }
        List<Epoch> epochs = new ArrayList<>();
        for (JsonNode epoch : json.path("epochs")) {
            epochs.add(
                    new Epoch(
                            epoch.path("number").asInt(),
                            epoch.path("loss").asDouble(),
                            epoch.path("heldLoss").asDouble(),
                            epoch.path("heldScore").asDouble(),
                            epoch.path("examplesPerSecond").asDouble()));
        }
        return Optional.of(
                new Trained(
                        folder,
                        epochs,
                        json.path("bestEpoch").asInt(),
                        json.path("heldScore").asDouble(),
                        Answers.read(folder),
                        json.path("cpuSeconds").asDouble(),
                        json.path("wallSeconds").asDouble(),
                        job.baseHash(),
                        json.path("note").asString("")));
    }
}
