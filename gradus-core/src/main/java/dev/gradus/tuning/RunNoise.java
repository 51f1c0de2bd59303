package dev.gradus.tuning;

import dev.gradus.stats.Normal;
import dev.gradus.stats.StudentT;
import java.util.List;
import java.util.SplittableRandom;

/// The luck of training runs, pooled over the sizes of a pilot: with two runs a size each size
/// alone would know it by one difference.
///
/// Where nothing was trained twice it is unknown, and [#ASSUMED] stands for it. On the example task
/// two runs of one recipe scored 92.5 and 93.4 % on the same held-out examples (bench/RESULTS.md),
/// which is a deviation of 0.6 points.
///
/// Single answers that change from run to run are in the difference of two runs, and in the
/// resampled examples too. Thousands of answers know that part well, so it is taken out of here.
/// What is left is never taken for 0: out of the *difference* of two runs it would be, too often;
/// it is taken out of each draw of what the deviation may be.
///
/// @param deviation of one run's score
/// @param freedom of its estimate; 0 where it is assumed
/// @param answers variance of one run's score by single answers alone
record RunNoise(double deviation, int freedom, double answers) {
    /// 1 point.
    static final double ASSUMED = 0.01;

    static RunNoise pooled(List<Pilot> pilots) {
        double squares = pilots.stream().mapToDouble(one -> one.seeds().squares()).sum();
        int freedom = pilots.stream().mapToInt(one -> one.seeds().freedom()).sum();
        if (freedom == 0) {
            return new RunNoise(ASSUMED, 0, 0);
        }
        double answers =
                pilots.stream()
                        .mapToDouble(one -> one.seeds().freedom() * one.seeds().answers())
                        .sum();
        return new RunNoise(Math.sqrt(squares / freedom), freedom, answers / freedom);
    }

    /// How far the mean over a pilot's runs may be off by them beyond what their single answers
    /// change, one-sided: Student's t of the few degrees of freedom, the normal of the answers.
    double reach(SeedSpread seeds, double level) {
        // A million is the normal, which an assumed deviation has.
        double t = StudentT.quantile(level, freedom == 0 ? 1e6 : freedom);
        double z = Normal.quantile(level);
        double square = t * t * deviation * deviation - z * z * answers;
        return Math.sqrt(Math.max(0, square) * seeds.share());
    }

    /// A deviation that the runs may have had in truth, without their single answers: the square is
    /// drawn as the estimate's freedom over chi-square of it, so that what is drawn with it has
    /// Student's t.
    double drawn(SplittableRandom random) {
        if (freedom == 0) {
            return deviation;
        }
        double chi = 0;
        for (int i = 0; i < freedom; i++) {
            double normal = random.nextGaussian();
            chi += normal * normal;
        }
        return Math.sqrt(Math.max(0, deviation * deviation * freedom / chi - answers));
    }
}
