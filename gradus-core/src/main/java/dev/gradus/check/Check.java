package dev.gradus.check;

import dev.gradus.task.Example;
import dev.gradus.task.Splits;
import dev.gradus.task.Splitter;
import dev.gradus.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What can be known before any model is called: defects of labels, prompt, data and splits, what
/// the examples can show, and the four questions. Costs no call; 100,000 short examples take some
/// seconds. The sealed test is counted and never shown.
public final class Check {
    private final Material material;
    private final Facts facts;
    private final Duplicates duplicates;
    private final LabelSet labels;
    private final Optional<PromptReport> prompt;
    private final Optional<WordVotes> votes;

    private Check(Material material, Facts facts) {
        this.material = material;
        this.facts = facts;
        duplicates = new Duplicates(material);
        labels = new LabelSet(material);
        PromptLint lint = PromptLint.of(material.task(), material.known()).counting(facts.tokens());
        prompt = material.task().prompt().map(text -> lint.lint("prompt", text));
        List<Example> train = material.splits().train();
        votes =
                material.labelled() && !train.isEmpty()
                        ? Optional.of(new WordVotes(train, material.clustersOfTrain()))
                        : Optional.empty();
    }

    /// Checks a task and its examples.
    public static CheckReport of(Task task, Splits splits, Facts facts) {
        return new Check(new Material(task, splits), facts).report();
    }

    /// The same in about half the time: with the near twins that the splitter has found.
    public static CheckReport of(Task task, Splitter.Cut cut, Facts facts) {
        return new Check(new Material(task, cut), facts).report();
    }

    private CheckReport report() {
        Movement movement = Movement.of(facts, material.task().policy().stableSince());
        Reach reach = new Reach(material, facts);
        List<Finding> findings = new ArrayList<>();
        prompt.ifPresent(report -> findings.addAll(report.findings()));
        findings.addAll(PromptLint.brief(material.task().brief()));
        findings.addAll(labels.findings(votes));
        findings.addAll(duplicates.findings());
        findings.addAll(new Inputs(material, facts).findings());
        findings.addAll(new Balance(material).findings());
        new FewRows(material).finding().ifPresent(findings::add);
        findings.addAll(reach.findings());
        movement.finding().ifPresent(findings::add);
        FourQuestions questions =
                new FourQuestions(trust(), reach.answer(), ceilings(), movement.answer());
        return new CheckReport(
                findings, questions, reach.detectable(), ceiling(), movement, prompt);
    }

    private double ceiling() {
        double fromPrompt = prompt.map(PromptReport::ceiling).orElse(1.0);
        return Math.min(fromPrompt, Math.min(labels.ceiling(), duplicates.ceiling()));
    }

    private FourQuestions.Answer trust() {
        Splits splits = material.splits();
        List<String> parts = new ArrayList<>();
        parts.add(
                splits.few()
                        ? FewRows.figures(splits)
                        : "%s: %s train, %s dev, %s test (%s)"
                                .formatted(
                                        Words.count(
                                                (long) material.known().size()
                                                        + splits.test().size(),
                                                "example"),
                                        Words.number(splits.train().size()),
                                        Words.number(splits.dev().size()),
                                        Words.number(splits.test().size()),
                                        splits.testGiven() ? "given" : "cut"));
        if (material.labelled()) {
            parts.add(
                    "%s, %s"
                            .formatted(
                                    Words.count(material.labels().size(), "label"),
                                    new Balance(material).figures()));
        }
        votes.ifPresent(counted ->
                parts.add(
                        "words alone tell %s of train apart"
                                .formatted(Words.percent(counted.right(), counted.size()))));
        parts.add(duplicates.figures());
        return new FourQuestions.Answer(
                "What is measured, and can it be trusted?", String.join("; ", parts) + ".");
    }

    private FourQuestions.Answer ceilings() {
        List<String> parts = new ArrayList<>();
        parts.add(
                prompt.isEmpty()
                        ? "no prompt is given"
                        : prompt.get().labels().isEmpty()
                                ? "the prompt lists no labels"
                                : "the prompt's labels allow "
                                        + Words.percent(prompt.get().ceiling()));
        if (material.labelled()) {
            parts.add("labels unseen in train allow " + Words.percent(labels.ceiling()));
            parts.add(
                    "equal texts with different labels allow "
                            + Words.percent(duplicates.ceiling()));
        }
        return new FourQuestions.Answer(
                "How high can the score get with this prompt, these labels, this data?",
                "%s at most; the goal is %s: %s."
                        .formatted(
                                Words.percent(ceiling()),
                                Words.percent(material.task().goal().score()),
                                String.join(", ", parts)));
    }
}
