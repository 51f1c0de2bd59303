package dev.gradus.stats;

import java.util.Locale;
import java.util.OptionalLong;

/// How many more rows settle whether a score clears one of two edges, with a given chance.
///
/// The rows come on top of those that are there, so the chance is that of the **posterior
/// prediction**: of n rows s were right, the score is Beta(s + 1/2, n - s + 1/2) (Jeffreys), and M
/// more rows are right Binomial(M, score) times. Averaged over that posterior, the chance that the
/// Clopper-Pearson bounds of all n + M rows, at the level of the *next* look, lie above the one
/// edge or below the other is at least the power asked for. A plan at the estimate itself would
/// settle about every second time: the estimate is wrong by its error, and the bound by the error
/// of the rows to come.
///
/// The average is taken over 100 points of equal weight in the posterior. Tails are those of the
/// binomial with real-valued counts (the beta distribution), each critical count one row further
/// out than where its tail equals alpha: that covers the steps of the true critical counts, never
/// promises too much and makes the chance smooth in M. From 1,000 rows on, where both outcomes are
/// frequent, tails are normal. Graded and grouped scores are planned by the normal distribution
/// with the deviation that their bounds show.
///
/// Outcomes that are missing are expected to be missing at the same rate among the new rows, and
/// count against both claims as in the bounds; where they alone keep the edges out of reach, no
/// number of rows settles it.
///
/// @param answer whether rows settle it
/// @param more rows on top of those that are there; empty where no number up to [#MOST] settles it
/// @param chance that they do, as planned
public record RowsToSettle(Answer answer, OptionalLong more, double chance) {
    /// Beyond this many rows no number is named.
    public static final long MOST = 1_000_000;

    /// The chance that is planned for.
    public static final double POWER = 0.8;

    private static final int POINTS = 100;
    private static final long MOST_EXACT = 1_000;

    /// Whether rows settle it.
    public enum Answer {
        ROWS,
        /// More than [#MOST].
        TOO_MANY,
        /// Missing outcomes leave it open however many rows there are.
        MISSING
    }

    /// What is asked.
    ///
    /// @param above met from a lower bound above this
    /// @param below missed from an upper bound below this; at least `above`
    /// @param level of each bound at the next look
    /// @param power the chance to plan for
    public record Question(double above, double below, double level, double power) {
        public Question {
            Require.that(
                    above <= below,
                    "the edges must be in order, but they are " + above + " and " + below);
            Require.inside(level, "level");
            Require.inside(power, "power");
        }
    }

    /// Rows that are right or wrong.
    ///
    /// @param least right, were every missing outcome wrong
    /// @param most right, were every missing outcome right
    /// @param n rows, the missing ones among them
    public static RowsToSettle ofShare(long least, long most, int n, Question question) {
        Require.counts(least, n);
        Require.counts(most, n);
        return search(new Shares(least, most - least, n, question), most > least, question);
    }

    /// Rows with graded scores, or in groups.
    ///
    /// @param least the mean, were every missing outcome 0
    /// @param most the mean, were every missing outcome 1
    /// @param deviation of one row, as its bounds show it
    public static RowsToSettle ofMean(
            double least, double most, double deviation, int n, Question question) {
        Require.that(n > 0, "a mean needs at least one row, but n is " + n);
        Require.that(
                deviation >= 0 && deviation < Double.POSITIVE_INFINITY,
                "a deviation must be finite and not negative, but is " + deviation);
        return search(new Means(least, most, deviation, n, question), most > least, question);
    }

    /// Rows as a score was measured on them, by the method that its bounds have.
    public static RowsToSettle of(Single least, Single most, Question question) {
        if (least.successes().isPresent() && most.successes().isPresent()) {
            return ofShare(
                    least.successes().getAsLong(),
                    most.successes().getAsLong(),
                    least.n(),
                    question);
        }
        double width = most.upper(question.level()) - least.lower(question.level());
        double own = Math.max(0, width - (most.value() - least.value()));
        double deviation = Math.sqrt(least.n()) * own / 2 / Normal.quantile(question.level());
        return ofMean(least.value(), most.value(), deviation, least.n(), question);
    }

    /// Where several things must be settled by the same rows, the most that one of them needs.
    public RowsToSettle or(RowsToSettle other) {
        if (answer != Answer.ROWS || other.answer != Answer.ROWS) {
            return answer.compareTo(other.answer) >= 0 ? this : other;
        }
        return more.getAsLong() >= other.more.getAsLong() ? this : other;
    }

    /// The same in rows of which only a share counts.
    public RowsToSettle scaled(double rowsForOne) {
        if (answer != Answer.ROWS) {
            return this;
        }
        long scaled = (long) Math.ceil(more.getAsLong() * rowsForOne - 1e-9);
        return scaled > MOST
                ? new RowsToSettle(Answer.TOO_MANY, OptionalLong.empty(), chance)
                : new RowsToSettle(Answer.ROWS, OptionalLong.of(scaled), chance);
    }

    /// `1,240 more rows`, `more than 1,000,000 more rows`, or why none do.
    public String words() {
        return switch (answer) {
            case ROWS ->
                    String.format(
                            Locale.ROOT,
                            more.getAsLong() == 1 ? "%,d more row" : "%,d more rows",
                            more.getAsLong());
            case TOO_MANY -> String.format(Locale.ROOT, "more than %,d more rows", MOST);
            case MISSING ->
                    "no number of rows while so many outcomes are missing: have those answered first";
        };
    }

    private interface Chance {
        double of(long more);

        /// With rows without end.
        double atLast();
    }

    private static RowsToSettle search(Chance chance, boolean missing, Question question) {
        if (missing && chance.atLast() < question.power()) {
            return new RowsToSettle(Answer.MISSING, OptionalLong.empty(), chance.atLast());
        }
        long high = 1;
        double reached = chance.of(high);
        while (reached < question.power() && high < MOST) {
            high = Math.min(MOST, 2 * high);
            reached = chance.of(high);
        }
        if (reached < question.power()) {
            return new RowsToSettle(Answer.TOO_MANY, OptionalLong.empty(), reached);
        }
        long low = high / 2;
        while (high - low > 1) {
            long middle = (low + high) >>> 1;
            double at = chance.of(middle);
            if (at < question.power()) {
                low = middle;
            } else {
                high = middle;
                reached = at;
            }
        }
        return new RowsToSettle(Answer.ROWS, OptionalLong.of(high), reached);
    }

    private static final class Shares implements Chance {
        private final long right;
        private final long missing;
        private final int n;
        private final Question question;
        private final double[] scores = new double[POINTS];

        Shares(long right, long missing, int n, Question question) {
            this.right = right;
            this.missing = missing;
            this.n = n;
            this.question = question;
            for (int i = 0; i < POINTS; i++) {
                scores[i] = Beta.quantile((i + 0.5) / POINTS, right + 0.5, n - right + 0.5);
            }
        }

        @Override
        public double of(long more) {
            long rows = n + more;
            double from = critical(rows, question.above()) + 1 - right;
            double absent = (double) missing * rows / n;
            double to = rows - critical(rows, 1 - question.below()) - 1 - absent - right;
            if (from <= to) {
                return 1;
            }
            double settled = 0;
            for (double score : scores) {
                settled += tail(from, more, score) + tail(more - to, more, 1 - score);
            }
            return settled / POINTS;
        }

        /// The real-valued count of rows whose tail is alpha, were `edge` the share.
        private double critical(long rows, double edge) {
            if (edge <= 0) {
                return 0;
            }
            double alpha = 1 - question.level();
            double low = rows * edge;
            double high = rows;
            while (high - low > 1e-3) {
                double middle = (low + high) / 2;
                if (Beta.cdf(edge, middle, rows - middle + 1) > alpha) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return high;
        }

        /// P(X >= count) for a real-valued count.
        private static double tail(double count, long rows, double share) {
            if (count <= 0) {
                return 1;
            }
            if (count > rows) {
                return 0;
            }
            double variance = rows * share * (1 - share);
            if (rows > MOST_EXACT && variance > 25) {
                return Normal.cdf((rows * share - count + 0.5) / Math.sqrt(variance));
            }
            return Beta.cdf(share, count, rows - count + 1);
        }

        @Override
        public double atLast() {
            double absent = (double) missing / n;
            double met = 0;
            for (double score : scores) {
                met += score > question.above() || score + absent < question.below() ? 1 : 0;
            }
            return met / POINTS;
        }
    }

    /// The mean of n + M rows, given that of n, is normal with variance `deviation^2 M / (n
    /// (n+M))`.
    private record Means(double least, double most, double deviation, int n, Question question)
            implements Chance {
        @Override
        public double of(long more) {
            double rows = (double) n + more;
            double spread = deviation * Math.sqrt(more / (rows * n));
            double reach = Normal.quantile(question.level()) * deviation / Math.sqrt(rows);
            double from = question.above() + reach - least;
            double to = question.below() - reach - most;
            return settled(from, to, spread);
        }

        @Override
        public double atLast() {
            double spread = deviation / Math.sqrt(n);
            double from = question.above() - least;
            double to = question.below() - most;
            return settled(from, to, spread);
        }

        /// The chance that a normal error of this spread is above `from` or below `to`.
        private static double settled(double from, double to, double spread) {
            if (from <= to) {
                return 1;
            }
            if (spread == 0) {
                return from < 0 || to > 0 ? 1 : 0;
            }
            return Math.min(1, Normal.cdf(-from / spread) + Normal.cdf(to / spread));
        }
    }
}
