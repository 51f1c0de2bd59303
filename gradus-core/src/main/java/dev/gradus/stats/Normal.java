package dev.gradus.stats;

/// The standard normal distribution.
///
/// Tail areas: the rational Chebyshev approximations of Cody (1969), *Rational Chebyshev
/// approximations for the error function*, Math. Comp. 23, 631-637, in the arrangement of his
/// `ANORM` (1993, ACM Algorithm 715). Quantiles: Wichura (1988), *Algorithm AS 241*, Applied
/// Statistics 37, 477-484, routine PPND16. Both are good to about 1e-15 relative; the tests hold
/// them to 1e-13 against commons-statistics, far into the tails.
public final class Normal {
    private static final double[] CENTRE_TOP = {
        2.2352520354606839287,
        161.02823106855587881,
        1067.6894854603709582,
        18154.981253343561249,
        .065682337918207449113
    };
    private static final double[] CENTRE_BOTTOM = {
        47.20258190468824187, 976.09855173777669322, 10260.932208618978205, 45507.789335026729956
    };
    private static final double[] MIDDLE_TOP = {
        .39894151208813466764,
        8.8831497943883759412,
        93.506656132177855979,
        597.27027639480026226,
        2494.5375852903726711,
        6848.1904505362823326,
        11602.651437647350124,
        9842.7148383839780218,
        1.0765576773720192317e-8
    };
    private static final double[] MIDDLE_BOTTOM = {
        22.266688044328115691,
        235.38790178262499861,
        1519.377599407554805,
        6485.558298266760755,
        18615.571640885098091,
        34900.952721145977266,
        38912.003286093271411,
        19685.429676859990727
    };
    private static final double[] FAR_TOP = {
        .21589853405795699,
        .1274011611602473639,
        .022235277870649807,
        .001421619193227893466,
        2.9112874951168792e-5,
        .02307344176494017303
    };
    private static final double[] FAR_BOTTOM = {
        1.28426009614491121,
        .468238212480865118,
        .0659881378689285515,
        .00378239633202758244,
        7.29751555083966205e-5
    };

    private static final double[] QUANTILE_CENTRE_TOP = {
        2509.0809287301226727,
        33430.575583588128105,
        67265.770927008700853,
        45921.953931549871457,
        13731.693765509461125,
        1971.5909503065514427,
        133.14166789178437745,
        3.387132872796366608
    };
    private static final double[] QUANTILE_CENTRE_BOTTOM = {
        5226.495278852545925,
        28729.085735721942674,
        39307.89580009271061,
        21213.794301586595867,
        5394.1960214247511077,
        687.1870074920579083,
        42.313330701600911252,
        1
    };
    private static final double[] QUANTILE_MIDDLE_TOP = {
        7.7454501427834140764e-4,
        .0227238449892691845833,
        .24178072517745061177,
        1.27045825245236838258,
        3.64784832476320460504,
        5.7694972214606914055,
        4.6303378461565452959,
        1.42343711074968357734
    };
    private static final double[] QUANTILE_MIDDLE_BOTTOM = {
        1.05075007164441684324e-9,
        5.475938084995344946e-4,
        .0151986665636164571966,
        .14810397642748007459,
        .68976733498510000455,
        1.6763848301838038494,
        2.05319162663775882187,
        1
    };
    private static final double[] QUANTILE_FAR_TOP = {
        2.01033439929228813265e-7,
        2.71155556874348757815e-5,
        .0012426609473880784386,
        .026532189526576123093,
        .29656057182850489123,
        1.7848265399172913358,
        5.4637849111641143699,
        6.6579046435011037772
    };
    private static final double[] QUANTILE_FAR_BOTTOM = {
        2.04426310338993978564e-15,
        1.4215117583164458887e-7,
        1.8463183175100546818e-5,
        7.868691311456132591e-4,
        .0148753612908506148525,
        .13692988092273580531,
        .59983220655588793769,
        1
    };

    private static final double INVERSE_ROOT_TWO_PI = 0.398942280401432677939946;

    private Normal() {}

    /// P(Z <= x). 0 and 1 at the infinities; NaN is refused.
    public static double cdf(double x) {
        return x > 0 ? 1 - lowerTail(-x) : lowerTail(x);
    }

    /// P(Z > x), without the cancellation of `1 - cdf(x)`.
    public static double upperTail(double x) {
        return cdf(-x);
    }

    /// The x with `cdf(x) == p`, for p strictly between 0 and 1.
    public static double quantile(double p) {
        Require.inside(p, "p");
        double q = p - 0.5;
        if (Math.abs(q) <= 0.425) {
            double r = 0.180625 - q * q;
            return q * polynomial(QUANTILE_CENTRE_TOP, r) / polynomial(QUANTILE_CENTRE_BOTTOM, r);
        }
        double r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
        double x =
                r <= 5
                        ? polynomial(QUANTILE_MIDDLE_TOP, r - 1.6)
                                / polynomial(QUANTILE_MIDDLE_BOTTOM, r - 1.6)
                        : polynomial(QUANTILE_FAR_TOP, r - 5)
                                / polynomial(QUANTILE_FAR_BOTTOM, r - 5);
        return q < 0 ? -x : x;
    }

    private static double lowerTail(double x) {
        Require.that(!Double.isNaN(x), "the normal distribution needs a number, but x is NaN");
        double y = -x;
        if (y <= 0.67448975) {
            return 0.5 - y * central(y * y);
        }
        if (y > 38.5) {
            return 0;
        }
        return density(y) * (y <= 5.656854249492380195 ? middle(y) : far(y));
    }

    /// (cdf(y) - 1/2) / y near the middle, from y squared.
    private static double central(double square) {
        double top = CENTRE_TOP[4] * square;
        double bottom = square;
        for (int i = 0; i < 3; i++) {
            top = (top + CENTRE_TOP[i]) * square;
            bottom = (bottom + CENTRE_BOTTOM[i]) * square;
        }
        return (top + CENTRE_TOP[3]) / (bottom + CENTRE_BOTTOM[3]);
    }

    private static double middle(double y) {
        double top = MIDDLE_TOP[8] * y;
        double bottom = y;
        for (int i = 0; i < 7; i++) {
            top = (top + MIDDLE_TOP[i]) * y;
            bottom = (bottom + MIDDLE_BOTTOM[i]) * y;
        }
        return (top + MIDDLE_TOP[7]) / (bottom + MIDDLE_BOTTOM[7]);
    }

    private static double far(double y) {
        double square = 1 / (y * y);
        double top = FAR_TOP[5] * square;
        double bottom = square;
        for (int i = 0; i < 4; i++) {
            top = (top + FAR_TOP[i]) * square;
            bottom = (bottom + FAR_BOTTOM[i]) * square;
        }
        double ratio = square * (top + FAR_TOP[4]) / (bottom + FAR_BOTTOM[4]);
        return (INVERSE_ROOT_TWO_PI - ratio) / y;
    }

    /// exp(-y*y/2) with y*y split at 1/16, so that its rounding does not cost digits in the tail.
    private static double density(double y) {
        double head = Math.floor(y * 16) / 16;
        double rest = (y - head) * (y + head);
        return Math.exp(-head * head * 0.5) * Math.exp(-rest * 0.5);
    }

    private static double polynomial(double[] coefficients, double x) {
        double sum = 0;
        for (double coefficient : coefficients) {
            sum = sum * x + coefficient;
        }
        return sum;
    }
}
