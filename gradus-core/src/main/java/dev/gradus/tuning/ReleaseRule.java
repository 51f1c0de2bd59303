package dev.gradus.tuning;

import dev.gradus.score.Comparison;
import dev.gradus.stats.Interval;
import dev.gradus.stats.Power;
import dev.gradus.task.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// Whether the tuned model replaces the best candidate below.
///
/// **Promoted** only where nothing is forgotten, no run failed, and one of two claims holds, with
/// and without the near twins of the test:
///
/// 1. *Better*: the one-sided paired test on the sealed test at the look's alpha, and the bound at
///    the same level above 0; and dev does not show it worse (the one-sided 95 % upper bound of the
///    difference is not below 0). The best below was chosen on dev as the highest of many, so its
///    score there is flattered and the tuned model's is not: an observed loss alone says little.
/// 2. *Cheaper*: at least 5 % below in known cost, and not worse by `matters` or more, on the
///    sealed test at the look's alpha and on dev at 0.05.
///
/// Missing outcomes speak against either claim. Everything else is **rolled back**, with why. A
/// tuned model that is no better is called better in at most the look's alpha of trials, and one
/// that is worse by `matters` is promoted as cheaper in at most as many.
public final class ReleaseRule {
    private static final double CHEAPER = 0.95;
    private static final double DEV_LEVEL = 0.95;
    private static final double POWER = 0.80;
    private final Trial trial;
    private final double matters;
    private final double alpha;

    private ReleaseRule(Trial trial, double matters, double alpha) {
        this.trial = trial;
        this.matters = matters;
        this.alpha = alpha;
    }

    /// @param matters the smallest difference that matters
    /// @param alpha what this look at the sealed test may spend
    public static ReleaseDecision decide(Trial trial, double matters, double alpha) {
        return new ReleaseRule(trial, matters, alpha).decision();
    }

    private ReleaseDecision decision() {
        List<String> against = new ArrayList<>(trial.failures());
        against.addAll(forgotten());
        if (trial.dev().isEmpty() || trial.test().isEmpty()) {
            return rolledBack(against, OptionalLong.empty());
        }
        Comparison dev = trial.dev().get();
        Comparison test = trial.test().get();
        Optional<String> claim = claim(dev, test);
        OptionalLong needed = OptionalLong.empty();
        if (claim.isEmpty()) {
            against.addAll(unproven(dev, test));
            needed = needed(test);
        }
        trial.withoutTwins()
                .filter(some -> claim(dev, some).isPresent() != claim.isPresent())
                .ifPresent(some -> against.add(hangs(test, some)));
        return against.isEmpty()
                ? new ReleaseDecision(
                        ReleaseDecision.Kind.PROMOTED,
                        List.of(claim.orElseThrow(), kept()),
                        OptionalLong.empty())
                : rolledBack(against, needed);
    }

    private static ReleaseDecision rolledBack(List<String> why, OptionalLong needed) {
        return new ReleaseDecision(ReleaseDecision.Kind.ROLLED_BACK, why, needed);
    }

    private List<String> forgotten() {
        if (trial.forgetting().isEmpty()) {
            return List.of("No forgetting suite was run, so nothing shows what it lost.");
        }
        Forgetting lost = trial.forgetting().get();
        return lost.status() == Forgetting.Status.KEPT
                ? List.of()
                : lost.why().stream().map(why -> "Forgetting: " + why + ".").toList();
    }

    private String kept() {
        Forgetting lost = trial.forgetting().orElseThrow();
        int slices = lost.slices().size();
        return text(
                "Nothing is forgotten: %s within %.1f points.",
                slices == 1 ? "the one slice is kept" : "all " + slices + " slices are kept",
                100 * lost.margin());
    }

    /// What promotes it on these examples; empty where nothing does.
    private Optional<String> claim(Comparison dev, Comparison test) {
        if (better(test) && !worse(dev)) {
            return Optional.of(
                    text(
                            "Better: %s (one-sided p %.2g, alpha %s); %s on dev.",
                            shift(test, "the sealed test"),
                            test.pGreater(),
                            number(alpha),
                            points(dev.difference())));
        }
        return cheaper() && nonInferior(test, 1 - alpha) && nonInferior(dev, DEV_LEVEL)
                ? Optional.of(
                        text(
                                "Cheaper and not worse by %.1f points or more: %s against %s per 1,000"
                                        + " calls; %s.",
                                100 * matters,
                                trial.costTuned().orElseThrow(),
                                trial.costBest().orElseThrow(),
                                shift(test, "the sealed test")))
                : Optional.empty();
    }

    private boolean better(Comparison test) {
        return test.pGreater() <= alpha && test.lower(1 - alpha) > 0;
    }

    /// Shown worse, missing outcomes for it.
    public static boolean worse(Comparison dev) {
        return dev.upper(DEV_LEVEL) < 0;
    }

    private boolean nonInferior(Comparison comparison, double level) {
        return comparison.lower(level) > -matters;
    }

    private boolean cheaper() {
        return cheaper(trial.costTuned(), trial.costBest());
    }

    /// At least 5 % below in known cost; nothing is cheaper than what costs nothing.
    public static boolean cheaper(Optional<Money> tuned, Optional<Money> best) {
        return tuned.isPresent()
                && best.isPresent()
                && best.get().amount() > 0
                && tuned.get().compareTo(best.get().times(CHEAPER)) <= 0;
    }

    private List<String> unproven(Comparison dev, Comparison test) {
        List<String> why = new ArrayList<>();
        if (better(test)) {
            why.add(
                    text(
                            "Better on the sealed test (%s), but worse on dev: %s.",
                            points(test.difference()), shift(dev, "dev")));
        } else {
            OptionalLong needed = needed(test);
            why.add(
                    text(
                            "Not shown better: %s (one-sided p %.2g, alpha %s)%s.",
                            shift(test, "the sealed test"),
                            test.pGreater(),
                            number(alpha),
                            needed.isPresent()
                                    ? text(
                                            "; about %,d test examples would show a gain of that size",
                                            needed.getAsLong())
                                    : ""));
        }
        why.add(cost(dev, test));
        return why;
    }

    private String cost(Comparison dev, Comparison test) {
        if (trial.costTuned().isEmpty() || trial.costBest().isEmpty()) {
            return "Not shown cheaper: the cost of "
                    + (trial.costTuned().isEmpty() ? "the tuned model" : "the best below")
                    + " is unknown.";
        }
        String costs =
                text(
                        "%s against %s per 1,000 calls",
                        trial.costTuned().get(), trial.costBest().get());
        if (!cheaper()) {
            return "Not cheaper by 5 % or more: " + costs + ".";
        }
        boolean onTest = nonInferior(test, 1 - alpha);
        double lower = onTest ? dev.lower(DEV_LEVEL) : test.lower(1 - alpha);
        return text(
                "Cheaper (%s), but it may be worse by as much as %.1f points on %s, and %.1f matter.",
                costs, -100 * lower, onTest ? "dev" : "the sealed test", 100 * matters);
    }

    private String hangs(Comparison test, Comparison without) {
        return text(
                "It hangs on %,d test examples that have a near twin in train or dev: %s with them, %s"
                        + " without.",
                test.n() + test.missing() - without.n() - without.missing(),
                points(test.difference()),
                shift(without, "the rest"));
    }

    /// Pairs that would show the gain, were it what it seems.
    private OptionalLong needed(Comparison test) {
        if (test.difference() <= 0 || better(test)) {
            return OptionalLong.empty();
        }
        double deviation = Math.sqrt(Math.max(test.variancePerPair(), 1.0 / test.n()));
        return OptionalLong.of(
                Math.max(
                        test.n() + 1L,
                        Power.gradedSampleSize(deviation, test.difference(), alpha, POWER)));
    }

    private static String shift(Comparison comparison, String where) {
        Interval interval = comparison.difference(0.95);
        return text(
                "%s [%+.1f, %+.1f] on %,d examples of %s",
                points(comparison.difference()),
                100 * interval.low(),
                100 * interval.high(),
                comparison.n(),
                where);
    }

    private static String points(double share) {
        return text("%+.1f points", 100 * share);
    }

    private static String number(double value) {
        return text("%.4g", value).replaceAll("0+$", "");
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
