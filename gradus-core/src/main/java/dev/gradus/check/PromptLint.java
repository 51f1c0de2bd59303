package dev.gradus.check;

import dev.gradus.task.AnswerShape;
import dev.gradus.task.Example;
import dev.gradus.task.Goal;
import dev.gradus.task.Task;
import dev.gradus.task.Traffic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads a prompt for defects that show before it is used. Calls no model and costs nothing.
///
/// @param labels the labels that exist; empty where only the gold answers are known, or where the
///   task has no labels
/// @param gold how many examples have each label
/// @param goal against which a ceiling is held; without one, a loss of 1 % of the examples blocks
/// @param traffic by which the length of the prompt is costed
/// @param tokens by which its length is counted
public record PromptLint(
        List<String> labels,
        Map<String, Long> gold,
        Optional<Goal> goal,
        Optional<Traffic> traffic,
        TokenCounter tokens) {
    private static final int LONG = 1_000;
    private static final double LOSS_THAT_BLOCKS = 0.01;
    private static final double CLOSE = 0.6;
    private static final Pattern VAGUE =
            Pattern.compile(
                    "(?i)\\b(?:handle|deal with|take care of|manage|try to|do your best|think about"
                            + "|consider|be careful|make sure it is good|improve|optimi[sz]e"
                            + "|as appropriate|appropriately|properly|if needed|as needed"
                            + "|and so on|etc)\\b");
    private static final Pattern FORMAT =
            Pattern.compile(
                    "(?i)\\b(?:json|xml|yaml|csv|markdown|format|schema)\\b"
                            + "|\\b(?:return|respond|answer|reply|output|write|print|give|say|use)\\b[^.\\n]{0,60}"
                            + "\\b(?:only|exactly|just|one|single|word|name|label|category|number|with)\\b"
                            + "|\\b(?:only|exactly|just)\\b[^.\\n]{0,40}\\b(?:label|category|class|intent|name|word|one)\\b");
    private static final Pattern EXAMPLE =
            Pattern.compile(
                    "(?i)\\bexamples?\\b|\\be\\.g\\.|\\bfor instance\\b|\\bsuch as\\b|->|=>|\u2192"
                            + "|\\b(?:input|message|text|query|q)\\s*:[^\\n]*\\n+\\s*"
                            + "(?:output|label|answer|category|intent|class|a)\\s*:\\s*[^\\s{<]");

    public PromptLint {
        labels = List.copyOf(labels);
        gold = Map.copyOf(gold);
    }

    /// Counted by characters / 4.
    public PromptLint(
            List<String> labels,
            Map<String, Long> gold,
            Optional<Goal> goal,
            Optional<Traffic> traffic) {
        this(labels, gold, goal, traffic, TokenCounter.byCharacters());
    }

    /// Counted otherwise.
    public PromptLint counting(TokenCounter how) {
        return new PromptLint(labels, gold, goal, traffic, how);
    }

    /// For the prompt of a task, held against these examples.
    public static PromptLint of(Task task, Collection<Example> examples) {
        List<String> names =
                task.answer().asLabels().map(AnswerShape.Labels::names).orElse(List.of());
        Map<String, Long> gold = new TreeMap<>();
        if (!names.isEmpty()) {
            examples.forEach(example -> gold.merge(example.expected(), 1L, Long::sum));
        }
        // A goal in a score of the whole set is no bar for an accuracy.
        Optional<Goal> goal = task.score().ofTheSet() ? Optional.empty() : Optional.of(task.goal());
        return new PromptLint(names, gold, goal, task.traffic());
    }

    /// For a prompt of which only the gold answers are known: how many items have each.
    public static PromptLint ofGold(Map<String, Long> gold, Optional<Goal> goal) {
        return new PromptLint(List.of(), gold, goal, Optional.empty());
    }

    /// Reads one prompt.
    ///
    /// @param where its name, a file as a rule
    public PromptReport lint(String where, String prompt) {
        Set<String> known = known();
        Set<String> listed = new LabelList(prompt, List.copyOf(known)).find();
        Optional<ListedLabels> offered =
                known.isEmpty() || listed.isEmpty()
                        ? Optional.empty()
                        : Optional.of(offered(listed, known));
        List<Finding> findings = new ArrayList<>();
        offered.ifPresent(labelsOffered -> held(where, labelsOffered, findings));
        if (!known.isEmpty() && listed.isEmpty()) {
            findings.add(namesNoLabel(where, known.size()));
        }
        unfilled(where, prompt, findings);
        rules(where, prompt, listed, findings);
        form(where, prompt, findings);
        findings.sort(Comparator.comparing(Finding::severity));
        return new PromptReport(where, tokens.count(prompt), offered, findings);
    }

    /// Reads a brief, which is no whole prompt: for placeholders and for rules.
    static List<Finding> brief(String text) {
        List<Finding> findings = new ArrayList<>();
        unfilled("brief", text, findings);
        rules("brief", text, Set.of(), findings);
        return findings;
    }

    /// The labels that exist: those of the task, or else those that some example has.
    private Set<String> known() {
        return new LinkedHashSet<>(labels.isEmpty() ? new TreeMap<>(gold).keySet() : labels);
    }

    private ListedLabels offered(Set<String> listed, Set<String> known) {
        List<String> missing = known.stream().filter(label -> !listed.contains(label)).toList();
        List<String> unknown = listed.stream().filter(label -> !known.contains(label)).toList();
        long unanswerable = missing.stream().mapToLong(label -> gold.getOrDefault(label, 0L)).sum();
        long examples = gold.values().stream().mapToLong(count -> count).sum();
        return new ListedLabels(List.copyOf(listed), missing, unknown, unanswerable, examples);
    }

    private void held(String where, ListedLabels offered, List<Finding> findings) {
        if (!offered.missing().isEmpty()) {
            findings.add(missing(where, offered));
        }
        if (!offered.unknown().isEmpty()) {
            findings.add(unknown(where, offered));
        }
    }

    private Finding missing(String where, ListedLabels offered) {
        int count = offered.missing().size();
        boolean blocks =
                goal.map(wanted -> offered.ceiling() < wanted.score())
                        .orElse(1 - offered.ceiling() >= LOSS_THAT_BLOCKS);
        return new Finding(
                "prompt-misses-labels",
                blocks ? Severity.BLOCKS : Severity.COSTS,
                where,
                "The prompt lists %s; %d of the %d that %s %s missing."
                        .formatted(
                                Words.count(offered.listed().size(), "label"),
                                count,
                                count + offered.listed().size() - offered.unknown().size(),
                                labels.isEmpty() ? "are right answers" : "exist",
                                Words.are(count)),
                "%s of %s (%s) cannot be answered right; no answer from the list scores above %s%s."
                        .formatted(
                                Words.number(offered.unanswerable()),
                                Words.count(offered.examples(), "example"),
                                Words.percent(offered.unanswerable(), offered.examples()),
                                Words.percent(offered.ceiling()),
                                goal.filter(wanted -> offered.ceiling() < wanted.score())
                                        .map(wanted ->
                                                ", the goal is " + Words.percent(wanted.score()))
                                        .orElse("")),
                "Add the missing labels to the prompt, spelt as in the examples.",
                offered.missing().stream()
                        .sorted(
                                Comparator.comparing(
                                        (String label) -> -gold.getOrDefault(label, 0L)))
                        .map(label ->
                                "'%s': %s"
                                        .formatted(
                                                label,
                                                Words.count(
                                                        gold.getOrDefault(label, 0L), "example")))
                        .toList());
    }

    private Finding unknown(String where, ListedLabels offered) {
        int count = offered.unknown().size();
        boolean set = !labels.isEmpty();
        return new Finding(
                "prompt-lists-unknown-labels",
                Severity.COSTS,
                where,
                "%d of %s that the prompt lists %s."
                        .formatted(
                                count,
                                Words.count(offered.listed().size(), "label"),
                                set
                                        ? count == 1 ? "does not exist" : "do not exist"
                                        : Words.are(count) + " the right answer of no example"),
                "Every answer with one of them is wrong"
                        + (offered.missing().isEmpty()
                                ? "."
                                : "; they take the place of "
                                        + Words.count(offered.missing().size(), "missing label")
                                        + "."),
                "Take the labels that do not exist out of the prompt, or correct their spelling.",
                offered.unknown().stream().map(name -> withClosest(name, offered)).toList());
    }

    private static String withClosest(String name, ListedLabels offered) {
        return offered.missing().stream()
                .max(Comparator.comparingDouble(label -> Spelling.alike(name, label)))
                .filter(label -> Spelling.alike(name, label) >= CLOSE)
                .map(label -> "'%s' (closest missing label: '%s')".formatted(name, label))
                .orElse("'" + name + "'");
    }

    private Finding namesNoLabel(String where, int count) {
        return new Finding(
                "prompt-names-no-label",
                Severity.COSTS,
                where,
                "The prompt names none of the %d labels.".formatted(count),
                "A model that is not given them in another way, as an enum of the answer, has to"
                        + " guess their spelling, and a label spelt otherwise is wrong.",
                "List the labels in the prompt, each on a line with one line on what it means.",
                List.of());
    }

    private static void unfilled(String where, String prompt, List<Finding> findings) {
        List<String> open = Placeholders.unfilled(prompt);
        if (!open.isEmpty()) {
            findings.add(
                    new Finding(
                            "prompt-placeholder",
                            Severity.COSTS,
                            where,
                            "The prompt has %s that nothing fills."
                                    .formatted(Words.count(open.size(), "placeholder")),
                            "The model reads them as they stand, in every call.",
                            "Fill them in or take them out; one variable, for the input, is enough.",
                            open));
        }
    }

    private static void rules(
            String where, String prompt, Set<String> listed, List<Finding> findings) {
        PromptRules rules = new PromptRules(prompt);
        List<String> contradictions = rules.contradictions();
        if (!contradictions.isEmpty()) {
            findings.add(
                    new Finding(
                            "prompt-contradiction",
                            Severity.COSTS,
                            where,
                            Words.count(contradictions.size(), "pair")
                                    + " of rules cannot both be followed.",
                            "Which of the two the model follows is left to chance; the points are not"
                                    + " known before both are measured.",
                            "Keep one of each pair.",
                            contradictions));
        }
        Set<String> names = listed.stream().map(LabelList::loose).collect(Collectors.toSet());
        List<String> repeated =
                rules.repetitions(sentence -> !names.contains(LabelList.loose(sentence)));
        if (!repeated.isEmpty()) {
            findings.add(
                    new Finding(
                            "prompt-repetition",
                            Severity.NOTE,
                            where,
                            Words.count(repeated.size(), "rule")
                                    + (repeated.size() == 1 ? " stands" : " stand")
                                    + " there twice or nearly so.",
                            "Tokens without information in every call.",
                            "Say it once.",
                            repeated));
        }
        List<String> vague =
                rules.sentences().stream().filter(text -> VAGUE.matcher(text).find()).toList();
        if (!vague.isEmpty()) {
            findings.add(
                    new Finding(
                            "prompt-vague",
                            Severity.NOTE,
                            where,
                            Words.count(vague.size(), "sentence") + " with a vague verb.",
                            "Each reader understands it otherwise; the points are not known before a"
                                    + " sharper prompt is measured against this one.",
                            "Say what the answer looks like when it is right.",
                            vague.stream().map(Words::quote).toList()));
        }
    }

    private void form(String where, String prompt, List<Finding> findings) {
        if (!FORMAT.matcher(prompt).find()) {
            findings.add(
                    new Finding(
                            "prompt-no-format",
                            Severity.COSTS,
                            where,
                            "The prompt does not say what the answer looks like.",
                            "An answer that is right and not in the expected form scores 0.",
                            "Say what to return, and that nothing else is wanted.",
                            List.of()));
        }
        if (!EXAMPLE.matcher(prompt).find()) {
            findings.add(
                    new Finding(
                            "prompt-no-example",
                            Severity.NOTE,
                            where,
                            "The prompt shows no example.",
                            "What examples gain is measured by the rung examples.",
                            "Show a few examples, or let the climb find out which.",
                            List.of()));
        }
        int length = tokens.count(prompt);
        if (length > LONG) {
            findings.add(tooLong(where, length));
        }
    }

    private Finding tooLong(String where, int length) {
        String perDay =
                traffic.map(calls ->
                                " At %s calls a day that is %s tokens a day."
                                        .formatted(
                                                Words.number(Math.round(calls.callsPerDay())),
                                                Words.number(
                                                        Math.round(calls.callsPerDay() * length))))
                        .orElse("");
        return new Finding(
                "prompt-long",
                Severity.NOTE,
                where,
                "The prompt has %s, over %s.".formatted(tokens.words(length), Words.number(LONG)),
                "They are paid and read in every call." + perDay,
                "Cut what no measured example needs; put the fixed part first, so that a provider can"
                        + " cache it.",
                List.of());
    }
}
