package dev.gradus.cli;

import dev.gradus.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A gate as a person reads it: what was compared, what follows, and which examples changed.
final class GateScreen {
    private static final int SHOWN = 10;

    private GateScreen() {}

    /// What a baseline that was written is held to.
    static String anchoring(Gate.Anchoring anchoring) {
        String held =
                anchoring.begun()
                        ? "It is the anchor that later ones are held to: " + anchoring.why() + "."
                        : "Later ones are still held to the anchor, the best baseline so far ("
                                + anchoring.why()
                                + ")"
                                + anchoring
                                        .against()
                                        .map(one -> ": this one is " + one.points())
                                        .orElse("")
                                + ".";
        return anchoring
                .warning()
                .map(warning -> held + System.lineSeparator() + warning)
                .orElse(held);
    }

    static String text(Map<String, ?> tree) {
        Document gate = new Document(tree);
        List<String> lines = new ArrayList<>();
        lines.add(gate.text("headline").orElse(""));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "baseline   %5.1f  %s",
                        100 * gate.number("comparison.scoreBaseline").orElse(0),
                        gate.text("baseline.title").orElse("")));
        gate.number("anchor.comparison.scoreBaseline")
                .ifPresent(score ->
                        lines.add(
                                String.format(
                                        Locale.ROOT,
                                        "anchor     %5.1f  %s (%s)",
                                        100 * score,
                                        gate.text("anchor.title").orElse(""),
                                        gate.text("anchor.why").orElse(""))));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "now        %5.1f  %s",
                        100 * gate.number("comparison.scoreCandidate").orElse(0),
                        gate.text("candidate.title").orElse("")));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "better on %,d examples, worse on %,d of %,d; missing %,d; p = %.3g that it is no worse (%s)",
                        gate.count("comparison.candidateOnly"),
                        gate.count("comparison.baselineOnly"),
                        gate.count("comparison.n"),
                        gate.count("comparison.missing"),
                        gate.number("comparison.pLess").orElse(1),
                        gate.text("comparison.method").orElse("")));
        gate.documents("flips").stream()
                .limit(SHOWN)
                .forEach(flip ->
                        lines.addAll(
                                Text.wrapped(
                                        "  " + (flip.number("change").orElse(0) > 0 ? "+ " : "- "),
                                        Text.cut(
                                                flip.text("input").orElse("")
                                                        + " -> "
                                                        + flip.text("now").orElse("")
                                                        + " (was "
                                                        + flip.text("before").orElse("")
                                                        + ", expected "
                                                        + flip.text("expected").orElse("")
                                                        + ")",
                                                300))));
        long more = gate.count("flipped") - SHOWN;
        if (more > 0) {
            lines.add("  and " + more + " more");
        }
        return String.join(System.lineSeparator(), lines);
    }
}
