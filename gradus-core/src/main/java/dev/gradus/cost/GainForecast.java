package dev.gradus.cost;

/// What tuning is forecast to gain over the best candidate below, in score.
///
/// @param lower one-sided 95 % bound
/// @param draws equally likely gains, the luck of held-out examples and of training runs included;
///   at least one
public record GainForecast(double lower, double[] draws) {
    public GainForecast {
        draws = draws.clone();
        if (draws.length == 0) {
            throw new IllegalArgumentException("a forecast has at least one draw");
        }
    }
}
