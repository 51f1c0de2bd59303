package dev.gradus.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/// What a pilot measured against the number of examples that taught: what was not tuned (the
/// classifier on the frozen encoder; of a chat model the best candidate below) and what was, with
/// their intervals, and the former carried on to more labels with its band. The gain that is
/// forecast stands in words beside it.
record LearningCurveChart(Node forecast) {
    /// The two stand beside each other at the same size, in percent of the width.
    private static final double ASIDE = 0.7;

    /// Ratio of two numbers on the axis.
    private static final double APART = 1.6;

    private static final String ENCODER = "the classifier on the frozen encoder";

    /// What the tuned one was set against.
    String untuned() {
        String against = forecast.textOr("against", ENCODER);
        return against.isBlank() ? ENCODER : against;
    }

    /// The same in one word.
    String untunedShort() {
        return untuned().equals(ENCODER) ? "frozen" : "untuned";
    }

    /// The same at the beginning of a sentence.
    String untunedFirst() {
        return Character.toUpperCase(untuned().charAt(0)) + untuned().substring(1);
    }

    /// The same without its article.
    String untunedLegend() {
        return untuned().replaceFirst("^the ", "");
    }

    /// What the user should know of the pilot.
    List<String> notes() {
        return forecast.texts("notes");
    }

    boolean isDrawable() {
        return forecast.list("sizes").stream().anyMatch(LearningCurveChart::isKnown);
    }

    /// The sizes, the smallest first.
    List<Node> sizes() {
        return forecast.list("sizes");
    }

    /// The classifier on the frozen encoder at more examples than the pilot had.
    List<Node> ahead() {
        return forecast.at("curve").list("ahead");
    }

    private static boolean isKnown(Node size) {
        return size.number("trainExamples").orElse(0) > 0
                && size.score("frozen").isKnown()
                && size.score("tuned").isKnown();
    }

    String svg() {
        Scale across = across();
        Scale up =
                Scale.linear(
                                Stream.concat(
                                                Stream.concat(scores("frozen"), scores("tuned")),
                                                known(ahead()).map(node -> node.score("frozen")))
                                        .flatMapToDouble(Ladder::ends),
                                5)
                        .within(100, 0);
        Svg svg =
                Svg.named(
                        "plot",
                        "Score against examples that taught, %s and tuned; the table below has it"
                                .formatted(untunedShort()));
        for (double tick : up.ticks(5)) {
            svg.across("grid", 0, 100, Svg.percent(up.at(tick)));
            svg.margin("tick end dy", Svg.percent(up.at(tick)), Figures.stated(tick));
        }
        for (double tick : ticks()) {
            svg.text("tick middle below", across.at(tick), "100%", Figures.brief(tick));
        }
        carriedOn(svg, across, up);
        OptionalDouble all = forecast.number("trainExamples");
        if (all.isPresent() && all.getAsDouble() >= across.low()) {
            String words = "all of train: " + Figures.count(all);
            svg.marker("limit", across.at(all.getAsDouble()), "97%", words);
        }
        measured(svg, across, up, "frozen", "other", -ASIDE);
        measured(svg, across, up, "tuned", "kept", ASIDE);
        return svg.toString();
    }

    /// Logarithmic, with a little room at both ends.
    private Scale across() {
        double[] examples =
                DoubleStream.concat(
                                Stream.concat(known(sizes()), known(ahead()))
                                        .mapToDouble(LearningCurveChart::examples),
                                forecast.number("trainExamples").stream())
                        .filter(n -> n > 0)
                        .toArray();
        double low = DoubleStream.of(examples).min().orElse(1);
        double high = DoubleStream.of(examples).max().orElse(10);
        double room = Math.pow(Math.max(high / low, 1.5), 0.05);
        return new Scale(low / room, high * room, true, 0, 100);
    }

    /// The numbers of examples themselves, those left out that would stand too near the one before.
    private List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        Stream.concat(known(sizes()), known(ahead()))
                .map(LearningCurveChart::examples)
                .sorted()
                .filter(at -> ticks.isEmpty() || at >= APART * ticks.getLast())
                .forEachOrdered(ticks::add);
        return ticks;
    }

    private static double examples(Node node) {
        return node.number("trainExamples").orElse(0);
    }

    private static Stream<Node> known(List<Node> nodes) {
        return nodes.stream().filter(node -> examples(node) > 0);
    }

    private Stream<Score> scores(String which) {
        return known(sizes()).map(node -> node.score(which));
    }

    private void carriedOn(Svg svg, Scale across, Scale up) {
        Curve low = curve(ahead(), "low");
        Curve high = curve(ahead(), "high");
        Curve middle = curve(ahead(), "value");
        if (low.isDrawable() && low.points().size() == high.points().size()) {
            svg.curve("area other", Curve.between(low, high, across, up));
        }
        if (middle.isDrawable()) {
            svg.curve("curve other dashed", middle.path(across, up));
        }
    }

    private static Curve curve(List<Node> nodes, String part) {
        return new Curve(
                known(nodes)
                        .filter(node -> node.at("frozen").number(part).isPresent())
                        .map(node ->
                                new Curve.Point(
                                        examples(node),
                                        node.at("frozen").number(part).getAsDouble()))
                        .sorted(Comparator.comparingDouble(Curve.Point::x))
                        .toList());
    }

    private void measured(
            Svg svg, Scale across, Scale up, String which, String tone, double aside) {
        Scale beside = across.within(across.from() + aside, across.to() + aside);
        List<Curve.Point> points =
                known(sizes())
                        .filter(node -> node.score(which).isKnown())
                        .map(node ->
                                new Curve.Point(
                                        examples(node), node.score(which).value().getAsDouble()))
                        .toList();
        if (points.size() > 1) {
            svg.curve("curve " + tone, new Curve(points).path(beside, up));
        }
        for (Node node : known(sizes()).toList()) {
            dot(svg, node.score(which), beside.at(examples(node)), up, tone, spoken(node, which));
        }
    }

    private static void dot(Svg svg, Score score, double x, Scale up, String tone, String title) {
        if (!score.isKnown()) {
            return;
        }
        if (score.hasInterval()) {
            svg.down(
                    "whisker " + tone,
                    x,
                    Svg.percent(up.at(score.low().getAsDouble())),
                    Svg.percent(up.at(score.high().getAsDouble())));
        }
        String y = Svg.percent(up.at(score.value().getAsDouble()));
        svg.dot("dot " + tone, x, y, tone.equals("kept") ? 6 : 5, title);
    }

    private String spoken(Node node, String which) {
        return "%s, %s examples: %s"
                .formatted(
                        which.equals("frozen") ? untunedShort() : which,
                        Figures.count(node.number("trainExamples")),
                        node.score(which).spoken());
    }

    /// The forecast gain, with what its lower bound means.
    String gain() {
        Node gain = forecast.at("gain");
        OptionalDouble lower = gain.number("lowerBound");
        String bound =
                lower.isEmpty()
                        ? "Its lower bound is unknown."
                        : lower.getAsDouble() > 0
                                ? "With 95\u00a0% confidence it gains at least "
                                        + Figures.points(lower)
                                        + " points: the lower bound, which the gates go by."
                                : "Its lower bound, which the gates go by, is "
                                        + Figures.points(lower)
                                        + " points: a gain is not shown.";
        return "On all %s train examples, tuning is forecast to gain %s points over %s (%s to %s, %s interval). %s At the pilot\u2019s largest size it gained %s."
                .formatted(
                        Figures.count(forecast.number("trainExamples")),
                        Figures.points(gain.number("value")),
                        untuned(),
                        Figures.points(gain.number("low")),
                        Figures.points(gain.number("high")),
                        Figures.percent(gain.number("level")),
                        bound,
                        Figures.points(gain.number("measured")));
    }

    /// What more labels would bring without tuning; empty where no curve was fitted.
    String labels() {
        Node curve = forecast.at("curve");
        if (curve.isUnknown()) {
            return "";
        }
        if (curve.isTrue("flat")) {
            return "More labels were not seen to help "
                    + who()
                    + ": its curve is level at "
                    + Figures.score(curve.number("ceiling"))
                    + ".";
        }
        List<Node> ahead = known(ahead()).toList();
        String law =
                "The curve is an inverse power law with exponent %s, and no number of labels takes it beyond %s."
                        .formatted(
                                Figures.amount(curve.number("rate")),
                                Figures.score(curve.number("ceiling")));
        if (ahead.isEmpty()) {
            return law;
        }
        return "Without tuning, %s labels are forecast to bring %s to %s (%s). %s"
                .formatted(
                        Figures.count(ahead.getLast().number("trainExamples")),
                        who(),
                        ahead.getLast().score("frozen").shown(),
                        ahead.getLast().score("frozen").interval(),
                        law);
    }

    private String who() {
        return untuned().equals(ENCODER) ? "the frozen encoder" : untuned();
    }
}
