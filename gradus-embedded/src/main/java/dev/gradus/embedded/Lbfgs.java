package dev.gradus.embedded;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.UnaryOperator;

/// Limited-memory BFGS for smooth convex functions.
///
/// The two-loop recursion with 10 pairs (Nocedal and Wright, *Numerical Optimization*, 2006,
/// algorithm 7.4), the identity times gamma = s'y / y'y as the first approximation of the inverse
/// Hessian, and a backtracking line search with the Armijo condition (c = 1e-4). Pairs without
/// positive curvature are left out, which keeps every direction a descent direction.
final class Lbfgs {
    private static final int PAIRS = 10;
    private static final double ARMIJO = 1e-4;

    /// Iterations in a row that hardly gain before it is called converged: one alone may be a short
    /// step only.
    private static final int QUIET = 3;

    /// A function with its gradient.
    interface Objective {
        int size();

        /// Returns the value; writes the gradient.
        double evaluate(double[] point, double[] gradient);
    }

    /// Where it ended.
    ///
    /// @param converged false where the limit of iterations came first
    record Minimum(double[] point, double value, int iterations, boolean converged) {}

    private record Pair(double[] step, double[] change, double rho) {}

    private final Objective objective;
    private final UnaryOperator<double[]> inverseHessian;
    private final double tolerance;
    private final int limit;

    /// @param inverseHessian a first approximation, symmetric and positive definite, applied to a
    ///   vector
    /// @param tolerance relative decrease of the value per iteration below which it has converged
    Lbfgs(
            Objective objective,
            UnaryOperator<double[]> inverseHessian,
            double tolerance,
            int limit) {
        this.objective = objective;
        this.inverseHessian = inverseHessian;
        this.tolerance = tolerance;
        this.limit = limit;
    }

    Minimum minimise(double[] start) {
        double[] point = start.clone();
        double[] gradient = new double[objective.size()];
        double value = objective.evaluate(point, gradient);
        ArrayDeque<Pair> pairs = new ArrayDeque<>();
        double gamma = 1;
        int quiet = 0;
        for (int iteration = 1; iteration <= limit; iteration++) {
            double[] direction = direction(gradient, pairs, gamma);
            double slope = dot(direction, gradient);
            if (!(slope < 0)) {
                return new Minimum(point, value, iteration - 1, true);
            }
            double length = pairs.isEmpty() ? firstLength(direction) : 1;
            double[] next = new double[point.length];
            double[] nextGradient = new double[point.length];
            double nextValue = move(point, direction, length, next, nextGradient);
            for (int halved = 0; !(nextValue <= value + ARMIJO * length * slope); halved++) {
                if (halved == 30) {
                    return new Minimum(point, value, iteration - 1, true);
                }
                length *= 0.5;
                nextValue = move(point, direction, length, next, nextGradient);
            }
            gamma = remember(pairs, point, next, gradient, nextGradient, gamma);
            quiet = value - nextValue <= tolerance * Math.abs(nextValue) ? quiet + 1 : 0;
            point = next;
            gradient = nextGradient;
            value = nextValue;
            if (quiet == QUIET) {
                return new Minimum(point, value, iteration, true);
            }
        }
        return new Minimum(point, value, limit, false);
    }

    /// The first step has no curvature to go by: length 1, straight down.
    private static double firstLength(double[] direction) {
        return 1 / Math.sqrt(dot(direction, direction));
    }

    private double move(
            double[] point, double[] direction, double length, double[] next, double[] gradient) {
        for (int i = 0; i < point.length; i++) {
            next[i] = point[i] + length * direction[i];
        }
        return objective.evaluate(next, gradient);
    }

    private double remember(
            ArrayDeque<Pair> pairs,
            double[] point,
            double[] next,
            double[] gradient,
            double[] nextGradient,
            double gamma) {
        double[] step = difference(next, point);
        double[] change = difference(nextGradient, gradient);
        double curvature = dot(step, change);
        if (!(curvature > 1e-12 * dot(change, change))) {
            return gamma;
        }
        if (pairs.size() == PAIRS) {
            pairs.removeFirst();
        }
        pairs.addLast(new Pair(step, change, 1 / curvature));
        return curvature / dot(change, inverseHessian.apply(change));
    }

    private double[] direction(double[] gradient, ArrayDeque<Pair> pairs, double gamma) {
        double[] q = gradient.clone();
        double[] alpha = new double[pairs.size()];
        int k = pairs.size();
        for (Iterator<Pair> newest = pairs.descendingIterator(); newest.hasNext(); ) {
            Pair pair = newest.next();
            alpha[--k] = pair.rho() * dot(pair.step(), q);
            addTo(q, -alpha[k], pair.change());
        }
        double[] r = inverseHessian.apply(q);
        for (int i = 0; i < r.length; i++) {
            r[i] *= gamma;
        }
        for (Pair pair : pairs) {
            double beta = pair.rho() * dot(pair.change(), r);
            addTo(r, alpha[k++] - beta, pair.step());
        }
        for (int i = 0; i < r.length; i++) {
            r[i] = -r[i];
        }
        return r;
    }

    private static double[] difference(double[] a, double[] b) {
        double[] difference = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return difference;
    }

    private static void addTo(double[] a, double factor, double[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] += factor * b[i];
        }
    }

    private static double dot(double[] a, double[] b) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 4 <= a.length; i += 4) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            s0 += a[i] * b[i];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
