package dev.gradus.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Everything of a judgement: every arm on every task, every comparison with its p, every finding
/// and reason.
final class JudgeListing {
    private static final int MOST_EVIDENCE = 20;

    private JudgeListing() {}

    static String text(Document document) {
        List<String> lines = new ArrayList<>();
        document.text("headline").ifPresent(text -> lines.addAll(Text.wrapped("", text)));
        document.text("recorded.use.sentence")
                .ifPresent(text -> lines.addAll(Text.wrapped("", text)));
        document.text("recorded.pooling")
                .ifPresent(text -> lines.addAll(Text.wrapped("", "Over all tasks: " + text + ".")));
        arms(document, lines);
        lines.addAll(new JudgeTables(document, Integer.MAX_VALUE).tasks());
        comparisons(document, lines);
        document.documents("refused")
                .forEach(refused -> lines.addAll(Text.wrapped("refused: ", refused(refused))));
        lines.addAll(Text.wrapped("Not compared: ", NotComparedText.of(document)));
        document.documents("findings").forEach(finding -> finding(finding, lines));
        lines.add("");
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
        lines.add("");
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%-14s %-46s %7s %6s  %-14s %s",
                        "task",
                        "arm",
                        "items",
                        "score",
                        "95 % interval",
                        ""));
        List<Document> arms = document.documents("arms");
        ShownNames names =
                new ShownNames(arms.stream().map(arm -> arm.text("arm").orElse("")).toList(), 46);
        ShownNames tasks =
                new ShownNames(arms.stream().map(arm -> arm.text("task").orElse("")).toList(), 14);
        for (Document arm : arms) {
            lines.add(
                    String.format(
                                    Locale.ROOT,
                                    "%-14s %-46s %,7d %6s  %-14s %s",
                                    tasks.of(arm.text("task").orElse("")),
                                    names.of(arm.text("arm").orElse("")),
                                    arm.count("score.n"),
                                    JudgeScreen.share(arm.number("score.value")),
                                    JudgeScreen.interval(arm),
                                    note(arm))
                            .stripTrailing());
        }
    }

    private static String note(Document arm) {
        if (arm.text("failedWhy").isPresent()) {
            return "failed run: " + arm.text("failedWhy").get();
        }
        if (arm.text("oracle").isPresent()) {
            return "oracle, " + arm.text("oracle").get();
        }
        return arm.text("unrankedWhy").map(why -> "unranked: " + why).orElse("");
    }

    private static void comparisons(Document document, List<String> lines) {
        String task = "";
        for (Document pair : document.documents("comparisons")) {
            if (!pair.text("task").orElse("").equals(task)) {
                task = pair.text("task").orElse("");
                lines.add("");
                lines.addAll(
                        Text.wrapped(
                                "",
                                task
                                        + ": candidate against baseline; difference with the interval at the"
                                        + " level that decides; p, and p adjusted by Holm over all comparisons"));
            }
            lines.addAll(Text.wrapped("  ", pair(pair)));
        }
    }

    private static String pair(Document pair) {
        return String.format(
                Locale.ROOT,
                "%s against %s (%s): %s [%s, %s] at %.4g %%, +%d -%d of %d, p %s (%s): %s",
                pair.text("candidate").orElse(""),
                pair.text("baseline").orElse(""),
                pair.text("rule").orElse(""),
                JudgeScreen.signed(pair.number("difference.value")),
                JudgeScreen.signed(pair.number("difference.low")),
                JudgeScreen.signed(pair.number("difference.high")),
                100 * pair.number("difference.level").orElse(0.95),
                pair.count("candidateOnly"),
                pair.count("baselineOnly"),
                pair.count("n"),
                JudgeScreen.p(pair.number("p")),
                JudgeScreen.p(pair.number("pAdjusted")),
                pair.text("says").orElse(""));
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
            String shown = evidence.stream().limit(MOST_EVIDENCE).collect(Collectors.joining("; "));
            int more = evidence.size() - MOST_EVIDENCE;
            lines.addAll(
                    Text.wrapped(
                            "    which: ", more > 0 ? shown + " and " + more + " more" : shown));
        }
        finding.text("todo").ifPresent(todo -> lines.addAll(Text.wrapped("    do:    ", todo)));
    }
}
