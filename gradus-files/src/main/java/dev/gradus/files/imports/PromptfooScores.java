package dev.gradus.files.imports;

import dev.gradus.files.JsonText;
import dev.gradus.files.imports.PromptfooCase.Assertion;
import dev.gradus.spi.GradusException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// Makes one score out of promptfoo's assertions: a task here has one. A plain score where every
/// test asks for the same one thing, else `checks`: each example with its own list.
final class PromptfooScores {
    private static final String ENCODER = "embedded/minilm-l6-q";

    private final Findings findings;
    private final TaskDraft draft;
    private final Function<String, Optional<String>> modelNames;
    private final Map<String, Long> leftOut = new LinkedHashMap<>();

    /// @param modelNames a model of promptfoo under the name it has here
    PromptfooScores(
            Findings findings, TaskDraft draft, Function<String, Optional<String>> modelNames) {
        this.findings = findings;
        this.draft = draft;
        this.modelNames = modelNames;
    }

    /// The cases that can be scored, with what is expected of each: a text, or a list of checks.
    Map<PromptfooCase, Object> choose(List<PromptfooCase> cases) {
        goal(cases, "cost");
        goal(cases, "latency");
        Map<PromptfooCase, List<Assertion>> scored = new LinkedHashMap<>();
        Map<PromptfooCase, Object> expected = new LinkedHashMap<>();
        for (PromptfooCase one : cases) {
            List<Assertion> checks = one.assertions().stream().filter(this::usable).toList();
            if (!checks.isEmpty()
                    && one.dropped() > 0
                    && checks.stream().allMatch(PromptfooScores::isTrivial)) {
                findings.leave(
                        one.at(),
                        one.construct(),
                        "left out: "
                                + one.dropped()
                                + " of its checks could not be taken, and what is left would pass any JSON");
                leftOut.merge("whose checks that matter could not be taken", 1L, Long::sum);
            } else if (!checks.isEmpty()) {
                scored.put(one, checks);
            } else if (one.assertions().isEmpty() && draft.schema.isPresent()) {
                expected.put(one, List.of(Map.of("schema", schema(draft.schema.orElseThrow()))));
                findings.map(
                        one.at(),
                        one.construct() + " without assert",
                        "a check that the answer satisfies the schema of response_format");
            } else {
                findings.leave(
                        one.at(),
                        one.construct(),
                        "left out: nothing in it became a score, so no answer would be right or wrong");
                leftOut.merge(
                        one.dropped() > 0
                                ? "whose checks could not be taken"
                                : "that check nothing",
                        1L,
                        Long::sum);
            }
        }
        score(scored, expected);
        return expected;
    }

    /// Tests that are no example, by the reason.
    Map<String, Long> leftOut() {
        return leftOut;
    }

    /// True of a check that says nothing of what the answer holds.
    private static boolean isTrivial(Assertion one) {
        return (one.type().equals("is-json") || one.type().equals("contains-json"))
                && one.value() == null;
    }

    private void score(
            Map<PromptfooCase, List<Assertion>> scored, Map<PromptfooCase, Object> expected) {
        Optional<String> plain = expected.isEmpty() ? plain(scored) : Optional.empty();
        if (plain.isEmpty()) {
            draft.score = "checks";
            draft.scoreNote =
                    "the weighted share of each example's own checks that hold"
                            + (scored.values().stream()
                                            .flatMap(List::stream)
                                            .anyMatch(one ->
                                                    PromptfooAssertions.JUDGED.contains(one.type()))
                                    ? "; no goal rests on those a model judges without { checks: { calibration: FILE } }"
                                    : "");
        }
        boolean judged = draft.score instanceof Map<?, ?> map && map.containsKey("judge");
        scored.forEach((one, checks) -> {
            for (Assertion check : checks) {
                findings.map(check.at(), check.construct(), plain.orElse("score: checks"));
                note(check, plain.isPresent());
            }
            expected.put(
                    one,
                    plain.isPresent()
                            ? judged ? "" : String.valueOf(checks.getFirst().value())
                            : checks.stream().map(check -> check(check, one)).toList());
        });
    }

    /// A bound on cost or time that is the same in every test is a goal.
    private void goal(List<PromptfooCase> cases, String type) {
        Set<Double> bounds = new HashSet<>();
        for (PromptfooCase one : cases) {
            OptionalDouble bound =
                    bounding(one, type).stream().mapToDouble(Assertion::threshold).findFirst();
            bounds.add(bound.orElse(Double.NaN));
        }
        double bound = bounds.size() == 1 ? bounds.iterator().next() : Double.NaN;
        boolean taken = bound > 0;
        if (taken && type.equals("cost")) {
            draft.costPerThousand = OptionalDouble.of(Math.round(bound * 1e9) / 1e6);
        } else if (taken) {
            draft.p95Millis = Optional.of(Math.max(1, Math.round(bound)));
        }
        String goal = type.equals("cost") ? "goal.cost-per-1k" : "goal.p95";
        for (PromptfooCase one : cases) {
            for (Assertion each : bounding(one, type)) {
                if (taken) {
                    findings.map(each.at(), each.construct(), goal);
                } else {
                    findings.leave(
                            each.at(),
                            each.construct(),
                            "a bound that not every test has alike is no goal of the task; write it as "
                                    + goal);
                }
            }
        }
    }

    private static List<Assertion> bounding(PromptfooCase one, String type) {
        return one.assertions().stream().filter(each -> each.type().equals(type)).toList();
    }

    private static Map<String, @Nullable Object> schema(String json) {
        return JsonText.parseObject(json, "schema");
    }

    private void note(Assertion check, boolean plain) {
        if (check.type().equals("similar")) {
            findings.leave(
                    check.at(),
                    check.construct() + (plain ? " threshold" : " model"),
                    plain
                            ? "the score is the cosine itself, by the encoder " + ENCODER
                            : "the cosine is computed by the encoder "
                                    + ENCODER
                                    + ", whose scale is another than OpenAI's: look at the threshold");
        } else if (plain && !Double.isNaN(check.threshold())) {
            findings.leave(
                    check.at(), check.construct() + " threshold", "the grade itself is the score");
        }
    }

    /// False, and said, where the value is none that a check can have.
    private boolean usable(Assertion check) {
        if (check.type().equals("cost") || check.type().equals("latency")) {
            return false;
        }
        boolean list = check.type().endsWith("-any") || check.type().endsWith("-all");
        boolean json = check.type().endsWith("-json");
        String text = check.value() instanceof String words ? words : "";
        String why = "";
        if (!json && (check.value() == null || text.isEmpty() && lacksWords(check))) {
            why = "it has no value";
        } else if (check.type().equals("regex")) {
            try {
                Pattern.compile(text);
            } catch (PatternSyntaxException e) {
                why = "its value is no regular expression here: " + e.getDescription();
            }
        } else if (list && !(check.value() instanceof List<?> items && !items.isEmpty())) {
            why = "its value is no list";
        } else if (json && !text.isEmpty() && !object(text)) {
            why = "its value is no JSON schema";
        }
        if (why.isEmpty()) {
            return true;
        }
        findings.leave(check.at(), check.construct(), why);
        return false;
    }

    private static boolean lacksWords(Assertion check) {
        return check.value() instanceof String && !check.type().equals("equals");
    }

    private static boolean object(String text) {
        try {
            schema(text);
            return true;
        } catch (GradusException e) {
            return false;
        }
    }

    /// The check as it stands in the column `expected`: its kind is the key.
    private Map<String, @Nullable Object> check(Assertion check, PromptfooCase one) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        String not = check.negated() ? "not-" : "";
        Object value = check.value();
        boolean bounded = !Double.isNaN(check.threshold());
        if (check.type().endsWith("-json")) {
            if (value == null || value.equals("")) {
                map.put(not + check.type(), true);
            } else {
                map.put(not + "schema", value instanceof String text ? schema(text) : value);
            }
        } else if (PromptfooAssertions.JUDGED.contains(check.type())) {
            map.put(not + "llm-rubric", rubric(check));
            map.put("model", judge(one));
            if (bounded) {
                map.put("threshold", check.threshold());
            }
        } else if (value instanceof Map<?, ?>) {
            map.put(not + "json-fields", value);
            map.put("threshold", 1);
        } else if (value instanceof List<?> items) {
            map.put(not + check.type(), items.stream().map(PromptfooScores::words).toList());
        } else {
            map.put(not + check.type(), words(value));
            if (check.type().equals("similar")) {
                map.put("threshold", bounded ? check.threshold() : 0.75);
            }
        }
        if (check.weight() != 1) {
            map.put("weight", check.weight());
        }
        return map;
    }

    private static String words(@Nullable Object value) {
        return value instanceof String text ? text : Json.write(value);
    }

    /// The grader that the test names, where Gradus calls it; else the last of the models.
    private String judge(PromptfooCase one) {
        return one.grader()
                .flatMap(modelNames)
                .or(() -> draft.models.keySet().stream().reduce((first, next) -> next))
                .orElse("openai/gpt-5");
    }

    private static String rubric(Assertion one) {
        Object value = one.value();
        String words =
                value instanceof List<?> list
                        ? String.join(" ", list.stream().map(PromptfooScores::words).toList())
                        : words(value);
        return switch (one.type()) {
            case "factuality", "model-graded-factuality" ->
                    "The answer agrees with this and contradicts nothing in it: " + words;
            case "model-graded-closedqa" -> "The answer meets this criterion: " + words;
            default -> words;
        };
    }

    /// What the plain score is, where every test asks for the same one thing.
    private Optional<String> plain(Map<PromptfooCase, List<Assertion>> scored) {
        Set<String> types = new HashSet<>();
        Map<String, Integer> values = new TreeMap<>();
        for (List<Assertion> checks : scored.values()) {
            Assertion first = checks.getFirst();
            if (checks.size() > 1 || first.negated() || !(first.value() instanceof String text)) {
                return Optional.empty();
            }
            types.add(first.type());
            values.merge(text, 1, Integer::sum);
        }
        if (types.size() != 1 || draft.schema.isPresent()) {
            return Optional.empty();
        }
        return switch (types.iterator().next()) {
            case "equals" -> Optional.of(exact(values, scored.size()));
            case "contains" -> score("contains");
            case "similar" -> score(Map.of("similarity", ENCODER));
            case "regex" ->
                    values.size() == 1
                            ? score(Map.of("regex", values.keySet().iterator().next()))
                            : Optional.empty();
            case "llm-rubric", "model-graded-closedqa" ->
                    values.size() == 1 ? judged(scored) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<String> judged(Map<PromptfooCase, List<Assertion>> scored) {
        Map.Entry<PromptfooCase, List<Assertion>> any = scored.entrySet().iterator().next();
        Map<String, Object> judge = new LinkedHashMap<>();
        judge.put("model", judge(any.getKey()));
        judge.put("rubric", rubric(any.getValue().getFirst()));
        draft.scoreNote =
                "add calibration: a judge without answers that people judged passes no goal";
        draft.score = Map.of("judge", judge);
        return Optional.of("score: { judge: ... }, with its words as the rubric");
    }

    private Optional<String> score(Object score) {
        draft.score = score;
        return Optional.of("score: " + (score instanceof String word ? word : Json.write(score)));
    }

    /// A few answers that come again and again are labels.
    private String exact(Map<String, Integer> values, int cases) {
        boolean labels =
                values.size() > 1
                        && values.size() <= 100
                        && 2 * values.size() <= cases
                        && values.keySet().stream().noneMatch(String::isBlank);
        if (!labels) {
            draft.score = "exact";
            return "score: exact";
        }
        draft.labels = Optional.of(List.copyOf(values.keySet()));
        draft.score = "accuracy";
        return "score: accuracy, with the values as labels";
    }
}
