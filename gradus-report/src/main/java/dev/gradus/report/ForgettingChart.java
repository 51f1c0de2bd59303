package dev.gradus.report;

import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/// What became of each slice of the forgetting suite, tuned less base, all on one axis: the band is
/// what may be lost, its end the margin. The tick under a bar is the one-sided bound that decides:
/// a slice is kept where that tick is right of the margin.
final class ForgettingChart {
    private final Scale scale;
    private final OptionalDouble margin;

    ForgettingChart(Node forgetting) {
        this.margin = forgetting.number("margin");
        DoubleStream ends =
                forgetting.list("slices").stream()
                        .filter(ForgettingChart::isMeasured)
                        .flatMapToDouble(ForgettingChart::ends);
        DoubleStream fixed =
                DoubleStream.concat(DoubleStream.of(0, 0.005), margin.stream().map(m -> -1.5 * m));
        this.scale = Scale.linear(DoubleStream.concat(ends, fixed), 6);
    }

    private static DoubleStream ends(Node slice) {
        return DoubleStream.concat(
                DoubleStream.concat(slice.number("low").stream(), slice.number("high").stream()),
                slice.number("lowerBound").stream());
    }

    /// False where no item was answered by both: then there is nothing to draw.
    static boolean isMeasured(Node slice) {
        return slice.number("n").orElse(0) > 0;
    }

    /// Tuned less base.
    static OptionalDouble difference(Node slice) {
        OptionalDouble base = slice.number("base");
        OptionalDouble tuned = slice.number("tuned");
        return isMeasured(slice) && base.isPresent() && tuned.isPresent()
                ? OptionalDouble.of(tuned.getAsDouble() - base.getAsDouble())
                : OptionalDouble.empty();
    }

    String axis() {
        Svg svg = Svg.decorative("axis-strip");
        for (double tick : scale.ticks(6)) {
            svg.text(
                    "tick middle",
                    scale.at(tick),
                    "34",
                    Figures.signedPlain(Math.round(tick * 1e6) / 1e4));
        }
        margin.ifPresent(most -> {
            double at = scale.at(-most);
            String side = at > 80 ? "end" : at < 20 ? "start" : "middle";
            svg.text("goal-word " + side, at, "13", "margin " + Figures.pointsAway(most));
        });
        return svg.toString();
    }

    String strip(Node slice) {
        OptionalDouble difference = difference(slice);
        String name = Figures.points(difference) + " points";
        Svg svg = Svg.named("track", name);
        margin.ifPresent(most -> svg.band("tolerance", scale.at(-most), scale.at(0), "0", "100%"));
        for (double tick : scale.ticks(6)) {
            svg.down("grid", scale.at(tick), "0", "100%");
        }
        svg.down("zero", scale.at(0), "0", "100%");
        margin.ifPresent(most -> svg.down("goal", scale.at(-most), "0", "100%"));
        if (!isMeasured(slice)) {
            return svg.toString();
        }
        String tone = slice.text("status").equals("kept") ? "kept" : "other";
        if (slice.number("low").isPresent() && slice.number("high").isPresent()) {
            svg.across(
                    "whisker " + tone,
                    scale.at(slice.number("low").getAsDouble()),
                    scale.at(slice.number("high").getAsDouble()),
                    "22");
        }
        slice.number("lowerBound")
                .ifPresent(at -> svg.down("bound " + tone, scale.at(at), "16", "28"));
        difference.ifPresent(at -> svg.dot("dot " + tone, scale.at(at), "22", 5.5, name));
        return svg.toString();
    }
}
