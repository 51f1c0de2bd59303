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
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Tuning jobs of Together (https://docs.together.ai/reference/post-fine-tunes): the same steps as
/// OpenAI's in other words. It trains low-rank adapters unless asked otherwise; its checkpoints are
/// files, not models that answer, so none are listed.
///
/// @param clock that its seconds to go are counted from
record TogetherTuning(InstantSource clock) implements TuningApi {

    @Override
    public String upload() {
        return "/files/upload";
    }

    @Override
    public String files() {
        return "/files";
    }

    @Override
    public Map<String, String> fields(String fileName) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("purpose", "fine-tune");
        fields.put("file_name", fileName);
        fields.put("file_type", "jsonl");
        return fields;
    }

    @Override
    public String jobs() {
        return "/fine-tunes";
    }

    @Override
    public ObjectNode order(ModelName base, JobOrder order, Failures failures) {
        Settings settings = order.way().settings();
        if (settings.learningRateMultiplier().isPresent()) {
            throw failures.rejected(
                    "Together takes no multiplier of its learning rate. Leave it out.");
        }
        ObjectNode json =
                Json.MAPPER
                        .createObjectNode()
                        .put("model", base.model())
                        .put("training_file", order.trainingFile())
                        .put("n_epochs", settings.epochs());
        order.validationFile()
                .ifPresent(file ->
                        json.put("validation_file", file).put("n_evals", settings.epochs()));
        settings.batchSize().ifPresent(size -> json.put("batch_size", size));
        order.suffix().ifPresent(suffix -> json.put("suffix", suffix));
        order.seed().ifPresent(seed -> json.put("random_seed", seed));
        ObjectNode method = json.putObject("training_method");
        switch (order.way()) {
            case Supervised way -> method.put("method", "sft").put("train_on_inputs", "auto");
            case Preference way -> {
                method.put("method", "dpo");
                way.beta().ifPresent(beta -> method.put("dpo_beta", beta));
            }
            case Reinforcement way ->
                    throw failures.rejected(
                            "Together's jobs have no reinforcement by a grader. Tune by sft or"
                                    + " dpo.");
        }
        return json;
    }

    @Override
    public JobState state(JsonNode job, Failures failures) {
        Status status = status(Json.text(job, "status"), failures);
        JsonNode progress = job.path("progress");
        Optional<Instant> finish =
                status.ended() || !progress.path("estimate_available").asBoolean(false)
                        ? Optional.empty()
                        : Optional.of(
                                clock.instant()
                                        .plusSeconds(progress.path("seconds_remaining").asInt(0)));
        return new JobState(
                status,
                status == Status.SUCCEEDED
                        ? OpenAiTuning.filled(Json.text(job, "model_output_name"))
                        : Optional.empty(),
                OpenAiTuning.count(job.path("token_count")),
                status == Status.FAILED ? lastError(job, failures) : Optional.empty(),
                finish);
    }

    private static Status status(String word, Failures failures) {
        return switch (word) {
            case "pending", "queued" -> Status.QUEUED;
            case "running", "compressing", "uploading", "cancel_requested" -> Status.RUNNING;
            case "completed" -> Status.SUCCEEDED;
            case "error" -> Status.FAILED;
            case "cancelled" -> Status.CANCELLED;
            default -> throw failures.broken("it does not say how far the job is");
        };
    }

    private static Optional<String> lastError(JsonNode job, Failures failures) {
        String last = "";
        for (JsonNode event : job.path("events").values()) {
            if (Json.text(event, "type").equals("job_error")) {
                last = Json.text(event, "message");
            }
        }
        return OpenAiTuning.filled(last).map(failures::quoted);
    }

    /// Its events have no id: time, kind and step make one.
    @Override
    public JobEvent event(JsonNode event, Failures failures) {
        String level = Json.text(event, "level").replace("legacy_i", "").replace("legacy_", "");
        String at = Json.text(event, "created_at");
        Map<String, Double> metrics = new HashMap<>();
        for (String name : List.of("step", "total_steps", "token_count")) {
            JsonNode value = event.path(name);
            if (value.isNumber() && value.doubleValue() > 0) {
                metrics.put(name, value.doubleValue());
            }
        }
        return new JobEvent(
                at + " " + Json.text(event, "type") + " " + event.path("step").asInt(0),
                instant(at),
                level.isEmpty() ? "info" : level,
                failures.plain(Json.text(event, "message")),
                metrics);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean paged() {
        return false;
    }

    @Override
    public List<Checkpoint> checkpoints(String job, Exchange exchange) {
        return List.of();
    }
}
