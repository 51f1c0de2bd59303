package dev.gradus.judge;

import dev.gradus.check.Finding;
import dev.gradus.check.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What recorded answers say about the cause, without a probe: the prompt, the form of the answers,
/// whether a stronger model or a validator makes the difference. A cause that only a second run can
/// show (reasoning, knowledge, process) is not guessed.
final class Diagnosis {
    static final String TIE = "models-tie";
    private static final double WORTH_SAYING = 0.01;
    private final OutcomeTable table;
    private final Set<String> givenLabels;
    private final Optional<PromptDefects> prompt;
    private final List<JudgedArm> arms;
    private final List<JudgedPair> comparisons;

    /// @param givenLabels of the task file; empty where there is none
    /// @param arms every arm on every task
    Diagnosis(
            OutcomeTable table,
            Set<String> givenLabels,
            Optional<PromptDefects> prompt,
            List<JudgedArm> arms,
            List<JudgedPair> comparisons) {
        this.table = table;
        this.givenLabels = givenLabels;
        this.prompt = prompt;
        this.arms = arms;
        this.comparisons = comparisons;
    }

    /// The defects first, then what costs, then what is worth knowing.
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        prompt.ifPresent(defects -> findings.addAll(defects.findings()));
        prompt.flatMap(defects -> new AnswerableRest(table, defects).finding())
                .ifPresent(findings::add);
        table.tasks().forEach(task -> forms(task).ifPresent(findings::add));
        missing().ifPresent(findings::add);
        findings.addAll(ties());
        comparisons.stream()
                .filter(pair -> !pair.task().equals(JudgeReport.ALL))
                .map(this::validator)
                .flatMap(Optional::stream)
                .forEach(findings::add);
        findings.sort((a, b) -> a.severity().compareTo(b.severity()));
        return findings;
    }

    /// Empty answers, answers that are no label, and wrong answers that are right but for their
    /// form.
    private Optional<Finding> forms(TaskTable task) {
        Set<String> offeredOnly = prompt.map(PromptDefects::listedNotGold).orElse(Set.of());
        AnswerForms forms = new AnswerForms(table, task, givenLabels, offeredOnly);
        List<String> lines = new ArrayList<>();
        int rows = 0;
        int off = 0;
        int lost = 0;
        for (int arm = 0; arm < table.arms().size(); arm++) {
            if (failed(task, arm)) {
                continue;
            }
            AnswerForms.Form form = forms.of(arm);
            rows += form.rows();
            off += form.empty() + form.notLabels();
            lost += form.rightIfRead();
            if (form.empty() + form.notLabels() + form.rightIfRead() > 0) {
                lines.add(line(table.displays().get(arm), form, !forms.labels().isEmpty()));
            }
        }
        if (lost == 0 && off < WORTH_SAYING * rows || !answered(task)) {
            return Optional.empty();
        }
        String what =
                forms.labels().isEmpty()
                        ? Wording.text("%,d of %,d answers are empty.", off, rows)
                        : Wording.text(
                                "%,d of %,d answers (%s) are empty or not one of the %d labels.",
                                off,
                                rows,
                                Wording.percent((double) off / rows),
                                forms.labels().size());
        return Optional.of(
                new Finding(
                        "answer-form",
                        lost > 0 ? Severity.COSTS : Severity.NOTE,
                        "task " + Wording.quoted(task.name()),
                        what,
                        lost == 0
                                ? "None of them would be right if only the form were let pass."
                                : Wording.text(
                                        "%s would be right if case, punctuation and text after the first"
                                                + " line were let pass: %s of the arms' score together.",
                                        Wording.count(lost, "wrong answer"),
                                        Wording.points((double) lost / rows)),
                        "Offer the labels to the letter, hold the model to them (an enum or a schema), or"
                                + " repair the answer before it is scored.",
                        lines));
    }

    private boolean failed(TaskTable task, int number) {
        String name = table.displays().get(number);
        return arms.stream()
                .anyMatch(arm ->
                        arm.failed() && arm.task().equals(task.name()) && arm.name().equals(name));
    }

    private boolean answered(TaskTable task) {
        return ArmScorer.answersRecorded(List.of(task), table.arms().size());
    }

    private static String line(String arm, AnswerForms.Form form, boolean labels) {
        return Wording.text(
                "%s: %d empty%s%s, %d right but for their form%s",
                arm,
                form.empty(),
                labels ? ", " + form.notLabels() + " not a label" : "",
                form.offered() > 0 ? " (" + form.offered() + " of them offered by the prompt)" : "",
                form.rightIfRead(),
                form.example().isEmpty() ? "" : ", such as " + form.example());
    }

    private Optional<Finding> missing() {
        List<String> lines =
                arms.stream()
                        .filter(arm -> !arm.failed())
                        .filter(arm -> arm.score().map(s -> s.missing() > 0).orElse(false))
                        .map(arm ->
                                Wording.text(
                                        "%s on %s: %,d of %,d",
                                        arm.name(),
                                        arm.task(),
                                        arm.score().orElseThrow().missing(),
                                        arm.rows()))
                        .toList();
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Finding(
                        "missing-outcomes",
                        Severity.COSTS,
                        table.source(),
                        "Outcomes without a score: " + Wording.first(lines, 3) + ".",
                        "They are left out of the scores; a claim must hold whatever they would have been.",
                        "Run these items again, or fill the column correct.",
                        lines));
    }

    /// Models that answer equally well the same way: no comparison between them shows a difference.
    private List<Finding> ties() {
        Map<List<String>, List<JudgedArm>> sameWay = new LinkedHashMap<>();
        for (JudgedArm arm : arms) {
            if (!arm.failed() && arm.score().isPresent()) {
                sameWay.computeIfAbsent(
                                List.of(arm.task(), arm.armName()), key -> new ArrayList<>())
                        .add(arm);
            }
        }
        return sameWay.values().stream()
                .filter(group -> group.size() > 1)
                .map(this::tie)
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Finding> tie(List<JudgedArm> group) {
        List<String> names = group.stream().map(JudgedArm::name).toList();
        List<JudgedPair> between =
                comparisons.stream()
                        .filter(pair -> pair.task().equals(group.getFirst().task()))
                        .filter(pair -> names.contains(pair.baseline()))
                        .filter(pair -> names.contains(pair.candidate()))
                        .toList();
        boolean reached =
                names.stream()
                        .allMatch(name ->
                                between.stream()
                                        .anyMatch(pair ->
                                                pair.baseline().equals(name)
                                                        || pair.candidate().equals(name)));
        if (!reached || between.stream().anyMatch(JudgedPair::differs)) {
            return Optional.empty();
        }
        double widest =
                between.stream()
                        .mapToDouble(pair ->
                                Math.max(
                                        Math.abs(pair.interval().low()),
                                        Math.abs(pair.interval().high())))
                        .max()
                        .orElse(0);
        List<String> scores =
                group.stream()
                        .map(arm ->
                                arm.model()
                                        + " "
                                        + Wording.percent(arm.score().orElseThrow().value()))
                        .toList();
        return Optional.of(
                new Finding(
                        TIE,
                        Severity.NOTE,
                        "arm " + Wording.quoted(group.getFirst().armName()),
                        Wording.text(
                                "No model is shown to be better than another with %s: %s.",
                                Wording.quoted(group.getFirst().armName()), Wording.list(scores)),
                        Wording.text(
                                "The intervals leave room for at most %s between two of them.",
                                Wording.points(widest)),
                        "Do not pay for a stronger model here: the cause lies elsewhere.",
                        between.stream().map(Diagnosis::sentence).toList()));
    }

    private Optional<Finding> validator(JudgedPair pair) {
        JudgedArm baseline = arm(pair.task(), pair.baseline());
        JudgedArm candidate = arm(pair.task(), pair.candidate());
        boolean candidateChecks = RungWords.validatorAgainstSize(candidate.rung(), baseline.rung());
        boolean baselineChecks = RungWords.validatorAgainstSize(baseline.rung(), candidate.rung());
        boolean wins =
                candidateChecks && pair.shown() == JudgedPair.Shown.BETTER
                        || baselineChecks && pair.shown() == JudgedPair.Shown.WORSE;
        if (!wins) {
            return Optional.empty();
        }
        JudgedArm small = candidateChecks ? candidate : baseline;
        JudgedArm large = candidateChecks ? baseline : candidate;
        return Optional.of(
                new Finding(
                        "validator-beats-size",
                        Severity.NOTE,
                        "task " + Wording.quoted(pair.task()),
                        Wording.text(
                                "%s, with a validator, beats %s without one: %s against %s.",
                                small.name(),
                                large.name(),
                                Wording.percent(small.score().orElseThrow().value()),
                                Wording.percent(large.score().orElseThrow().value())),
                        sentence(pair) + ".",
                        "Add a validator before paying for a larger model.",
                        List.of()));
    }

    private JudgedArm arm(String task, String name) {
        return arms.stream()
                .filter(arm -> arm.task().equals(task) && arm.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// `B against A: -1.0 points [-3.8, +1.7], p = 0.560 (adjusted 1.000), not shown`.
    static String sentence(JudgedPair pair) {
        return Wording.text(
                "%s against %s: %s, %s (adjusted %s), %s",
                pair.candidate(),
                pair.baseline(),
                Wording.shift(pair.difference(), pair.interval().low(), pair.interval().high()),
                Wording.p(pair.p()),
                Wording.p(pair.pAdjusted()).substring("p = ".length()),
                pair.shown().word());
    }
}
