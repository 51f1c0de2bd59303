package dev.gradus.report;

import java.util.OptionalDouble;

/// The plot beside the ladder, one strip a row, all on one axis, so that the strips read as one
/// picture: the goal, the band below it that still counts as met, each candidate with its interval,
/// and as stairs the score of what was kept.
final class LadderChart {
    private static final String MIDDLE = "22";
    private final Scale scale;
    private final OptionalDouble goal;
    private final OptionalDouble matters;

    LadderChart(Scale scale, OptionalDouble goal, OptionalDouble matters) {
        this.scale = scale;
        this.goal = goal;
        this.matters = matters;
    }

    /// The axis: its ticks, and the word "goal" over the goal.
    String axis() {
        Svg svg = Svg.decorative("axis-strip");
        for (double tick : scale.ticks(5)) {
            svg.text("tick middle", scale.at(tick), "34", Figures.stated(tick));
        }
        goal.ifPresent(at ->
                svg.text(
                        scale.at(at) > 80 ? "goal-word end" : "goal-word middle",
                        scale.at(at),
                        "13",
                        "goal " + Figures.stated(at)));
        return svg.toString();
    }

    /// A row without a candidate: the stairs pass through.
    String through(OptionalDouble level) {
        Svg svg = ground(Svg.decorative("track"));
        level.ifPresent(at -> svg.down("stair", scale.at(at), "0", "100%"));
        return svg.toString();
    }

    /// A candidate on dev. The stairs turn where it was kept.
    String candidate(Score score, boolean kept, OptionalDouble before, OptionalDouble after) {
        return candidate(score, kept, "", before, after);
    }

    /// The same of one that was not asked everything, whose dot is dashed.
    ///
    /// @param on of how many examples its score is, as in `on 240 of 800`; empty where of all
    String candidate(
            Score score, boolean kept, String on, OptionalDouble before, OptionalDouble after) {
        String name = (score.spoken() + " " + on).strip();
        Svg svg = ground(Svg.named("track", name));
        before.ifPresent(at -> svg.down("stair", scale.at(at), "0", kept ? MIDDLE : "100%"));
        if (kept && after.isPresent()) {
            double at = scale.at(after.getAsDouble());
            double start = before.isPresent() ? scale.at(before.getAsDouble()) : at;
            svg.across("stair", start, at, MIDDLE).down("stair", at, MIDDLE, "100%");
        }
        whisker(svg, score, kept ? "kept" : "other");
        score.value()
                .ifPresent(at ->
                        svg.dot(
                                kept ? "dot kept" : on.isEmpty() ? "dot other" : "dot other some",
                                scale.at(at),
                                MIDDLE,
                                kept ? 6 : 4.5,
                                name));
        return svg.toString();
    }

    /// The score on the sealed test: a diamond, since it is another measurement than the dots.
    String sealed(Score score, OptionalDouble before, boolean first) {
        Svg svg = ground(Svg.named("track", score.spoken()));
        if (first) {
            before.ifPresent(at -> svg.down("stair", scale.at(at), "0", "10"));
        }
        whisker(svg, score, "sealed");
        score.value()
                .ifPresent(at ->
                        svg.diamond(
                                first ? "mark sealed" : "mark sealed hollow",
                                scale.at(at),
                                MIDDLE,
                                first ? 8 : 6,
                                score.spoken()));
        return svg.toString();
    }

    private Svg ground(Svg svg) {
        for (double tick : scale.ticks(5)) {
            svg.down("grid", scale.at(tick), "0", "100%");
        }
        if (goal.isPresent()) {
            double at = scale.at(goal.getAsDouble());
            matters.ifPresent(margin ->
                    svg.band("tolerance", scale.at(goal.getAsDouble() - margin), at, "0", "100%"));
            svg.down("goal", at, "0", "100%");
        }
        return svg;
    }

    private void whisker(Svg svg, Score score, String tone) {
        if (score.hasInterval()) {
            svg.across(
                    "whisker " + tone,
                    scale.at(score.low().getAsDouble()),
                    scale.at(score.high().getAsDouble()),
                    MIDDLE);
        }
    }
}
