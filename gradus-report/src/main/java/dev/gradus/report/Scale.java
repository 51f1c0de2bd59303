package dev.gradus.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/// Where a value lies between two ends, in percent of the picture, and which values to write on the
/// axis: steps of 1, 2 or 5 times a power of ten, or powers of ten on a logarithmic scale.
record Scale(double low, double high, boolean logarithmic, double from, double to) {
    private static final List<String> ALONE = List.of("1");
    private static final List<String> IN_COMPANY = List.of("1", "2", "5");

    /// From just below the smallest value to just above the largest, ends on round numbers.
    static Scale linear(DoubleStream values, int steps) {
        double[] known = values.toArray();
        double min = DoubleStream.of(known).min().orElse(0);
        double max = DoubleStream.of(known).max().orElse(1);
        if (max - min < 1e-9) {
            min -= Math.max(0.01, Math.abs(min) / 10);
            max += Math.max(0.01, Math.abs(max) / 10);
        }
        double step = step(max - min, steps);
        double low = Math.floor(min / step + 1e-9) * step;
        double high = Math.ceil(max / step - 1e-9) * step;
        return new Scale(low, high, false, 0, 100);
    }

    /// Whole decades around positive values.
    static Scale logarithmic(DoubleStream values) {
        double[] known = values.filter(value -> value > 0).toArray();
        double low = Math.floor(Math.log10(DoubleStream.of(known).min().orElse(1)) + 1e-9);
        double high = Math.ceil(Math.log10(DoubleStream.of(known).max().orElse(10)) - 1e-9);
        return new Scale(Math.pow(10, low), Math.pow(10, Math.max(high, low + 1)), true, 0, 100);
    }

    /// The same values on a part of the picture.
    Scale within(double newFrom, double newTo) {
        return new Scale(low, high, logarithmic, newFrom, newTo);
    }

    double at(double value) {
        double share =
                logarithmic
                        ? Math.log(value / low) / Math.log(high / low)
                        : (value - low) / (high - low);
        return from + (to - from) * Math.clamp(share, 0.0, 1.0);
    }

    List<Double> ticks(int steps) {
        return logarithmic ? decades(steps) : evenly(steps);
    }

    private List<Double> evenly(int steps) {
        double step = step(high - low, steps);
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-6; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /// Powers of ten; over at most two decades, their doubles and fives as well.
    private List<Double> decades(int most) {
        long first = (long) Math.floor(Math.log10(low) + 1e-9);
        long last = (long) Math.ceil(Math.log10(high) - 1e-9);
        long stride = Math.max(1, (long) Math.ceil((last - first) / (double) most));
        List<Double> ticks = new ArrayList<>();
        for (long decade = first; decade <= last; decade += stride) {
            for (String digit : last - first > 2 ? ALONE : IN_COMPANY) {
                double tick = Double.parseDouble(digit + "e" + decade);
                if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    /// The next round number above an even division (Heckbert, "Nice numbers for graph labels",
    /// 1990).
    private static double step(double range, int steps) {
        double rough = range / steps;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double share = rough / power;
        return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
    }
}
