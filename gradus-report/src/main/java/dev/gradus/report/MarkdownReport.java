package dev.gradus.report;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// A verdict, a gate or a tuning as a short Markdown text, for the summary of a CI job or a comment
/// on a change.
public final class MarkdownReport {
    private static final int MOST_ROWS = 40;

    private MarkdownReport() {}

    /// @param document of a verdict (`gradus.verdict/1`), a gate (`gradus.gate/1`) or a tuning
    ///   (`gradus.tune/1`)
    /// @throws dev.gradus.spi.GradusException.Data where a value of the document has the wrong kind
    public static String render(Map<String, ?> document) {
        Node root = Node.root(document);
        if (root.text("schema").equals("gradus.tune/1")) {
            return MarkdownTuning.render(Node.tuning(document));
        }
        List<Claim> claims = Claim.of(root);
        StringBuilder out = new StringBuilder();
        out.append("## ")
                .append(escaped(root.textOr("task", "task")))
                .append(": ")
                .append(escaped(claims.getFirst().name()))
                .append("\n\n");
        if (root.has("headline")) {
            out.append(escaped(root.text("headline"))).append("\n\n");
        }
        comparison(out, "Difference", root.at("comparison"));
        judge(out, root.at("judge"), root.at("winner").score("score"));
        lines(out, "", root.texts("reasons"));
        lines(out, "To do first:", root.texts("todo"));
        table(out, claims.subList(1, claims.size()));
        rungs(out, root.list("rungs"));
        asked(out, AskedChart.of(root));
        return out.toString().stripTrailing() + "\n";
    }

    /// Work that ended without a result.
    ///
    /// @param message what went wrong
    public static String failed(String message) {
        return "## No result\n\n" + escaped(message) + "\n";
    }

    /// The paired comparison with its interval: how many examples flipped is information.
    static void comparison(StringBuilder out, String title, Node comparison) {
        Score difference = comparison.score("difference");
        if (difference.value().isEmpty()) {
            return;
        }
        out.append(title)
                .append(' ')
                .append(points(difference.value()))
                .append(" points [")
                .append(points(difference.low()))
                .append(", ")
                .append(points(difference.high()))
                .append("] on ")
                .append(comparison.textOr("n", "an unknown number of"))
                .append(" examples: ")
                .append(comparison.textOr("candidateOnly", "?"))
                .append(" newly right, ")
                .append(comparison.textOr("baselineOnly", "?"))
                .append(" newly wrong.\n\n");
    }

    /// Who judged, how far people agree, which score counts, and what speaks against it.
    private static void judge(StringBuilder out, Node judge, Score said) {
        if (judge.isUnknown()) {
            return;
        }
        Score corrected = judge.score("corrected");
        out.append("Judged by ")
                .append(escaped(judge.textOr("model", "a model")))
                .append(judge.isTrue("calibrated") ? ", calibrated: " : ", **not calibrated**: ")
                .append(Figures.count(judge.number("labels")))
                .append(" of its answers judged by people too, Cohen's kappa ")
                .append(Figures.fraction(judge.number("kappa")))
                .append(". Score that counts: ")
                .append(
                        corrected.isKnown()
                                ? corrected.shown() + " (" + corrected.interval() + ")"
                                : "none, the judge passes no goal and no gate")
                .append("; the judge gave ")
                .append(said.shown())
                .append(".\n\n");
        lines(out, "What speaks against the judge:", judge.texts("flags"));
    }

    static String points(OptionalDouble share) {
        return share.isEmpty()
                ? "?"
                : String.format(java.util.Locale.ROOT, "%+.1f", 100 * share.getAsDouble());
    }

    static void lines(StringBuilder out, String title, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        if (!title.isEmpty()) {
            out.append(title).append("\n\n");
        }
        lines.forEach(line -> out.append("- ").append(escaped(line)).append('\n'));
        out.append('\n');
    }

    private static void table(StringBuilder out, List<Claim> claims) {
        if (claims.isEmpty()) {
            return;
        }
        out.append("| | what | state | need and have |\n|---|---|---|---|\n");
        for (Claim claim : claims.subList(0, Math.min(MOST_ROWS, claims.size()))) {
            String state =
                    switch (claim.state()) {
                        case PASS -> "pass";
                        case FAIL -> "**fail**";
                        case ERROR, OPEN -> "open";
                    };
            row(out, claim.group(), claim.name(), claim.words(), state);
        }
        if (claims.size() > MOST_ROWS) {
            out.append("\nand ").append(claims.size() - MOST_ROWS).append(" more.\n");
        }
        out.append('\n');
    }

    private static void row(
            StringBuilder out, String group, String name, String words, String state) {
        out.append("| ")
                .append(escaped(group))
                .append(" | ")
                .append(escaped(name))
                .append(" | ")
                .append(state)
                .append(" | ")
                .append(escaped(words))
                .append(" |\n");
    }

    private static void rungs(StringBuilder out, List<Node> rungs) {
        if (rungs.isEmpty()) {
            return;
        }
        out.append("| rung | result | why |\n|---|---|---|\n");
        for (Node rung : rungs) {
            out.append("| ")
                    .append(escaped(rung.text("rung")))
                    .append(" | ")
                    .append(escaped(Prose.words(rung.text("status"))))
                    .append(" | ")
                    .append(escaped(rung.text("why")))
                    .append(" |\n");
        }
    }

    /// How many examples candidates on chat models were asked, and who was stopped; nothing where
    /// nobody was.
    private static void asked(StringBuilder out, List<AskedChart> charts) {
        if (charts.isEmpty()) {
            return;
        }
        String stopped =
                charts.stream()
                        .flatMap(chart -> chart.rows().stream())
                        .filter(AskedChart.Row::isStopped)
                        .map(row ->
                                escaped(row.node().text("title")) + " (" + row.asked().on() + ")")
                        .collect(Collectors.joining(", "));
        out.append("\nAsked part by part: ")
                .append(AskedChart.total(charts).replace('\u00a0', ' '))
                .append(". Stopped, so that their scores are no estimates: ")
                .append(stopped)
                .append(".\n");
    }

    /// Text of others stays text: no link, image, mark-up, table cell or mention comes of it.
    static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> out.append(' ');
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '@' -> out.append("@\u200d");
                case '\\', '`', '*', '_', '[', ']', '|', '#', '~', '!' ->
                        out.append('\\').append(c);
                default -> out.append(c);
            }
        }
        return out.toString();
    }
}
