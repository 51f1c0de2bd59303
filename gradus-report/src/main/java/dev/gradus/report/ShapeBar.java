package dev.gradus.report;

import java.util.OptionalDouble;

/// All answers of a prompted candidate as one bar: right; wrong in the right shape; in the wrong
/// shape. An answer in the wrong shape needs another lever than a wrong one.
final class ShapeBar {
    private static final String TOP = "12";
    private static final String HEIGHT = "18";

    private ShapeBar() {}

    /// Empty where the shares are unknown.
    static String of(Node valid) {
        OptionalDouble share = valid.number("share");
        OptionalDouble score = valid.number("scoreGivenValid");
        if (share.isEmpty() || (score.isEmpty() && share.getAsDouble() > 0)) {
            return "";
        }
        double shaped = 100 * Math.clamp(share.getAsDouble(), 0, 1);
        double right = shaped * Math.clamp(score.orElse(0), 0, 1);
        String name =
                "Right shape %s, score then %s"
                        .formatted(Figures.percent(share), Figures.score(score));
        return Svg.named("track", name)
                .band("part right", 0, right, TOP, HEIGHT)
                .band("part wrong", right, shaped, TOP, HEIGHT)
                .band("part misshapen", shaped, 100, TOP, HEIGHT)
                .toString();
    }
}
