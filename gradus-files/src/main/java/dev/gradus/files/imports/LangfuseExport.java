package dev.gradus.files.imports;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Traces, observations or items of dataset runs as Langfuse exports them: JSON, or JSON lines.
record LangfuseExport(Findings findings, List<List<String>> rows) {

    void read(Node root) {
        List<Node> all = root.list();
        int unscored = 0;
        for (int i = 0; i < all.size(); i++) {
            Node one = all.get(i);
            Node trace = one.get("trace").orElse(one);
            Optional<String> score = score(one).or(() -> score(trace));
            boolean failed = one.text("level").filter("ERROR"::equals).isPresent();
            unscored += score.isEmpty() || failed ? 1 : 0;
            rows.add(row(one, trace, failed ? "" : score.orElse(""), i));
        }
        findings.map(root, "records", all.size() + " outcomes");
        if (unscored > 0) {
            findings.leave(
                    root,
                    unscored + " records without a score from 0 to 1",
                    "the score is empty; where gold and pred are there, gradus judge compares them");
        }
    }

    private static List<String> row(Node one, Node trace, String score, int number) {
        List<String> row = new ArrayList<>();
        row.add(first(one, "datasetName", "dataset_name").orElse("langfuse"));
        row.add(
                first(one, "datasetItemId", "dataset_item_id", "itemId", "id")
                        .orElse(String.valueOf(number)));
        row.add(
                first(
                                one,
                                "datasetRunName",
                                "dataset_run_name",
                                "runName",
                                "run_name",
                                "promptName",
                                "name")
                        .or(() -> first(trace, "name", "version", "release"))
                        .orElse("langfuse"));
        row.add("");
        row.add(
                first(one, "model", "providedModelName")
                        .or(() -> first(trace, "model"))
                        .orElse(""));
        row.add(
                first(one, "expectedOutput", "expected_output")
                        .or(() -> first(trace, "expectedOutput"))
                        .orElse(""));
        row.add(first(one, "output").or(() -> first(trace, "output")).orElse(""));
        row.add(score);
        row.add(tokens(one, "promptTokens", "inputTokens", "input"));
        row.add(tokens(one, "completionTokens", "outputTokens", "output"));
        row.add(
                one.number("latency")
                        .or(() -> trace.number("latency"))
                        .filter(seconds -> seconds > 0)
                        .map(seconds ->
                                BigDecimal.valueOf(seconds).movePointRight(3).toPlainString())
                        .orElse(""));
        row.add(
                one.number("totalCost")
                        .or(() -> one.number("calculatedTotalCost"))
                        .or(() -> trace.number("totalCost"))
                        .filter(cost -> cost > 0)
                        .map(cost -> BigDecimal.valueOf(cost).toPlainString())
                        .orElse(""));
        return row;
    }

    private static Optional<String> first(Node node, String... keys) {
        for (String key : keys) {
            Optional<String> text =
                    node.get(key).map(Node::written).filter(value -> !value.isBlank());
            if (text.isPresent()) {
                return text;
            }
        }
        return Optional.empty();
    }

    private static String tokens(Node one, String key, String newer, String inUsage) {
        return one.text(key)
                .or(() -> one.text(newer))
                .or(() ->
                        one.get("usage")
                                .or(() -> one.get("usageDetails"))
                                .flatMap(usage -> usage.text(inUsage)))
                .filter(text -> Node.NUMBER.matcher(text).matches() && Double.parseDouble(text) > 0)
                .orElse("");
    }

    /// The first score that is a share: `scores: [ { name, value } ]`, or `scores: { name: value
    /// }`.
    private static Optional<String> score(Node one) {
        Optional<Node> scores = one.get("scores");
        if (scores.isEmpty()) {
            return Optional.empty();
        }
        List<Node> values = new ArrayList<>();
        if (scores.get() instanceof Node.Fields fields) {
            values.addAll(fields.fields().values());
        } else {
            scores.get().list().forEach(score -> score.get("value").ifPresent(values::add));
        }
        return values.stream()
                .flatMap(value -> value.list().stream())
                .map(Node::written)
                .map(word -> word.equals("true") ? "1" : word.equals("false") ? "0" : word)
                .filter(word -> Node.NUMBER.matcher(word).matches())
                .filter(word -> Double.parseDouble(word) >= 0 && Double.parseDouble(word) <= 1)
                .findFirst();
    }
}
