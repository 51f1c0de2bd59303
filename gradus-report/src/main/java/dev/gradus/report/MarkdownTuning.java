package dev.gradus.report;

import java.util.List;
import java.util.Map;

/// A tuning as a short Markdown text: what became of it and why, the gates that stood in the way,
/// the paired gain, what was lost, the adapter.
final class MarkdownTuning {
    private static final int MOST_ROWS = 40;

    private MarkdownTuning() {}

    static String render(Node node) {
        Tuning tuning = new Tuning(node, Node.root(Map.of()));
        StringBuilder out = new StringBuilder();
        out.append("## ")
                .append(MarkdownReport.escaped(node.textOr("task", "task")))
                .append(": fine-tuning ")
                .append(MarkdownReport.escaped(tuning.outcome().word()))
                .append("\n\n");
        if (node.has("headline")) {
            out.append(MarkdownReport.escaped(node.text("headline"))).append("\n\n");
        }
        MarkdownReport.lines(out, "", node.at("release").texts("why"));
        if (node.has("override")) {
            out.append("**Tuned by override:** ")
                    .append(MarkdownReport.escaped(node.text("override")))
                    .append("\n\n");
        }
        gates(out, tuning.closed());
        gain(out, node.at("comparison"));
        forgetting(out, node.at("forgetting"));
        adapter(out, node);
        return out.toString().stripTrailing() + "\n";
    }

    private static void gates(StringBuilder out, List<Node> closed) {
        if (closed.isEmpty()) {
            return;
        }
        out.append("| gate that does not pass | state | need | have | to do |\n")
                .append("|---|---|---|---|---|\n");
        for (Node gate : closed.subList(0, Math.min(MOST_ROWS, closed.size()))) {
            cell(out, Prose.words(gate.text("gate")));
            cell(out, Words.gate(gate).word());
            cell(out, gate.textOr("need", Figures.UNKNOWN));
            cell(out, gate.textOr("have", Figures.UNKNOWN));
            cell(out, gate.text("todo"));
            out.append("|\n");
        }
        if (closed.size() > MOST_ROWS) {
            out.append("\nand ").append(closed.size() - MOST_ROWS).append(" more.\n");
        }
        out.append('\n');
    }

    private static void gain(StringBuilder out, Node comparison) {
        MarkdownReport.comparison(out, "Sealed test:", comparison.at("test"));
        MarkdownReport.comparison(out, "Dev:", comparison.at("dev"));
        MarkdownReport.comparison(
                out, "Dev, against the frozen classifier:", comparison.at("frozen"));
    }

    private static void forgetting(StringBuilder out, Node forgetting) {
        List<Node> slices = forgetting.list("slices");
        if (slices.isEmpty()) {
            return;
        }
        out.append("Forgetting: **")
                .append(MarkdownReport.escaped(Words.forgetting(forgetting.text("status")).word()))
                .append("**, margin ")
                .append(
                        forgetting.number("margin").isPresent()
                                ? Figures.pointsAway(forgetting.number("margin").getAsDouble())
                                : Figures.UNKNOWN)
                .append(" points.\n\n| slice | state | base | tuned | difference |\n")
                .append("|---|---|---|---|---|\n");
        for (Node slice : slices.subList(0, Math.min(MOST_ROWS, slices.size()))) {
            boolean measured = ForgettingChart.isMeasured(slice);
            cell(out, slice.text("slice"));
            cell(out, Words.forgetting(slice.text("status")).word());
            cell(out, measured ? Figures.score(slice.number("base")) : Figures.UNKNOWN);
            cell(out, measured ? Figures.score(slice.number("tuned")) : Figures.UNKNOWN);
            cell(out, measured ? difference(slice) : Figures.UNKNOWN);
            out.append("|\n");
        }
        if (slices.size() > MOST_ROWS) {
            out.append("\nand ").append(slices.size() - MOST_ROWS).append(" more.\n");
        }
        out.append('\n');
    }

    private static String difference(Node slice) {
        return MarkdownReport.points(ForgettingChart.difference(slice))
                + " ["
                + MarkdownReport.points(slice.number("low"))
                + ", "
                + MarkdownReport.points(slice.number("high"))
                + "]";
    }

    private static void adapter(StringBuilder out, Node node) {
        Node adapter = node.at("adapter");
        if (adapter.isUnknown()) {
            return;
        }
        out.append("Adapter: version ")
                .append(MarkdownReport.escaped(adapter.textOr("version", Figures.UNKNOWN)))
                .append(", id ")
                .append(MarkdownReport.escaped(adapter.textOr("id", Figures.UNKNOWN)))
                .append(", of ")
                .append(
                        MarkdownReport.escaped(
                                node.at("training").textOr("base", "an unknown base")))
                .append(".\n");
    }

    private static void cell(StringBuilder out, String text) {
        out.append("| ").append(MarkdownReport.escaped(text)).append(' ');
    }
}
