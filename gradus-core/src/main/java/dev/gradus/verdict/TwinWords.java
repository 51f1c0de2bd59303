package dev.gradus.verdict;

import static dev.gradus.verdict.GateWords.text;

import dev.gradus.ladder.Leak;
import dev.gradus.ladder.TwinShare;
import dev.gradus.score.Comparison;
import dev.gradus.stats.Interval;
import java.util.ArrayList;
import java.util.List;

/// What is said of the near twins that the sealed test has in train.
final class TwinWords {
    private TwinWords() {}

    /// Where the goal does not hang on them.
    static List<String> told(Leak leak) {
        return switch (leak) {
            case Leak.Refitted refitted -> {
                List<String> told = new ArrayList<>(List.of(refitted(refitted)));
                refitted.share().ifPresent(share -> told.add(share(share)));
                yield told;
            }
            case Leak.Unknown unknown -> List.of(unknown(unknown));
        };
    }

    /// Where it does.
    static List<String> hangs(Leak leak) {
        List<String> told = new ArrayList<>(told(leak));
        told.set(0, "It hangs on near twins. " + told.getFirst());
        return told;
    }

    static List<String> todo(Leak leak) {
        return switch (leak) {
            case Leak.Refitted refitted -> {
                List<String> todo = new ArrayList<>();
                todo.add("replace the test examples that have a near twin in train by fresh ones");
                refitted.check()
                        .rows()
                        .ifPresent(rows ->
                                todo.add(
                                        text(
                                                "or add to the test: %s would settle the refitted score with 80 %%"
                                                        + " chance",
                                                rows.words())));
                yield todo;
            }
            case Leak.Unknown unknown ->
                    List.of(
                            "make the refit possible ("
                                    + unknown.why()
                                    + "), or replace the test examples that have a near twin in train"
                                    + " by fresh ones");
        };
    }

    private static String refitted(Leak.Refitted refitted) {
        Comparison effect = refitted.effect();
        Interval interval = effect.difference(0.95);
        return text(
                "%,d test examples have a near twin in train or dev. Refitted without the %,d train"
                        + " examples that are near twins of the test, it scores %s on the whole test, at"
                        + " least %s (%s): what they leaked is worth %.1f points [%.1f, %.1f; 95 %%] (%,d"
                        + " won, %,d lost).",
                refitted.twins(),
                refitted.removed(),
                GateWords.percent(refitted.score().value()),
                GateWords.percent(refitted.check().lower()),
                refitted.check().status().word().replace('-', ' '),
                unsigned(-100 * effect.difference()),
                unsigned(-100 * interval.high()),
                unsigned(-100 * interval.low()),
                effect.baselineOnly(),
                effect.candidateOnly());
    }

    private static String share(TwinShare share) {
        String observed =
                text("%.1f %% of the test's messages have a near twin", 100 * share.observed());
        if (share.from().isEmpty()) {
            return observed + "; the goal is shown at no share of them in the traffic.";
        }
        double from = share.from().getAsDouble();
        return from == 0
                ? observed + "; the goal holds however few of them the traffic has."
                : text(
                        "%s; the goal holds where they are at least %.1f %% of the traffic.",
                        observed, 100 * from);
    }

    private static String unknown(Leak.Unknown unknown) {
        return text(
                "%,d test examples have a near twin in train or dev, and what that leaks is not known: %s.",
                unknown.twins(), unknown.why());
    }

    /// No minus before a zero.
    private static double unsigned(double points) {
        return Math.abs(points) < 0.05 ? 0 : points;
    }
}
