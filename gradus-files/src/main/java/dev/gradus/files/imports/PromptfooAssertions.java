package dev.gradus.files.imports;

import dev.gradus.files.Closest;
import dev.gradus.files.imports.PromptfooCase.Assertion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `assert` of promptfoo, read for one case. What cannot be a score here is said with the reason.
final class PromptfooAssertions {
    /// What a check can say, by promptfoo's words.
    static final Set<String> CHECKS =
            Set.of(
                    "equals",
                    "contains",
                    "icontains",
                    "contains-any",
                    "contains-all",
                    "icontains-any",
                    "icontains-all",
                    "starts-with",
                    "regex",
                    "is-json",
                    "contains-json",
                    "similar");

    /// What a judge can say: each is turned into a sentence of a rubric.
    static final Set<String> JUDGED =
            Set.of(
                    "llm-rubric",
                    "factuality",
                    "model-graded-factuality",
                    "model-graded-closedqa",
                    "g-eval");

    private static final String CODE =
            "it is code, which is never run here; score: { command: [ ... ] } runs a command of yours";
    private static final String TOOLS = "it judges tool calls, and answers are scored as text here";
    private static final String CONTEXT = "it judges the retrieved context, not the answer";
    private static final String MARKUP = "no score here parses markup";
    private static final String OVERLAP =
            "this overlap of words is not among the scores; rouge-l and token-f1 are";
    private static final Map<String, String> WHY =
            Map.ofEntries(
                    Map.entry("javascript", CODE),
                    Map.entry("python", CODE),
                    Map.entry("ruby", CODE),
                    Map.entry(
                            "webhook",
                            "it calls a service of yours; score: { command: [ ... ] } runs a command"),
                    Map.entry("context-recall", CONTEXT),
                    Map.entry("context-relevance", CONTEXT),
                    Map.entry("context-faithfulness", CONTEXT),
                    Map.entry(
                            "answer-relevance",
                            "it asks a model for questions and compares their embeddings with the question; say in a rubric what a relevant answer is"),
                    Map.entry("perplexity", "no score here reads token probabilities"),
                    Map.entry("perplexity-score", "no score here reads token probabilities"),
                    Map.entry(
                            "finish-reason",
                            "why a model stopped is no part of its answer; cut answers and refusals score 0 here"),
                    Map.entry("is-valid-openai-tools-call", TOOLS),
                    Map.entry("is-valid-openai-function-call", TOOLS),
                    Map.entry("is-valid-function-call", TOOLS),
                    Map.entry("tool-call-f1", TOOLS),
                    Map.entry(
                            "select-best",
                            "it compares the answers of several prompts; the ladder does, by paired tests"),
                    Map.entry(
                            "max-score",
                            "it compares the answers of several prompts; the ladder does, by paired tests"),
                    Map.entry("is-html", MARKUP),
                    Map.entry("contains-html", MARKUP),
                    Map.entry("is-xml", MARKUP),
                    Map.entry("contains-xml", MARKUP),
                    Map.entry("is-sql", "no score here parses SQL"),
                    Map.entry("contains-sql", "no score here parses SQL"),
                    Map.entry("levenshtein", "the distance of letters is not among the scores"),
                    Map.entry("rouge-n", OVERLAP),
                    Map.entry("bleu", OVERLAP),
                    Map.entry("gleu", OVERLAP),
                    Map.entry("meteor", OVERLAP),
                    Map.entry("is-refusal", "a refusal scores 0 here by itself"),
                    Map.entry(
                            "word-count",
                            "the number of words is not among the checks; a regex can count"),
                    Map.entry("moderation", "it calls a moderation service"),
                    Map.entry("guardrails", "it reads what a provider's guardrail said"),
                    Map.entry("classifier", "it calls a classifier of another service"),
                    Map.entry("pi", "it calls a service"),
                    Map.entry("search-rubric", "it needs a judge that searches the web"),
                    Map.entry(
                            "conversation-relevance",
                            "it judges a conversation, and an example here is one turn"));

    private static final Pattern NOT = Pattern.compile("not-(.+)");
    private static final Pattern PREFIX =
            Pattern.compile("(?s)((?:not-)?[a-z][a-z-]*)(?:\\(([\\d.]+)\\))?(?::(.*))?");
    private static final Set<String> KNOWN_KEYS =
            Set.of("type", "value", "threshold", "weight", "provider", "$ref");

    private final SourceFolder folder;
    private final Findings findings;
    private final Node root;

    private int dropped;

    PromptfooAssertions(SourceFolder folder, Findings findings, Node root) {
        this.folder = folder;
        this.findings = findings;
        this.root = root;
    }

    /// How many assertions were left out so far.
    int dropped() {
        return dropped;
    }

    private void drop(Node at, String construct, String why) {
        dropped++;
        findings.leave(at, construct, why);
    }

    /// The assertions of a list that may become a score.
    List<Assertion> read(Optional<Node> list, String path, Map<String, String> vars) {
        List<Assertion> read = new ArrayList<>();
        if (list.isPresent()) {
            List<Node> items = list.get().list();
            for (int i = 0; i < items.size(); i++) {
                one(items.get(i), path + "[" + i + "]", vars, read);
            }
        }
        return read;
    }

    private void one(Node node, String path, Map<String, String> vars, List<Assertion> read) {
        Optional<Node> template =
                node.text("$ref")
                        .map(ref -> ref.substring(ref.lastIndexOf('/') + 1))
                        .flatMap(name ->
                                root.get("assertionTemplates").flatMap(all -> all.get(name)));
        if (node.text("$ref").isPresent() && template.isEmpty()) {
            drop(node, path, "there is no " + node.text("$ref").get());
            return;
        }
        Node body = template.orElse(node);
        String type = body.text("type").orElse("");
        String construct = path + ": " + type;
        if (type.equals("assert-set")) {
            body.get("threshold")
                    .ifPresent(at ->
                            findings.leave(
                                    body.at("threshold"),
                                    construct + " threshold",
                                    "the parts of the set count one by one"));
            findings.map(node, construct, "its parts, one by one");
            read.addAll(read(body.get("assert"), path + ".assert", vars));
            return;
        }
        keys(node, body, construct);
        if (body.text("transform").isPresent()) {
            drop(node, construct, "its transform is code, which is never run here");
            return;
        }
        Optional<Object> value = value(node, body, construct, vars);
        value.ifPresent(given -> add(node, body, type, construct, given, read));
    }

    private void add(
            Node node,
            Node body,
            String type,
            String construct,
            Object given,
            List<Assertion> read) {
        Matcher not = NOT.matcher(type);
        boolean negated = not.matches();
        String plain = negated ? not.group(1) : type;
        double weight = body.number("weight").orElse(1.0);
        if (weight == 0) {
            findings.leave(node, construct, "its weight is 0: it counts nothing");
            return;
        }
        accept(
                new Assertion(
                        node,
                        construct,
                        plain,
                        negated,
                        given == NONE ? null : given,
                        body.number("threshold").orElse(Double.NaN),
                        weight),
                read);
    }

    private void keys(Node node, Node body, String construct) {
        if (body.get("metric").isPresent()) {
            findings.leave(
                    body.at("metric"),
                    construct + " metric",
                    "scores are not reported by metric; what it measures counts all the same");
        }
        for (String key : body.keys()) {
            if (!KNOWN_KEYS.contains(key)
                    && !Set.of("metric", "transform", "assert").contains(key)) {
                findings.leave(body.at(key), construct + " " + key, "an option of promptfoo alone");
            }
        }
    }

    private void accept(Assertion one, List<Assertion> read) {
        String type = one.type();
        if (CHECKS.contains(type)
                || JUDGED.contains(type)
                || type.equals("cost")
                || type.equals("latency")) {
            read.add(one);
            return;
        }
        String why =
                type.startsWith("trace-") || type.startsWith("trajectory")
                        ? "it judges the steps of an agent, and answers are scored here"
                        : WHY.get(type);
        if (why == null) {
            List<String> all = new ArrayList<>(WHY.keySet());
            all.addAll(CHECKS);
            all.addAll(JUDGED);
            why = "no assertion of this type is known" + Closest.hint(type, all);
        }
        drop(one.at(), one.construct(), why);
    }

    private static final Object NONE = new Object();

    /// The value with the variables filled in; empty where it cannot be read, which is said.
    private Optional<Object> value(
            Node node, Node body, String construct, Map<String, String> vars) {
        Optional<Node> given = body.get("value");
        if (given.isEmpty()
                && body instanceof Node.Fields fields
                && fields.fields().get("value") instanceof Node.Text text
                && !text.plain()) {
            return Optional.of(text.words());
        }
        if (given.isEmpty()) {
            return Optional.of(NONE);
        }
        Node value = given.get();
        String file = value.text().filter(text -> text.startsWith("file://")).orElse("");
        if (!file.isEmpty()) {
            if (file.matches(".*\\.(js|mjs|cjs|ts|py|rb)(:\\w+)?")) {
                drop(node, construct, CODE);
                return Optional.empty();
            }
            if (!folder.has(file)) {
                drop(node, construct, "there is no file " + file);
                return Optional.empty();
            }
            if (!file.matches(".*\\.(json|ya?ml|txt)")) {
                drop(node, construct, "a value is read from .json, .yaml and .txt, not " + file);
                return Optional.empty();
            }
            value =
                    file.matches(".*\\.(json|ya?ml)")
                            ? folder.yaml(folder.path(file))
                            : new Node.Text(
                                    node.file(),
                                    node.line(),
                                    folder.text(folder.path(file)).strip(),
                                    false);
        }
        Object filled = listed(body.text("type").orElse(""), filled(value.json(), vars));
        if (filled == UNFILLED) {
            drop(node, construct, "its value is a template that reads more than variables");
            return Optional.empty();
        }
        return Optional.of(filled == null ? NONE : filled);
    }

    private static final Object UNFILLED = new Object();

    /// A text where a list is wanted is split at commas; a quoted part may hold one.
    private static @Nullable Object listed(String type, @Nullable Object value) {
        if (!(value instanceof String text) || !type.matches(".*contains-(any|all)")) {
            return value;
        }
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (char c : text.toCharArray()) {
            quoted ^= c == '"';
            if (c == ',' && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else if (c != '"') {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts.stream().map(String::strip).filter(one -> !one.isEmpty()).toList();
    }

    private static @Nullable Object filled(@Nullable Object value, Map<String, String> vars) {
        return switch (value) {
            case String text ->
                    Templates.filled(text, vars).map(Object.class::cast).orElse(UNFILLED);
            case List<?> list -> {
                List<@Nullable Object> items = new ArrayList<>();
                for (Object item : list) {
                    items.add(filled(item, vars));
                }
                yield items.contains(UNFILLED) ? UNFILLED : items;
            }
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                map.forEach((key, item) -> fields.put(String.valueOf(key), filled(item, vars)));
                yield fields.containsValue(UNFILLED) ? UNFILLED : fields;
            }
            case null, default -> value;
        };
    }

    /// One cell of `__expected`: `icontains: hello`, `similar(0.8): hello`, or a plain text, which
    /// must be equal.
    void cell(
            Node at,
            String construct,
            String cell,
            Map<String, String> vars,
            List<Assertion> read) {
        if (cell.strip().startsWith("file://")) {
            drop(at, construct + ": " + cell.strip(), CODE);
            return;
        }
        Matcher prefix = PREFIX.matcher(cell.strip());
        String type = prefix.matches() ? prefix.group(1) : "";
        String plain = type.startsWith("not-") ? type.substring(4) : type;
        String named =
                switch (plain) {
                    case "fn", "eval" -> "javascript";
                    case "grade" -> "llm-rubric";
                    default -> plain;
                };
        boolean known =
                CHECKS.contains(named)
                        || JUDGED.contains(named)
                        || WHY.containsKey(named)
                        || Set.of("cost", "latency").contains(named);
        String rest = prefix.matches() && prefix.group(3) != null ? prefix.group(3).strip() : "";
        boolean alone = prefix.matches() && prefix.group(3) == null;
        if (!known
                || alone
                        && !Set.of("is-json", "contains-json", "cost", "latency").contains(named)
                        && !WHY.containsKey(named)) {
            add(at, construct, "equals", false, cell, Double.NaN, vars, read);
            return;
        }
        if (rest.startsWith("file://")) {
            Map<String, Node> fields =
                    Map.of(
                            "type", new Node.Text(at.file(), at.line(), type, false),
                            "value", new Node.Text(at.file(), at.line(), rest, false));
            one(new Node.Fields(at.file(), at.line(), fields, Map.of()), construct, vars, read);
            return;
        }
        Object value = alone ? NONE : rest;
        double threshold =
                prefix.group(2) == null ? Double.NaN : Double.parseDouble(prefix.group(2));
        add(at, construct, named, type.startsWith("not-"), value, threshold, vars, read);
    }

    private void add(
            Node at,
            String construct,
            String type,
            boolean negated,
            Object value,
            double threshold,
            Map<String, String> vars,
            List<Assertion> read) {
        Object filled =
                CHECKS.contains(type) || JUDGED.contains(type)
                        ? listed(type, filled(value, vars))
                        : value;
        if (filled == UNFILLED) {
            drop(
                    at,
                    construct + ": " + type,
                    "its value is a template that reads more than variables");
            return;
        }
        accept(
                new Assertion(
                        at,
                        construct + ": " + type,
                        type,
                        negated,
                        filled == NONE ? null : filled,
                        threshold,
                        1),
                read);
    }
}
