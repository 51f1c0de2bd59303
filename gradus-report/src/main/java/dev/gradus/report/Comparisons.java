package dev.gradus.report;

import java.util.List;
import java.util.OptionalDouble;

/// Every paired comparison of a document, in its order.
final class Comparisons {
    private Comparisons() {}

    /// @param group the rung, or in evidence mode the task
    /// @param of how many examples there are, where the candidate was not asked all of them; empty
    ///   where it was
    record Row(Node node, String baseline, String candidate, String group, OptionalDouble of) {
        Row(Node node, String baseline, String candidate, String group) {
            this(node, baseline, candidate, group, OptionalDouble.empty());
        }

        Score difference() {
            return node.score("difference");
        }

        /// Cochran's Q of the tasks' differences, for a pooled comparison.
        String heterogeneity() {
            Node spread = node.at("heterogeneity");
            return "Q %s, df %s, p %s, I\u00b2 %s"
                    .formatted(
                            Figures.amount(spread.number("q")),
                            Figures.count(spread.number("df")),
                            Figures.probability(spread.number("p")),
                            Figures.percent(spread.number("iSquared")));
        }
    }

    static List<Row> ofClimb(Node doc) {
        return doc.list("rungs").stream()
                .flatMap(rung -> rung.list("candidates").stream().map(c -> row(doc, rung, c)))
                .filter(row -> !row.node().isUnknown())
                .toList();
    }

    private static Row row(Node doc, Node rung, Node candidate) {
        Node comparison = candidate.at("comparison");
        Asked asked = Asked.of(candidate);
        String baseline = Words.title(doc, comparison.text("baseline"));
        return new Row(
                comparison,
                baseline,
                candidate.text("title"),
                rung.text("rung"),
                asked.isStopped() ? asked.of() : OptionalDouble.empty());
    }

    static List<Row> ofJudge(Node doc) {
        return doc.list("comparisons").stream()
                .map(node ->
                        new Row(
                                node,
                                node.text("baseline"),
                                node.text("candidate"),
                                node.textOr("task", "task not named")))
                .toList();
    }
}
