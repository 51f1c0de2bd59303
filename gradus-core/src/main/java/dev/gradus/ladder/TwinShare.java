package dev.gradus.ladder;

import dev.gradus.score.Measure;
import dev.gradus.score.Run;
import dev.gradus.score.ScoreEstimate;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// From which share of messages with a near twin in the labelled examples the goal holds. Such
/// messages are the frequent and easy ones; the test holds as many as it happens to, the traffic
/// may hold others.
///
/// The score at a share w is post-stratified, `w p1 + (1 - w) p2`, with the lower bound `w p1 + (1
/// - w) p2 - sqrt((w (p1 - l1))^2 + ((1 - w) (p2 - l2))^2)` from the bounds l of the two parts: the
///   MOVER of Zou and Donner (2008), *Construction of confidence intervals about effect measures*,
///   Statistics in Medicine 27, 1693-1702. The scores are those of the candidate that is served,
///   which does know the twins.
///
/// @param observed share in the test
/// @param from the least share from which on the bound stays above goal - matters; empty where it
///   does not even at a share of one
public record TwinShare(double observed, OptionalDouble from) {
    private static final int STEPS = 1000;

    /// @param twins ids of the test examples that have a near twin
    /// @param edge that the bound must lie above
    /// @param level of the one-sided bounds
    /// @return empty where a part has no outcome
    static Optional<TwinShare> of(
            Measure test, Run served, Set<String> twins, double edge, double level) {
        Set<String> rest = new HashSet<>();
        served.outcomes().forEach(one -> rest.add(one.exampleId()));
        rest.removeAll(twins);
        if (rest.isEmpty() || twins.isEmpty()) {
            return Optional.empty();
        }
        Optional<ScoreEstimate> alike = part(test, served, rest);
        Optional<ScoreEstimate> other = part(test, served, twins);
        if (alike.isEmpty() || other.isEmpty()) {
            return Optional.empty();
        }
        double observed =
                (double) (served.outcomes().size() - rest.size()) / served.outcomes().size();
        int from = STEPS + 1;
        while (from > 0 && bound(alike.get(), other.get(), (from - 1.0) / STEPS, level) > edge) {
            from--;
        }
        return Optional.of(
                new TwinShare(
                        observed,
                        from > STEPS
                                ? OptionalDouble.empty()
                                : OptionalDouble.of((double) from / STEPS)));
    }

    private static Optional<ScoreEstimate> part(Measure test, Run served, Set<String> without) {
        Measure part = test.without(without);
        return part.estimate(part.restrict(served));
    }

    private static double bound(
            ScoreEstimate alike, ScoreEstimate other, double share, double level) {
        double down = share * (alike.value() - alike.lower(level));
        double also = (1 - share) * (other.value() - other.lower(level));
        return share * alike.value() + (1 - share) * other.value() - Math.hypot(down, also);
    }
}
