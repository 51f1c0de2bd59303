package dev.gradus.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A gate as a person reads it: what was compared, what follows, and which examples changed.
final class GateScreen {
    private static final int SHOWN = 10;

    private GateScreen() {}

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
