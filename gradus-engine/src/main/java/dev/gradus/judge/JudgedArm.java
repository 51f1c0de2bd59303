package dev.gradus.judge;

import dev.gradus.stats.Interval;
import dev.gradus.task.Money;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/// One arm on one task, or on all tasks together.
///
/// @param name `model / arm`, unique in the report
/// @param model as recorded
/// @param armName as recorded
/// @param rung as recorded; empty where it was not
/// @param task the task, or [JudgeReport#ALL]
/// @param rows how many outcomes were recorded
/// @param score on the task's items; empty where no outcome of them has a score
/// @param costPerThousand of 1,000 calls; empty where the cost of any scored outcome is unknown
/// @param latency empty where none was recorded
/// @param tokens of a call on average; empty where none were recorded
/// @param emptyShare the share of outcomes without an answer; empty where the arm's answers were
///   not recorded
/// @param failure why this is a failed run; empty where it is not
/// @param coverage how much of the task it has
/// @param unranked why it is not ranked for want of items; empty where it has enough of them
/// @param oracle where it was given the gold evidence, who says so
public record JudgedArm(
        String name,
        String model,
        String armName,
        String rung,
        String task,
        int rows,
        Optional<Score> score,
        Optional<Money> costPerThousand,
        Optional<Latency> latency,
        Optional<Tokens> tokens,
        OptionalDouble emptyShare,
        Optional<String> failure,
        Coverage coverage,
        Optional<String> unranked,
        Optional<OracleArm> oracle) {

    /// @param value the mean over the items that have a score, in [0,1]
    /// @param interval two-sided, 95 %
    /// @param n items with a score
    /// @param missing items without one, whether or not there is a row
    /// @param method of the interval
    public record Score(double value, Interval interval, int n, int missing, String method) {}

    /// In milliseconds.
    ///
    /// @param p95Upper what the p95 does not exceed, with 95 % confidence; empty below 59 calls
    public record Latency(double p50, double p95, OptionalDouble p95Upper) {}

    /// @param prompt of a call, on average
    /// @param completion of a call, on average
    public record Tokens(double prompt, double completion) {}

    public JudgedArm {
        Objects.requireNonNull(score, "score");
        Objects.requireNonNull(failure, "failure");
    }

    /// True for a run of mostly errors or mostly empty answers: no bad model, nothing to compare.
    public boolean failed() {
        return failure.isPresent();
    }

    /// True where it takes part in ranking, "scores highest", goal and winner: it is no failed run
    /// and no oracle, and has a score on enough of the items.
    public boolean ranked() {
        return !failed() && score.isPresent() && unranked.isEmpty() && oracle.isEmpty();
    }

    /// The estimate; -1 where there is none.
    double estimate() {
        return score.map(Score::value).orElse(-1.0);
    }

    /// Of 1,000 calls; NaN where unknown, which is neither more nor less than anything.
    double cost() {
        return costPerThousand.map(Money::amount).orElse(Double.NaN);
    }

    JudgedArm withUnranked(Optional<String> why) {
        return new JudgedArm(
                name,
                model,
                armName,
                rung,
                task,
                rows,
                score,
                costPerThousand,
                latency,
                tokens,
                emptyShare,
                failure,
                coverage,
                why,
                oracle);
    }

    JudgedArm withFigures(Optional<Score> scored, Optional<Money> cost) {
        return new JudgedArm(
                name,
                model,
                armName,
                rung,
                task,
                rows,
                scored,
                cost,
                latency,
                tokens,
                emptyShare,
                failure,
                coverage,
                unranked,
                oracle);
    }
}
