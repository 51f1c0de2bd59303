package dev.gradus.judge;

import dev.gradus.check.Finding;
import dev.gradus.check.Severity;
import dev.gradus.verdict.FirstTestRows;
import java.util.ArrayList;
import java.util.Comparator;
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
    static final String OPEN = "models-not-told-apart";
    private static final String ORACLE = "oracle-ceiling";
    private static final double WORTH_SAYING = 0.01;
    private final OutcomeTable table;
    private final Set<String> givenLabels;
    private final Optional<PromptDefects> prompt;
    private final List<JudgedArm> arms;
    private final List<JudgedPair> comparisons;
    private final double matters;

    /// @param givenLabels of the task file; empty where there is none
    /// @param arms every arm on every task
    Diagnosis(
            OutcomeTable table,
            Set<String> givenLabels,
            Optional<PromptDefects> prompt,
            List<JudgedArm> arms,
            List<JudgedPair> comparisons,
            double matters) {
        this.table = table;
        this.givenLabels = givenLabels;
        this.prompt = prompt;
        this.arms = arms;
        this.comparisons = comparisons;
        this.matters = matters;
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
        oracles().ifPresent(findings::add);
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
                                Wording.share((double) off / rows),
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
                                                + " line were let pass: %s of the arms' mean score.",
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
                                        arm.coverage().items()))
                        .toList();
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Finding(
                        "missing-outcomes",
                        Severity.COSTS,
                        table.source(),
                        "Items without a score: " + Wording.first(lines, 3) + ".",
                        "They are left out of the scores; a claim must hold whatever they would have been.",
                        "Run these items again, or fill the column correct.",
                        lines));
    }

    /// Models that answer the same way, where every comparison between them is within `matters`, or
    /// where these items cannot tell. That no difference is seen is no evidence that there is none:
    /// only a bound is.
    private List<Finding> ties() {
        Map<List<String>, List<JudgedArm>> sameWay = new LinkedHashMap<>();
        for (JudgedArm arm : arms) {
            if (arm.ranked()) {
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
        List<JudgedPair> fixed = between.stream().filter(pair -> !pair.rule().byScores()).toList();
        boolean reached =
                names.stream()
                        .allMatch(name ->
                                fixed.stream()
                                        .anyMatch(pair ->
                                                pair.baseline().equals(name)
                                                        || pair.candidate().equals(name)));
        if (!reached || between.stream().anyMatch(JudgedPair::differs)) {
            return Optional.empty();
        }
        List<JudgedPair> open = fixed.stream().filter(pair -> !within(pair)).toList();
        return Optional.of(open.isEmpty() ? shownTie(group, fixed) : open(group, open, fixed));
    }

    private static boolean within(JudgedPair pair) {
        return pair.shown() == JudgedPair.Shown.NO_DIFFERENCE_THAT_MATTERS;
    }

    private Finding shownTie(List<JudgedArm> group, List<JudgedPair> fixed) {
        return new Finding(
                TIE,
                Severity.NOTE,
                where(group),
                Wording.text(
                        "No model is ahead of the one it was compared with by %s or more on task %s"
                                + " with %s: %s.",
                        Wording.points(matters),
                        Wording.quoted(group.getFirst().task()),
                        Wording.quoted(group.getFirst().armName()),
                        scores(group)),
                "Shown by bounds on both sides, Holm over all such claims of the report.",
                Wording.text(
                        "Do not pay for a stronger one of these models on task %s: the gain stays"
                                + " below %s.",
                        Wording.quoted(group.getFirst().task()), Wording.points(matters)),
                fixed.stream().map(Diagnosis::sentence).toList());
    }

    private static Finding open(
            List<JudgedArm> group, List<JudgedPair> open, List<JudgedPair> fixed) {
        JudgedPair first =
                open.stream()
                        .max(Comparator.comparingDouble(pair -> Math.abs(pair.difference())))
                        .orElseThrow();
        long more = open.stream().mapToLong(pair -> pair.more().orElse(0)).max().orElse(0);
        return new Finding(
                OPEN,
                Severity.NOTE,
                where(group),
                Wording.text(
                        "These items do not tell the models apart on task %s with %s: %s.",
                        Wording.quoted(group.getFirst().task()),
                        Wording.quoted(group.getFirst().armName()),
                        scores(group)),
                Wording.text(
                        "%s against %s: %s.", first.candidate(), first.baseline(), first.says()),
                more > 0
                        ? Wording.text(
                                "Record about %s more for these arms before you choose between the"
                                        + " models by score.",
                                Wording.count(FirstTestRows.rounded(more), "row"))
                        : "Record more rows for these arms before you choose between the models by"
                                + " score.",
                fixed.stream().map(Diagnosis::sentence).toList());
    }

    private static String where(List<JudgedArm> group) {
        return "task "
                + Wording.quoted(group.getFirst().task())
                + ", arm "
                + Wording.quoted(group.getFirst().armName());
    }

    private static String scores(List<JudgedArm> group) {
        return Wording.first(
                group.stream()
                        .map(arm -> arm.model() + " " + Wording.share(arm.estimate()))
                        .toList(),
                6);
    }

    /// How far the arms that were given the gold evidence are ahead of those that were not.
    private Optional<Finding> oracles() {
        List<JudgedPair> pairs =
                comparisons.stream().filter(pair -> pair.rule() == JudgedPair.Rule.ORACLE).toList();
        if (pairs.isEmpty()) {
            return Optional.empty();
        }
        JudgedPair widest =
                pairs.stream()
                        .max(Comparator.comparingDouble(JudgedPair::difference))
                        .orElseThrow();
        return Optional.of(
                new Finding(
                        ORACLE,
                        Severity.NOTE,
                        "task " + Wording.quoted(widest.task()),
                        Wording.text(
                                "With the gold evidence in its prompt %s scores %s; %s scores %s"
                                        + " without it: %s.",
                                widest.candidate(),
                                Wording.share(widest.scoreCandidate()),
                                widest.baseline(),
                                Wording.share(widest.scoreBaseline()),
                                widest.says()),
                        Wording.text(
                                "Better evidence can bring at most about %s here, and what the oracle"
                                        + " arm still gets wrong no evidence mends.",
                                Wording.points(Math.max(0, widest.interval().high()))),
                        "Oracle arms diagnose and are not ranked: nobody hands the gold evidence to"
                                + " a model in traffic.",
                        pairs.stream().map(Diagnosis::sentence).toList()));
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
                                Wording.share(small.score().orElseThrow().value()),
                                Wording.share(large.score().orElseThrow().value())),
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

    /// `B against A on t: -0.010 [-0.038, +0.017] at 95.0 %, p = 0.560 (adjusted 1.000): maybe
    /// worse: 3 won, 6 lost`. The interval is at the level that decides.
    static String sentence(JudgedPair pair) {
        return Wording.text(
                "%s against %s on %s: %s at %.4g %%, %s (adjusted %s): %s",
                pair.candidate(),
                pair.baseline(),
                pair.task(),
                Wording.shift(pair.difference(), pair.interval().low(), pair.interval().high()),
                100 * pair.interval().level(),
                Wording.p(pair.p()),
                Wording.p(pair.pAdjusted()).replace("p = ", "").replace("p below", "below"),
                pair.says());
    }
}
