package dev.gradus.verdict;

import dev.gradus.check.Finding;
import dev.gradus.ladder.GoalCheck;
import dev.gradus.ladder.Leak;
import dev.gradus.ladder.RungResult;
import dev.gradus.ladder.RungStatus;
import dev.gradus.ladder.SealedResult;
import dev.gradus.score.JudgedScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// From evidence to the verdict, in this order:
///
/// 1. The sealed test shows the goal met, and what was learnt from its near twins in train is not
///    why: **stop**.
/// 2. A defect of labels, prompt or data that `check` found: **not yet**, mend it first.
/// 3. Nothing could be measured: **not yet**, with what is missing.
/// 4. A model judged that nobody has checked, the sealed test does not settle the goal, or a
///    cheaper rung is not settled: **inconclusive**, with the examples needed.
/// 5. Every gate passes: **fine-tune**. Otherwise **not yet**, with the failing gates in order.
public final class VerdictRule {
    private final Evidence evidence;
    private final List<Gate> gates;
    private final Optional<SealedResult> sealed;

    private VerdictRule(Evidence evidence) {
        this.evidence = evidence;
        this.gates = new Gates(evidence).all();
        this.sealed = evidence.ascent().sealed();
    }

    public static Verdict decide(Evidence evidence) {
        return new VerdictRule(evidence).verdict();
    }

    private Verdict verdict() {
        List<Finding> defects = evidence.findings().stream().filter(Finding::blocks).toList();
        if (sealed.map(look -> look.status().met()).orElse(false)) {
            return stop(sealed.get());
        }
        if (!defects.isEmpty()) {
            return defective(defects);
        }
        if (sealed.isEmpty()) {
            return unmeasured();
        }
        SealedResult look = sealed.get();
        if (look.uncalibrated()) {
            return unchecked(look, look.judged().orElseThrow());
        }
        if (look.status() == GoalCheck.Status.INCONCLUSIVE) {
            return unsettled(look);
        }
        List<RungResult> open =
                evidence.ascent().rungs().stream()
                        .filter(rung -> rung.unsettled().isPresent())
                        .toList();
        if (!open.isEmpty()) {
            return rungsOpen(look, open);
        }
        return gates.stream().allMatch(Gate::passes) ? fineTune(look) : notYet(look);
    }

    private Verdict stop(SealedResult look) {
        List<String> reasons = new ArrayList<>();
        reasons.add(sealedSentence(look));
        look.leak().ifPresent(leak -> reasons.addAll(TwinWords.told(leak)));
        look.check().parts().stream()
                .filter(part -> !part.what().equals("score"))
                .forEach(part ->
                        reasons.add(
                                part.what()
                                        + ": "
                                        + part.have()
                                        + "; the goal is "
                                        + part.need()
                                        + "."));
        return new Verdict(
                VerdictKind.STOP,
                text(
                        "Stop here: %s scores %.3f on the sealed test; the goal is %s.",
                        winner(), look.value(), number(evidence.task().goal().score())),
                reasons,
                List.of(),
                gates);
    }

    private Verdict defective(List<Finding> defects) {
        return new Verdict(
                VerdictKind.NOT_YET,
                "Not yet: " + defects.getFirst().what(),
                defects.stream().map(finding -> finding.what() + " " + finding.cost()).toList(),
                defects.stream().map(Finding::todo).toList(),
                gates);
    }

    private Verdict unmeasured() {
        List<String> add =
                evidence.ascent().rungs().stream()
                        .flatMap(rung ->
                                rung.add().stream()
                                        .map(what -> rung.rung().word() + ": add " + what))
                        .toList();
        return new Verdict(
                VerdictKind.NOT_YET,
                "Not yet: no rung could measure a candidate.",
                evidence.ascent().rungs().stream()
                        .filter(rung ->
                                rung.status() == RungStatus.NOT_APPLICABLE
                                        || rung.status() == RungStatus.NOT_SHOWN)
                        .map(rung -> rung.rung().word() + ": " + rung.why())
                        .toList(),
                add,
                gates);
    }

    /// No goal rests on a judge that people have not checked.
    private Verdict unchecked(SealedResult look, JudgedScore judge) {
        return new Verdict(
                VerdictKind.INCONCLUSIVE,
                text(
                        "Not enough evidence: %s scores %.3f by the judge %s, and that judge is not calibrated.",
                        winner(), look.value(), judge.model()),
                List.of(sealedSentence(look), JudgeWords.unchecked(judge)),
                List.of(JudgeWords.label(judge)),
                gates);
    }

    private Verdict unsettled(SealedResult look) {
        List<String> reasons = new ArrayList<>(List.of(sealedSentence(look)));
        List<String> todo = new ArrayList<>();
        look.judged().ifPresent(judge -> todo.add(JudgeWords.more(judge)));
        if (look.hangsOnTwins()) {
            Leak leak = look.leak().orElseThrow();
            reasons.addAll(TwinWords.hangs(leak));
            todo.addAll(TwinWords.todo(leak));
        } else {
            look.leak().ifPresent(leak -> reasons.addAll(TwinWords.told(leak)));
        }
        look.check()
                .needed()
                .ifPresent(n ->
                        todo.add(
                                text(
                                        "bring the test to about %,d fresh examples: that settles the score if it is what it"
                                                + " seems",
                                        n)));
        look.check().parts().stream()
                .filter(part ->
                        part.status() == GoalCheck.Status.INCONCLUSIVE
                                && !part.what().equals("score"))
                .forEach(
                        part -> reasons.add(part.what() + " is not settled: " + part.have() + "."));
        return new Verdict(
                VerdictKind.INCONCLUSIVE,
                text(
                        "Not enough evidence: %s scores %.3f on the sealed test, and that does not settle the goal of %s.",
                        winner(), look.value(), number(evidence.task().goal().score())),
                reasons,
                todo,
                gates);
    }

    private Verdict rungsOpen(SealedResult look, List<RungResult> open) {
        List<String> reasons = new ArrayList<>(List.of(sealedSentence(look)));
        List<String> todo = new ArrayList<>();
        for (RungResult rung : open) {
            reasons.add(
                    "Rung "
                            + rung.rung().word()
                            + " is not settled: "
                            + rung.unsettled().orElseThrow()
                            + ".");
            rung.needed()
                    .ifPresent(n ->
                            todo.add(
                                    text(
                                            "bring dev to about %,d examples to settle rung %s",
                                            n, rung.rung().word())));
        }
        return new Verdict(
                VerdictKind.INCONCLUSIVE,
                text(
                        "Not enough evidence: the goal is missed (%.3f of %s), and cheaper rungs are not settled: %s.",
                        look.value(),
                        number(evidence.task().goal().score()),
                        open.stream()
                                .map(rung -> rung.rung().word())
                                .collect(Collectors.joining(", "))),
                reasons,
                todo,
                gates);
    }

    private Verdict fineTune(SealedResult look) {
        return new Verdict(
                VerdictKind.FINE_TUNE,
                text(
                        "Fine-tune: the goal is missed (%.3f of %s), the cheaper rungs are spent, and every gate passes.",
                        look.value(), number(evidence.task().goal().score())),
                List.of(sealedSentence(look)),
                List.of(),
                gates);
    }

    private Verdict notYet(SealedResult look) {
        List<Gate> closed = Gate.closed(gates);
        return new Verdict(
                VerdictKind.NOT_YET,
                text(
                        "Not yet: the goal is missed (%.3f of %s), and %d of %d gates of fine-tuning do not pass.",
                        look.value(),
                        number(evidence.task().goal().score()),
                        closed.size(),
                        gates.size()),
                closed.stream()
                        .map(Gate::sentence)
                        .collect(
                                Collectors.collectingAndThen(
                                        Collectors.toList(),
                                        list -> {
                                            list.addFirst(sealedSentence(look));
                                            return list;
                                        })),
                closed.stream().map(Gate::remedy).toList(),
                gates);
    }

    private String sealedSentence(SealedResult look) {
        var interval = look.interval();
        String sentence =
                text(
                        "Sealed test, look %d: %s scores %.3f [%.3f, %.3f] on %,d examples; %s (goal %s, matters %s).",
                        look.number(),
                        winner(),
                        look.value(),
                        interval.low(),
                        interval.high(),
                        look.score().n(),
                        look.check().status().word(),
                        number(evidence.task().goal().score()),
                        number(evidence.task().goal().matters()));
        return look.judged()
                .map(judge -> sentence + JudgeWords.worth(judge, look.score().value()))
                .orElse(sentence);
    }

    private String winner() {
        return evidence.ascent().kept().map(run -> run.candidate().title()).orElse("no candidate");
    }

    private static String number(double value) {
        return text("%.4g", value).replaceAll("0+$", "").replaceAll("\\.$", "");
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
