package dev.gradus.report;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/// Differences of pairs on one axis around zero, one strip a comparison: right of the line the
/// candidate is better, and an interval that crosses the line has not shown which.
final class DifferenceChart {
    private final Scale scale;
    private final OptionalDouble matters;

    DifferenceChart(List<Node> comparisons, OptionalDouble matters) {
        DoubleStream ends =
                comparisons.stream()
                        .flatMapToDouble(node -> Ladder.ends(Score.of(node.at("difference"))));
        double most = DoubleStream.concat(ends.map(Math::abs), matters.stream()).max().orElse(0.01);
        this.scale = Scale.linear(DoubleStream.of(-most, most), 5);
        this.matters = matters;
    }

    String axis() {
        Svg svg = Svg.decorative("axis-strip");
        for (double tick : scale.ticks(5)) {
            svg.text(
                    "tick middle",
                    scale.at(tick),
                    "34",
                    Figures.signedPlain(Math.round(tick * 1e6) / 1e4));
        }
        return svg.toString();
    }

    String strip(Node comparison) {
        Score difference = comparison.score("difference");
        String name = Figures.points(difference.value()) + " points";
        Svg svg = Svg.named("track", name);
        matters.ifPresent(
                margin -> svg.band("tolerance", scale.at(-margin), scale.at(margin), "0", "100%"));
        for (double tick : scale.ticks(5)) {
            svg.down("grid", scale.at(tick), "0", "100%");
        }
        svg.down("goal", scale.at(0), "0", "100%");
        if (difference.hasInterval()) {
            double low = difference.low().getAsDouble();
            svg.across(
                    "whisker kept", scale.at(low), scale.at(difference.high().getAsDouble()), "22");
        }
        difference.value().ifPresent(at -> svg.dot("dot kept", scale.at(at), "22", 5.5, name));
        return svg.toString();
    }
}
