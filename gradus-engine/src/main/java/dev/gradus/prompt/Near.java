package dev.gradus.prompt;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The known name that an unknown one is likely meant to be.
final class Near {
    private static final int SHOWN = 12;

    private Near() {}

    /// As in `unknown variable 'inptu' (closest: 'input'). Known here: brief, input.`
    static String unknown(String what, String name, Collection<String> known) {
        Optional<String> closest =
                known.stream()
                        .filter(word -> distance(word, name) <= Math.max(1, name.length() / 2))
                        .min(
                                Comparator.<String>comparingInt(word -> distance(word, name))
                                        .thenComparing(Comparator.naturalOrder()));
        String list = known.stream().sorted().limit(SHOWN).collect(Collectors.joining(", "));
        return "unknown "
                + what
                + " '"
                + name
                + "'"
                + closest.map(word -> " (closest: '" + word + "')").orElse("")
                + (list.isEmpty()
                        ? ". None is known here."
                        : ". Known here: " + list + (known.size() > SHOWN ? ", ..." : "."));
    }

    /// Levenshtein (1966), case evened out.
    private static int distance(String one, String other) {
        String first = one.toLowerCase(Locale.ROOT);
        String second = other.toLowerCase(Locale.ROOT);
        int[] row = new int[second.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= first.length(); i++) {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int up = row[j];
                int swap = first.charAt(i - 1) == second.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(up, row[j - 1]) + 1, corner + swap);
                corner = up;
            }
        }
        return row[second.length()];
    }
}
