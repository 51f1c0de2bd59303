package dev.gradus.judge;

import dev.gradus.check.Finding;
import dev.gradus.check.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The sentences that any verdict on recorded outcomes comes with: what was best, what is shown,
/// what was left out and why.
final class Story {
    private static final int MOST = 6;

    private Story() {}

    static List<String> of(List<JudgedArm> arms, Compared compared, List<Finding> findings) {
        List<String> story = new ArrayList<>();
        Map<String, List<JudgedArm>> byTask = new LinkedHashMap<>();
        arms.forEach(arm -> byTask.computeIfAbsent(arm.task(), key -> new ArrayList<>()).add(arm));
        byTask.forEach((task, its) -> best(task, its, story));
        shown(compared.pairs(), story);
        arms.stream()
                .filter(JudgedArm::failed)
                .forEach(arm ->
                        story.add(
                                Wording.text(
                                        "%s on task %s is a failed run and not compared: %s.",
                                        arm.name(), arm.task(), arm.failure().orElseThrow())));
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
        arms.stream()
                .filter(arm -> !arm.failed() && arm.score().isPresent())
                .max(Comparator.comparingDouble(arm -> arm.score().orElseThrow().value()))
                .ifPresent(arm -> {
                    JudgedArm.Score score = arm.score().orElseThrow();
                    story.add(
                            Wording.text(
                                    "Task %s: of %s, %s scores highest: %s [%s, %s] on %s.",
                                    task,
                                    Wording.count(arms.size(), "arm"),
                                    arm.name(),
                                    Wording.percent(score.value()),
                                    Wording.percent(score.interval().low()),
                                    Wording.percent(score.interval().high()),
                                    Wording.count(score.n(), "item")));
                });
    }

    private static void shown(List<JudgedPair> pairs, List<String> story) {
        Map<String, List<JudgedPair>> families = new LinkedHashMap<>();
        pairs.forEach(
                pair -> families.computeIfAbsent(pair.task(), key -> new ArrayList<>()).add(pair));
        families.forEach((task, family) -> {
            List<JudgedPair> differ =
                    family.stream()
                            .filter(JudgedPair::differs)
                            .sorted(Comparator.comparingDouble(JudgedPair::p))
                            .toList();
            story.add(
                    Wording.text(
                            "Task %s: %d of %s show a difference (Holm over all of them).",
                            task, differ.size(), Wording.count(family.size(), "comparison")));
            differ.stream().limit(MOST).forEach(pair -> story.add(Diagnosis.sentence(pair) + "."));
        });
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
