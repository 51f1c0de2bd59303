package dev.gradus.files;

import dev.gradus.cost.TuningFacts;
import dev.gradus.cost.TuningFacts.Intake;
import dev.gradus.cost.TuningFacts.Method;
import dev.gradus.spi.GradusException;
import dev.gradus.task.ModelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;

/// Reads what a price table says of tuning: a row for each provider, or each model of one.
final class TuningRows {
    private static final String ROW =
            "a mapping, as in { intake: yes, minimum-examples: 10, methods: [sft, dpo] }";
    private static final String INTAKE = "yes, some, no or unknown";
    private static final String METHODS = "a list of sft, dpo and reinforcement";

    private TuningRows() {}

    /// What is known of one provider's tuning, or of one model's.
    ///
    /// @param currency of the price of training
    record Row(TuningFacts facts, String currency) {}

    /// By `provider` or `provider/model`; empty where the table says nothing of tuning.
    static Map<String, Row> read(InputFile file, YamlMap root) {
        Map<String, Row> rows = new TreeMap<>();
        Optional<YamlValue> tuning = root.get("tuning");
        if (tuning.isEmpty()) {
            return rows;
        }
        YamlMap map = tuning.get().map(ROW);
        String currency = root.need("currency", "a currency").text("a currency");
        if (map.keys().size() > PriceRows.MOST_ROWS) {
            throw map.problem(
                    "tuning has more than "
                            + PriceRows.MOST_ROWS
                            + " rows. Take out what you do not tune.");
        }
        for (YamlNode.Entry entry : map.mapping().entries()) {
            YamlNode.Scalar key = entry.key();
            checkName(file, key);
            YamlMap row = new YamlValue(file, "tuning." + key.text(), entry.value()).map(ROW);
            rows.put(key.text(), new Row(facts(root, row), currency));
        }
        return rows;
    }

    private static void checkName(InputFile file, YamlNode.Scalar key) {
        if (key.text().indexOf('/') >= 0) {
            try {
                ModelName.parse(key.text());
                return;
            } catch (IllegalArgumentException wrong) {
                // told below
            }
        } else if (!key.text().isBlank()) {
            return;
        }
        throw file.problem(
                key.line(),
                key.column(),
                Quoted.value(key.text())
                        + " is no provider and no model. Write provider or provider/model, as in"
                        + " openai or openai/gpt-4o-2024-08-06.");
    }

    private static TuningFacts facts(YamlMap root, YamlMap row) {
        row.only(
                "intake",
                "closes",
                "end",
                "training",
                "minimum-examples",
                "methods",
                "note",
                "as-of",
                "source");
        return new TuningFacts(
                row.get("intake").map(TuningRows::intake).orElse(Intake.UNKNOWN),
                row.get("closes").map(PriceRows::date),
                row.get("end").map(TuningRows::noneAnnounced).orElse(false),
                training(row),
                row.get("minimum-examples")
                        .map(value ->
                                OptionalInt.of(
                                        value.whole(
                                                1, 1_000_000, "a whole number, 1 to 1,000,000")))
                        .orElse(OptionalInt.empty()),
                row.get("methods").map(TuningRows::methods).orElse(List.of()),
                row.get("note").map(value -> value.text("what else is known, in words")).orElse(""),
                Optional.of(
                        either(row, root, "as-of")
                                .map(PriceRows::date)
                                .orElseThrow(() -> missing(row, "as-of", "the day it was true"))),
                either(row, root, "source")
                        .map(PriceRows::source)
                        .orElseThrow(() -> missing(row, "source", "where it stands")));
    }

    private static Optional<YamlValue> either(YamlMap row, YamlMap root, String key) {
        return row.get(key).or(() -> root.get(key));
    }

    private static GradusException missing(YamlMap row, String key, String wanted) {
        return row.problem(
                row.path()
                        + " has no "
                        + key
                        + ", and the file has none for all. Write "
                        + wanted
                        + ", in the row or at the top.");
    }

    private static OptionalDouble training(YamlMap row) {
        return row.get("training")
                .map(value ->
                        OptionalDouble.of(
                                value.number(
                                        "an amount per million tokens trained on, 0 to 100,000",
                                        number ->
                                                number >= 0
                                                        && number <= PriceRows.MOST_PER_MILLION)))
                .orElse(OptionalDouble.empty());
    }

    private static boolean noneAnnounced(YamlValue value) {
        String wanted = "none-announced, or the day as shutdown of the price or as closes";
        if (!value.text(wanted).equals("none-announced")) {
            throw value.wrong(wanted);
        }
        return true;
    }

    private static Intake intake(YamlValue value) {
        return switch (value.text(INTAKE)) {
            case "yes" -> Intake.YES;
            case "some" -> Intake.SOME;
            case "no" -> Intake.NO;
            case "unknown" -> Intake.UNKNOWN;
            default -> throw value.wrong(INTAKE);
        };
    }

    private static List<Method> methods(YamlValue value) {
        List<Method> methods = new ArrayList<>();
        for (YamlValue one : value.list(METHODS)) {
            Method method =
                    Method.parse(one.text(METHODS))
                            .orElseThrow(() -> one.wrong("sft, dpo or reinforcement"));
            if (!methods.contains(method)) {
                methods.add(method);
            }
        }
        return methods;
    }
}
