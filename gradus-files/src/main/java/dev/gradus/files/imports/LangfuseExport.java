package dev.gradus.files.imports;

import dev.gradus.files.imports.PeerResult.Score;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Traces, observations or items of dataset runs as Langfuse exports them: JSON, or JSON lines.
/// Their scores stand in any order and are known by name.
record LangfuseExport(Findings findings) {

    List<PeerResult> read(Node root) {
        List<Node> all = root.list();
        List<PeerResult> results = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            results.add(result(all.get(i), i));
        }
        findings.map(root, "records", all.size() + " results");
        return results;
    }

    private static PeerResult result(Node one, int number) {
        Node trace = one.get("trace").orElse(one);
        Map<String, Score> scores = new LinkedHashMap<>(scores(trace));
        scores.putAll(scores(one));
        Optional<Double> seconds = one.number("latency").or(() -> trace.number("latency"));
        Optional<Double> cost =
                one.number("totalCost")
                        .or(() -> one.number("calculatedTotalCost"))
                        .or(() -> trace.number("totalCost"))
                        .filter(value -> value > 0);
        return new PeerResult(
                one.file(),
                first(one, "datasetName", "dataset_name").orElse("langfuse"),
                first(one, "datasetItemId", "dataset_item_id", "itemId", "id")
                        .orElse(String.valueOf(number)),
                first(
                                one,
                                "datasetRunName",
                                "dataset_run_name",
                                "runName",
                                "run_name",
                                "promptName",
                                "name")
                        .or(() -> first(trace, "name", "version", "release"))
                        .orElse("langfuse"),
                "",
                first(one, "model", "providedModelName").or(() -> first(trace, "model")).orElse(""),
                Map.of(),
                first(one, "expectedOutput", "expected_output")
                        .or(() -> first(trace, "expectedOutput"))
                        .orElse(""),
                first(one, "output").or(() -> first(trace, "output")).orElse(""),
                scores,
                one.text("level").filter("ERROR"::equals).isPresent()
                        ? Optional.of("whose call failed")
                        : Optional.empty(),
                tokens(one, "promptTokens", "inputTokens", "input"),
                tokens(one, "completionTokens", "outputTokens", "output"),
                seconds.filter(value -> value > 0)
                        .map(value ->
                                OptionalDouble.of(
                                        BigDecimal.valueOf(value).movePointRight(3).doubleValue()))
                        .orElse(OptionalDouble.empty()),
                cost.map(OptionalDouble::of).orElse(OptionalDouble.empty()));
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

    private static OptionalDouble tokens(Node one, String key, String newer, String inUsage) {
        OptionalDouble own = PeerResult.counted(one, key);
        OptionalDouble its = own.isPresent() ? own : PeerResult.counted(one, newer);
        return its.isPresent()
                ? its
                : one.get("usage")
                        .or(() -> one.get("usageDetails"))
                        .map(usage -> PeerResult.counted(usage, inUsage))
                        .orElse(OptionalDouble.empty());
    }

    /// `scores: [ { name, value } ]`, or `scores: { name: value }`. A categorical score is no
    /// number.
    private static Map<String, Score> scores(Node one) {
        Map<String, Score> scores = new LinkedHashMap<>();
        Optional<Node> all = one.get("scores");
        if (all.isPresent() && all.get() instanceof Node.Fields fields) {
            fields.fields()
                    .forEach((name, value) ->
                            scores.put(
                                    name,
                                    value.list().isEmpty()
                                            ? Score.missing(Score.UNSCORED)
                                            : Score.of(value.list().getFirst())));
        } else {
            all.map(Node::list)
                    .orElse(List.of())
                    .forEach(score ->
                            scores.put(
                                    score.text("name").orElse("score"),
                                    score.get("value")
                                            .map(Score::of)
                                            .orElse(Score.missing(Score.UNSCORED))));
        }
        return scores;
    }
}
