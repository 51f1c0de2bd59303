package dev.gradus.judge;

import dev.gradus.check.Finding;
import dev.gradus.check.Severity;
import dev.gradus.ladder.GoalCheck;
import dev.gradus.verdict.Gate;
import dev.gradus.verdict.VerdictKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// From recorded outcomes to the verdict, by the rule of a climb:
///
/// 1. An arm is shown to meet the goal: **stop**, at the cheapest that does.
/// 2. A defect of the prompt or the labels: **not yet**, mend it first. Said without a goal too.
/// 3. Without a goal: no verdict.
/// 4. An arm is left open, or a cheaper rung is: **inconclusive**, with the items needed.
/// 5. Every gate passes: **fine-tune**. Otherwise **not yet**, with the closed gates in order.
///
/// @param kind empty without a goal and without a defect
record RecordedVerdict(
        Optional<VerdictKind> kind,
        String headline,
        List<String> reasons,
        List<String> todo,
        Optional<String> winner) {

    static RecordedVerdict decide(
            Standing standing, List<Finding> findings, List<Gate> gates, List<String> story) {
        List<Finding> defects = findings.stream().filter(Finding::blocks).toList();
        Optional<JudgeReport.ArmGoal> winner = standing.winner();
        if (winner.isPresent()) {
            return stop(standing, winner.get(), story);
        }
        if (!defects.isEmpty()) {
            return defective(defects, findings, story);
        }
        if (standing.goal().isEmpty() || standing.best().isEmpty()) {
            return none(standing, story);
        }
        if (!standing.settled()) {
            return open(standing, story);
        }
        List<RungEvidence> rungs =
                standing.rungs().stream()
                        .filter(rung -> rung.status() == RungEvidence.Status.NOT_SHOWN)
                        .toList();
        if (!rungs.isEmpty()) {
            return rungsOpen(standing, rungs, story);
        }
        return missed(standing, gates, story);
    }

    private static RecordedVerdict stop(
            Standing standing, JudgeReport.ArmGoal winner, List<String> story) {
        GoalCheck check = winner.check();
        List<String> reasons = new ArrayList<>();
        check.parts()
                .forEach(part ->
                        reasons.add(
                                Wording.text(
                                        "%s: %s; the goal is %s.",
                                        part.what(), part.have(), part.need())));
        reasons.addAll(story);
        return new RecordedVerdict(
                Optional.of(VerdictKind.STOP),
                Wording.text(
                        "Stop here: %s scores %.3f (%s); the goal is %s.",
                        winner.arm(), standing.score(winner), standing.heldOut(), goal(standing)),
                reasons,
                List.of(),
                Optional.of(winner.arm()));
    }

    /// The causes that the data rules out are named with the defect: who pays for a stronger model
    /// or for tuning before mending the list pays for nothing.
    private static RecordedVerdict defective(
            List<Finding> defects, List<Finding> findings, List<String> story) {
        List<Finding> ties =
                findings.stream().filter(finding -> finding.code().equals(Diagnosis.TIE)).toList();
        List<String> reasons = new ArrayList<>();
        defects.forEach(finding -> reasons.add(finding.what() + " " + finding.cost()));
        ties.forEach(finding -> reasons.add(finding.what() + " " + finding.cost()));
        reasons.addAll(story);
        List<String> todo = new ArrayList<>();
        findings.stream()
                .filter(finding -> finding.blocks() || costsInPrompt(finding))
                .forEach(finding -> todo.add(finding.todo()));
        ties.forEach(finding -> todo.add(finding.todo()));
        todo.add("Do not fine-tune before this is mended: it would learn the defect.");
        return new RecordedVerdict(
                Optional.of(VerdictKind.NOT_YET),
                "Not yet: mend the prompt first. "
                        + defects.getFirst().what()
                        + (ties.isEmpty() ? "" : " No stronger model is shown to help."),
                reasons,
                todo.stream().distinct().toList(),
                Optional.empty());
    }

    /// What else is wrong with the prompt is mended in the same stroke.
    private static boolean costsInPrompt(Finding finding) {
        return finding.severity() == Severity.COSTS && finding.code().startsWith("prompt-");
    }

    private static RecordedVerdict none(Standing standing, List<String> story) {
        long differ = standing.comparisons().stream().filter(JudgedPair::differs).count();
        String headline =
                standing.comparisons().isEmpty()
                        ? "Nothing could be compared."
                        : differ == 0
                                ? Wording.text(
                                        "No difference is shown in %s.",
                                        Wording.count(standing.comparisons().size(), "comparison"))
                                : Wording.text(
                                        "A difference is shown in %d of %s; %s scores highest.",
                                        differ,
                                        Wording.count(standing.comparisons().size(), "comparison"),
                                        standing.highest().map(JudgedArm::name).orElse("no arm"));
        return new RecordedVerdict(Optional.empty(), headline, story, List.of(), Optional.empty());
    }

    private static RecordedVerdict open(Standing standing, List<String> story) {
        JudgeReport.ArmGoal best = standing.best().orElseThrow();
        List<String> reasons = new ArrayList<>();
        List<String> todo = new ArrayList<>();
        for (JudgeReport.ArmGoal one : standing.checks()) {
            if (one.check().status() != GoalCheck.Status.INCONCLUSIVE) {
                continue;
            }
            one.check().parts().stream()
                    .filter(part -> part.status() == GoalCheck.Status.INCONCLUSIVE)
                    .forEach(part ->
                            reasons.add(
                                    Wording.text(
                                            "%s: %s is not settled: %s; the goal is %s.",
                                            one.arm(), part.what(), part.have(), part.need())));
            one.check()
                    .rows()
                    .ifPresent(rows ->
                            todo.add(
                                    Wording.text(
                                            "Record more items with %s: %s would settle it with 80 %% chance.",
                                            one.arm(), rows.words())));
        }
        reasons.addAll(story);
        return new RecordedVerdict(
                Optional.of(VerdictKind.INCONCLUSIVE),
                Wording.text(
                        "Not enough evidence: the best arm, %s, scores %.3f, and these items do not settle"
                                + " the goal of %s.",
                        best.arm(), standing.score(best), goal(standing)),
                reasons,
                todo,
                Optional.empty());
    }

    private static RecordedVerdict rungsOpen(
            Standing standing, List<RungEvidence> rungs, List<String> story) {
        JudgeReport.ArmGoal best = standing.best().orElseThrow();
        List<String> reasons = new ArrayList<>(List.of(missedSentence(standing, best)));
        List<String> todo = new ArrayList<>();
        for (RungEvidence rung : rungs) {
            reasons.add(
                    "Rung "
                            + rung.rung()
                            + " is not settled: no arm of it is shown to gain or not to.");
            rung.needed()
                    .ifPresent(n ->
                            todo.add(
                                    Wording.text(
                                            "Record about %,d items to settle rung %s.",
                                            n, rung.rung())));
        }
        reasons.addAll(story);
        return new RecordedVerdict(
                Optional.of(VerdictKind.INCONCLUSIVE),
                Wording.text(
                        "Not enough evidence: the goal is missed (%.3f of %s), and cheaper rungs are not"
                                + " settled: %s.",
                        standing.score(best),
                        goal(standing),
                        rungs.stream().map(RungEvidence::rung).collect(Collectors.joining(", "))),
                reasons,
                todo,
                Optional.empty());
    }

    private static RecordedVerdict missed(Standing standing, List<Gate> gates, List<String> story) {
        JudgeReport.ArmGoal best = standing.best().orElseThrow();
        List<Gate> closed = Gate.closed(gates);
        List<String> reasons = new ArrayList<>(List.of(missedSentence(standing, best)));
        reasons.addAll(story);
        if (closed.isEmpty()) {
            return new RecordedVerdict(
                    Optional.of(VerdictKind.FINE_TUNE),
                    Wording.text(
                            "Fine-tune: the goal is missed (%.3f of %s), the cheaper rungs are spent, and"
                                    + " every gate passes.",
                            standing.score(best), goal(standing)),
                    reasons,
                    List.of(),
                    Optional.empty());
        }
        closed.forEach(gate -> reasons.add(gate.sentence()));
        return new RecordedVerdict(
                Optional.of(VerdictKind.NOT_YET),
                Wording.text(
                        "Not yet: the goal is missed (%.3f of %s), and %d of %d gates of fine-tuning do not"
                                + " pass.",
                        standing.score(best), goal(standing), closed.size(), gates.size()),
                reasons,
                closed.stream().map(Gate::remedy).toList(),
                Optional.empty());
    }

    private static String missedSentence(Standing standing, JudgeReport.ArmGoal best) {
        return Wording.text(
                "The best arm, %s, scores %.3f, at most %.3f; the goal is %s.",
                best.arm(), standing.score(best), best.check().upper(), goal(standing));
    }

    private static String goal(Standing standing) {
        double score = standing.goal().orElseThrow().score();
        return Wording.text("%.4f", score).replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}
