package dev.gradus.files;

import dev.gradus.task.ModelName;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Scoring;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Reads `score`: a word, or a mapping of one word to what it needs.
final class ScoreReader {
    private static final String WORDS =
            "one of "
                    + String.join(
                            ", ",
                            Arrays.stream(ScoreName.values())
                                    .filter(name -> !name.needsSettings())
                                    .map(ScoreName::word)
                                    .toList())
                    + ", or a mapping, as in { regex: \"^[0-9]+$\" }";
    private static final String CHECKS = "{ checks: { calibration: judged.csv } }";
    private static final String JUDGE = "{ judge: { model: openai/gpt-5, rubric: \"...\" } }";

    private final YamlMap root;
    private final AnswerKey answer;
    private final Path folder;

    ScoreReader(YamlMap root, AnswerKey answer, Path folder) {
        this.root = root;
        this.answer = answer;
        this.folder = folder;
    }

    Scoring read() {
        Optional<YamlValue> value = root.get("score");
        if (value.isEmpty()) {
            return Scoring.of(answer.ofLabels() ? ScoreName.ACCURACY : ScoreName.EXACT);
        }
        return value.get().isMapping() ? settings(value.get()) : plain(value.get());
    }

    private Scoring plain(YamlValue value) {
        ScoreName score = named(value, value.text(WORDS));
        if (score.needsSettings()) {
            throw value.problem(
                    "score "
                            + score.word()
                            + " does not say how. Write score: "
                            + example(score)
                            + ".");
        }
        if (score.needsLabels() && !answer.ofLabels()) {
            throw value.problem(
                    "score "
                            + score.word()
                            + " needs a task whose answers are labels. Give answer: { labels: ... }, or write score: exact.");
        }
        return Scoring.of(score);
    }

    private static ScoreName named(YamlValue value, String word) {
        return ScoreName.parse(word)
                .orElseThrow(() ->
                        value.wrong(
                                Closest.hint(
                                        word,
                                        Arrays.stream(ScoreName.values())
                                                .map(ScoreName::word)
                                                .toList()),
                                WORDS));
    }

    private static String example(ScoreName score) {
        return switch (score) {
            case REGEX -> "{ regex: \"^[0-9]+$\" }";
            case SIMILARITY -> "{ similarity: embedded/minilm-l6-q }";
            case JUDGE -> JUDGE;
            case CEL -> "{ cel: \"answer == expected\" }";
            case COMMAND -> "{ command: [ python3, score.py ] }";
            case NUMERIC -> "{ numeric: { tolerance: 0.01 } }";
            case ACCURACY, EXACT, MACRO_F1, CONTAINS, JSON_FIELDS, TOKEN_F1, ROUGE_L, CHECKS ->
                    score.word();
        };
    }

    private Scoring settings(YamlValue value) {
        YamlMap map =
                value.map(WORDS)
                        .only(
                                "regex",
                                "numeric",
                                "similarity",
                                "judge",
                                "checks",
                                "cel",
                                "command");
        if (map.keys().size() != 1) {
            throw value.problem(
                    "score names "
                            + map.keys().size()
                            + " scores, and one is wanted. Write one of them.");
        }
        String word = map.keys().getFirst();
        YamlValue given = map.need(word, "");
        return switch (word) {
            case "regex" -> regex(given);
            case "numeric" -> numeric(given);
            case "similarity" -> similarity(given);
            case "judge" -> judge(given);
            case "checks" -> checks(given);
            case "cel" ->
                    new Scoring.Cel(given.text("an expression, as in \"answer == expected\""));
            default -> command(given);
        };
    }

    private static Scoring regex(YamlValue value) {
        String pattern = value.text("a regular expression, as in \"^[0-9]+$\"");
        try {
            Pattern.compile(pattern.replaceAll("\\{\\{\\s*expected\\s*}}", "x"));
        } catch (PatternSyntaxException e) {
            throw value.problem(
                    "score.regex is no regular expression: "
                            + e.getDescription()
                            + " at position "
                            + (e.getIndex() + 1)
                            + ". Fix it there.");
        }
        return new Scoring.Regex(pattern);
    }

    private static Scoring numeric(YamlValue value) {
        YamlMap map = value.map("{ tolerance: 0.01 }").only("tolerance", "relative");
        return new Scoring.Numeric(tolerance(map, "tolerance"), tolerance(map, "relative"));
    }

    private static double tolerance(YamlMap map, String key) {
        return map.get(key)
                .map(value ->
                        value.number("a number, 0 or more, as in 0.01", number -> number >= 0))
                .orElse(0.0);
    }

    private static Scoring similarity(YamlValue value) {
        ModelName encoder = ModelKey.of(value);
        if (!encoder.inProcess()) {
            throw value.wrong("an encoder of this process, as in embedded/minilm-l6-q");
        }
        return new Scoring.Similarity(encoder);
    }

    private Scoring judge(YamlValue value) {
        YamlMap map = value.map(JUDGE).only("model", "rubric", "pairwise", "calibration");
        ModelName model =
                ModelKey.of(map.need("model", "the model that judges, as in model: openai/gpt-5"));
        if (model.inProcess()) {
            throw map.need("model", "")
                    .wrong("a chat model, as in openai/gpt-5: an encoder cannot judge");
        }
        String rubric =
                map.need("rubric", "rubric: \"...\", what makes an answer good")
                        .text("what makes an answer good, in words");
        return new Scoring.Judge(
                model,
                rubric,
                map.get("pairwise").map(YamlValue::truth).orElse(false),
                map.get("calibration").map(file -> NamedFile.of(file, folder).shown()));
    }

    private Scoring checks(YamlValue value) {
        YamlMap map = value.map(CHECKS).only("calibration");
        return new Scoring.Checks(NamedFile.of(map.need("calibration", CHECKS), folder).shown());
    }

    private static Scoring command(YamlValue value) {
        String wanted = "a program with its arguments, as in [ python3, score.py ]";
        List<String> words = new ArrayList<>();
        value.list(wanted).forEach(item -> words.add(item.text("a word of the command")));
        if (words.isEmpty()) {
            throw value.wrong(wanted);
        }
        return new Scoring.Command(words);
    }
}
