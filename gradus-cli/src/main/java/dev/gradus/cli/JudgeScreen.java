package dev.gradus.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// A judgement of recorded outcomes as a person reads it.
final class JudgeScreen {
    private static final int MOST_EVIDENCE = 20;

    private JudgeScreen() {}

    static String text(Map<String, ?> tree) {
        Document document = new Document(tree);
        List<String> lines = new ArrayList<>();
        arms(document, lines);
        comparisons(document, lines);
        document.documents("refused")
                .forEach(refused -> lines.addAll(Text.wrapped("refused: ", refused(refused))));
        document.documents("findings").forEach(finding -> finding(finding, lines));
        lines.add("");
        document.text("headline").ifPresent(headline -> lines.addAll(Text.wrapped("", headline)));
        document.texts("reasons").forEach(reason -> lines.addAll(Text.wrapped("  - ", reason)));
        List<String> todo = document.texts("todo");
        if (!todo.isEmpty()) {
            lines.add("Do first:");
            for (int i = 0; i < todo.size(); i++) {
                lines.addAll(Text.wrapped("  " + (i + 1) + ". ", todo.get(i)));
            }
        }
        List<String> open = document.texts("couldNotCompute");
        if (!open.isEmpty()) {
            lines.addAll(
                    Text.wrapped(
                            "",
                            "Gates that these outcomes cannot show: "
                                    + String.join(", ", open)
                                    + "."));
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static void arms(Document document, List<String> lines) {
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%-14s %-46s %6s %6s  %-14s %s",
                        "task",
                        "arm",
                        "n",
                        "score",
                        "95 % interval",
                        ""));
        for (Document arm : document.documents("arms")) {
            lines.add(
                    String.format(
                                    Locale.ROOT,
                                    "%-14s %-46s %,6d %6s  %-14s %s",
                                    Text.cut(arm.text("task").orElse(""), 14),
                                    Text.cut(arm.text("arm").orElse(""), 46),
                                    arm.count("score.n"),
                                    Text.percent(arm.number("score.value")),
                                    "["
                                            + Text.percent(arm.number("score.low"))
                                            + ", "
                                            + Text.percent(arm.number("score.high"))
                                            + "]",
                                    arm.text("failed").orElse("").equals("true")
                                            ? "failed run: " + arm.text("failedWhy").orElse("")
                                            : "")
                            .stripTrailing());
        }
    }

    private static void comparisons(Document document, List<String> lines) {
        String task = "";
        for (Document pair : document.documents("comparisons")) {
            if (!pair.text("task").orElse("").equals(task)) {
                task = pair.text("task").orElse("");
                lines.add("");
                lines.add(
                        task
                                + ": candidate against baseline, difference in points, p adjusted (Holm)");
            }
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "  %s against %s: %s [%s, %s], +%d -%d of %d, p %s (%s): %s",
                            pair.text("candidate").orElse(""),
                            pair.text("baseline").orElse(""),
                            Text.signed(pair.number("difference.value")),
                            Text.signed(pair.number("difference.low")),
                            Text.signed(pair.number("difference.high")),
                            pair.count("candidateOnly"),
                            pair.count("baselineOnly"),
                            pair.count("n"),
                            small(pair.number("p")),
                            small(pair.number("pAdjusted")),
                            pair.text("shown").orElse("")));
        }
    }

    private static String refused(Document refused) {
        return refused.text("candidate").orElse("")
                + " against "
                + refused.text("baseline").orElse("")
                + " ("
                + refused.text("task").orElse("")
                + "): "
                + refused.text("why").orElse("");
    }

    private static void finding(Document finding, List<String> lines) {
        lines.add("");
        lines.addAll(
                Text.wrapped(
                        "[" + finding.text("severity").orElse("") + "] ",
                        finding.text("where").orElse("") + ": " + finding.text("what").orElse("")));
        finding.text("cost")
                .filter(cost -> !cost.isEmpty())
                .ifPresent(cost -> lines.addAll(Text.wrapped("    costs: ", cost)));
        List<String> evidence = finding.texts("evidence");
        if (!evidence.isEmpty()) {
            String shown =
                    evidence.stream()
                            .limit(MOST_EVIDENCE)
                            .map(one -> Text.cut(one, 80))
                            .collect(Collectors.joining(", "));
            int more = evidence.size() - MOST_EVIDENCE;
            lines.addAll(
                    Text.wrapped(
                            "    which: ", more > 0 ? shown + " and " + more + " more" : shown));
        }
        finding.text("todo").ifPresent(todo -> lines.addAll(Text.wrapped("    do:    ", todo)));
    }

    private static String small(OptionalDouble p) {
        return p.isPresent() ? String.format(Locale.ROOT, "%.2g", p.getAsDouble()) : "-";
    }
}
