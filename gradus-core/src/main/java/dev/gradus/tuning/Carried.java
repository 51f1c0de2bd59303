package dev.gradus.tuning;

import java.util.stream.IntStream;

/// A gain that was measured at several sizes, carried on to a larger one, in two ways.
///
/// **By a power law**, `gain(n) = gain(m) (n / m)^-c`: learning curves are power laws (Cortes et
/// al. 1993; Viering and Loog 2022), and a gain that shrinks by one does not turn into a loss. c is
/// the least-squares exponent over all sizes, or that of the last step where that shrinks faster,
/// and never below 0. A measured loss stays what it is.
///
/// **By a straight line** over the logarithm of the size, by least squares: the difference of two
/// learning curves may well change its sign, as where the tuned one ends at a lower ceiling. Such
/// curves fall ever slower over the logarithm, so a line lies below them. Through all sizes its
/// variance at twice the largest is 2.3 times that of one gain; through the last two it is 5 times.
final class Carried {
    private final double[] logs;
    private final double target;

    /// @param sizes in rising order
    /// @param target at least the largest
    Carried(int[] sizes, int target) {
        this.logs = IntStream.of(sizes).mapToDouble(Math::log).toArray();
        this.target = Math.log(target);
    }

    double byPower(double[] gains) {
        int last = gains.length - 1;
        if (gains[last] <= 0) {
            return Math.max(-1, gains[last]);
        }
        return gains[last] * Math.exp(-decay(gains) * (target - logs[last]));
    }

    /// Not limited by the largest size's gain: where the gains rise, so does it.
    double byLine(double[] gains) {
        if (gains.length == 1) {
            return gains[0];
        }
        int[] all = IntStream.range(0, gains.length).toArray();
        double meanX = IntStream.of(all).mapToDouble(i -> logs[i]).average().orElseThrow();
        double meanY = IntStream.of(all).mapToDouble(i -> gains[i]).average().orElseThrow();
        double slope = slope(all, gains);
        return Math.min(1, Math.max(-1, meanY + slope * (target - meanX)));
    }

    /// The exponent at which the gain shrinks; 0 where it does not, or where too few sizes gained
    /// anything.
    private double decay(double[] gains) {
        int last = gains.length - 1;
        int[] gained = IntStream.range(0, gains.length).filter(i -> gains[i] > 0).toArray();
        double[] logGains = new double[gains.length];
        for (int i : gained) {
            logGains[i] = Math.log(gains[i]);
        }
        double decay = gained.length < 2 ? 0 : Math.max(0, -slope(gained, logGains));
        if (last > 0 && gains[last - 1] > 0) {
            double step = logs[last] - logs[last - 1];
            decay = Math.max(decay, (logGains[last - 1] - logGains[last]) / step);
        }
        return decay;
    }

    private double slope(int[] at, double[] values) {
        double meanX = IntStream.of(at).mapToDouble(i -> logs[i]).average().orElseThrow();
        double meanY = IntStream.of(at).mapToDouble(i -> values[i]).average().orElseThrow();
        double top = 0;
        double bottom = 0;
        for (int i : at) {
            top += (logs[i] - meanX) * (values[i] - meanY);
            bottom += (logs[i] - meanX) * (logs[i] - meanX);
        }
        return top / bottom;
    }
}
