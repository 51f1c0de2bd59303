package dev.gradus.task;

import java.util.Objects;
import java.util.Optional;

/// How much the task is used, and what an error costs there.
///
/// @param callsPerDay at least 0
/// @param growthPerMonth a share: 0.03 is 3 % more calls each month; above -1
/// @param costOfAnError what one wrong answer costs the business; empty where unknown, never 0 by
///   default
public record Traffic(double callsPerDay, double growthPerMonth, Optional<Money> costOfAnError) {
    public Traffic {
        Objects.requireNonNull(costOfAnError, "costOfAnError");
        if (!(callsPerDay >= 0) || Double.isInfinite(callsPerDay)) {
            throw new IllegalArgumentException(
                    "traffic.calls-per-day is 0 or more, not " + callsPerDay);
        }
        if (!(growthPerMonth > -1 && growthPerMonth <= 10)) {
            throw new IllegalArgumentException(
                    "traffic.growth-per-month is a share above -1 and at most 10, not "
                            + growthPerMonth);
        }
    }
}
