package dev.gradus.files.imports;

import dev.gradus.files.imports.PeerResult.Score;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// A log of Inspect. Epochs of a sample are repeats of one item; a sample that failed, or that its
/// scorer left unscored (NaN), has no score.
record InspectLog(Findings findings) {
    private static final int LONGEST_SETTING = 60;

    List<PeerResult> read(Node root) {
        List<Node> samples = root.get("samples").map(Node::list).orElse(List.of());
        String arm = arm(root);
        Map<String, String> settings = settings(root);
        List<PeerResult> results =
                samples.stream().map(sample -> result(root, sample, arm, settings)).toList();
        findings.map(root, "samples", samples.size() + " results of arm " + arm);
        findings.leaveOthers(
                root,
                "",
                Set.of(
                        "eval",
                        "samples",
                        "plan",
                        "version",
                        "status",
                        "results",
                        "stats",
                        "error",
                        "invalidated",
                        "tags",
                        "metadata"),
                "it follows from the samples, or says how they were run");
        return results;
    }

    /// The scorer that the log declares first; its scores are those that Inspect itself shows
    /// first.
    static Optional<String> first(Node root) {
        return root.get("results")
                .flatMap(results -> results.get("scores"))
                .map(Node::list)
                .filter(scores -> !scores.isEmpty())
                .flatMap(scores -> scores.getFirst().text("name"));
    }

    private static String arm(Node root) {
        List<String> steps = new ArrayList<>();
        root.get("plan")
                .flatMap(plan -> plan.get("steps"))
                .map(Node::list)
                .orElse(List.of())
                .forEach(step -> step.text("solver").ifPresent(steps::add));
        return root.get("eval")
                .flatMap(eval -> eval.text("solver"))
                .or(() ->
                        root.get("plan")
                                .flatMap(plan -> plan.text("name"))
                                .filter(name -> !name.equals("plan")))
                .filter(name -> !name.isBlank())
                .orElse(steps.isEmpty() ? "plan" : String.join(" + ", steps));
    }

    /// What makes two runs of a task two arms: the task's and model's arguments, parameters of the
    /// solvers, how it was generated.
    private static Map<String, String> settings(Node root) {
        Map<String, String> settings = new LinkedHashMap<>();
        root.get("eval")
                .ifPresent(eval -> {
                    put(settings, eval.get("task_args"));
                    put(settings, eval.get("solver_args"));
                    put(settings, eval.get("model_args"));
                    put(settings, eval.get("model_generate_config"));
                });
        root.get("plan")
                .ifPresent(plan -> {
                    put(settings, plan.get("config"));
                    plan.get("steps")
                            .map(Node::list)
                            .orElse(List.of())
                            .forEach(step -> put(settings, step.get("params")));
                });
        return settings;
    }

    /// Whole structures are left out: they hold ids and times that differ at each run. An argument
    /// that is handed on to a solver is told once.
    private static void put(Map<String, String> settings, Optional<Node> fields) {
        fields.ifPresent(all ->
                all.keys()
                        .forEach(key ->
                                all.text(key)
                                        .filter(text -> text.length() <= LONGEST_SETTING)
                                        .filter(text -> !settings.containsValue(text))
                                        .ifPresent(text -> settings.putIfAbsent(key, text))));
    }

    private static PeerResult result(
            Node root, Node sample, String arm, Map<String, String> settings) {
        Node eval = root.get("eval").orElse(root);
        String model = eval.text("model").orElse("");
        Optional<Node> scores = sample.get("scores");
        Map<String, Score> values = new LinkedHashMap<>();
        scores.ifPresent(
                all -> all.keys().forEach(name -> add(values, name, all.get(name).orElse(all))));
        Node usage =
                sample.get("model_usage")
                        .flatMap(all ->
                                all.get(model)
                                        .or(() ->
                                                all.keys().stream().findFirst().flatMap(all::get)))
                        .or(() -> sample.get("output").flatMap(output -> output.get("usage")))
                        .orElse(sample);
        String answer =
                scores.flatMap(all -> all.keys().stream().findFirst().flatMap(all::get))
                        .flatMap(first -> first.text("answer"))
                        .or(() -> sample.get("output").flatMap(InspectLog::completion))
                        .orElse("");
        return new PeerResult(
                sample.file(),
                eval.text("task").orElse("inspect"),
                sample.get("id").map(Node::written).orElse(""),
                arm,
                "",
                model,
                settings,
                sample.get("target")
                        .map(target ->
                                target.list().isEmpty() ? "" : target.list().getFirst().written())
                        .orElse(""),
                answer,
                values,
                sample.get("error").isPresent()
                        ? Optional.of("whose call failed")
                        : Optional.empty(),
                PeerResult.counted(usage, "input_tokens"),
                PeerResult.counted(usage, "output_tokens"),
                milliseconds(sample),
                OptionalDouble.empty());
    }

    private static OptionalDouble milliseconds(Node sample) {
        return sample.number("working_time")
                .or(() -> sample.number("total_time"))
                .map(seconds ->
                        OptionalDouble.of(
                                BigDecimal.valueOf(seconds).movePointRight(3).doubleValue()))
                .orElse(OptionalDouble.empty());
    }

    private static Optional<String> completion(Node output) {
        return output.text("completion")
                .or(() ->
                        output.get("choices")
                                .filter(choices -> !choices.list().isEmpty())
                                .flatMap(choices -> choices.list().getFirst().get("message"))
                                .flatMap(message -> message.get("content"))
                                .map(Node::written));
    }

    /// A score's value is a number, a truth value, one of Inspect's letters, or a mapping of these.
    private static void add(Map<String, Score> values, String name, Node score) {
        Optional<Node> value = score.get("value");
        if (value.isPresent() && value.get() instanceof Node.Fields fields) {
            fields.fields().forEach((key, one) -> values.put(name + "." + key, value(one)));
        } else {
            values.put(name, value.map(InspectLog::value).orElse(Score.missing(Score.UNSCORED)));
        }
    }

    /// Correct, incorrect, partial, no answer.
    private static Score value(Node value) {
        return switch (value.written()) {
            case "C" -> Score.of(1);
            case "P" -> Score.of(0.5);
            case "I", "N" -> Score.of(0);
            default -> Score.of(value);
        };
    }
}
