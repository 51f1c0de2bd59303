package dev.gradus.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The arms, and the tasks where there are several, in at most so many lines.
final class JudgeTables {
    private static final int NAME = 38;
    private static final int TASK = 24;
    private static final Map<String, Integer> ORDER =
            Map.of("inconclusive", 1, "not-yet", 0, "fine-tune", 2, "stop", 3);
    private final Document document;
    private final int height;

    JudgeTables(Document document, int height) {
        this.document = document;
        this.height = height;
    }

    /// The arms of the verdict's scope, the best first; of every task where no arm is over all.
    List<String> arms() {
        String scope = document.text("scope").orElse("");
        List<Document> its =
                document.documents("arms").stream()
                        .filter(arm -> arm.text("task").orElse("").equals(scope))
                        .sorted(JudgeScreen.ranking())
                        .toList();
        ShownNames names = names(its, "arm", NAME);
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(
                String.format(
                                Locale.ROOT,
                                "%-38s %7s %6s %-14s %9s %7s %s",
                                "arm" + (scope.equals("all") ? ", over all tasks" : ""),
                                "items",
                                "score",
                                "95 % interval",
                                "per 1,000",
                                "p95 ms",
                                "")
                        .stripTrailing());
        its.stream().limit(room(its.size())).forEach(arm -> lines.add(arm(arm, names)));
        more(lines, its.size(), "arm");
        return lines;
    }

    private String arm(Document arm, ShownNames names) {
        return String.format(
                        Locale.ROOT,
                        "%-38s %,7d %6s %-14s %9s %7s  %s",
                        names.of(arm.text("arm").orElse("")),
                        arm.count("score.n"),
                        JudgeScreen.share(arm.number("score.value")),
                        JudgeScreen.interval(arm),
                        figure(arm, "costPerThousand.amount", "%.4g"),
                        figure(arm, "latencyMs.p95", "%,.0f"),
                        note(arm))
                .stripTrailing();
    }

    private static String figure(Document arm, String path, String format) {
        return arm.number(path).isPresent()
                ? String.format(Locale.ROOT, format, arm.number(path).getAsDouble())
                : "-";
    }

    private String note(Document arm) {
        if (arm.text("failed").orElse("").equals("true")) {
            return "failed run";
        }
        if (arm.text("oracle").isPresent()) {
            return "oracle";
        }
        if (arm.text("unrankedWhy").isPresent()) {
            return "unranked";
        }
        boolean wins = document.text("winner.arm").equals(arm.text("arm"));
        return wins ? "winner" : arm.text("goal.status").map(JudgeTables::goal).orElse("");
    }

    private static String goal(String status) {
        return switch (status) {
            case "met" -> "goal met";
            case "met-within-tolerance", "below-within-tolerance" -> "in tolerance";
            case "missed" -> "goal missed";
            default -> "goal open";
        };
    }

    /// Those that miss the goal first, then those that are open.
    List<String> tasks() {
        List<Document> its =
                document.documents("recorded.tasks").stream()
                        .sorted(
                                Comparator.comparing((Document task) ->
                                        ORDER.getOrDefault(task.text("verdict").orElse(""), 4)))
                        .toList();
        List<String> lines = new ArrayList<>();
        if (its.isEmpty()) {
            return lines;
        }
        ShownNames tasks = names(its, "task", TASK);
        ShownNames arms = names(document.documents("arms"), "arm", 36);
        lines.add("");
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%-24s %7s %5s %-13s %-36s %s",
                        "task by task",
                        "items",
                        "share",
                        "verdict",
                        "scores highest",
                        "score"));
        its.stream()
                .limit(room(its.size()))
                .forEach(task ->
                        lines.add(
                                String.format(
                                                Locale.ROOT,
                                                "%-24s %,7d %5s %-13s %-36s %s",
                                                tasks.of(task.text("task").orElse("")),
                                                task.count("items"),
                                                JudgeScreen.share(task.number("share")),
                                                task.text("verdict").orElse("-"),
                                                arms.of(task.text("highest.arm").orElse("-")),
                                                JudgeScreen.share(
                                                        task.number("highest.score.value")))
                                        .stripTrailing()));
        more(lines, its.size(), "task");
        return lines;
    }

    private static ShownNames names(List<Document> its, String path, int width) {
        return new ShownNames(its.stream().map(one -> one.text(path).orElse("")).toList(), width);
    }

    /// Rows under a blank line and a header; one less where not all fit.
    private int room(int rows) {
        int room = Math.max(1, height - 2);
        return rows <= room ? rows : Math.max(1, room - 1);
    }

    private void more(List<String> lines, int rows, String one) {
        int left = rows - room(rows);
        if (left > 0) {
            lines.add(JudgeScreen.count(left, "more " + one));
        }
    }
}
