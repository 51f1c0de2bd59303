package dev.gradus.check;

import dev.gradus.stats.Interval;
import dev.gradus.stats.Power;
import dev.gradus.stats.Share;
import dev.gradus.task.Example;
import dev.gradus.task.Goal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// What these examples can show: the smallest gain on dev, and how sharply test tells a score from
/// the goal. Discordance is assumed, as no candidate has run; the climb uses the observed one.
final class Reach {
    private static final double POWER = 0.8;
    private static final double ALPHA = 0.05;
    private static final double LEVEL = 0.95;
    private static final double USUAL = 0.10;
    private static final double[] DISCORDANCES = {0.05, USUAL, 0.20};
    private static final int SHARE_OF_DEV = 5;
    private static final int FEWEST_GROUPS = 10;

    private final Material material;
    private final Goal goal;
    private final double alpha;
    private final int dev;
    private final int test;

    Reach(Material material, Facts facts) {
        this.material = material;
        goal = material.task().goal();
        alpha = ALPHA / facts.rungs();
        dev = material.splits().dev().size();
        test = material.splits().test().size();
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        if (dev > 0) {
            findings.add(gain());
        }
        if (test > 0) {
            sealed().ifPresent(findings::add);
        }
        fewGroups().ifPresent(findings::add);
        return findings;
    }

    private OptionalDouble smallest(double discordance) {
        return Power.minimalDetectableEffect(dev, discordance, alpha, POWER);
    }

    private Finding gain() {
        OptionalDouble usual = smallest(USUAL);
        boolean beyond = usual.isEmpty() || usual.getAsDouble() > goal.matters();
        long needed = Power.sampleSize(USUAL, goal.matters(), alpha, POWER);
        long alike = Power.nonInferioritySampleSize(USUAL, goal.matters(), ALPHA, POWER);
        double margin = Power.nonInferiorityMargin(dev, USUAL, ALPHA, POWER);
        List<String> lines = new ArrayList<>();
        for (double discordance : DISCORDANCES) {
            lines.add(
                    "discordance %.2f: a gain of %s; matters needs %s"
                            .formatted(
                                    discordance,
                                    smallest(discordance).isEmpty()
                                            ? "any size stays hidden"
                                            : Words.points(smallest(discordance).getAsDouble()),
                                    Words.count(
                                            Power.sampleSize(
                                                    Math.max(discordance, goal.matters()),
                                                    goal.matters(),
                                                    alpha,
                                                    POWER),
                                            "dev example")));
        }
        return new Finding(
                beyond ? "matters-beyond-reach" : "power",
                beyond ? Severity.COSTS : Severity.NOTE,
                "dev",
                usual.isEmpty()
                        ? "With %s no gain can be shown.".formatted(Words.count(dev, "dev example"))
                        : "With %s a gain of %s is shown with 80 %% power (discordance %.2f, one-sided alpha"
                                        .formatted(
                                                Words.count(dev, "dev example"),
                                                Words.points(usual.getAsDouble()),
                                                USUAL)
                                + " %s); `matters` is %s."
                                        .formatted(figure(alpha), Words.points(goal.matters())),
                beyond
                        ? "A smaller gain ends `not shown`; a candidate as good and cheaper is shown to lose"
                                + " less than %s, not less than `matters`. For `matters` a gain needs %s, a cheaper candidate %s."
                                        .formatted(
                                                Words.points(margin),
                                                Words.count(needed, "dev example"),
                                                Words.number(alike))
                        : "None: what matters can be shown.",
                beyond
                        ? "Add examples (about %s in all, as dev is one in five). Leave `matters` at what matters to you: it is no"
                                        .formatted(
                                                Words.number(
                                                        SHARE_OF_DEV * Math.max(needed, alike)))
                                + " property of the examples, and what they cannot show ends `not shown`."
                        : "Nothing to do.",
                lines);
    }

    /// Half the width of Wilson's interval of a score at the goal.
    private double halfWidth() {
        Interval interval = Share.wilson(Math.round(goal.score() * test), test, LEVEL);
        return interval.width() / 2;
    }

    private Optional<Finding> sealed() {
        double tolerated = goal.tolerance() > 0 ? goal.tolerance() : goal.matters();
        boolean blunt = halfWidth() > tolerated;
        long needed = Power.shareSampleSize(goal.score(), tolerated, LEVEL);
        double low = Math.max(0, goal.score() - halfWidth());
        double high = Math.min(1, goal.score() + halfWidth());
        return Optional.of(
                new Finding(
                        "test-precision",
                        blunt ? Severity.COSTS : Severity.NOTE,
                        material.testFile(),
                        "With %s a score at the goal (%s) is known to within %s either way (Wilson, 95 %%)."
                                .formatted(
                                        Words.count(test, "test example"),
                                        Words.percent(goal.score()),
                                        Words.points(halfWidth())),
                        blunt
                                ? "A score between %s and %s may leave the verdict inconclusive; telling it to"
                                                .formatted(Words.percent(low), Words.percent(high))
                                        + " within the tolerance (%s) takes %s."
                                                .formatted(
                                                        Words.points(tolerated),
                                                        Words.count(needed, "test example"))
                                : "None: it is sharper than the tolerance (%s)."
                                        .formatted(Words.points(tolerated)),
                        blunt
                                ? "Add %s, or widen `goal.tolerance` if a score so far below the goal is good enough."
                                        .formatted(Words.count(needed - test, "test example"))
                                : "Nothing to do.",
                        List.of()));
    }

    private Optional<Finding> fewGroups() {
        List<String> lines = new ArrayList<>();
        count(material.splits().dev(), "dev", lines);
        count(material.splits().test(), "test", lines);
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Finding(
                                "few-groups",
                                Severity.COSTS,
                                String.join(
                                        ", ",
                                        lines.stream().map(l -> l.replaceAll(":.*", "")).toList()),
                                "There are fewer than %d groups.".formatted(FEWEST_GROUPS),
                                "Examples of one group count as one observation: with fewer than %d no interval"
                                                .formatted(FEWEST_GROUPS)
                                        + " is computed and no claim is made.",
                                "Add examples of other groups, or take the group column out if the examples"
                                        + " are independent.",
                                lines));
    }

    private static void count(List<Example> examples, String split, List<String> lines) {
        long grouped = examples.stream().filter(example -> example.group().isPresent()).count();
        long groups =
                examples.stream().flatMap(example -> example.group().stream()).distinct().count()
                        + examples.size()
                        - grouped;
        if (grouped > 0 && groups < FEWEST_GROUPS) {
            lines.add(split + ": " + Words.count(groups, "group"));
        }
    }

    Detectable detectable() {
        return new Detectable(
                dev,
                test,
                USUAL,
                alpha,
                POWER,
                dev == 0 ? OptionalDouble.empty() : smallest(USUAL),
                dev == 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(Power.nonInferiorityMargin(dev, USUAL, ALPHA, POWER)),
                test == 0 ? OptionalDouble.empty() : OptionalDouble.of(halfWidth()));
    }

    FourQuestions.Answer answer() {
        List<String> gains = new ArrayList<>();
        for (double discordance : DISCORDANCES) {
            gains.add(
                    "%s at discordance %.2f"
                            .formatted(
                                    dev == 0 || smallest(discordance).isEmpty()
                                            ? "nothing"
                                            : Words.points(smallest(discordance).getAsDouble()),
                                    discordance));
        }
        return new FourQuestions.Answer(
                "What is the smallest difference these examples can show?",
                "%s show a gain of %s (80 %% power, one-sided alpha %s); `matters` is %s and needs %s to %s. %s"
                        .formatted(
                                Words.count(dev, "dev example"),
                                String.join(", ", gains),
                                figure(alpha),
                                Words.points(goal.matters()),
                                Words.number(needed(DISCORDANCES[0])),
                                Words.number(needed(DISCORDANCES[DISCORDANCES.length - 1])),
                                test == 0
                                        ? "There is no test."
                                        : "%s know a score at the goal to within %s either way."
                                                .formatted(
                                                        Words.count(test, "test example"),
                                                        Words.points(halfWidth()))));
    }

    private long needed(double discordance) {
        return Power.sampleSize(
                Math.max(discordance, goal.matters()), goal.matters(), alpha, POWER);
    }

    /// `0.01`, `0.0125`, without trailing zeros.
    private static String figure(double value) {
        String text = String.format(Locale.ROOT, "%.4f", value);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}
