package dev.gradus.scorer;

import dev.gradus.answer.internal.BoundedPattern;
import dev.gradus.answer.internal.FoundJson;
import dev.gradus.answer.internal.PlainJson;
import dev.gradus.answer.internal.Quoted;
import dev.gradus.answer.internal.SchemaCheck;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Scorer;
import dev.gradus.task.Example;
import dev.gradus.task.ModelName;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Reads the checks of an example: a JSON list of objects, each with one kind of check and perhaps
/// `weight` and what the kind takes besides. The kinds stand in docs/scorers.md; `not-` before a
/// kind turns it round.
final class CheckReader {
    static final Set<String> KINDS =
            Set.of(
                    "equals",
                    "contains",
                    "icontains",
                    "contains-any",
                    "contains-all",
                    "icontains-any",
                    "icontains-all",
                    "starts-with",
                    "ends-with",
                    "regex",
                    "is-json",
                    "contains-json",
                    "schema",
                    "json-fields",
                    "numeric",
                    "token-f1",
                    "rouge-l",
                    "min-length",
                    "max-length",
                    "cel",
                    "similar",
                    "llm-rubric");
    private static final Set<String> SETTINGS =
            Set.of("weight", "threshold", "tolerance", "model", "encoder");
    private static final ModelName ENCODER = ModelName.parse("embedded/minilm-l6-q");
    private static final int MOST = 100;
    private static final String NOT = "not-";

    private final ScorerMeans means;
    private final Map<ModelName, SimilarityScorer> similar = new ConcurrentHashMap<>();

    CheckReader(ScorerMeans means) {
        this.means = means;
    }

    /// @throws GradusException.Data where `expected` is no such list, with what and where
    List<Check> read(Example example) {
        Object document = PlainJson.read(example.expected()).orElse("");
        if (!(document instanceof List<?> list) || list.isEmpty() || list.size() > MOST) {
            throw wrong(
                    example,
                    "expected "
                            + Quoted.of(example.expected())
                            + " is no JSON list of 1 to 100 checks, as in [{\"contains\": \"Paris\"}]");
        }
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            if (!(list.get(i) instanceof Map<?, ?> map)) {
                throw wrong(example, "check " + (i + 1) + " is no object: " + quoted(list.get(i)));
            }
            checks.add(check(new Fields(map, i + 1, example)));
        }
        return List.copyOf(checks);
    }

    private Check check(Fields fields) {
        Set<String> kinds = new LinkedHashSet<>();
        for (Object key : fields.map.keySet()) {
            String kind =
                    ((String) key).startsWith(NOT) ? ((String) key).substring(4) : (String) key;
            if (KINDS.contains(kind)) {
                kinds.add((String) key);
            } else if (!SETTINGS.contains(key)) {
                throw fields.wrong(
                        "has the unknown key "
                                + quoted(key)
                                + "; the kinds are "
                                + String.join(", ", KINDS.stream().sorted().toList()));
            }
        }
        if (kinds.size() != 1) {
            throw fields.wrong("has " + kinds.size() + " kinds; it needs exactly one");
        }
        String key = kinds.iterator().next();
        boolean turned = key.startsWith(NOT);
        Scorer share = share(turned ? key.substring(NOT.length()) : key, key, fields);
        Scorer whole = fields.threshold(share);
        return new Check(
                turned ? (example, answer) -> 1 - whole.score(example, answer) : whole,
                fields.number("weight", 1, 1e-6, 1e6));
    }

    private Scorer share(String kind, String key, Fields fields) {
        return switch (kind) {
            case "equals" -> {
                String text = fields.words(key);
                yield holds(answer -> Texts.same(text, answer));
            }
            case "contains", "contains-all" -> every(fields.texts(key), false);
            case "icontains", "icontains-all" -> every(fields.texts(key), true);
            case "contains-any" -> any(fields.texts(key), false);
            case "icontains-any" -> any(fields.texts(key), true);
            case "starts-with" -> {
                String text = fields.text(key);
                yield holds(answer -> answer.stripLeading().startsWith(text));
            }
            case "ends-with" -> {
                String text = fields.text(key);
                yield holds(answer -> answer.stripTrailing().endsWith(text));
            }
            case "regex" -> holds(new BoundedPattern(fields.text(key))::found);
            case "min-length" -> {
                double least = fields.number(key, 0, 0, 1e9);
                yield holds(answer -> length(answer) >= least);
            }
            case "max-length" -> {
                double most = fields.number(key, 0, 0, 1e9);
                yield holds(answer -> length(answer) <= most);
            }
            default -> structured(kind, key, fields);
        };
    }

    private Scorer structured(String kind, String key, Fields fields) {
        return switch (kind) {
            case "is-json" -> {
                boolean wanted = fields.truth(key);
                yield holds(answer -> PlainJson.read(answer.strip()).isPresent() == wanted);
            }
            case "contains-json" -> {
                boolean wanted = fields.truth(key);
                yield holds(answer -> FoundJson.in(answer).isEmpty() != wanted);
            }
            case "schema" -> {
                SchemaCheck schema = new SchemaCheck(PlainJson.write(fields.value(key)));
                yield holds(answer ->
                        FoundJson.in(answer).stream()
                                .anyMatch(found -> schema.problem(found).isEmpty()));
            }
            case "json-fields" -> {
                String wanted = PlainJson.write(fields.value(key));
                yield (example, answer) -> JsonFieldsScorer.score(wanted, answer, "checks");
            }
            case "numeric" -> {
                String wanted = fields.words(key);
                BigDecimal tolerance =
                        BigDecimal.valueOf(fields.number("tolerance", 0, 0, Double.MAX_VALUE));
                NumericScorer numeric = new NumericScorer(tolerance, BigDecimal.ZERO);
                yield holds(answer -> numeric.holds(wanted, answer, fields.where()));
            }
            default -> graded(kind, key, fields);
        };
    }

    private Scorer graded(String kind, String key, Fields fields) {
        String text = fields.text(key);
        return switch (kind) {
            case "token-f1" -> (example, answer) -> WordOverlap.tokenF1(answer, text);
            case "rouge-l" -> (example, answer) -> WordOverlap.rougeL(answer, text);
            case "cel" -> Scorers.cel(text);
            case "similar" -> {
                SimilarityScorer scorer =
                        similar.computeIfAbsent(
                                fields.model("encoder").orElse(ENCODER),
                                name -> new SimilarityScorer(means.encoders().apply(name)));
                yield (example, answer) -> scorer.cosine(text, answer);
            }
            case "llm-rubric" -> {
                ModelName judge =
                        fields.model("model")
                                .or(means::judge)
                                .orElseThrow(() -> fields.wrong("names no model that judges"));
                RubricJudge rubric = new RubricJudge(judge, text, means.needsAsker());
                yield (example, answer) -> rubric.score(withoutExpected(example), answer);
            }
            default -> throw new IllegalStateException("no check is called " + kind);
        };
    }

    /// The checks are no reference answer.
    private static Example withoutExpected(Example example) {
        return Example.of(example.id(), example.input(), "");
    }

    private static Scorer holds(Predicate<String> condition) {
        return (example, answer) -> condition.test(answer) ? 1 : 0;
    }

    private static Scorer every(List<String> texts, boolean anyCase) {
        List<String> wanted = texts.stream().map(text -> fold(text, anyCase)).toList();
        return holds(answer -> wanted.stream().allMatch(fold(answer, anyCase)::contains));
    }

    private static Scorer any(List<String> texts, boolean anyCase) {
        List<String> wanted = texts.stream().map(text -> fold(text, anyCase)).toList();
        return holds(answer -> wanted.stream().anyMatch(fold(answer, anyCase)::contains));
    }

    private static String fold(String text, boolean anyCase) {
        return anyCase ? text.toLowerCase(Locale.ROOT) : text;
    }

    private static int length(String answer) {
        return answer.codePointCount(0, answer.length());
    }

    private static String quoted(Object value) {
        return Quoted.of(value instanceof String text ? text : PlainJson.write(value));
    }

    private static GradusException.Data wrong(Example example, String what) {
        return new GradusException.Data(
                example.source() + ": " + what + ". Correct the row; see docs/scorers.md.");
    }

    /// One check's keys and values, with the place for messages.
    private record Fields(Map<?, ?> map, int number, Example example) {
        Object value(String key) {
            Object value = map.get(key);
            if (value == null) {
                throw wrong("lacks " + quoted(key));
            }
            return value;
        }

        String text(String key) {
            if (value(key) instanceof String text && !text.isEmpty()) {
                return text;
            }
            throw wrong("needs a text as " + key + ", not " + quoted(value(key)));
        }

        /// A text, or any other value as JSON.
        String words(String key) {
            return value(key) instanceof String text ? text : PlainJson.write(value(key));
        }

        List<String> texts(String key) {
            if (!(value(key) instanceof List<?> list)) {
                return List.of(text(key));
            }
            if (list.isEmpty() || !list.stream().allMatch(String.class::isInstance)) {
                throw wrong("needs a text or a list of texts as " + key);
            }
            return list.stream().map(String.class::cast).toList();
        }

        boolean truth(String key) {
            if (value(key) instanceof Boolean truth) {
                return truth;
            }
            throw wrong("needs true or false as " + key + ", not " + quoted(value(key)));
        }

        double number(String key, double absent, double least, double most) {
            if (!map.containsKey(key)) {
                return absent;
            }
            if (value(key) instanceof BigDecimal number
                    && number.doubleValue() >= least
                    && number.doubleValue() <= most) {
                return number.doubleValue();
            }
            throw wrong(
                    "needs a number from "
                            + BigDecimal.valueOf(least).stripTrailingZeros().toPlainString()
                            + " on as "
                            + key
                            + ", not "
                            + quoted(value(key)));
        }

        Optional<ModelName> model(String key) {
            return map.containsKey(key)
                    ? Optional.of(ModelName.parse(text(key)))
                    : Optional.empty();
        }

        /// 1 from the threshold on, else 0; the share itself where there is none.
        Scorer threshold(Scorer share) {
            if (!map.containsKey("threshold")) {
                return share;
            }
            double least = number("threshold", 0, 0, 1);
            return (about, answer) -> share.score(about, answer) >= least ? 1 : 0;
        }

        String where() {
            return example.source() + ": check " + number;
        }

        GradusException.Data wrong(String what) {
            return CheckReader.wrong(example, "check " + number + " " + what);
        }
    }
}
