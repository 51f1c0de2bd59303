package dev.gradus.ladder;

import dev.gradus.score.JudgedScore;
import dev.gradus.score.Run;
import dev.gradus.score.ScoreEstimate;
import dev.gradus.stats.Interval;
import dev.gradus.stats.OrderStatistic;
import dev.gradus.stats.Power;
import dev.gradus.task.Goal;
import dev.gradus.task.Money;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// Whether a run meets the goal. Score, cost and latency must each pass; each is shown, not
/// estimated: the score by a one-sided bound, the latency by an order-statistic bound on its 95th
/// percentile.
///
/// @param status of the whole: met where every part is, missed where one is
/// @param parts score, then cost and p95 where the goal names them
/// @param goal that was checked
/// @param score as estimated
/// @param level of the one-sided bounds
/// @param lower bound of the score
/// @param upper bound of the score
/// @param needed examples that would settle the score, where these do not
public record GoalCheck(
        Status status,
        List<Part> parts,
        Goal goal,
        double score,
        double level,
        double lower,
        double upper,
        OptionalLong needed) {

    /// Met, missed, or not settled.
    public enum Status {
        MET,
        /// Shown to lie above the goal less its tolerance, and the estimate is below the goal: good
        /// enough by the user's own word, and never to be said without it.
        MET_WITHIN_TOLERANCE,
        /// The same, and shown to lie below the goal too.
        BELOW_WITHIN_TOLERANCE,
        MISSED,
        INCONCLUSIVE;

        /// Good enough, be it only within the tolerance.
        public boolean met() {
            return this == MET || withinTolerance();
        }

        /// Good enough only by the tolerance: no tick, and no plain "stop".
        public boolean withinTolerance() {
            return this == MET_WITHIN_TOLERANCE || this == BELOW_WITHIN_TOLERANCE;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// @param what score, cost or p95
    /// @param asked what the user asked for, in short
    /// @param need what would show it
    /// @param have what is shown
    public record Part(String what, String asked, String need, String have, Status status) {}

    public GoalCheck {
        parts = List.copyOf(parts);
    }

    /// @param level of the one-sided bounds: 0.95 on dev, 1 - 0.05 / 2^j at the j-th look at the
    ///   test
    public static GoalCheck of(Goal goal, ScoreEstimate score, Run run, double level) {
        return of(
                goal,
                score.value(),
                new Interval(score.lower(level), score.upper(level), level),
                run.costPerThousandCalls(),
                run.sortedLatencies());
    }

    /// Where a model may have judged: the score that counts is the corrected one, and one of a
    /// judge that nobody has checked settles nothing.
    ///
    /// @param judged what the score is worth; empty where no model judged
    public static GoalCheck of(
            Goal goal, ScoreEstimate score, Optional<JudgedScore> judged, Run run, double level) {
        if (judged.isEmpty()) {
            return of(goal, score, run, level);
        }
        GoalCheck check =
                judged.get()
                        .corrected()
                        .map(one ->
                                of(
                                        goal,
                                        one.value(),
                                        one.bounds(),
                                        run.costPerThousandCalls(),
                                        run.sortedLatencies()))
                        .orElseGet(() ->
                                of(
                                        goal,
                                        score.value(),
                                        new Interval(0, 1, level),
                                        run.costPerThousandCalls(),
                                        run.sortedLatencies()));
        return check.byJudge(goal, score.value(), judged.get());
    }

    /// More test examples do not settle what hangs on the judge, so none are asked for.
    private GoalCheck byJudge(Goal goal, double said, JudgedScore judged) {
        List<Part> worded = new ArrayList<>(parts);
        Part scored = parts.getFirst();
        Status settled = judged.calibrated() ? scored.status() : Status.INCONCLUSIVE;
        worded.set(
                0,
                new Part(
                        scored.what(),
                        scored.asked(),
                        scored.need(),
                        judged.calibrated()
                                ? scored.have() + text(", corrected; the judge says %.4f", said)
                                : text("%.4f by a judge that is not calibrated", said),
                        settled));
        return new GoalCheck(
                whole(worded), worded, goal, score, level, lower, upper, OptionalLong.empty());
    }

    /// @param score as estimated
    /// @param bounds its one-sided bounds, each at the interval's level
    /// @param costPerThousandCalls empty where unknown
    /// @param sortedNanos the latencies that were recorded, in rising order
    public static GoalCheck of(
            Goal goal,
            double score,
            Interval bounds,
            Optional<Money> costPerThousandCalls,
            double[] sortedNanos) {
        List<Part> parts = new ArrayList<>();
        Status scored = scored(goal, score, bounds);
        parts.add(
                new Part(
                        "score",
                        plain(goal.score()),
                        text(
                                "lower bound above %.4g (goal %.4g less tolerance %.4g)",
                                goal.least(), goal.score(), goal.tolerance()),
                        text(
                                "%.4f, at least %.4f, at most %.4f",
                                score, bounds.low(), bounds.high()),
                        scored));
        goal.costPerThousandCalls()
                .ifPresent(limit -> parts.add(cost(limit, costPerThousandCalls)));
        goal.p95().ifPresent(limit -> parts.add(p95(limit, sortedNanos)));
        return new GoalCheck(
                whole(parts),
                parts,
                goal,
                score,
                bounds.level(),
                bounds.low(),
                bounds.high(),
                needed(goal, score, scored, bounds.level()));
    }

    private static Status scored(Goal goal, double score, Interval bounds) {
        if (bounds.low() > goal.least()) {
            return score >= goal.score()
                    ? Status.MET
                    : bounds.high() < goal.score()
                            ? Status.BELOW_WITHIN_TOLERANCE
                            : Status.MET_WITHIN_TOLERANCE;
        }
        return bounds.high() < goal.score() ? Status.MISSED : Status.INCONCLUSIVE;
    }

    private static Part cost(Money limit, Optional<Money> cost) {
        Status status =
                cost.map(have -> have.compareTo(limit) <= 0 ? Status.MET : Status.MISSED)
                        .orElse(Status.INCONCLUSIVE);
        return new Part(
                "cost",
                limit + " per 1,000 calls",
                "at most " + limit + " per 1,000 calls",
                cost.map(have -> have + " per 1,000 calls").orElse("unknown: a model has no price"),
                status);
    }

    private static Part p95(Duration limit, double[] sorted) {
        OptionalDouble upper = OrderStatistic.upperBound(sorted, 0.95, 0.95);
        OptionalDouble lower = OrderStatistic.lowerBound(sorted, 0.95, 0.95);
        double most = limit.toNanos();
        Status status =
                upper.isPresent() && upper.getAsDouble() <= most
                        ? Status.MET
                        : lower.isPresent() && lower.getAsDouble() > most
                                ? Status.MISSED
                                : Status.INCONCLUSIVE;
        return new Part(
                "p95",
                limit.toMillis() + " ms",
                "at most " + limit.toMillis() + " ms",
                upper.isPresent()
                        ? text("at most %.2f ms (95 %% bound)", upper.getAsDouble() / 1e6)
                        : "too few calls were timed to bound it",
                status);
    }

    private static Status whole(List<Part> parts) {
        if (parts.stream().anyMatch(part -> part.status() == Status.MISSED)) {
            return Status.MISSED;
        }
        if (parts.stream().anyMatch(part -> part.status() == Status.INCONCLUSIVE)) {
            return Status.INCONCLUSIVE;
        }
        return parts.getFirst().status();
    }

    /// Examples at which a bound would clear the nearer edge, were the score what it seems.
    private static OptionalLong needed(Goal goal, double score, Status status, double level) {
        if (status != Status.INCONCLUSIVE) {
            return OptionalLong.empty();
        }
        return LongStream.of(settle(score, goal.least(), level), settle(score, goal.score(), level))
                .min();
    }

    private static long settle(double score, double edge, double level) {
        return Power.examplesToSettle(score, edge, level).orElse(Long.MAX_VALUE);
    }

    /// The whole in one clause: `met: 0.931, you asked for 0.91`, `within your tolerance: 0.905,
    /// you asked for 0.91`, `below the goal, within the tolerance: 0.905 and at most 0.909, you
    /// asked for 0.91`, or what is missed or not settled.
    public String words() {
        String asked = text("%.3f, you asked for %s", score, plain(goal.score()));
        return switch (status) {
            case MET -> "met: " + asked;
            case MET_WITHIN_TOLERANCE -> "within your tolerance: " + asked;
            case BELOW_WITHIN_TOLERANCE ->
                    text(
                            "below the goal, within the tolerance: %.3f and at most %.3f, you asked for %s",
                            score, upper, plain(goal.score()));
            case MISSED -> "missed: " + which(Status.MISSED);
            case INCONCLUSIVE -> "not settled: " + which(Status.INCONCLUSIVE);
        };
    }

    private String which(Status wanted) {
        return parts.stream()
                .filter(part -> part.status() == wanted)
                .map(part -> part.what() + " " + part.have() + ", you asked for " + part.asked())
                .collect(Collectors.joining("; "));
    }

    /// Up to four decimals, without trailing zeros.
    private static String plain(double value) {
        return text("%.4f", value).replaceAll("0+$", "").replaceAll("\\.$", "");
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
