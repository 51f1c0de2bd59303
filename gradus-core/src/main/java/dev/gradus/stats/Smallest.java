package dev.gradus.stats;

import java.util.OptionalLong;
import java.util.function.LongPredicate;

/// The smallest number that is enough, of those from which on every larger one is.
public final class Smallest {
    private Smallest() {}

    /// Doubles until a number is enough, then halves the gap below it; about 2 log2 of the answer
    /// questions.
    ///
    /// @param above the answer is larger than this
    /// @param first the number to begin with, larger than `above`
    /// @param most empty from this number on
    public static OptionalLong that(LongPredicate enough, long above, long first, long most) {
        long yes = first;
        while (yes < most && !enough.test(yes)) {
            yes *= 2;
        }
        return yes >= most
                ? OptionalLong.empty()
                : OptionalLong.of(between(enough, Math.max(above, yes / 2), yes));
    }

    /// The first that is enough between one that is not and one that is, or is taken to be.
    public static long between(LongPredicate enough, long no, long yes) {
        while (yes - no > 1) {
            long middle = no + (yes - no) / 2;
            if (enough.test(middle)) {
                yes = middle;
            } else {
                no = middle;
            }
        }
        return yes;
    }
}
