package dev.gradus.files;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Finds the known word that somebody probably meant: smallest number of inserted, deleted,
/// replaced or swapped letters (Damerau 1964, optimal string alignment), capitals ignored, at most
/// a third of the word.
public final class Closest {
    private static final int LONGEST = 200;

    private Closest() {}

    /// The closest of the known words, empty where none is near; among equals the first.
    public static Optional<String> to(String word, Collection<String> known) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        String wanted = word.toLowerCase(Locale.ROOT);
        int best = Math.max(1, word.length() / 3) + 1;
        Optional<String> closest = Optional.empty();
        for (String candidate : known) {
            if (candidate.length() <= LONGEST
                    && Math.abs(candidate.length() - word.length()) < best) {
                int distance = distance(wanted, candidate.toLowerCase(Locale.ROOT));
                if (distance < best) {
                    best = distance;
                    closest = Optional.of(candidate);
                }
            }
        }
        return closest;
    }

    /// ` (closest: 'refund')`, or nothing where no known word is near: ready to stand in a message.
    public static String hint(String word, Collection<String> known) {
        return to(word, known).map(near -> " (closest: " + Quoted.value(near) + ")").orElse("");
    }

    static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                int least = Math.min(previous[j], current[j - 1]) + 1;
                least = Math.min(least, previous[j - 1] + (same ? 0 : 1));
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    least = Math.min(least, before[j - 2] + 1);
                }
                current[j] = least;
            }
            int[] spent = before;
            before = previous;
            previous = current;
            current = spent;
        }
        return previous[b.length()];
    }
}
