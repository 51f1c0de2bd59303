package dev.gradus.task;

import dev.gradus.chat.ProviderSettings;
import dev.gradus.task.Calling.PromptText;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A task as the fields of an identity. What a climb may spend, whether it calls in batches and
/// what would be tuned are no part of it: a climb that goes on with a larger budget is the same.
///
/// A component that is added to one of these records is written here, and only where it is not at
/// its default: then the climbs of before keep their identity.
public final class TaskFields {
    private TaskFields() {}

    /// Maps, lists, texts, truth values and numbers, as `Canonical.fields` takes them.
    public static Map<String, Object> of(Task task) {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("task", task.name());
        fields.put("brief", task.brief());
        switch (task.answer()) {
            case AnswerShape.Labels labels -> fields.put("labels", labels(labels.labels()));
            case AnswerShape.Json json -> fields.put("schema", json.schema());
            case AnswerShape.Text text -> {}
        }
        fields.put("score", of(task.score()));
        fields.put("goal", of(task.goal()));
        task.traffic().ifPresent(traffic -> fields.put("traffic", of(traffic)));
        unlessEmpty(fields, "policy", of(task.policy()));
        fields.put("models", names(task.models()));
        task.prompt().ifPresent(prompt -> fields.put("prompt", prompt));
        task.machineRatePerCoreHour().ifPresent(rate -> fields.put("machineRate", of(rate)));
        unlessEmpty(fields, "tuning", of(task.tuning()));
        fields.put("currency", task.currency());
        unlessEmpty(fields, "calling", of(task.calling()));
        return fields;
    }

    private static void unlessEmpty(
            Map<String, Object> fields, String key, Map<String, Object> part) {
        if (!part.isEmpty()) {
            fields.put(key, part);
        }
    }

    private static List<Map<String, Object>> labels(List<Label> labels) {
        return labels.stream()
                .map(label -> {
                    Map<String, Object> one = new TreeMap<>();
                    one.put("name", label.name());
                    label.description().ifPresent(text -> one.put("description", text));
                    return one;
                })
                .toList();
    }

    private static List<String> names(List<ModelName> models) {
        return models.stream().map(TaskFields::name).toList();
    }

    private static String name(ModelName model) {
        return model.provider() + "/" + model.model();
    }

    private static Map<String, Object> of(Scoring score) {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("name", score.word());
        switch (score) {
            case Scoring.Plain plain -> {}
            case Scoring.Regex regex -> fields.put("pattern", regex.pattern());
            case Scoring.Numeric numeric -> {
                fields.put("tolerance", numeric.tolerance());
                fields.put("relative", numeric.relative());
            }
            case Scoring.Similarity similarity -> fields.put("encoder", name(similarity.encoder()));
            case Scoring.Judge judge -> {
                fields.put("model", name(judge.model()));
                fields.put("rubric", judge.rubric());
                fields.put("pairwise", judge.pairwise());
                judge.calibration().ifPresent(file -> fields.put("calibration", file));
            }
            case Scoring.Checks checks -> fields.put("file", checks.file());
            case Scoring.Cel cel -> fields.put("expression", cel.expression());
            case Scoring.Command command -> fields.put("command", command.command());
        }
        return fields;
    }

    private static Map<String, Object> of(Goal goal) {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("score", goal.score());
        fields.put("matters", goal.matters());
        if (goal.tolerance() != goal.matters()) {
            fields.put("tolerance", goal.tolerance());
        }
        goal.costPerThousandCalls().ifPresent(cost -> fields.put("costPerThousand", of(cost)));
        goal.p95().ifPresent(most -> fields.put("p95Nanos", most.toNanos()));
        return fields;
    }

    private static Map<String, Object> of(Traffic traffic) {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("callsPerDay", traffic.callsPerDay());
        fields.put("growthPerMonth", traffic.growthPerMonth());
        traffic.costOfAnError().ifPresent(cost -> fields.put("costOfAnError", of(cost)));
        return fields;
    }

    private static Map<String, Object> of(Policy policy) {
        Policy standard = Policy.standard();
        Map<String, Object> fields = new TreeMap<>();
        if (policy.stage() != standard.stage()) {
            fields.put("stage", policy.stage().name());
        }
        if (policy.localOnly()) {
            fields.put("localOnly", true);
        }
        if (policy.horizonMonths() != standard.horizonMonths()) {
            fields.put("horizonMonths", policy.horizonMonths());
        }
        policy.stableSince().ifPresent(day -> fields.put("stableSinceDay", day.toEpochDay()));
        return fields;
    }

    private static Map<String, Object> of(TuningCosts costs) {
        Map<String, Object> fields = new TreeMap<>();
        costs.training().ifPresent(cost -> fields.put("training", of(cost)));
        costs.labellingPerExample().ifPresent(cost -> fields.put("labelling", of(cost)));
        costs.evaluation().ifPresent(cost -> fields.put("evaluation", of(cost)));
        costs.retrainsPerYear().ifPresent(times -> fields.put("retrainsPerYear", times));
        costs.servingPerThousandCalls().ifPresent(cost -> fields.put("serving", of(cost)));
        if (costs.spent()) {
            fields.put("spent", true);
        }
        return fields;
    }

    /// To the last digit, which an amount does not print.
    private static Map<String, Object> of(Money money) {
        return Map.of("amount", money.amount(), "currency", money.currency());
    }

    private static Map<String, Object> of(Calling calling) {
        Calling standard = Calling.standard();
        Map<String, Object> fields = new TreeMap<>();
        Map<String, Object> providers = new TreeMap<>();
        calling.providers().forEach((name, settings) -> providers.put(name, of(settings)));
        unlessEmpty(fields, "providers", providers);
        if (!calling.prompts().isEmpty()) {
            fields.put("prompts", calling.prompts().stream().map(TaskFields::of).toList());
        }
        if (!calling.sampling().equals(standard.sampling())) {
            fields.put("sampling", calling.sampling().fields());
        }
        if (calling.repeats() != standard.repeats()) {
            fields.put("repeats", calling.repeats());
        }
        if (calling.rewrites() != standard.rewrites()) {
            fields.put("rewrites", calling.rewrites());
        }
        calling.writer().ifPresent(writer -> fields.put("writer", name(writer)));
        if (!calling.efforts().isEmpty()) {
            fields.put("efforts", calling.efforts().stream().map(one -> one.word()).toList());
        }
        if (!calling.validators().isEmpty()) {
            fields.put("validators", calling.validators().stream().map(Condition::fields).toList());
        }
        return fields;
    }

    private static Map<String, Object> of(PromptText prompt) {
        return Map.of("name", prompt.name(), "system", prompt.system(), "user", prompt.user());
    }

    private static Map<String, Object> of(ProviderSettings settings) {
        Map<String, Object> fields = new TreeMap<>();
        settings.api().ifPresent(api -> fields.put("api", api));
        settings.baseUrl().ifPresent(url -> fields.put("baseUrl", url));
        settings.keyVariable().ifPresent(name -> fields.put("keyVariable", name));
        settings.keyFile().ifPresent(file -> fields.put("keyFile", file));
        settings.proxy().ifPresent(proxy -> fields.put("proxy", proxy));
        settings.caFile().ifPresent(file -> fields.put("caFile", file));
        unlessEmpty(fields, "headers", new TreeMap<>(settings.headers()));
        unlessEmpty(fields, "options", new TreeMap<>(settings.options()));
        return fields;
    }
}
