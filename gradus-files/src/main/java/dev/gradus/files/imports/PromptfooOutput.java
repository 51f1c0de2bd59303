package dev.gradus.files.imports;

import dev.gradus.files.imports.PeerResult.Score;
import dev.gradus.task.ContentHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// promptfoo's `output.json`, of version 1 to 4, one or several. A test is known by its variables
/// and assertions, since its place changes with every filter; a prompt by its text, since
/// `promptIdx` counts prompts times providers.
final class PromptfooOutput {
    static final String SCORE = "score";
    private static final String PLACE = "promptIdx";
    private static final int LONGEST_ITEM = 80;
    private static final int LONGEST_LABEL = 60;
    private static final int HASH_SHOWN = 8;

    /// Variables that promptfoo adds itself, another at each run.
    private static final Set<String> ADDED = Set.of("sessionId", "_conversation");

    private final Findings findings;
    private final Map<String, String> prompts = new LinkedHashMap<>();
    private final Map<String, Set<String>> checksByVars = new HashMap<>();

    /// Places of prompts that a file calls the same.
    private final Map<List<String>, Set<String>> places = new HashMap<>();

    private final List<Read> read = new ArrayList<>();

    private record Read(Node root, Node result, String vars, String checks) {}

    PromptfooOutput(Findings findings) {
        this.findings = findings;
    }

    void read(Node root) {
        Node results = root.get("results").orElseThrow();
        List<Node> all = results.get("results").orElse(results).list();
        for (Node one : all) {
            String vars = vars(one);
            String checks =
                    one.get("testCase")
                            .flatMap(test -> test.get("assert"))
                            .map(Node::written)
                            .orElse("");
            checksByVars.computeIfAbsent(vars, key -> new HashSet<>()).add(checks);
            read.add(new Read(root, one, vars, checks));
            places.computeIfAbsent(called(one), key -> new HashSet<>())
                    .add(one.text(PLACE).orElse(""));
            prompts.computeIfAbsent(template(one), text -> label(one, prompts.size() + 1));
        }
        findings.map(root, "results", all.size() + " results");
        findings.leaveOthers(
                root,
                "",
                Set.of("results", "version", "config", "evalId"),
                "it follows from the results");
    }

    /// All results of the files that were read.
    List<PeerResult> results() {
        prompts.forEach((text, arm) ->
                findings.map(
                        read.getFirst().root(),
                        "prompt: " + Templates.inWords(text),
                        "arm " + arm));
        return read.stream().map(this::result).toList();
    }

    private PeerResult result(Read given) {
        Node one = given.result();
        Optional<Node> response = one.get("response");
        Node usage =
                response.flatMap(node -> node.get("tokenUsage"))
                        .or(() -> one.get("tokenUsage"))
                        .orElse(one);
        boolean cached =
                response.flatMap(node -> node.text("cached")).filter("true"::equals).isPresent();
        Map<String, Score> scores = new LinkedHashMap<>();
        one.number(SCORE)
                .or(() -> one.get("gradingResult").flatMap(result -> result.number(SCORE)))
                .ifPresentOrElse(
                        value -> scores.put(SCORE, Score.of(value)),
                        () ->
                                one.text("success")
                                        .ifPresent(pass ->
                                                scores.put(
                                                        SCORE,
                                                        Score.of(pass.equals("true") ? 1 : 0))));
        one.get("namedScores")
                .ifPresent(named ->
                        named.keys()
                                .forEach(name ->
                                        named.get(name)
                                                .ifPresent(value ->
                                                        scores.put(name, Score.of(value)))));
        OptionalDouble cost = PeerResult.counted(one, "cost");
        return new PeerResult(
                one.file(),
                given.root()
                        .get("config")
                        .flatMap(config -> config.text("description"))
                        .filter(text -> !text.isBlank())
                        .orElse("promptfoo"),
                item(given),
                prompts.getOrDefault(template(one), ""),
                "prompt",
                provider(one),
                settings(given),
                gold(one),
                response.flatMap(node -> node.get("output")).map(Node::written).orElse(""),
                scores,
                failed(one),
                PeerResult.counted(usage, "prompt"),
                PeerResult.counted(usage, "completion"),
                cached ? OptionalDouble.empty() : PeerResult.counted(one, "latencyMs"),
                cached
                        ? OptionalDouble.empty()
                        : cost.isPresent()
                                ? cost
                                : response.map(node -> PeerResult.counted(node, "cost"))
                                        .orElse(OptionalDouble.empty()));
    }

    /// The call failed, nothing was checked, or the check itself failed.
    private static Optional<String> failed(Node one) {
        Optional<Node> response = one.get("response");
        boolean answered = response.flatMap(node -> node.get("output")).isPresent();
        boolean error =
                response.flatMap(node -> node.get("error")).isPresent()
                        || one.text("failureReason").filter("2"::equals).isPresent();
        if (error || !answered && one.get("error").isPresent()) {
            return Optional.of("whose call failed");
        }
        List<Node> checks =
                one.get("testCase")
                        .flatMap(test -> test.get("assert"))
                        .map(Node::list)
                        .orElse(List.of());
        boolean none =
                one.get("gradingResult")
                        .flatMap(result -> result.text("reason"))
                        .filter("No assertions"::equals)
                        .isPresent();
        boolean weightless =
                !checks.isEmpty()
                        && checks.stream()
                                .allMatch(check ->
                                        check.number("weight")
                                                .filter(weight -> weight == 0)
                                                .isPresent());
        if (none || weightless) {
            return Optional.of("of which nothing was checked");
        }
        return one
                        .get("gradingResult")
                        .flatMap(result -> result.get("componentResults"))
                        .map(Node::list)
                        .orElse(List.of())
                        .stream()
                        .anyMatch(PromptfooOutput::graderFailed)
                ? Optional.of("whose check failed to run")
                : Optional.empty();
    }

    /// As promptfoo 0.121 says it of its own code, of a model that grades, and of scripts.
    private static boolean graderFailed(Node component) {
        String reason = component.text("reason").orElse("");
        boolean passed = component.text("pass").filter("true"::equals).isPresent();
        return !passed
                && (reason.startsWith("Custom function threw error")
                        || reason.startsWith("Python code execution failed")
                        || reason.startsWith("Ruby code execution failed")
                        || reason.startsWith("Could not extract JSON")
                        || reason.startsWith("API error")
                        || reason.equals("No output") && byModel(component));
    }

    private static boolean byModel(Node component) {
        return component
                .get("assertion")
                .flatMap(assertion -> assertion.text("type"))
                .filter(type -> !type.contains("equals") && !type.contains("contains"))
                .isPresent();
    }

    private static String vars(Node one) {
        Optional<Node> vars =
                one.get("vars").or(() -> one.get("testCase").flatMap(test -> test.get("vars")));
        if (vars.isPresent() && vars.get() instanceof Node.Fields fields) {
            Map<String, Node> kept = new LinkedHashMap<>(new java.util.TreeMap<>(fields.fields()));
            kept.keySet().removeAll(ADDED);
            return new Node.Fields(fields.file(), fields.line(), kept, Map.of()).written();
        }
        return vars.map(Node::written)
                .orElseGet(() -> one.text("testIdx").map(place -> "test " + place).orElse(""));
    }

    private String item(Read given) {
        String vars = given.vars();
        String name =
                vars.length() <= LONGEST_ITEM
                        ? vars
                        : vars.substring(0, LONGEST_ITEM / 2) + "\u2026 " + hash(vars);
        return checksByVars.getOrDefault(vars, Set.of()).size() > 1
                ? name + " checks " + hash(given.checks())
                : name;
    }

    private static String hash(String text) {
        return ContentHash.ofTexts(List.of(text)).substring(0, HASH_SHOWN);
    }

    /// The prompt with its variables open, where the file has it.
    private static String template(Node one) {
        Optional<Node> prompt = one.get("prompt");
        return prompt.flatMap(node -> node.text("label"))
                .or(() -> prompt.flatMap(node -> node.text("display")))
                .or(() -> prompt.flatMap(node -> node.text("raw")))
                .or(() -> prompt.flatMap(Node::text))
                .or(() -> one.text("promptIdx"))
                .orElse("");
    }

    private static String label(Node one, int number) {
        return one.get("prompt")
                .flatMap(prompt ->
                        prompt.text("label")
                                .filter(label ->
                                        !label.equals(prompt.text("raw").orElse(""))
                                                && label.length() <= LONGEST_LABEL
                                                && !label.contains("{{")
                                                && !label.contains("\n")))
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

    private static List<String> called(Node one) {
        return List.of(one.file(), provider(one), template(one));
    }

    /// What the file's configuration says of the provider: temperature and its like.
    private Map<String, String> settings(Read given) {
        Map<String, String> settings = new LinkedHashMap<>();
        if (places.getOrDefault(called(given.result()), Set.of()).size() > 1) {
            given.result().text(PLACE).ifPresent(place -> settings.put(PLACE, place));
        }
        String id = given.result().get("provider").flatMap(node -> node.text("id")).orElse("");
        given
                .root()
                .get("config")
                .flatMap(config -> config.get("providers"))
                .map(Node::list)
                .orElse(List.of())
                .stream()
                .filter(provider -> provider.text("id").filter(id::equals).isPresent())
                .flatMap(provider -> provider.get("config").stream())
                .forEach(config ->
                        config.keys().stream()
                                .filter(key ->
                                        !key.toLowerCase(java.util.Locale.ROOT).contains("key"))
                                .forEach(key ->
                                        config.text(key)
                                                .ifPresent(value -> settings.put(key, value))));
        return settings;
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
}
