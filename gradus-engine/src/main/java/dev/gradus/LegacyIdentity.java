package dev.gradus;

import dev.gradus.CopiedOrders.Printing;
import dev.gradus.canonical.Canonical;
import dev.gradus.canonical.Printed;
import dev.gradus.chat.ProviderSettings;
import dev.gradus.chat.Sampling;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Calling;
import dev.gradus.task.Calling.PromptText;
import dev.gradus.task.Condition;
import dev.gradus.task.ContentHash;
import dev.gradus.task.Goal;
import dev.gradus.task.Label;
import dev.gradus.task.ModelName;
import dev.gradus.task.Money;
import dev.gradus.task.Policy;
import dev.gradus.task.Recipe;
import dev.gradus.task.Task;
import dev.gradus.task.Traffic;
import dev.gradus.task.TuningCosts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The keys that climbs had before identities were canonical (until December 2026): a hash of what
/// the task's record printed. Ledgers of that time hold spending and unfinished climbs under them.
/// What records printed then is written out here, component by component, and does not follow the
/// records. The order of providers, headers and options was another one in every process; all that
/// were possible are tried (`CopiedOrders`).
final class LegacyIdentity {
    private final ClimbRequest request;
    private final String examples;
    private final String test;

    /// @param examples content hash of the examples
    /// @param test content hash of the test examples; empty where there is no own test
    LegacyIdentity(ClimbRequest request, String examples, String test) {
        this.request = request;
        this.examples = examples;
        this.test = test;
    }

    /// Every key that this climb can have had; empty where there are too many to try.
    Set<String> keys(boolean fresh) {
        Task task = request.task();
        List<Map<String, ?>> maps = new ArrayList<>();
        maps.add(task.calling().providers());
        task.calling()
                .providers()
                .values()
                .forEach(settings -> {
                    maps.add(settings.headers());
                    maps.add(settings.options());
                });
        Set<String> keys = new HashSet<>();
        for (Printing printing : CopiedOrders.of(maps)) {
            for (Optional<Money> rate : rates(task)) {
                keys.add(key(Canonical.printed(of(task, rate, printing)), fresh));
            }
        }
        return keys;
    }

    /// A machine rate that the file does not state was none.
    private static Set<Optional<Money>> rates(Task task) {
        return Set.copyOf(List.of(task.machineRatePerCoreHour(), Optional.<Money>empty()));
    }

    private String key(Canonical task, boolean fresh) {
        return ContentHash.of(
                task,
                Canonical.text(examples),
                Canonical.text(test),
                Canonical.truth(request.options().all()),
                words(request.options().only()),
                words(request.options().skip()),
                Canonical.number(request.options().seed()),
                Canonical.truth(fresh));
    }

    private static Canonical words(Set<String> rungs) {
        return Canonical.printed(Printed.list(rungs.stream().sorted().toList(), Printed::text));
    }

    private static Printed of(Task task, Optional<Money> rate, Printing printing) {
        return Printed.record("Task")
                .with("name", Printed.text(task.name()))
                .with("brief", Printed.text(task.brief()))
                .with("answer", of(task.answer()))
                .with("score", task.score().printed())
                .with("goal", of(task.goal()))
                .with("traffic", Printed.optional(task.traffic(), LegacyIdentity::of))
                .with("policy", of(task.policy()))
                .with(
                        "models",
                        Printed.list(
                                task.models(),
                                model -> Printed.name(model.provider(), model.model())))
                .with("prompt", Printed.optional(task.prompt(), Printed::text))
                .with("machineRatePerCoreHour", money(rate))
                .with("tuning", of(task.tuning()))
                .with("budget", money(Optional.empty()))
                .with("currency", Printed.text(task.currency()))
                .with("calling", of(task.calling(), printing))
                .with("plan", standardPlan())
                .end();
    }

    private static Printed of(AnswerShape answer) {
        return switch (answer) {
            case AnswerShape.Labels labels ->
                    Printed.record("Labels")
                            .with("labels", Printed.list(labels.labels(), LegacyIdentity::of))
                            .end();
            case AnswerShape.Json json ->
                    Printed.record("Json").with("schema", Printed.text(json.schema())).end();
            case AnswerShape.Text text -> Printed.record("Text").end();
        };
    }

    private static Printed of(Label label) {
        return Printed.record("Label")
                .with("name", Printed.text(label.name()))
                .with("description", Printed.optional(label.description(), Printed::text))
                .end();
    }

    private static Printed of(Goal goal) {
        return Printed.record("Goal")
                .with("score", Printed.number(goal.score()))
                .with("matters", Printed.number(goal.matters()))
                .with("costPerThousandCalls", money(goal.costPerThousandCalls()))
                .with("p95", Printed.optional(goal.p95(), Printed::duration))
                .end();
    }

    private static Printed of(Traffic traffic) {
        return Printed.record("Traffic")
                .with("callsPerDay", Printed.number(traffic.callsPerDay()))
                .with("growthPerMonth", Printed.number(traffic.growthPerMonth()))
                .with("costOfAnError", money(traffic.costOfAnError()))
                .end();
    }

    private static Printed of(Policy policy) {
        return Printed.record("Policy")
                .with("stage", Printed.word(policy.stage()))
                .with("localOnly", Printed.truth(policy.localOnly()))
                .with("horizonMonths", Printed.number(policy.horizonMonths()))
                .with("stableSince", Printed.optional(policy.stableSince(), Printed::day))
                .end();
    }

    private static Printed of(TuningCosts costs) {
        return Printed.record("TuningCosts")
                .with("training", money(costs.training()))
                .with("labellingPerExample", money(costs.labellingPerExample()))
                .with("evaluation", money(costs.evaluation()))
                .with("retrainsPerYear", Printed.optional(costs.retrainsPerYear()))
                .with("servingPerThousandCalls", money(costs.servingPerThousandCalls()))
                .end();
    }

    private static Printed of(Calling calling, Printing printing) {
        return Printed.record("Calling")
                .with(
                        "providers",
                        Printed.map(
                                printing.of(calling.providers()),
                                calling.providers(),
                                one -> of(one, printing)))
                .with("prompts", Printed.list(calling.prompts(), LegacyIdentity::of))
                .with("sampling", of(calling.sampling()))
                .with("repeats", Printed.number(calling.repeats()))
                .with("tokenBudget", Printed.optional(OptionalLong.empty()))
                .with("batch", Printed.truth(false))
                .with("rewrites", Printed.number(calling.rewrites()))
                .with(
                        "writer",
                        Printed.optional(
                                calling.writer(),
                                model -> Printed.name(model.provider(), model.model())))
                .with("efforts", Printed.list(calling.efforts(), Printed::word))
                .with("validators", Printed.list(calling.validators(), LegacyIdentity::of))
                .end();
    }

    private static Printed of(ProviderSettings settings, Printing printing) {
        return Printed.record("ProviderSettings")
                .with("api", Printed.optional(settings.api(), Printed::text))
                .with("baseUrl", Printed.optional(settings.baseUrl(), Printed::text))
                .with("keyVariable", Printed.optional(settings.keyVariable(), Printed::text))
                .with("keyFile", Printed.optional(settings.keyFile(), Printed::text))
                .with("headers", map(settings.headers(), printing))
                .with("proxy", Printed.optional(settings.proxy(), Printed::text))
                .with("caFile", Printed.optional(settings.caFile(), Printed::text))
                .with("options", map(settings.options(), printing))
                .end();
    }

    private static Printed map(Map<String, String> map, Printing printing) {
        return Printed.map(printing.of(map), map, Printed::text);
    }

    private static Printed of(PromptText prompt) {
        return Printed.record("PromptText")
                .with("name", Printed.text(prompt.name()))
                .with("system", Printed.text(prompt.system()))
                .with("user", Printed.text(prompt.user()))
                .end();
    }

    private static Printed of(Sampling sampling) {
        return Printed.record("Sampling")
                .with("temperature", Printed.optional(sampling.temperature()))
                .with("topP", Printed.optional(sampling.topP()))
                .with("maxTokens", Printed.optional(sampling.maxTokens()))
                .with("seed", Printed.optional(sampling.seed()))
                .with("effort", Printed.optional(sampling.effort(), Printed::word))
                .with("stop", Printed.list(sampling.stop(), Printed::text))
                .with("logProbabilities", Printed.truth(sampling.logProbabilities()))
                .end();
    }

    private static Printed of(Condition condition) {
        return switch (condition) {
            case Condition.Regex regex ->
                    Printed.record("Regex").with("pattern", Printed.text(regex.pattern())).end();
            case Condition.Cel cel ->
                    Printed.record("Cel").with("expression", Printed.text(cel.expression())).end();
            case Condition.Schema schema ->
                    Printed.record("Schema").with("schema", Printed.text(schema.schema())).end();
            case Condition.Command command ->
                    Printed.record("Command")
                            .with("command", Printed.list(command.command(), Printed::text))
                            .end();
        };
    }

    /// What would be tuned was no part of a climb's key: the plan stood at its default of then.
    private static Printed standardPlan() {
        Recipe recipe =
                new Recipe(
                        Recipe.Kind.LORA,
                        8,
                        16,
                        0,
                        2e-3,
                        5,
                        16,
                        0.1,
                        0.01,
                        1,
                        3,
                        Recipe.Start.CENTROIDS,
                        1,
                        0.1);
        return Printed.record("TuningPlan")
                .with(
                        "base",
                        Printed.optional(
                                Optional.<ModelName>empty(),
                                model -> Printed.name(model.provider(), model.model())))
                .with("recipe", recipe.printed())
                .with("forgetting", Printed.list(List.<String>of(), Printed::text))
                .with("margin", Printed.number(0.02))
                .with("limit", Printed.optional(Optional.<String>empty(), Printed::text))
                .end();
    }

    private static Printed money(Optional<Money> money) {
        return Printed.optional(money, LegacyIdentity::money);
    }

    /// With two digits behind the point, and four significant ones below a cent.
    private static Printed money(Money money) {
        double size = Math.abs(money.amount());
        String amount =
                size == 0 || size >= 0.01
                        ? String.format(Locale.ROOT, "%,.2f", money.amount())
                        : String.format(Locale.ROOT, "%.4g", money.amount());
        return Printed.text(amount + " " + money.currency());
    }
}
