package dev.gradus.tuning;

/// An inverse power law of the error: `error(n) = a + b (n / scale)^-c`, with a the error that no
/// number of examples takes away.
///
/// Cortes, Jackel, Solla, Vapnik and Denker (1993), *Learning curves: asymptotic values and rate of
/// convergence*, NIPS 6, 327-334. Fitted by least squares within bounds: a in [0, 1], b at least 0,
/// c in [0.05, 2]. An error that does not fall has its best fit at b = 0: a flat curve, never a
/// rising one.
///
/// @param a the error at the end
/// @param b what there is to gain, at `scale` examples
/// @param c how fast it goes; 0 where the curve is flat
/// @param scale examples at which b is counted: the largest size, so that the sums are of one order
record PowerLaw(double a, double b, double c, double scale) {
    double error(double n) {
        return flat() ? a : Math.min(1, a + b * Math.pow(n / scale, -c));
    }

    boolean flat() {
        return b == 0;
    }

    /// Fits many errors at the same sizes. For each c the best a and b are in closed form; c is
    /// searched on a logarithmic grid, whose powers are computed once, and where asked by golden
    /// section beside its best point.
    static final class Fitter {
        private static final double SLOWEST = Math.log(0.05);
        private static final double FASTEST = Math.log(2);
        private static final int GRID = 40;
        private static final double STEP = (FASTEST - SLOWEST) / GRID;
        private static final int REFINEMENTS = 40;
        private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
        private final double[] relative;
        private final double scale;
        private final double[][] powers = new double[GRID + 1][];

        /// @param sizes in rising order
        Fitter(double... sizes) {
            this.scale = sizes[sizes.length - 1];
            this.relative = new double[sizes.length];
            for (int i = 0; i < sizes.length; i++) {
                relative[i] = sizes[i] / scale;
            }
            for (int i = 0; i <= GRID; i++) {
                powers[i] = powers(SLOWEST + i * STEP);
            }
        }

        /// To the grid's nearest c, which is 10 % apart: for resampled errors.
        PowerLaw coarse(double[] errors) {
            int best = best(errors);
            return law(SLOWEST + best * STEP, Line.through(powers[best], errors));
        }

        PowerLaw fine(double[] errors) {
            double best = SLOWEST + best(errors) * STEP;
            double low = Math.max(SLOWEST, best - STEP);
            double high = Math.min(FASTEST, best + STEP);
            for (int i = 0; i < REFINEMENTS; i++) {
                double left = high - GOLDEN * (high - low);
                double right = low + GOLDEN * (high - low);
                if (loss(left, errors) <= loss(right, errors)) {
                    high = right;
                } else {
                    low = left;
                }
            }
            double middle = (low + high) / 2;
            return law(middle, Line.through(powers(middle), errors));
        }

        private int best(double[] errors) {
            int best = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i <= GRID; i++) {
                double loss = Line.through(powers[i], errors).loss();
                if (loss < least) {
                    least = loss;
                    best = i;
                }
            }
            return best;
        }

        private double loss(double logC, double[] errors) {
            return Line.through(powers(logC), errors).loss();
        }

        private double[] powers(double logC) {
            double[] x = new double[relative.length];
            for (int i = 0; i < x.length; i++) {
                x[i] = Math.pow(relative[i], -Math.exp(logC));
            }
            return x;
        }

        private PowerLaw law(double logC, Line line) {
            return new PowerLaw(line.a(), line.b(), line.b() == 0 ? 0 : Math.exp(logC), scale);
        }
    }

    /// The best a and b for one c: least squares of the errors on x, with both held at 0 or above.
    private record Line(double a, double b, double loss) {
        static Line through(double[] x, double[] errors) {
            int n = x.length;
            double meanX = 0;
            double meanE = 0;
            for (int i = 0; i < n; i++) {
                meanX += x[i] / n;
                meanE += errors[i] / n;
            }
            double covariance = 0;
            double variance = 0;
            double squares = 0;
            double products = 0;
            for (int i = 0; i < n; i++) {
                covariance += (x[i] - meanX) * (errors[i] - meanE);
                variance += (x[i] - meanX) * (x[i] - meanX);
                squares += x[i] * x[i];
                products += x[i] * errors[i];
            }
            double b = variance > 0 ? Math.max(0, covariance / variance) : 0;
            double a = meanE - b * meanX;
            if (a < 0) {
                a = 0;
                b = products / squares;
            }
            double loss = 0;
            for (int i = 0; i < n; i++) {
                double miss = a + b * x[i] - errors[i];
                loss += miss * miss;
            }
            return new Line(a, b, loss);
        }
    }
}
