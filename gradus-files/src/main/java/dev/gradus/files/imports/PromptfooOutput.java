package dev.gradus.files.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// promptfoo's `output.json`, of version 1 to 4.
record PromptfooOutput(Findings findings, List<List<String>> rows) {

    void read(Node root) {
        Node results = root.get("results").orElseThrow();
        List<Node> all = results.get("results").orElse(results).list();
        String task =
                root.get("config")
                        .flatMap(config -> config.text("description"))
                        .orElse(root.file().replaceFirst("\\.\\w+$", ""));
        Map<String, String> arms = new LinkedHashMap<>();
        Map<String, Integer> items = new LinkedHashMap<>();
        int errors = 0;
        for (Node one : all) {
            boolean broken = broken(one);
            errors += broken ? 1 : 0;
            rows.add(row(task, one, arms, items, broken));
        }
        findings.map(root, "results", all.size() + " outcomes");
        arms.forEach((prompt, arm) ->
                findings.map(root, "prompt: " + Templates.inWords(prompt), "arm " + arm));
        if (errors > 0) {
            findings.leave(
                    root,
                    errors + " results with an error",
                    "the call failed: the score is empty, not 0");
        }
        findings.leaveOthers(
                root,
                "",
                java.util.Set.of("results", "version", "config", "evalId"),
                "it follows from the results");
    }

    private static boolean broken(Node one) {
        boolean answered =
                one.get("response").flatMap(response -> response.get("output")).isPresent();
        boolean failed =
                one.get("response").flatMap(response -> response.get("error")).isPresent()
                        || one.text("failureReason").filter("2"::equals).isPresent();
        return failed || !answered && one.get("error").isPresent();
    }

    private static List<String> row(
            String task,
            Node one,
            Map<String, String> arms,
            Map<String, Integer> items,
            boolean broken) {
        Optional<Node> response = one.get("response");
        Optional<Node> usage =
                response.flatMap(given -> given.get("tokenUsage")).or(() -> one.get("tokenUsage"));
        boolean cached =
                response.flatMap(given -> given.text("cached")).filter("true"::equals).isPresent();
        List<String> row = new ArrayList<>();
        row.add(task);
        String vars = one.get("vars").map(Node::written).orElse("");
        row.add(
                one.text("testIdx")
                        .orElseGet(() ->
                                String.valueOf(items.computeIfAbsent(vars, key -> items.size()))));
        row.add(arms.computeIfAbsent(prompt(one), prompt -> label(one, arms.size() + 1)));
        row.add("prompt");
        row.add(provider(one));
        row.add(gold(one));
        row.add(response.flatMap(given -> given.get("output")).map(Node::written).orElse(""));
        row.add(broken ? "" : score(one));
        row.add(usage.flatMap(given -> positive(given, "prompt")).orElse(""));
        row.add(usage.flatMap(given -> positive(given, "completion")).orElse(""));
        row.add(cached ? "" : positive(one, "latencyMs").orElse(""));
        row.add(
                cached
                        ? ""
                        : positive(one, "cost")
                                .or(() -> response.flatMap(given -> positive(given, "cost")))
                                .orElse(""));
        return row;
    }

    private static String prompt(Node one) {
        Node none = new Node.Text(one.file(), one.line(), "", false);
        Node prompt = one.get("prompt").orElse(none);
        return one.text("promptIdx")
                .or(() -> prompt.text("display"))
                .or(() -> prompt.text("label"))
                .or(() -> prompt.text("raw"))
                .or(prompt::text)
                .orElse("");
    }

    private static String label(Node one, int number) {
        return one.get("prompt")
                .flatMap(prompt ->
                        prompt.text("label")
                                .filter(label ->
                                        !label.equals(prompt.text("raw").orElse(""))
                                                && label.length() <= 60
                                                && !label.contains("{{")))
                .orElse("prompt " + number);
    }

    private static String provider(Node one) {
        return one.get("provider")
                .flatMap(provider ->
                        provider.text()
                                .or(() -> provider.text("label").filter(label -> !label.isEmpty()))
                                .or(() -> provider.text("id")))
                .orElse("");
    }

    /// The value that an `equals` asks for.
    private static String gold(Node one) {
        return one
                .get("testCase")
                .flatMap(test -> test.get("assert"))
                .map(Node::list)
                .orElse(List.of())
                .stream()
                .filter(each -> each.text("type").filter("equals"::equals).isPresent())
                .findFirst()
                .flatMap(each -> each.text("value"))
                .filter(value -> !value.contains("{{"))
                .orElse("");
    }

    private static String score(Node one) {
        Optional<Double> score =
                one.number("score")
                        .or(() ->
                                one.get("gradingResult").flatMap(result -> result.number("score")))
                        .filter(value -> value >= 0 && value <= 1);
        return score.map(String::valueOf)
                .orElseGet(() ->
                        one.text("success")
                                .map(pass -> pass.equals("true") ? "1" : "0")
                                .orElse(""));
    }

    private static Optional<String> positive(Node node, String key) {
        return node.number(key)
                .filter(value -> value > 0)
                .map(value ->
                        java.math.BigDecimal.valueOf(value).stripTrailingZeros().toPlainString());
    }
}
