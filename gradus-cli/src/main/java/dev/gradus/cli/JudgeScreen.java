package dev.gradus.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// A judgement of recorded outcomes as a person reads it: the verdict first, then one sentence on
/// the arm to use, the arms, what may be claimed, and what was not compared. At most 40 lines of
/// 100 columns, whatever was recorded; what does not fit is counted, and `--all` shows it.
final class JudgeScreen {
    static final int HEIGHT = 40;
    private static final int FINDINGS = 3;
    private static final int TODO = 3;
    private static final int EVIDENCE = 20;
    private static final int LONGEST_NAME = 44;
    private final Document document;
    private final ShownNames names;
    private final ShownNames longer;
    private final List<String> longNames;

    private JudgeScreen(Document document) {
        this.document = document;
        List<String> arms =
                document.documents("arms").stream()
                        .map(arm -> arm.text("arm").orElse(""))
                        .distinct()
                        .toList();
        this.names = new ShownNames(arms, 30);
        this.longer = new ShownNames(arms, LONGEST_NAME);
        this.longNames =
                arms.stream()
                        .filter(arm -> arm.length() > LONGEST_NAME)
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList();
    }

    static String text(Document document) {
        return String.join(System.lineSeparator(), new JudgeScreen(document).lines());
    }

    private List<String> lines() {
        List<String> head = new ArrayList<>();
        document.text("headline").ifPresent(text -> head.addAll(wrapped("", brief(text), 4)));
        document.text("recorded.use.sentence")
                .ifPresent(text -> head.addAll(wrapped("", brief(text), 4)));
        money().ifPresent(text -> head.addAll(wrapped("Money: ", brief(text), 5)));
        document.text("recorded.pooling")
                .ifPresent(text -> head.addAll(wrapped("", "Over all tasks: " + text + ".", 2)));
        List<String> tail = new ArrayList<>();
        findings(tail);
        todo(tail);
        tail.addAll(wrapped("Not compared: ", NotComparedText.of(document), 3));
        tail.add("--all shows every arm, comparison and finding; --json writes the document.");
        int left = HEIGHT - head.size() - tail.size();
        List<String> tasks = new JudgeTables(document, HEIGHT).tasks();
        int wanted = tasks.isEmpty() ? 0 : Math.min(tasks.size(), left / 3);
        List<String> claims = new JudgeClaims(document, names).lines();
        int claimed = Math.min(claims.size(), Math.max(4, (left - wanted) / 2));
        List<String> table = new JudgeTables(document, left - wanted - claimed).arms();
        wanted = tasks.isEmpty() ? 0 : Math.min(tasks.size(), left - table.size() - claimed);
        claimed = Math.min(claims.size(), left - table.size() - wanted);
        List<String> lines = new ArrayList<>(head);
        lines.addAll(table);
        if (wanted > 0) {
            lines.addAll(new JudgeTables(document, wanted).tasks());
        }
        lines.addAll(new JudgeClaims(document, names).lines(claimed));
        lines.addAll(tail);
        return lines;
    }

    /// Why money chose the winner, and what else there is to know of the others that meet the goal;
    /// empty where there was no choice and nothing beside it.
    private Optional<String> money() {
        List<String> sentences = new ArrayList<>(document.texts("economics.choice.besides"));
        boolean chosen =
                !document.text("economics.choice.basis").orElse("only-one").equals("only-one");
        if (chosen) {
            document.text("economics.choice.why").ifPresent(why -> sentences.addFirst(why));
        }
        return sentences.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", sentences));
    }

    /// With the long names cut.
    private String brief(String text) {
        String brief = text;
        for (String name : longNames) {
            brief = brief.replace(name, longer.of(name));
        }
        return brief;
    }

    private void findings(List<String> lines) {
        List<Document> findings = document.documents("findings");
        findings.stream()
                .limit(FINDINGS)
                .forEach(finding ->
                        lines.addAll(
                                wrapped(
                                        "[" + finding.text("severity").orElse("") + "] ",
                                        brief(finding.text("what").orElse("")) + which(finding),
                                        which(finding).isEmpty() ? 2 : 6)));
        if (findings.size() > FINDINGS) {
            lines.add(count(findings.size() - FINDINGS, "more finding"));
        }
    }

    /// The instances of a defect that must be mended first.
    private static String which(Document finding) {
        List<String> evidence = finding.texts("evidence");
        boolean blocks = finding.text("severity").orElse("").equals("blocks");
        if (!blocks || evidence.isEmpty()) {
            return "";
        }
        int more = evidence.size() - EVIDENCE;
        return " Which: "
                + String.join(", ", evidence.stream().limit(EVIDENCE).toList())
                + (more > 0 ? " and " + more + " more." : ".");
    }

    private void todo(List<String> lines) {
        List<String> todo = document.texts("todo");
        for (int i = 0; i < Math.min(TODO, todo.size()); i++) {
            lines.addAll(wrapped((i == 0 ? "Do first: " : "Then: "), brief(todo.get(i)), 2));
        }
        if (todo.size() > TODO) {
            lines.add(count(todo.size() - TODO, "more thing") + " to do");
        }
    }

    /// Broken at spaces, and inside a word that is longer than a line; at most so many lines.
    static List<String> wrapped(String first, String text, int most) {
        List<String> lines = new ArrayList<>();
        for (String line : Text.wrapped(first, text)) {
            String rest = line;
            while (rest.length() > Text.WIDTH) {
                lines.add(rest.substring(0, Text.WIDTH));
                rest = " ".repeat(first.length()) + rest.substring(Text.WIDTH);
            }
            lines.add(rest);
        }
        if (lines.size() <= most) {
            return lines;
        }
        List<String> cut = new ArrayList<>(lines.subList(0, most));
        String last = cut.removeLast();
        cut.add(last.substring(0, Math.min(last.length(), Text.WIDTH - 2)) + " \u2026");
        return cut;
    }

    /// In per cent.
    static String share(OptionalDouble share) {
        return Text.percent(share);
    }

    /// `[60.3, 68.7]`, in per cent.
    static String interval(Document arm) {
        return "[" + share(arm.number("score.low")) + ", " + share(arm.number("score.high")) + "]";
    }

    /// In points.
    static String signed(OptionalDouble difference) {
        if (difference.isEmpty()) {
            return "-";
        }
        String text = String.format(Locale.ROOT, "%+.1f", 100 * difference.getAsDouble());
        return text.equals("-0.0") || text.equals("+0.0") ? "0.0" : text;
    }

    /// Never 0, which no test can give.
    static String p(OptionalDouble p) {
        if (p.isEmpty()) {
            return "-";
        }
        double value = p.getAsDouble();
        return value >= 0.001
                ? String.format(Locale.ROOT, "%.3f", value)
                : value > 0 ? String.format(Locale.ROOT, "%.0e", value) : "below 1e-300";
    }

    static String count(long n, String one) {
        return String.format(Locale.ROOT, "%,d %s%s", n, one, n == 1 ? "" : "s");
    }

    /// Rank first, by score; then what is not ranked.
    static Comparator<Document> ranking() {
        return Comparator.comparing((Document arm) -> !arm.text("ranked").orElse("").equals("true"))
                .thenComparing(
                        Comparator.comparingDouble(
                                        (Document arm) -> arm.number("score.value").orElse(-1))
                                .reversed());
    }
}
