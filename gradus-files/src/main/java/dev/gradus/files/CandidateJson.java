package dev.gradus.files;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.spi.GradusException;
import dev.gradus.task.Label;
import dev.gradus.task.ModelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Candidates to and from their canonical JSON. What is written is read back with the same id.
public final class CandidateJson {
    private static final String WHERE = "candidate";

    private CandidateJson() {}

    /// The canonical JSON: what the candidate's id is the hash of.
    public static String write(Candidate candidate) {
        return candidate.canonicalJson();
    }

    /// Reads the JSON of a candidate.
    ///
    /// @throws GradusException.Data where it is no JSON, or no candidate that this version knows
    public static Candidate read(String json) {
        return candidate(JsonText.parseObject(json, WHERE));
    }

    private static Candidate candidate(Map<?, ?> fields) {
        Candidate candidate;
        try {
            candidate =
                    switch (text(fields, "kind")) {
                        case "encoded" ->
                                new Candidate.Encoded(
                                        ModelName.parse(text(fields, "model")),
                                        method(fields),
                                        labels(fields),
                                        text(fields, "train"));
                        case "prompted" -> PromptedJson.read(fields);
                        case "cascade" ->
                                new Candidate.Cascade(
                                        candidate(object(fields, "first")),
                                        candidate(object(fields, "second")),
                                        number(fields, "threshold"));
                        default ->
                                throw wrong(
                                        "kind", fields.get("kind"), "encoded, prompted or cascade");
                    };
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new GradusException.Data(
                    WHERE + ": " + e.getMessage() + ". Read it with the version that wrote it.");
        }
        known(fields, candidate.fields().keySet());
        return candidate;
    }

    private static Method method(Map<?, ?> fields) {
        return switch (text(fields, "method")) {
            case "label-names" -> new Method.LabelNames();
            case "label-descriptions" -> new Method.LabelDescriptions();
            case "fixed-shots" ->
                    new Method.FixedShots(
                            Math.toIntExact(whole(fields, "perLabel")),
                            Method.Selection.valueOf(
                                    text(fields, "selection").toUpperCase(Locale.ROOT)),
                            whole(fields, "seed"));
            case "retrieved-shots" ->
                    new Method.RetrievedShots(Math.toIntExact(whole(fields, "neighbours")));
            case "nearest-example" -> new Method.NearestExample();
            case "linear" -> new Method.Linear(number(fields, "l2"));
            case "lora", "dora", "full" ->
                    new Method.Adapted(text(fields, "method"), text(fields, "adapter"));
            default ->
                    throw wrong("method", fields.get("method"), "a method that this version knows");
        };
    }

    static List<Label> labels(Map<?, ?> fields) {
        if (!(fields.get("labels") instanceof List<?> list)) {
            throw wrong("labels", fields.get("labels"), "a list of labels");
        }
        List<Label> labels = new ArrayList<>();
        for (Object item : list) {
            if (!(item instanceof Map<?, ?> label)) {
                throw wrong("labels", item, "a label with its name");
            }
            known(label, Set.of("name", "description"));
            String name = text(label, "name");
            labels.add(
                    label.containsKey("description")
                            ? Label.of(name, text(label, "description"))
                            : Label.of(name));
        }
        return labels;
    }

    static Map<?, ?> object(Map<?, ?> fields, String key) {
        if (fields.get(key) instanceof Map<?, ?> map) {
            return map;
        }
        throw wrong(key, fields.get(key), "an object");
    }

    static String text(Map<?, ?> fields, String key) {
        if (fields.get(key) instanceof String text) {
            return text;
        }
        throw wrong(key, fields.get(key), "a text");
    }

    static double number(Map<?, ?> fields, String key) {
        if (fields.get(key) instanceof Number number) {
            return number.doubleValue();
        }
        throw wrong(key, fields.get(key), "a number");
    }

    static long whole(Map<?, ?> fields, String key) {
        if (fields.get(key) instanceof Long number) {
            return number;
        }
        throw wrong(key, fields.get(key), "a whole number");
    }

    static void known(Map<?, ?> fields, Set<String> known) {
        for (Object key : fields.keySet()) {
            if (!known.contains(key)) {
                throw new GradusException.Data(
                        WHERE
                                + ": unknown field "
                                + Quoted.value(String.valueOf(key))
                                + ". Read it with the version that wrote it.");
            }
        }
    }

    static GradusException wrong(String key, @Nullable Object value, String wanted) {
        String have = value == null ? "missing" : Quoted.value(value.toString());
        return new GradusException.Data(
                WHERE + ": " + key + " is " + have + ". Write " + wanted + ".");
    }
}
