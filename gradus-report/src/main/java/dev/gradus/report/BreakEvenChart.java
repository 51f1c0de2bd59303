package dev.gradus.report;

import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/// What fine-tuning brings in, net over the horizon, against calls a day: below the zero line it
/// costs more than it brings. Two verticals: where it breaks even, and the traffic that was stated.
record BreakEvenChart(Curve curve, OptionalDouble breakEven, OptionalDouble stated, String title) {
    /// Beyond this ratio of the ends the calls stand on a logarithmic axis.
    private static final double WIDE = 20;

    static BreakEvenChart of(Node economics) {
        Node curve = economics.at("curve");
        return new BreakEvenChart(
                Curve.of(curve.list("points"), "callsPerDay", "net"),
                economics.at("tuning").number("breakEvenCallsPerDay"),
                economics.number("callsPerDay"),
                curve.text("title"));
    }

    boolean isDrawable() {
        return curve.isDrawable();
    }

    String svg() {
        Scale calls = calls();
        Scale net =
                Scale.linear(DoubleStream.concat(curve.ys(), DoubleStream.of(0)), 5).within(100, 0);
        Svg svg = Svg.named("plot", title.isEmpty() ? "Net against calls per day" : title);
        for (double tick : net.ticks(5)) {
            svg.across(tick == 0 ? "zero" : "grid", 0, 100, Svg.percent(net.at(tick)));
            svg.margin("tick end dy", Svg.percent(net.at(tick)), Figures.brief(tick));
        }
        for (double tick : calls.ticks(5)) {
            svg.text("tick middle below", calls.at(tick), "100%", Figures.brief(tick));
        }
        stated.ifPresent(
                at -> marker(svg, calls, at, "limit", "34", "stated: " + Figures.count(at)));
        breakEven.ifPresent(
                at -> marker(svg, calls, at, "goal", "16", "breaks even at " + Figures.count(at)));
        return svg.curve("curve kept", curve.path(calls, net)).toString();
    }

    private Scale calls() {
        double least = curve.xs().min().orElse(0);
        double most = curve.xs().max().orElse(0);
        return least > 0 && most / least >= WIDE
                ? new Scale(least, most, true, 0, 100)
                : new Scale(least, most, false, 0, 100);
    }

    /// None where it lies outside the curve.
    private static void marker(
            Svg svg, Scale calls, double at, String cssClass, String y, String words) {
        if (at >= calls.low() && at <= calls.high()) {
            svg.marker(cssClass, calls.at(at), y, words);
        }
    }
}
