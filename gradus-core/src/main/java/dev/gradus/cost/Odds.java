package dev.gradus.cost;

import java.util.List;

/// How likely tuning is to pay, given how far each input may be off.
///
/// @param pays the probability that the net over the horizon is above 0
/// @param low the net that is undercut in 5 % of the draws
/// @param high the net that is exceeded in 5 % of them
/// @param mean of the net
/// @param regretOfTuning what tuning costs on average where it turns out not to pay
/// @param regretOfNotTuning what is missed on average where it would have paid
/// @param worthKnowing the input whose exact value would be worth most before deciding
/// @param worth what that knowledge is worth on average
/// @param assumed how far each input is taken to be off, in words
/// @param quantiles of the net, for a picture
/// @param draws how many were made
public record Odds(
        double pays,
        double low,
        double high,
        double mean,
        double regretOfTuning,
        double regretOfNotTuning,
        String worthKnowing,
        double worth,
        List<String> assumed,
        List<Quantile> quantiles,
        int draws) {
    public Odds {
        assumed = List.copyOf(assumed);
        quantiles = List.copyOf(quantiles);
    }

    /// @param share of the draws at or below `net`
    public record Quantile(double share, double net) {}
}
