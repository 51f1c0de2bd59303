package dev.gradus.files;

import static dev.gradus.files.CandidateJson.known;
import static dev.gradus.files.CandidateJson.number;
import static dev.gradus.files.CandidateJson.object;
import static dev.gradus.files.CandidateJson.text;
import static dev.gradus.files.CandidateJson.whole;
import static dev.gradus.files.CandidateJson.wrong;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Prompt;
import dev.gradus.candidate.Shots;
import dev.gradus.candidate.Structure;
import dev.gradus.chat.Sampling;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Condition;
import dev.gradus.task.ModelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// Prompted candidates from their JSON.
final class PromptedJson {
    private PromptedJson() {}

    static Candidate.Prompted read(Map<?, ?> fields) {
        return new Candidate.Prompted(
                ModelName.parse(text(fields, "model")),
                prompt(object(fields, "prompt")),
                shots(object(fields, "shots")),
                structure(object(fields, "structure")),
                answer(fields),
                sampling(object(fields, "sampling")));
    }

    private static Prompt prompt(Map<?, ?> fields) {
        known(fields, Set.of("name", "system", "user"));
        return new Prompt(text(fields, "name"), text(fields, "system"), text(fields, "user"));
    }

    private static Shots shots(Map<?, ?> fields) {
        Shots shots =
                switch (text(fields, "kind")) {
                    case "none" -> new Shots.None();
                    case "fixed" -> new Shots.Fixed(list(fields), text(fields, "how"));
                    case "retrieved" ->
                            new Shots.Retrieved(
                                    ModelName.parse(text(fields, "encoder")),
                                    Math.toIntExact(whole(fields, "neighbours")),
                                    text(fields, "train"));
                    default -> throw wrong("kind", fields.get("kind"), "none, fixed or retrieved");
                };
        known(fields, shots.fields().keySet());
        return shots;
    }

    private static List<Shots.Shot> list(Map<?, ?> fields) {
        if (!(fields.get("shots") instanceof List<?> list)) {
            throw wrong("shots", fields.get("shots"), "a list of shots");
        }
        List<Shots.Shot> shots = new ArrayList<>();
        for (Object item : list) {
            if (!(item instanceof Map<?, ?> shot)) {
                throw wrong("shots", item, "a shot with input and expected");
            }
            known(shot, Set.of("input", "expected"));
            shots.add(new Shots.Shot(text(shot, "input"), text(shot, "expected")));
        }
        return shots;
    }

    private static Structure structure(Map<?, ?> fields) {
        known(fields, Set.of("means", "repair", "validators"));
        if (!(fields.get("repair") instanceof Boolean repair)) {
            throw wrong("repair", fields.get("repair"), "true or false");
        }
        String means = text(fields, "means").toUpperCase(Locale.ROOT);
        return new Structure(Structure.Means.valueOf(means), repair, validators(fields));
    }

    private static List<Condition> validators(Map<?, ?> fields) {
        List<Condition> validators = new ArrayList<>();
        if (fields.get("validators") instanceof List<?> list) {
            for (Object item : list) {
                validators.add(validator(item));
            }
        }
        return validators;
    }

    private static Condition validator(Object item) {
        if (item instanceof Map<?, ?> one && one.size() == 1) {
            if (one.get("regex") instanceof String pattern) {
                return new Condition.Regex(pattern);
            }
            if (one.get("cel") instanceof String expression) {
                return new Condition.Cel(expression);
            }
            if (one.get("schema") instanceof String schema) {
                return new Condition.Schema(schema);
            }
            if (one.get("command") instanceof List<?> words
                    && words.stream().allMatch(String.class::isInstance)) {
                return new Condition.Command(words.stream().map(String.class::cast).toList());
            }
        }
        throw wrong("validators", item, "regex, cel, schema or command");
    }

    private static AnswerShape answer(Map<?, ?> fields) {
        if (fields.containsKey("labels")) {
            return new AnswerShape.Labels(CandidateJson.labels(fields));
        }
        return fields.containsKey("schema")
                ? new AnswerShape.Json(text(fields, "schema"))
                : new AnswerShape.Text();
    }

    private static Sampling sampling(Map<?, ?> fields) {
        Sampling sampling =
                new Sampling(
                        decimal(fields, "temperature"),
                        decimal(fields, "topP"),
                        fields.containsKey("maxTokens")
                                ? OptionalInt.of(Math.toIntExact(whole(fields, "maxTokens")))
                                : OptionalInt.empty(),
                        fields.containsKey("seed")
                                ? OptionalLong.of(whole(fields, "seed"))
                                : OptionalLong.empty(),
                        fields.containsKey("effort")
                                ? Optional.of(
                                        Sampling.Effort.valueOf(
                                                text(fields, "effort").toUpperCase(Locale.ROOT)))
                                : Optional.empty(),
                        stop(fields),
                        Boolean.TRUE.equals(fields.get("logProbabilities")));
        known(fields, sampling.fields().keySet());
        return sampling;
    }

    private static OptionalDouble decimal(Map<?, ?> fields, String key) {
        return fields.containsKey(key)
                ? OptionalDouble.of(number(fields, key))
                : OptionalDouble.empty();
    }

    private static List<String> stop(Map<?, ?> fields) {
        if (!fields.containsKey("stop")) {
            return List.of();
        }
        if (!(fields.get("stop") instanceof List<?> list)
                || !list.stream().allMatch(String.class::isInstance)) {
            throw wrong("stop", fields.get("stop"), "a list of texts");
        }
        return list.stream().map(String.class::cast).toList();
    }
}
