package dev.gradus.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A job of a `TuningServer`, as OpenAI keeps it: it checks its file, waits, trains step by step,
/// and ends. Called with the server's lock held.
final class TuningJob {
    private static final List<String> ROLES =
            List.of("system", "developer", "user", "assistant", "tool", "function");
    private static final int LEAST_EXAMPLES = 10;
    private static final long NEW_YEAR = 1_767_225_600;

    final String id;
    final JsonNode order;
    final List<JsonNode> lines = new ArrayList<>();
    final List<ObjectNode> events = new ArrayList<>();
    final List<ObjectNode> checkpoints = new ArrayList<>();
    private final Course plan;
    private final String file;
    private String status = "validating_files";
    private int ticks;
    private int step;
    private Optional<String> model = Optional.empty();
    private Optional<ObjectNode> error = Optional.empty();

    /// How a job goes.
    ///
    /// @param ticks that each status lasts
    /// @param steps of training, one a tick
    /// @param haltAt the status that it never leaves; empty for none
    /// @param failure code and message that it fails with once it runs; empty for none
    /// @param named false where it succeeds and no model has a name
    record Course(
            int ticks,
            int steps,
            Optional<String> haltAt,
            Optional<String[]> failure,
            boolean named) {}

    TuningJob(String id, JsonNode order, String file, Course plan) {
        this.id = id;
        this.order = order;
        this.file = file;
        this.plan = plan;
        event("message", "Created fine-tuning job: " + id);
        event(
                "message",
                "Validating training file: " + order.path("training_file").stringValue(""));
    }

    String status() {
        return status;
    }

    boolean ended() {
        return List.of("succeeded", "failed", "cancelled").contains(status);
    }

    Optional<String> model() {
        return model;
    }

    /// Time goes by.
    void tick() {
        if (ended() || plan.haltAt().equals(Optional.of(status))) {
            return;
        }
        ticks++;
        switch (status) {
            case "validating_files" -> leave(this::validated);
            case "queued" ->
                    leave(() -> {
                        status = "running";
                        event("message", "Fine-tuning job started");
                    });
            default -> train();
        }
    }

    private void leave(Runnable next) {
        if (ticks >= plan.ticks()) {
            ticks = 0;
            next.run();
        }
    }

    private void validated() {
        Optional<String> wrong = wrong();
        if (wrong.isPresent()) {
            fail("invalid_training_file", wrong.get());
        } else if (lines.size() < LEAST_EXAMPLES) {
            fail(
                    "invalid_n_examples",
                    "Training file has "
                            + lines.size()
                            + " example(s), but must have at least 10 examples");
        } else {
            status = "queued";
            event("message", "Files validated, moving job to queued state");
        }
    }

    private Optional<String> wrong() {
        int number = 0;
        for (String text : file.strip().split("\n")) {
            number++;
            JsonNode line;
            try {
                line = FaultServer.Request.JSON.readTree(text);
            } catch (JacksonException e) {
                return Optional.of("Line " + number + " is not valid JSON.");
            }
            Optional<String> wrong = wrong(line);
            if (wrong.isPresent()) {
                return Optional.of("Line " + number + ": " + wrong.get());
            }
            lines.add(line);
        }
        return Optional.empty();
    }

    private Optional<String> wrong(JsonNode line) {
        return switch (type()) {
            case "dpo" ->
                    wrongMessages(line.at("/input/messages"), false)
                            .or(() -> wrongMessages(line.path("preferred_output"), true))
                            .or(() -> wrongMessages(line.path("non_preferred_output"), true));
            case "reinforcement" -> wrongMessages(line.path("messages"), false);
            default -> wrongMessages(line.path("messages"), true);
        };
    }

    private static Optional<String> wrongMessages(JsonNode messages, boolean answered) {
        if (!messages.isArray() || messages.isEmpty()) {
            return Optional.of("there are no messages");
        }
        String last = "";
        for (JsonNode message : messages.values()) {
            last = message.path("role").stringValue("");
            if (!ROLES.contains(last)) {
                return Optional.of("unrecognized role '" + last + "'");
            }
            if (!message.path("content").isString()) {
                return Optional.of("a message has no content");
            }
        }
        return last.equals("assistant") == answered
                ? Optional.empty()
                : Optional.of("the last message is from the " + last);
    }

    String type() {
        return order.at("/method/type").stringValue("supervised");
    }

    int epochs() {
        return order.at("/method/" + type() + "/hyperparameters/n_epochs").asInt(3);
    }

    private void train() {
        if (plan.failure().isPresent()) {
            fail(plan.failure().get()[0], plan.failure().get()[1]);
            return;
        }
        step++;
        double loss = Math.round(2_000.0 / (step + 1)) / 1_000.0;
        ObjectNode event =
                event("metrics", "Step " + step + "/" + plan.steps() + ": training loss=" + loss);
        event.putObject("data")
                .put("step", step)
                .put("train_loss", loss)
                .put("total_steps", plan.steps())
                .put("train_mean_token_accuracy", Math.min(1, 0.5 + step / 100.0));
        if (order.path("validation_file").isString()) {
            ((ObjectNode) event.path("data")).put("valid_loss", loss + 0.1);
        }
        if (step >= plan.steps()) {
            succeed(loss);
        }
    }

    private void succeed(double loss) {
        String name =
                "ft:"
                        + order.path("model").stringValue("")
                        + ":acme:"
                        + order.path("suffix").stringValue("")
                        + ":"
                        + id.substring(id.indexOf('-') + 1);
        status = "succeeded";
        model = plan.named() ? Optional.of(name) : Optional.empty();
        ObjectNode checkpoint =
                WireReply.object()
                        .put("object", "fine_tuning.job.checkpoint")
                        .put("id", "ftckpt-" + id)
                        .put("created_at", NEW_YEAR)
                        .put("fine_tuned_model_checkpoint", name + ":ckpt-step-" + step)
                        .put("fine_tuning_job_id", id)
                        .put("step_number", step);
        checkpoint.putObject("metrics").put("step", step).put("train_loss", loss);
        checkpoints.add(checkpoint);
        event("message", "New fine-tuned model created");
        event("message", "The job has successfully completed");
    }

    private void fail(String code, String message) {
        status = "failed";
        error =
                Optional.of(
                        WireReply.object()
                                .put("code", code)
                                .put("message", message)
                                .put("param", "training_file"));
        event("message", message).put("level", "error");
    }

    void cancel() {
        status = "cancelled";
        event("message", "The job was cancelled");
    }

    private ObjectNode event(String type, String message) {
        ObjectNode event =
                WireReply.object()
                        .put("object", "fine_tuning.job.event")
                        .put("id", "ftevent-" + id + "-" + events.size())
                        .put("created_at", NEW_YEAR + events.size())
                        .put("level", "info")
                        .put("message", message)
                        .put("type", type);
        events.add(event);
        return event;
    }

    /// A token to four characters.
    private long trainedTokens() {
        return (long) file.length() / 4 * epochs();
    }

    ObjectNode json() {
        ObjectNode json =
                WireReply.object()
                        .put("object", "fine_tuning.job")
                        .put("id", id)
                        .put("model", order.path("model").stringValue(""))
                        .put("created_at", NEW_YEAR)
                        .put("organization_id", "org-acme")
                        .put("status", status)
                        .put("training_file", order.path("training_file").stringValue(""))
                        .put("seed", order.path("seed").asInt(0));
        order.path("validation_file")
                .stringValueOpt()
                .ifPresentOrElse(
                        id -> json.put("validation_file", id),
                        () -> json.putNull("validation_file"));
        json.set("method", order.path("method"));
        json.putObject("hyperparameters").put("n_epochs", epochs());
        model.ifPresentOrElse(
                name -> json.put("fine_tuned_model", name), () -> json.putNull("fine_tuned_model"));
        error.ifPresentOrElse(e -> json.set("error", e), () -> json.putNull("error"));
        if (status.equals("succeeded")) {
            json.put("trained_tokens", trainedTokens()).put("finished_at", NEW_YEAR + 3_600);
            json.putArray("result_files").add("file-metrics-" + id);
        } else {
            json.putNull("trained_tokens").putNull("finished_at").putArray("result_files");
        }
        return json;
    }

    /// The metrics file of the job.
    String metrics() {
        StringBuilder csv = new StringBuilder("step,train_loss\n");
        for (ObjectNode event : events) {
            JsonNode data = event.path("data");
            if (data.isObject()) {
                csv.append(data.path("step").asInt(0))
                        .append(',')
                        .append(data.path("train_loss").asDouble(0))
                        .append('\n');
            }
        }
        return csv.toString();
    }
}
