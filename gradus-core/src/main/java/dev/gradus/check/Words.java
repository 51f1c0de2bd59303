package dev.gradus.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// Figures and quotations as findings print them.
final class Words {
    /// How many instances a finding shows.
    static final int SHOWN = 8;

    private static final int LONGEST_QUOTE = 80;

    private Words() {}

    /// `9.8 %`; the decimal is dropped from 99.95 % only where nothing is missing.
    static String percent(double share) {
        String text = String.format(Locale.ROOT, "%.1f", 100 * share);
        boolean rounded = text.equals("100.0") && share < 1 || text.equals("0.0") && share > 0;
        return (rounded ? String.format(Locale.ROOT, "%.3f", 100 * share) : text) + " %";
    }

    static String percent(long part, long whole) {
        return percent(whole == 0 ? 0 : (double) part / whole);
    }

    /// `1.5 points`, of a difference of two shares; two decimals below one point.
    static String points(double share) {
        return String.format(
                Locale.ROOT, share < 0.00995 ? "%.2f points" : "%.1f points", 100 * share);
    }

    /// `1 example`, `2,001 examples`.
    static String count(long number, String noun) {
        return number(number) + " " + noun + (number == 1 ? "" : "s");
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// `is` for one, `are` for more.
    static String are(long number) {
        return number == 1 ? "is" : "are";
    }

    static String have(long number) {
        return number == 1 ? "has" : "have";
    }

    /// On one line, in quotes, cut at 80 characters.
    static String quote(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return "'"
                + (line.length() <= LONGEST_QUOTE
                        ? line
                        : line.substring(0, LONGEST_QUOTE - 1) + "\u2026")
                + "'";
    }

    /// The first few, and how many more there are.
    static <T> List<String> some(List<T> all, Function<T, String> text) {
        List<String> shown = new ArrayList<>();
        all.stream().limit(SHOWN).map(text).forEach(shown::add);
        if (all.size() > SHOWN) {
            shown.add("and " + number(all.size() - SHOWN) + " more");
        }
        return shown;
    }

    static String list(List<String> names) {
        return String.join(", ", some(names, name -> name));
    }
}
