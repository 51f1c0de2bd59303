package dev.gradus.judge;

import dev.gradus.check.Finding;
import dev.gradus.check.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The sentences that any verdict on recorded outcomes comes with: what was best, what is shown,
/// where the tasks turn, what was left out and why.
final class Story {
    private static final int MOST = 6;

    private Story() {}

    static List<String> of(Arms arms, Compared compared, List<Finding> findings) {
        List<String> story = new ArrayList<>();
        arms.byScope().forEach((task, its) -> best(task, its, story));
        shown(compared.pairs(), story);
        compared.pairs().stream()
                .filter(pair -> pair.spread().isPresent() && turnsMatter(pair))
                .limit(MOST)
                .forEach(pair -> story.add(turned(pair)));
        arms.all().stream()
                .filter(JudgedArm::failed)
                .forEach(arm ->
                        story.add(
                                Wording.text(
                                        "%s on task %s is a failed run and not compared: %s.",
                                        arm.name(), arm.task(), arm.failure().orElseThrow())));
        unranked(arms, story);
        refused(compared.refused(), story);
        findings.stream()
                .filter(finding -> finding.severity() != Severity.BLOCKS)
                .filter(finding -> !finding.code().equals(Diagnosis.TIE))
                .forEach(finding -> story.add(finding.what() + " " + finding.cost()));
        return story;
    }

    /// What is said where there is no goal.
    static String headline(Standing standing) {
        int compared = standing.comparisons().size();
        long differ = standing.comparisons().stream().filter(JudgedPair::differs).count();
        if (compared == 0) {
            return "Nothing could be compared.";
        }
        return differ == 0
                ? Wording.text(
                        "No difference is shown in %s.", Wording.count(compared, "comparison"))
                : Wording.text(
                        "A difference is shown in %d of %s; %s scores highest.",
                        differ,
                        Wording.count(compared, "comparison"),
                        standing.highest().map(JudgedArm::name).orElse("no arm"));
    }

    private static void best(String task, List<JudgedArm> arms, List<String> story) {
        List<JudgedArm> ranked = arms.stream().filter(JudgedArm::ranked).toList();
        ranked.stream()
                .max(Comparator.comparingDouble(JudgedArm::estimate))
                .ifPresent(arm -> {
                    JudgedArm.Score score = arm.score().orElseThrow();
                    story.add(
                            Wording.text(
                                    "Task %s: of %s, %s scores highest: %s [%s, %s] on %s.",
                                    task,
                                    Wording.count(ranked.size(), "ranked arm"),
                                    arm.name(),
                                    Wording.share(score.value()),
                                    Wording.share(score.interval().low()),
                                    Wording.share(score.interval().high()),
                                    Wording.count(score.n(), "item")));
                });
    }

    private static void shown(List<JudgedPair> pairs, List<String> story) {
        Map<String, List<JudgedPair>> scopes = new LinkedHashMap<>();
        pairs.forEach(
                pair -> scopes.computeIfAbsent(pair.task(), key -> new ArrayList<>()).add(pair));
        scopes.forEach((task, its) -> {
            List<JudgedPair> differ =
                    its.stream()
                            .filter(JudgedPair::differs)
                            .sorted(Comparator.comparingDouble(JudgedPair::p))
                            .toList();
            story.add(
                    Wording.text(
                            "Task %s: %d of %s show a difference (Holm over all %,d of the report).",
                            task,
                            differ.size(),
                            Wording.count(its.size(), "comparison"),
                            pairs.size()));
            differ.stream().limit(MOST).forEach(pair -> story.add(Diagnosis.sentence(pair) + "."));
        });
    }

    /// Worth a sentence where something is shown over all tasks, or where tasks are shown to turn.
    private static boolean turnsMatter(JudgedPair pair) {
        return !pair.turns().isEmpty()
                && (pair.differs() || pair.turns().stream().anyMatch(JudgedPair.Turn::shown));
    }

    /// `B against A turns on 1 of 3 tasks (I2 98 %): hard -20.0 points, shown.`
    static String turned(JudgedPair pair) {
        List<String> turns =
                pair.turns().stream()
                        .sorted(Comparator.comparing((JudgedPair.Turn one) -> !one.shown()))
                        .map(one ->
                                Wording.text(
                                        "%s %s points, %s",
                                        one.task(),
                                        Wording.signed(one.difference()),
                                        one.shown() ? "shown" : "not shown"))
                        .toList();
        return Wording.text(
                "%s against %s over all tasks: %s. The other way on %d of %d tasks (I2 %.0f %%): %s.",
                pair.candidate(),
                pair.baseline(),
                pair.says(),
                turns.size(),
                pair.spread().map(spread -> spread.df() + 1).orElse(1),
                100 * pair.spread().map(JudgedPair.Spread::iSquared).orElse(0.0),
                Wording.first(turns, 3));
    }

    private static void unranked(Arms arms, List<String> story) {
        List<JudgedArm> off =
                arms.all().stream()
                        .filter(arm -> arm.unranked().isPresent() && !arm.failed())
                        .toList();
        off.stream()
                .limit(MOST)
                .forEach(arm ->
                        story.add(
                                Wording.text(
                                        "%s on task %s is not ranked: it %s.",
                                        arm.name(), arm.task(), arm.unranked().orElseThrow())));
        if (off.size() > MOST) {
            story.add((off.size() - MOST) + " more are not ranked.");
        }
        int beyond = arms.byTask().stream().mapToInt(arm -> arm.coverage().beyond()).sum();
        if (beyond > 0) {
            story.add(
                    Wording.text(
                            "%s left out: fewer than half of the task's arms have the item.",
                            Wording.count(beyond, "outcome")));
        }
    }

    private static void refused(List<RefusedPair> refused, List<String> story) {
        refused.stream()
                .limit(MOST)
                .forEach(pair ->
                        story.add(
                                Wording.text(
                                        "%s and %s were not compared on task %s: %s.",
                                        pair.baseline(),
                                        pair.candidate(),
                                        pair.task(),
                                        pair.why())));
        if (refused.size() > MOST) {
            story.add((refused.size() - MOST) + " more pairs were not compared.");
        }
    }
}
