package dev.gradus.files;

import dev.gradus.task.Goal;
import dev.gradus.task.Money;
import dev.gradus.task.Policy;
import dev.gradus.task.Traffic;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Reads the figures of a task file: goal, traffic, policy, prices. What is not written stays
/// unknown; only the currency (USD), the policy, `matters` (0.01) and the tolerance (`matters`)
/// have defaults.
final class FiguresReader {
    private static final String GOAL = "a mapping, as in goal: { score: 0.92, matters: 0.01 }";

    private final YamlMap root;
    private final String currency;

    FiguresReader(YamlMap root) {
        this.root = root;
        this.currency = root.get("currency").map(FiguresReader::currency).orElse("USD");
    }

    String currency() {
        return currency;
    }

    private static String currency(YamlValue value) {
        String wanted = "an ISO 4217 code, as in USD";
        String code = value.text(wanted);
        boolean known =
                Currency.getAvailableCurrencies().stream()
                        .anyMatch(one -> one.getCurrencyCode().equals(code));
        if (!known) {
            throw value.wrong(wanted);
        }
        return code;
    }

    Goal goal() {
        YamlMap goal =
                root.need("goal", "goal: { score: 0.92, matters: 0.01 }")
                        .map(GOAL)
                        .only("score", "matters", "tolerance", "cost-per-1k", "p95");
        double score =
                goal.need("score", "the share right that is good enough, as in score: 0.92")
                        .number(
                                "a share above 0 and up to 1, as in 0.92",
                                value -> value > 0 && value <= 1);
        double matters =
                goal.get("matters")
                        .map(written ->
                                written.number(
                                        "a difference above 0 and up to 0.5, as in 0.01",
                                        value -> value > 0 && value <= 0.5))
                        .orElse(Goal.USUAL_MATTERS);
        return new Goal(
                score,
                matters,
                tolerance(goal, score).orElse(matters),
                money(goal, "cost-per-1k"),
                goal.get("p95").map(YamlValue::duration));
    }

    private static OptionalDouble tolerance(YamlMap goal, double score) {
        return goal.get("tolerance").stream()
                .mapToDouble(written ->
                        written.number(
                                "how far below goal.score is still good enough, 0 to 0.5 and less than the"
                                        + " score, as in 0.01",
                                value -> value >= 0 && value <= 0.5 && value < score))
                .findFirst();
    }

    Optional<Traffic> traffic() {
        return map(
                        "traffic",
                        "a mapping, as in traffic: { calls-per-day: 50000 }",
                        "calls-per-day",
                        "growth-per-month",
                        "cost-of-an-error")
                .map(traffic ->
                        new Traffic(
                                traffic.need(
                                                "calls-per-day",
                                                "the calls a day, as in calls-per-day: 50000")
                                        .number(
                                                "a number of calls, 0 or more, as in 50000",
                                                value -> value >= 0 && value <= 1e12),
                                traffic.get("growth-per-month")
                                        .map(value ->
                                                value.number(
                                                        "a share above -1 and up to 10, as in 0.03 for 3 %",
                                                        share -> share > -1 && share <= 10))
                                        .orElse(0.0),
                                money(traffic, "cost-of-an-error")));
    }

    Policy policy() {
        Policy standard = Policy.standard();
        return map(
                        "policy",
                        "a mapping, as in policy: { stage: production }",
                        "stage",
                        "local-only",
                        "horizon-months",
                        "stable-since")
                .map(policy ->
                        new Policy(
                                policy.get("stage")
                                        .map(FiguresReader::stage)
                                        .orElse(standard.stage()),
                                policy.get("local-only")
                                        .map(YamlValue::truth)
                                        .orElse(standard.localOnly()),
                                policy.get("horizon-months")
                                        .map(value ->
                                                value.whole(
                                                        1,
                                                        120,
                                                        "a whole number of months, 1 to 120"))
                                        .orElse(standard.horizonMonths()),
                                policy.get("stable-since").map(FiguresReader::day)))
                .orElse(standard);
    }

    private static LocalDate day(YamlValue value) {
        String wanted = "a day, as in 2026-11-20";
        try {
            return LocalDate.parse(value.text(wanted));
        } catch (DateTimeParseException wrong) {
            throw value.wrong(wanted);
        }
    }

    private static Policy.Stage stage(YamlValue value) {
        String wanted = "prototype, mvp or production";
        String word = value.text(wanted);
        List<String> words =
                Arrays.stream(Policy.Stage.values())
                        .map(stage -> stage.name().toLowerCase(Locale.ROOT))
                        .toList();
        int place = words.indexOf(word);
        if (place < 0) {
            throw value.wrong(Closest.hint(word, words), wanted);
        }
        return Policy.Stage.values()[place];
    }

    Optional<Money> machineRate() {
        return map(
                        "machine",
                        "a mapping, as in machine: { rate-per-core-hour: 0.05 }",
                        "rate-per-core-hour")
                .flatMap(machine -> money(machine, "rate-per-core-hour"));
    }

    Optional<Money> budget() {
        return budgetMap().flatMap(budget -> money(budget, "climb"));
    }

    OptionalLong tokenBudget() {
        return budgetMap().flatMap(budget -> budget.get("tokens")).stream()
                .mapToLong(value ->
                        (long)
                                value.number(
                                        "a whole number of tokens, 0 or more, as in 5000000",
                                        tokens ->
                                                tokens >= 0
                                                        && tokens <= 1e15
                                                        && tokens == Math.rint(tokens)))
                .findFirst();
    }

    private Optional<YamlMap> budgetMap() {
        return map("budget", "a mapping, as in budget: { climb: 20.00 }", "climb", "tokens");
    }

    private Optional<YamlMap> map(String key, String wanted, String... known) {
        return root.get(key).map(value -> value.map(wanted).only(known));
    }

    private Optional<Money> money(YamlMap map, String key) {
        return map.get(key).map(value -> value.money(currency));
    }
}
