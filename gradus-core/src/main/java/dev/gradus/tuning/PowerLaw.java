package dev.gradus.tuning;

/// An inverse power law of the error: `error(n) = a + b n^-c`, with a the error that no number of
/// examples takes away.
///
/// Cortes, Jackel, Solla, Vapnik and Denker (1993), *Learning curves: asymptotic values and rate of
/// convergence*, NIPS 6, 327-334. Fitted by least squares within bounds: a in [0, 1], b at least 0,
/// c in [0.05, 2]. For each c the best a and b are in closed form; c is searched on a logarithmic
/// grid and then by golden section. An error that does not fall, or rises, has its best fit at b =
/// 0: a flat curve, never a rising one.
///
/// @param a the error at the end
/// @param b what there is to gain, at `scale` examples
/// @param c how fast it goes
/// @param scale examples at which b is counted: the largest size, so that the sums are of one order
record PowerLaw(double a, double b, double c, double scale) {
    private static final double SLOWEST = 0.05;
    private static final double FASTEST = 2;
    private static final int GRID = 40;
    private static final int REFINEMENTS = 24;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    static PowerLaw fit(double[] sizes, double[] errors) {
        double scale = sizes[sizes.length - 1];
        double[] relative = new double[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            relative[i] = sizes[i] / scale;
        }
        double step = Math.log(FASTEST / SLOWEST) / GRID;
        double best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i <= GRID; i++) {
            double loss = at(Math.log(SLOWEST) + i * step, relative, errors).loss;
            if (loss < least) {
                least = loss;
                best = Math.log(SLOWEST) + i * step;
            }
        }
        double low = Math.max(Math.log(SLOWEST), best - step);
        double high = Math.min(Math.log(FASTEST), best + step);
        for (int i = 0; i < REFINEMENTS; i++) {
            double left = high - GOLDEN * (high - low);
            double right = low + GOLDEN * (high - low);
            if (at(left, relative, errors).loss <= at(right, relative, errors).loss) {
                high = right;
            } else {
                low = left;
            }
        }
        Line line = at((low + high) / 2, relative, errors);
        return new PowerLaw(line.a, line.b, line.b == 0 ? 0 : Math.exp((low + high) / 2), scale);
    }

    double error(double n) {
        return b == 0 ? a : Math.min(1, a + b * Math.pow(n / scale, -c));
    }

    boolean flat() {
        return b == 0;
    }

    private record Line(double a, double b, double loss) {}

    /// The best a and b for one c: least squares of the errors on `x = n^-c`, with both held at 0
    /// or above.
    private static Line at(double logC, double[] relative, double[] errors) {
        int n = relative.length;
        double[] x = new double[n];
        double sumX = 0;
        double sumE = 0;
        for (int i = 0; i < n; i++) {
            x[i] = Math.pow(relative[i], -Math.exp(logC));
            sumX += x[i];
            sumE += errors[i];
        }
        double covariance = 0;
        double variance = 0;
        double squares = 0;
        double products = 0;
        for (int i = 0; i < n; i++) {
            covariance += (x[i] - sumX / n) * (errors[i] - sumE / n);
            variance += (x[i] - sumX / n) * (x[i] - sumX / n);
            squares += x[i] * x[i];
            products += x[i] * errors[i];
        }
        double b = variance > 0 ? Math.max(0, covariance / variance) : 0;
        double a = sumE / n - b * sumX / n;
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
