package dev.gradus.files.imports;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A log of Inspect as JSON.
record InspectLog(Findings findings, List<List<String>> rows) {

    void read(Node root) {
        Node eval = root.get("eval").orElseThrow();
        String task = eval.text("task").orElse(root.file());
        String model = eval.text("model").orElse("");
        String arm =
                eval.text("solver")
                        .or(() -> root.get("plan").flatMap(plan -> plan.text("name")))
                        .filter(name -> !name.isBlank())
                        .orElse("plan");
        List<Node> samples = root.get("samples").map(Node::list).orElse(List.of());
        int errors = 0;
        Optional<String> scorer = Optional.empty();
        for (Node sample : samples) {
            Optional<Node> scores = sample.get("scores");
            scorer = scorer.or(() -> scores.flatMap(all -> all.keys().stream().findFirst()));
            boolean failed = sample.get("error").isPresent();
            errors += failed ? 1 : 0;
            rows.add(row(task, arm, model, sample, scorer, failed));
        }
        findings.map(root, "samples", samples.size() + " outcomes of arm " + arm);
        scorer.ifPresent(name -> findings.map(root, "scorer " + name, "column correct"));
        String chosen = scorer.orElse("");
        samples.stream()
                .flatMap(sample -> sample.get("scores").stream())
                .flatMap(scores -> scores.keys().stream())
                .distinct()
                .filter(name -> !name.equals(chosen))
                .forEach(
                        name -> findings.leave(root, "scorer " + name, "an outcome has one score"));
        if (errors > 0) {
            findings.leave(
                    root,
                    errors + " samples with an error",
                    "the call failed: the score is empty, not 0");
        }
        findings.leaveOthers(
                root,
                "",
                Set.of("eval", "samples", "plan", "version", "status"),
                "it follows from the samples, or says how they were run");
    }

    private static List<String> row(
            String task,
            String arm,
            String model,
            Node sample,
            Optional<String> scorer,
            boolean failed) {
        Optional<Node> score =
                scorer.flatMap(name -> sample.get("scores").flatMap(scores -> scores.get(name)));
        String epoch =
                sample.text("epoch")
                        .filter(number -> !number.equals("1"))
                        .map(number -> "#" + number)
                        .orElse("");
        Optional<Node> usage =
                sample.get("model_usage")
                        .flatMap(all ->
                                all.get(model)
                                        .or(() ->
                                                all.keys().stream().findFirst().flatMap(all::get)))
                        .or(() -> sample.get("output").flatMap(output -> output.get("usage")));
        List<String> row = new ArrayList<>();
        row.add(task);
        row.add(sample.get("id").map(Node::written).orElse("") + epoch);
        row.add(arm);
        row.add("");
        row.add(model);
        row.add(
                sample.get("target")
                        .map(target ->
                                target.list().isEmpty() ? "" : target.list().getFirst().written())
                        .orElse(""));
        row.add(
                score.flatMap(given -> given.text("answer"))
                        .or(() -> sample.get("output").flatMap(InspectLog::completion))
                        .orElse(""));
        row.add(
                failed
                        ? ""
                        : score.flatMap(given -> given.get("value"))
                                .map(InspectLog::value)
                                .orElse(""));
        row.add(usage.flatMap(given -> given.text("input_tokens")).orElse(""));
        row.add(usage.flatMap(given -> given.text("output_tokens")).orElse(""));
        row.add(
                sample.number("working_time")
                        .or(() -> sample.number("total_time"))
                        .map(seconds ->
                                BigDecimal.valueOf(seconds).movePointRight(3).toPlainString())
                        .orElse(""));
        row.add("");
        return row;
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

    /// Inspect's letters: correct, incorrect, partial, no answer.
    private static String value(Node value) {
        String word = value.written();
        return switch (word) {
            case "C", "true" -> "1";
            case "I", "N", "false" -> "0";
            case "P" -> "0.5";
            default ->
                    Node.NUMBER.matcher(word).matches()
                                    && Double.parseDouble(word) >= 0
                                    && Double.parseDouble(word) <= 1
                            ? word
                            : "";
        };
    }
}
