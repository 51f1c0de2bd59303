package dev.gradus.models;

import dev.gradus.spi.JobEvent;
import dev.gradus.spi.JobOrder;
import dev.gradus.spi.JobOrder.Preference;
import dev.gradus.spi.JobOrder.Reinforcement;
import dev.gradus.spi.JobOrder.Settings;
import dev.gradus.spi.JobOrder.Supervised;
import dev.gradus.spi.JobState;
import dev.gradus.spi.JobState.Status;
import dev.gradus.spi.TuningJobs.Checkpoint;
import dev.gradus.task.ModelName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Tuning jobs of OpenAI (https://platform.openai.com/docs/api-reference/fine-tuning), and of
/// whoever copies them: Azure among them.
///
/// @param prefix of every path, after the base URL
record OpenAiTuning(String prefix) implements TuningApi {
    private static final int MOST_CHECKPOINTS = 100;

    @Override
    public String upload() {
        return files();
    }

    @Override
    public String files() {
        return prefix + "/files";
    }

    @Override
    public Map<String, String> fields(String fileName) {
        return Map.of("purpose", "fine-tune");
    }

    @Override
    public String jobs() {
        return prefix + "/fine_tuning/jobs";
    }

    @Override
    public ObjectNode order(ModelName base, JobOrder order, Failures failures) {
        ObjectNode json =
                Json.MAPPER
                        .createObjectNode()
                        .put("model", base.model())
                        .put("training_file", order.trainingFile());
        order.validationFile().ifPresent(file -> json.put("validation_file", file));
        order.suffix().ifPresent(suffix -> json.put("suffix", suffix));
        order.seed().ifPresent(seed -> json.put("seed", seed));
        ObjectNode method = json.putObject("method");
        switch (order.way()) {
            case Supervised way -> hyperparameters(named(method, "supervised"), way.settings());
            case Preference way -> {
                ObjectNode settings = hyperparameters(named(method, "dpo"), way.settings());
                way.beta().ifPresent(beta -> settings.put("beta", beta));
            }
            case Reinforcement way -> {
                ObjectNode reinforcement = named(method, "reinforcement");
                reinforcement.set("grader", grader(way.grader(), failures));
                hyperparameters(reinforcement, way.settings());
            }
        }
        return json;
    }

    private static ObjectNode named(ObjectNode method, String type) {
        return method.put("type", type).putObject(type);
    }

    private static ObjectNode hyperparameters(ObjectNode method, Settings settings) {
        ObjectNode json = method.putObject("hyperparameters").put("n_epochs", settings.epochs());
        settings.batchSize().ifPresent(size -> json.put("batch_size", size));
        settings.learningRateMultiplier()
                .ifPresent(rate -> json.put("learning_rate_multiplier", rate));
        return json;
    }

    private static JsonNode grader(String grader, Failures failures) {
        try {
            JsonNode json = Json.MAPPER.readTree(grader);
            if (json.isObject() && json.path("type").isString()) {
                return json;
            }
        } catch (JacksonException e) {
            // told below
        }
        throw failures.rejected(
                "the grader is no JSON object with a type. Write one as the provider's reference of"
                        + " graders has it.");
    }

    @Override
    public JobState state(JsonNode job, Failures failures) {
        return new JobState(
                status(Json.text(job, "status"), failures),
                filled(Json.text(job, "fine_tuned_model")),
                count(job.path("trained_tokens")),
                error(job.path("error"), failures),
                instant(job.path("estimated_finish")));
    }

    private static Status status(String word, Failures failures) {
        return switch (word) {
            case "validating_files" -> Status.VALIDATING_FILES;
            case "queued", "pending" -> Status.QUEUED;
            case "running", "pausing" -> Status.RUNNING;
            case "paused" -> Status.PAUSED;
            case "succeeded" -> Status.SUCCEEDED;
            case "failed" -> Status.FAILED;
            case "cancelled" -> Status.CANCELLED;
            default -> throw failures.broken("it does not say how far the job is");
        };
    }

    private static Optional<String> error(JsonNode error, Failures failures) {
        String message = Json.text(error, "message");
        String code = Json.text(error, "code");
        if (message.isEmpty() && code.isEmpty()) {
            return Optional.empty();
        }
        String words = message.isEmpty() ? code : message;
        return Optional.of(
                failures.quoted(words)
                        + (message.isEmpty() || code.isEmpty()
                                ? ""
                                : " (" + failures.plain(code) + ")"));
    }

    @Override
    public JobEvent event(JsonNode event, Failures failures) {
        String level = Json.text(event, "level");
        return new JobEvent(
                Json.text(event, "id"),
                instant(event.path("created_at")),
                level.isEmpty() ? "info" : level,
                failures.plain(Json.text(event, "message")),
                metrics(event.path("data")));
    }

    static Map<String, Double> metrics(JsonNode data) {
        Map<String, Double> metrics = new HashMap<>();
        data.properties()
                .forEach(entry -> {
                    if (entry.getValue().isNumber() && metrics.size() < 50) {
                        metrics.put(entry.getKey(), entry.getValue().doubleValue());
                    }
                });
        return metrics;
    }

    @Override
    public boolean paged() {
        return true;
    }

    @Override
    public List<Checkpoint> checkpoints(String job, Exchange exchange) {
        JsonNode page = exchange.get(jobs() + "/" + job + "/checkpoints?limit=" + MOST_CHECKPOINTS);
        List<Checkpoint> checkpoints = new ArrayList<>();
        for (JsonNode one : page.path("data").values()) {
            checkpoints.add(
                    new Checkpoint(
                            Json.text(one, "fine_tuned_model_checkpoint"),
                            one.path("step_number").asLong(0),
                            metrics(one.path("metrics"))));
        }
        return checkpoints;
    }

    static Optional<String> filled(String text) {
        return Optional.of(text).filter(words -> !words.isBlank());
    }

    static OptionalLong count(JsonNode node) {
        return node.isNumber() && node.asLong(0) >= 0
                ? OptionalLong.of(node.asLong(0))
                : OptionalLong.empty();
    }

    static Optional<Instant> instant(JsonNode seconds) {
        return seconds.isNumber() && seconds.asLong(0) > 0 && seconds.asLong(0) < 1L << 36
                ? Optional.of(Instant.ofEpochSecond(seconds.asLong(0)))
                : Optional.empty();
    }
}
