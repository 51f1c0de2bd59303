package dev.gradus.judge;

import dev.gradus.task.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// The arm to use for now, and what is known of it.
///
/// @param arm its name
/// @param task where, or [JudgeReport#ALL]
/// @param why what makes it the one: it meets the goal, or it scores highest
/// @param score on the items
/// @param costPerThousand of 1,000 calls; empty where unknown
/// @param p95Ms what 95 % of the calls took at most; empty where unknown
/// @param missing what was not recorded or is not shown
public record ToUse(
        String arm,
        String task,
        String why,
        JudgedArm.Score score,
        Optional<Money> costPerThousand,
        OptionalDouble p95Ms,
        List<String> missing) {
    public ToUse {
        missing = List.copyOf(missing);
    }

    /// The winner, else the ranked arm that scores highest, the cheaper of equals; empty where no
    /// arm is ranked.
    ///
    /// @param all every arm, the unranked and the oracles too
    static Optional<ToUse> of(Standing standing, Optional<String> winner, List<JudgedArm> all) {
        Optional<JudgedArm> arm =
                winner.map(standing::arm)
                        .or(() ->
                                standing.arms().stream()
                                        .max(
                                                Comparator.comparingDouble(JudgedArm::estimate)
                                                        .thenComparing(
                                                                Comparator.comparingDouble(
                                                                                ToUse::dear)
                                                                        .reversed())));
        return arm.map(one -> of(standing, one, winner.isPresent(), ahead(standing, one, all)));
    }

    /// True where an arm that is not ranked scores higher.
    private static boolean ahead(Standing standing, JudgedArm arm, List<JudgedArm> all) {
        return all.stream()
                .filter(one -> one.task().equals(standing.scope()) && one.score().isPresent())
                .anyMatch(one -> one.estimate() > arm.estimate());
    }

    private static double dear(JudgedArm arm) {
        return arm.costPerThousand().map(Money::amount).orElse(Double.POSITIVE_INFINITY);
    }

    private static ToUse of(Standing standing, JudgedArm arm, boolean wins, boolean ahead) {
        List<String> missing = new ArrayList<>();
        JudgedArm.Score score = arm.score().orElseThrow();
        if (arm.costPerThousand().isEmpty()) {
            missing.add("its cost");
        }
        if (arm.latency().isEmpty()) {
            missing.add("its time");
        }
        if (score.missing() > 0) {
            missing.add(Wording.text("the scores of %s", Wording.count(score.missing(), "item")));
        }
        notBeaten(standing, arm).stream()
                .limit(2)
                .forEach(other -> missing.add("proof that it is better than " + other));
        return new ToUse(
                arm.name(),
                standing.scope(),
                wins ? "it meets the goal" : highest(standing, ahead),
                score,
                arm.costPerThousand(),
                arm.latency().isPresent()
                        ? OptionalDouble.of(arm.latency().get().p95())
                        : OptionalDouble.empty(),
                missing);
    }

    private static String highest(Standing standing, boolean ahead) {
        String highest = ahead ? "of the ranked arms it scores highest" : "it scores highest";
        return standing.goal().isPresent()
                ? highest + "; no arm is shown to meet the goal"
                : highest;
    }

    /// The cheaper arms, the cheapest first, and the runner-up, that it was compared with and is
    /// not shown to be better than.
    private static List<String> notBeaten(Standing standing, JudgedArm arm) {
        List<JudgedArm> others = new ArrayList<>();
        for (JudgedPair pair : standing.comparisons()) {
            boolean candidate = pair.candidate().equals(arm.name());
            boolean baseline = pair.baseline().equals(arm.name());
            int favours = candidate ? pair.favours() : -pair.favours();
            if ((candidate || baseline) && favours <= 0) {
                JudgedArm other = standing.arm(candidate ? pair.baseline() : pair.candidate());
                boolean runnerUp = pair.rule() == JudgedPair.Rule.RUNNER_UP;
                if ((runnerUp || other.cost() < arm.cost()) && !others.contains(other)) {
                    others.add(other);
                }
            }
        }
        others.sort(Comparator.comparingDouble(ToUse::dear));
        return others.stream().map(JudgedArm::name).toList();
    }

    /// One sentence: candidate, score with interval, cost, time, what is missing.
    public String sentence() {
        return Wording.text(
                "Use %s (%s): score %s [%s, %s] on %s%s%s%s.",
                arm,
                why,
                Wording.share(score.value()),
                Wording.share(score.interval().low()),
                Wording.share(score.interval().high()),
                Wording.count(score.n(), "item"),
                costPerThousand.map(money -> ", " + money + " per 1,000 calls").orElse(""),
                p95Ms.isPresent() ? Wording.text(", p95 %,.0f ms", p95Ms.getAsDouble()) : "",
                missing.isEmpty() ? "" : "; missing: " + Wording.list(missing));
    }
}
