package dev.gradus.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/// Score against cost per 1,000 calls, the cost on a logarithmic axis. A candidate whose cost
/// nobody knows stands in a strip of its own, since any place on the axis would be a claim; so does
/// one that is known to cost nothing, which a logarithm has no place for.
///
/// @param leftOut candidates that were not asked everything: the score of one that was stopped is
///   of those examples alone, and goes by what made it stop, so it has no place beside the others
record FrontierChart(
        List<Point> points,
        int leftOut,
        OptionalDouble goal,
        OptionalDouble most,
        String currency) {
    private static final int HEIGHT = 300;

    /// A limit this many times above the dearest candidate would squeeze all of them into a corner.
    private static final double FAR = 10;

    /// A candidate; `rank` is its place on the frontier, from 1, or 0 off it.
    record Point(Node node, Score score, OptionalDouble cost, int rank) {
        boolean isOnFrontier() {
            return rank > 0;
        }

        String title() {
            return node.text("title")
                    + ": "
                    + score.spoken()
                    + ", "
                    + Figures.money(node.at("costPerThousand"))
                    + " per 1,000 calls";
        }
    }

    /// One point a candidate of the ladder that was asked everything, those on the frontier first,
    /// cheapest first.
    static FrontierChart of(Node doc) {
        List<String> frontier = doc.texts("frontier");
        Set<String> seen = new HashSet<>();
        List<Node> candidates =
                doc.list("rungs").stream()
                        .flatMap(rung -> rung.list("candidates").stream())
                        .filter(node -> seen.add(node.text("candidate")))
                        .toList();
        List<Point> points =
                candidates.stream()
                        .filter(node -> !Asked.of(node).isStopped())
                        .map(node -> point(node, frontier.indexOf(node.text("candidate")) + 1))
                        .sorted(Comparator.comparingInt(FrontierChart::order))
                        .toList();
        Node goal = doc.at("goal");
        return new FrontierChart(
                points,
                candidates.size() - points.size(),
                goal.number("score"),
                goal.at("costPerThousand").number("amount"),
                currency(doc));
    }

    private static int order(Point point) {
        return point.isOnFrontier() ? point.rank() : Integer.MAX_VALUE;
    }

    private static Point point(Node node, int rank) {
        OptionalDouble cost = node.at("costPerThousand").number("amount");
        return new Point(node, node.score("score"), cost, rank);
    }

    private static String currency(Node doc) {
        Stream<Node> priced =
                Stream.concat(
                        doc.list("rungs").stream()
                                .flatMap(rung -> rung.list("candidates").stream()),
                        Stream.of(doc.at("goal")));
        return priced.map(node -> node.at("costPerThousand").text("currency"))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    /// The goal's limit of cost, where it lies near enough to be drawn.
    OptionalDouble limit() {
        double dearest = points.stream().flatMapToDouble(p -> p.cost().stream()).max().orElse(0);
        return most.stream().filter(cost -> cost <= FAR * dearest).findFirst();
    }

    boolean isEmpty() {
        return points.stream().noneMatch(point -> point.score().isKnown());
    }

    /// False where every cost is unknown: then there is no axis to draw.
    boolean hasCost() {
        return points.stream().anyMatch(point -> point.cost().isPresent());
    }

    String svg() {
        Scale quality = quality();
        Strips strips = Strips.of(this);
        Svg svg =
                Svg.named(
                        "plot tall", "Score against cost per 1,000 calls; the table below has it");
        for (double tick : quality.ticks(5)) {
            svg.across("grid", 0, 100, y(quality, tick));
            svg.margin("tick end dy", y(quality, tick), Figures.stated(tick));
        }
        strips.draw(svg);
        goalLine(svg, quality);
        stairs(svg, quality, strips);
        for (Point point : reversed()) {
            mark(svg, point, quality, strips.at(point));
        }
        return svg.toString();
    }

    private Scale quality() {
        DoubleStream scores = points.stream().flatMapToDouble(point -> Ladder.ends(point.score()));
        return Scale.linear(DoubleStream.concat(scores, goal.stream()), 6).within(HEIGHT - 10, 10);
    }

    private static String y(Scale quality, double score) {
        return Svg.number(quality.at(score));
    }

    private void goalLine(Svg svg, Scale quality) {
        goal.ifPresent(score -> {
            svg.across("goal", 0, 100, y(quality, score));
            String above = Svg.number(quality.at(score) - 6);
            svg.text("goal-word end", 99.5, above, "goal " + Figures.stated(score));
        });
    }

    /// The frontier: from each candidate on it level to the cost of the next, then up.
    private void stairs(Svg svg, Scale quality, Strips strips) {
        List<Point> known =
                points.stream()
                        .filter(Point::isOnFrontier)
                        .filter(point -> point.score().isKnown() && point.cost().isPresent())
                        .toList();
        for (int i = 1; i < known.size(); i++) {
            String left = y(quality, known.get(i - 1).score().value().getAsDouble());
            String right = y(quality, known.get(i).score().value().getAsDouble());
            double turn = strips.at(known.get(i));
            svg.across("stair", strips.at(known.get(i - 1)), turn, left);
            svg.down("stair", turn, left, right);
        }
    }

    private static void mark(Svg svg, Point point, Scale quality, double x) {
        if (!point.score().isKnown()) {
            return;
        }
        String y = y(quality, point.score().value().getAsDouble());
        if (!point.isOnFrontier()) {
            svg.dot("dot other", x, y, 4.5, point.title());
            return;
        }
        if (point.score().hasInterval()) {
            String low = y(quality, point.score().low().getAsDouble());
            svg.down("whisker kept", x, low, y(quality, point.score().high().getAsDouble()));
        }
        svg.dot("dot kept", x, y, 10, point.title());
        svg.text("in-dot middle dy", x, y, String.valueOf(point.rank()));
    }

    /// The numbered dots are drawn last, on top.
    private List<Point> reversed() {
        List<Point> drawn = new ArrayList<>(points);
        Collections.reverse(drawn);
        return drawn;
    }

    /// The parts of the picture from left to right: known to be free, the axis, cost unknown.
    private record Strips(Scale cost, List<Point> free, List<Point> unknown, FrontierChart chart) {
        private static final double WIDTH = 16;

        static Strips of(FrontierChart chart) {
            List<Point> free = chart.points.stream().filter(Strips::isFree).toList();
            List<Point> unknown =
                    chart.points.stream().filter(point -> point.cost().isEmpty()).toList();
            DoubleStream costs =
                    chart.points.stream().flatMapToDouble(point -> point.cost().stream());
            Scale cost =
                    Scale.logarithmic(DoubleStream.concat(costs, chart.limit().stream()))
                            .within(
                                    free.isEmpty() ? 0 : WIDTH,
                                    unknown.isEmpty() ? 100 : 100 - WIDTH);
            return new Strips(cost, free, unknown, chart);
        }

        private static boolean isFree(Point point) {
            return point.cost().isPresent() && point.cost().getAsDouble() <= 0;
        }

        double at(Point point) {
            if (point.cost().isEmpty()) {
                return spread(unknown, point, 100 - WIDTH);
            }
            return isFree(point) ? spread(free, point, 0) : cost.at(point.cost().getAsDouble());
        }

        /// Side by side in their strip, where across means nothing.
        private static double spread(List<Point> strip, Point point, double start) {
            return start + WIDTH * (strip.indexOf(point) + 1) / (strip.size() + 1);
        }

        void draw(Svg svg) {
            String below = String.valueOf(HEIGHT + 18);
            for (double tick : cost.ticks(5)) {
                svg.down("grid", cost.at(tick), "0", String.valueOf(HEIGHT));
                svg.text("tick middle", cost.at(tick), below, Figures.plain(tick));
            }
            chart.limit()
                    .ifPresent(most -> {
                        svg.down("limit", cost.at(most), "0", String.valueOf(HEIGHT));
                        String word = "at most " + Figures.plain(most);
                        svg.text(
                                "goal-word end shift",
                                cost.at(most),
                                String.valueOf(HEIGHT - 8),
                                word);
                    });
            if (!unknown.isEmpty()) {
                svg.band("strip", 100 - WIDTH, 100, "0", String.valueOf(HEIGHT));
                svg.text("tick middle", 100 - WIDTH / 2, below, "cost unknown");
            }
            if (!free.isEmpty()) {
                svg.band("strip", 0, WIDTH, "0", String.valueOf(HEIGHT));
                svg.text("tick middle", WIDTH / 2, below, "free");
            }
        }
    }
}
