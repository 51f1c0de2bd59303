package dev.gradus.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/// How right the answers are that are given, against the share of inputs that get one, when the
/// least confident are left unanswered. The winner's curve stands out; the others are there to
/// compare.
record AbstentionChart(List<Line> lines, OptionalDouble goal) {

    record Line(String title, boolean winner, Curve curve, List<Node> points) {}

    static AbstentionChart of(Node doc) {
        String winner = doc.at("winner").text("candidate");
        List<Line> lines = new ArrayList<>();
        for (Node rung : doc.list("rungs")) {
            for (Node curve : rung.at("evidence").list("abstention")) {
                String id = curve.text("candidate");
                List<Node> points = curve.list("points");
                boolean wins = !id.isEmpty() && id.equals(winner);
                Line line =
                        new Line(
                                Words.measured(doc, id),
                                wins,
                                Curve.of(points, "coverage", "accuracy"),
                                points);
                lines.add(wins ? lines.size() : 0, line);
            }
        }
        return new AbstentionChart(lines, doc.at("goal").number("score"));
    }

    boolean isDrawable() {
        return lines.stream().anyMatch(line -> line.curve().isDrawable());
    }

    String svg() {
        DoubleStream rights = lines.stream().flatMapToDouble(line -> line.curve().ys());
        Scale right = Scale.linear(DoubleStream.concat(rights, goal.stream()), 5).within(100, 0);
        Scale answered = Scale.linear(lines.stream().flatMapToDouble(line -> line.curve().xs()), 5);
        Svg svg = Svg.named("plot", "Share right among the answered against share answered");
        for (double tick : right.ticks(5)) {
            svg.across("grid", 0, 100, Svg.percent(right.at(tick)));
            svg.margin("tick end dy", Svg.percent(right.at(tick)), Figures.percent(tick));
        }
        for (double tick : answered.ticks(5)) {
            svg.text("tick middle below", answered.at(tick), "100%", Figures.percent(tick));
        }
        goal.ifPresent(at -> {
            svg.across("goal", 0, 100, Svg.percent(right.at(at)));
            svg.text("goal-word above", 0.5, Svg.percent(right.at(at)), "goal");
        });
        for (Line line : lines) {
            svg.curve(
                    line.winner() ? "curve kept" : "curve other",
                    line.curve().path(answered, right));
        }
        return svg.toString();
    }
}
