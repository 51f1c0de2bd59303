package dev.gradus.files;

import dev.gradus.task.Splitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The text of a new task file and of its labels file.
///
/// @param data the examples
/// @param rows how many
/// @param labels rows by label; empty where the answer is none
/// @param matters the proposal
record NewTaskText(
        String task,
        NewExamples data,
        int rows,
        Map<String, Integer> labels,
        double matters,
        NewOptions options) {

    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*");
    private static final String EMBEDDED = "embedded/minilm-l6-q, embedded/bge-small-q";
    private static final int MOST_OTHERS = 5;
    private static final List<String> WORDS =
            List.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private ColumnGuess guess() {
        return data.guess();
    }

    private String file() {
        return data.name();
    }

    String taskFile() {
        StringBuilder out = new StringBuilder();
        ColumnGuess guess = guess();
        out.append("# Written by `gradus new` from ")
                .append(file())
                .append(" (")
                .append(count(rows))
                .append(" rows). Every line is yours to change.\n");
        out.append(
                "# Next: `gradus check FOLDER` says what these examples can and cannot show; `gradus climb FOLDER` climbs.\n\n");
        line(out, "task: " + task, "name in reports and in the ledger");
        line(out, "brief: " + brief(), "guessed: say in your own words what the model must do");
        out.append("\nexamples:\n");
        line(
                out,
                "  file: " + plain(file()),
                data.testName().isPresent()
                        ? "what teaches, and what candidates are compared on"
                        : rows < Splitter.FEW
                                ? "under "
                                        + Splitter.FEW
                                        + " rows no test is cut and no verdict is final; to give a test: test:"
                                        + " test.csv"
                                : "a sealed test is cut from it; to give one of your own: test: test.csv");
        data.testName()
                .ifPresent(name ->
                        line(
                                out,
                                "  test: " + plain(name),
                                "sealed: looked at once, by the verdict"));
        line(
                out,
                "  input: " + plain(guess.input()),
                said(options.input()) + "the column that the model reads");
        line(
                out,
                "  expected: " + plain(guess.expected()),
                said(options.expected()) + "the column with the right answer");
        guess.id()
                .ifPresent(name ->
                        line(out, "  id: " + plain(name), "guessed: what each example is called"));
        guess.group()
                .ifPresent(name ->
                        line(
                                out,
                                "  group: " + plain(name),
                                said(options.group())
                                        + "examples of one group are never split apart"));
        guess.origin()
                .ifPresent(name ->
                        line(out, "  origin: " + plain(name), "human, production or synthetic"));
        guess.verified()
                .ifPresent(name ->
                        line(
                                out,
                                "  verified: " + plain(name),
                                "whether a person has confirmed the answer"));
        if (!guess.slices().isEmpty()) {
            line(
                    out,
                    "  slices: [ "
                            + String.join(
                                    ", ", guess.slices().stream().map(NewTaskText::plain).toList())
                            + " ]",
                    "guessed: properties to report by");
        }
        if (!data.variables().isEmpty()) {
            line(
                    out,
                    "  variables: [ " + String.join(", ", data.variables()) + " ]",
                    "columns that the prompt reads");
        }
        out.append('\n');
        answer(out);
        goal(out);
        rest(out);
        data.prompt()
                .ifPresent(prompt ->
                        line(
                                out,
                                "prompt: " + prompt.name(),
                                "the system message of the data; check lints it"));
        return out.toString();
    }

    private static String said(Optional<String> named) {
        return named.isPresent() ? "" : "guessed: ";
    }

    private void answer(StringBuilder out) {
        switch (guess().answer()) {
            case LABELS -> {
                line(
                        out,
                        "answer: { labels: labels.yaml }",
                        count(labels.size()) + " labels, found in the data; describe them there");
                line(
                        out,
                        "score: accuracy",
                        "or macro-f1: the mean over the labels, rare ones count as much");
            }
            case LABEL_LISTS, DOCUMENTS -> {
                line(
                        out,
                        "answer: { schema: answer.schema.json }",
                        "found in the data; tighten it, and describe its fields there");
                line(
                        out,
                        "score: json-fields",
                        guess().answer() == ColumnGuess.Answer.DOCUMENTS
                                ? "right is every field as expected, and no other; F1 of the fields"
                                : "right is the same labels, in any order; F1 of the labels");
            }
            case TEXT -> {
                line(out, "answer: text", "any text; or { schema: FILE } for JSON");
                line(out, "score: exact", "right is equal to the letter");
            }
        }
    }

    private void goal(StringBuilder out) {
        out.append("\ngoal:\n");
        line(
                out,
                "  score: "
                        + (options.goal().isPresent()
                                ? number(options.goal().getAsDouble())
                                : "0.90"),
                options.goal().isPresent()
                        ? "the score from which it is good enough"
                        : "proposed without knowing your product: put the score from which it is good enough");
        line(
                out,
                "  matters: " + number(matters),
                "proposed: the smallest difference that matters to you; `gradus check` says what these "
                        + count(rows)
                        + " rows can show");
        comment(
                out,
                "  # tolerance: "
                        + number(matters)
                        + "     # how far below the score is still good enough; `matters` unless written");
        comment(
                out,
                "  # cost-per-1k: 0.50   # the most that 1,000 calls may cost, in the currency below");
        comment(out, "  # p95: 800ms          # the time within which 95 of 100 answers must come");
    }

    private void rest(StringBuilder out) {
        comment(out, "\n# Not known, so the verdict names them as unknown; fill in what you know:");
        comment(
                out,
                "# traffic: { calls-per-day: 1000, growth-per-month: 0.03, cost-of-an-error: 0.20 }");
        comment(
                out,
                "# policy: { stage: production, local-only: true, horizon-months: 12 }   # stage: prototype, mvp or production");
        comment(
                out,
                "# machine: { rate-per-core-hour: 0.05 }   # prices the models that run in this process");
        out.append('\n');
        if (options.models().isEmpty()) {
            line(out, "models: [ " + EMBEDDED + " ]", "both run in this process; cheapest first");
        } else {
            line(
                    out,
                    "models: [ "
                            + String.join(
                                    ", ",
                                    options.models().stream().map(NewTaskText::plain).toList())
                            + " ]",
                    "cheapest first");
        }
        line(out, "currency: USD", "of every amount in this file");
    }

    String labelsFile() {
        StringBuilder out = new StringBuilder();
        out.append("# The ")
                .append(count(labels.size()))
                .append(" labels of ")
                .append(file())
                .append(", each with its rows.\n");
        out.append(
                "# A line on what an input of the label says helps every model; write it after the colon, as in\n");
        out.append("#   refund: The customer wants money back for something bought.\n");
        out.append("labels:\n");
        labels.forEach((label, count) ->
                line(
                        out,
                        "  " + plain(label) + ":",
                        count(count) + (count == 1 ? " row" : " rows")));
        return out.toString();
    }

    List<String> guesses() {
        List<String> guesses = new ArrayList<>();
        ColumnGuess guess = guess();
        guesses.add(
                "input is column "
                        + Quoted.value(guess.input())
                        + ", expected is column "
                        + Quoted.value(guess.expected())
                        + ".");
        other(guesses, "input", guess.otherInputs(), options.input());
        other(guesses, "expected", guess.otherExpected(), options.expected());
        guesses.add(kind());
        guess.id().ifPresent(name -> guesses.add("id is column " + Quoted.value(name) + "."));
        guess.group().ifPresent(name -> guesses.add("group is column " + Quoted.value(name) + "."));
        guess.slices().forEach(name -> guesses.add("slice is column " + Quoted.value(name) + "."));
        guess.wideGroup()
                .ifPresent(name ->
                        guesses.add(
                                "column "
                                        + Quoted.value(name)
                                        + " has groups too large to keep whole; --group "
                                        + name
                                        + " keeps them whole all the same."));
        if (options.goal().isEmpty()) {
            guesses.add("goal.score 0.90 is a placeholder: put your own.");
        }
        if (guess.answer() != ColumnGuess.Answer.LABELS && inProcess()) {
            guesses.add(
                    "It cannot be climbed yet: models in this process answer with labels alone. Name a chat model, as in --model"
                            + " openai/gpt-5-mini, or in models of gradus.yaml.");
        }
        return guesses;
    }

    private String kind() {
        return switch (guess().answer()) {
            case LABELS ->
                    "It is a label task: "
                            + count(labels.size())
                            + " labels in "
                            + count(rows)
                            + " rows.";
            case LABEL_LISTS ->
                    "It is a task with several labels an answer, as a document: {\"labels\": [ ... ]}.";
            case DOCUMENTS ->
                    "It is a document task: the "
                            + count(rows)
                            + " right answers are JSON, and answer.schema.json describes them.";
            case TEXT ->
                    "It is a text task: the "
                            + count(rows)
                            + " right answers are no closed set of labels.";
        };
    }

    private boolean inProcess() {
        return options.models().stream().allMatch(name -> name.startsWith("embedded/"));
    }

    private static void other(
            List<String> guesses, String key, List<String> others, Optional<String> named) {
        if (named.isEmpty() && !others.isEmpty()) {
            guesses.add(
                    key
                            + " could be "
                            + Table.listed(others.stream().limit(MOST_OTHERS).toList())
                            + " too: --"
                            + key
                            + " COLUMN.");
        }
    }

    private String brief() {
        ColumnGuess guess = guess();
        String sentence =
                switch (guess.answer()) {
                    case LABELS ->
                            "Name the one "
                                    + guess.expected()
                                    + " that the "
                                    + guess.input()
                                    + " expresses.";
                    case LABEL_LISTS ->
                            "Name every "
                                    + guess.expected()
                                    + " that the "
                                    + guess.input()
                                    + " expresses.";
                    case DOCUMENTS ->
                            "Read the fields of the "
                                    + guess.expected()
                                    + " from the "
                                    + guess.input()
                                    + ".";
                    case TEXT -> "Give the " + guess.expected() + " for the " + guess.input() + ".";
                };
        return '"' + escaped(sentence) + '"';
    }

    private static void line(StringBuilder out, String text, String comment) {
        out.append(
                String.format(Locale.ROOT, "%-35s # %s%n", text, comment)
                        .replace(System.lineSeparator(), "\n"));
    }

    private static void comment(StringBuilder out, String text) {
        out.append(text).append('\n');
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.3f", value);
        return text.endsWith("0") ? text.substring(0, 4) : text;
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /// A scalar that any YAML reader takes for this text.
    static String plain(String text) {
        boolean plain =
                PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT));
        return plain ? text : '"' + escaped(text) + '"';
    }

    static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20
                    || c == 0x7F
                    || c == 0x85
                    || c == 0x2028
                    || c == 0x2029
                    || c == 0xFEFF) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
