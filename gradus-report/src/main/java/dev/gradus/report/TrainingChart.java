package dev.gradus.report;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;

/// A training run epoch by epoch, in two plots that share their axis across: the loss, on train and
/// on the part held out of it, and the score on that part. In the second a hollow dot stands for
/// each of the other seeds, at the epoch that it kept.
record TrainingChart(Node training) {
    /// Beyond this many epochs the dots would run into one another.
    private static final int MOST_DOTS = 40;

    private static final int TICKS = 8;

    List<Node> epochs() {
        return training.list("epochs");
    }

    List<Node> seeds() {
        return training.list("seeds");
    }

    boolean hasLoss() {
        return known("loss") || known("heldLoss");
    }

    boolean hasScore() {
        return known("heldScore");
    }

    private boolean known(String key) {
        return epochs().stream()
                .anyMatch(
                        node -> node.number("number").isPresent() && node.number(key).isPresent());
    }

    String loss() {
        Curve train = Curve.of(epochs(), "number", "loss");
        Curve held = Curve.of(epochs(), "number", "heldLoss");
        Scale up = Scale.linear(DoubleStream.concat(train.ys(), held.ys()), 5).within(100, 0);
        Svg svg = Svg.named("plot", "Loss after each epoch; the table below has it");
        Scale across = ground(svg, up, Figures::fine);
        line(svg, held, across, up, "other dashed", "held out, epoch ");
        line(svg, train, across, up, "kept", "train, epoch ");
        return svg.toString();
    }

    String score() {
        Curve held = Curve.of(epochs(), "number", "heldScore");
        Curve seeds = Curve.of(seeds(), "bestEpoch", "heldScore");
        Scale up = Scale.linear(DoubleStream.concat(held.ys(), seeds.ys()), 5).within(100, 0);
        Svg svg = Svg.named("plot", "Score on the held-out part after each epoch");
        Scale across = ground(svg, up, Figures::stated);
        line(svg, held, across, up, "kept", "epoch ");
        for (Node seed : seeds()) {
            OptionalDouble epoch = seed.number("bestEpoch");
            OptionalDouble score = seed.number("heldScore");
            if (epoch.isPresent() && score.isPresent() && !isChosen(seed)) {
                svg.dot(
                        "dot other",
                        across.at(epoch.getAsDouble()),
                        Svg.percent(up.at(score.getAsDouble())),
                        4.5,
                        "seed " + seed.text("seed") + ": " + Figures.score(score));
            }
        }
        return svg.toString();
    }

    /// The first seed with the score and epoch of the run that was kept.
    boolean isChosen(Node seed) {
        return seeds().stream()
                .filter(one -> same(one, "heldScore") && same(one, "bestEpoch"))
                .findFirst()
                .filter(seed::equals)
                .isPresent();
    }

    private boolean same(Node seed, String key) {
        return seed.number(key).isPresent() && seed.number(key).equals(training.number(key));
    }

    /// How far the seeds are apart; empty with fewer than two.
    String spread() {
        double[] scores =
                seeds().stream()
                        .flatMapToDouble(seed -> seed.number("heldScore").stream())
                        .toArray();
        if (scores.length < 2) {
            return "";
        }
        double low = DoubleStream.of(scores).min().orElseThrow();
        double high = DoubleStream.of(scores).max().orElseThrow();
        return "%s seeds: %s to %s on the held-out part, %s points apart."
                .formatted(
                        Figures.count(scores.length),
                        Figures.score(OptionalDouble.of(low)),
                        Figures.score(OptionalDouble.of(high)),
                        Figures.pointsAway(high - low));
    }

    private Scale ground(Svg svg, Scale up, DoubleFunction<String> written) {
        for (double tick : up.ticks(5)) {
            svg.across("grid", 0, 100, Svg.percent(up.at(tick)));
            svg.margin("tick end dy", Svg.percent(up.at(tick)), written.apply(tick));
        }
        Scale across = across();
        long stride = Math.max(1, (long) Math.ceil((across.high() - across.low()) / TICKS));
        long first = (long) Math.ceil(across.low());
        for (long tick = first; tick <= across.high(); tick += stride) {
            svg.text("tick middle below", across.at(tick), "100%", Long.toString(tick));
        }
        training.number("bestEpoch")
                .ifPresent(best -> {
                    String words = "kept: epoch " + Figures.count(best);
                    svg.marker("limit", across.at(best), "16", words);
                });
        return across;
    }

    /// Half an epoch of room at both ends.
    private Scale across() {
        double[] numbers =
                DoubleStream.concat(
                                epochs().stream()
                                        .flatMapToDouble(node -> node.number("number").stream()),
                                seeds().stream()
                                        .flatMapToDouble(node -> node.number("bestEpoch").stream()))
                        .toArray();
        return new Scale(
                DoubleStream.of(numbers).min().orElse(1) - 0.5,
                DoubleStream.of(numbers).max().orElse(1) + 0.5,
                false,
                0,
                100);
    }

    private static void line(
            Svg svg, Curve curve, Scale across, Scale up, String tone, String title) {
        if (curve.isDrawable()) {
            svg.curve("curve " + tone, curve.path(across, up));
        }
        if (curve.points().size() > MOST_DOTS) {
            return;
        }
        for (Curve.Point point : curve.points()) {
            svg.dot(
                    tone.equals("kept") ? "dot kept" : "dot other",
                    across.at(point.x()),
                    Svg.percent(up.at(point.y())),
                    4,
                    title + Figures.count(point.x()) + ": " + Figures.amount(point.y()));
        }
    }
}
