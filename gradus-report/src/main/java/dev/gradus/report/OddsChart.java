package dev.gradus.report;

import java.util.stream.DoubleStream;

/// How likely each net of tuning is: the share of the draws that end at or below it, against the
/// net. Where the curve meets the zero line stands the chance that tuning does not pay.
record OddsChart(Curve curve, String currency) {

    static OddsChart of(Node economics) {
        return new OddsChart(
                Curve.of(economics.at("tuning").at("odds").list("quantiles"), "net", "share"),
                economics.text("currency"));
    }

    boolean isDrawable() {
        return curve.isDrawable();
    }

    String svg() {
        Scale net = Scale.linear(DoubleStream.concat(curve.xs(), DoubleStream.of(0)), 5);
        Scale share = new Scale(0, 1, false, 100, 0);
        Svg svg = Svg.named("plot", "Share of the draws at or below a net, in " + currency);
        for (double tick : share.ticks(5)) {
            svg.across(tick == 0 ? "zero" : "grid", 0, 100, Svg.percent(share.at(tick)));
            svg.margin("tick end dy", Svg.percent(share.at(tick)), Math.round(100 * tick) + " %");
        }
        for (double tick : net.ticks(5)) {
            svg.text("tick middle below", net.at(tick), "100%", Figures.brief(tick));
        }
        svg.marker("limit", net.at(0), "16", "pays to the right");
        return svg.curve("curve kept", curve.path(net, share)).toString();
    }
}
