package dev.gradus.cost;

/// How many calls there are: the days of a month times the calls of a day, growing by a constant
/// share each month.
public record Volume(double callsPerDay, double growthPerMonth) {
    /// 365.25 / 12.
    static final double DAYS_PER_MONTH = 30.4375;

    /// Calls of one month, the first is 0.
    public double inMonth(int month) {
        return callsPerDay * DAYS_PER_MONTH * Math.pow(1 + growthPerMonth, month);
    }

    /// Calls of the first months together.
    public double over(int months) {
        double calls = 0;
        for (int month = 0; month < months; month++) {
            calls += inMonth(month);
        }
        return calls;
    }
}
