package dev.gradus.judge;

import java.util.List;
import java.util.Locale;

/// How figures and names are written in sentences.
final class Wording {
    private static final int LONGEST = 80;

    private Wording() {}

    /// A value in quotes, on one line, cut at 80 characters.
    static String quoted(String value) {
        String line = value.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= LONGEST
                ? "'" + line + "'"
                : "'" + line.substring(0, LONGEST) + "...'";
    }

    /// A score or a share: `62.2 %`. Scores and shares are written in per cent and differences in
    /// points everywhere.
    static String share(double share) {
        return text("%.1f %%", 100 * share);
    }

    /// `+2.4 points [+0.1, +4.9]`.
    static String shift(double difference, double low, double high) {
        return text("%s points [%s, %s]", signed(difference), signed(low), signed(high));
    }

    /// In points: `+2.4`, `0.0`.
    static String signed(double difference) {
        String text = text("%+.1f", 100 * difference);
        return text.equals("-0.0") || text.equals("+0.0") ? "0.0" : text;
    }

    /// The size of a difference: `2.4 points`.
    static String points(double share) {
        return text("%.1f points", 100 * share);
    }

    /// `p = 0.065`, `p = 4e-36`; never 0, which no test can give.
    static String p(double p) {
        return p >= 0.001 ? text("p = %.3f", p) : p > 0 ? text("p = %.0e", p) : "p below 1e-300";
    }

    /// `a, b and c`.
    static String list(List<String> names) {
        if (names.size() < 2) {
            return String.join("", names);
        }
        return String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    }

    /// The first names, and how many more there are.
    static String first(List<String> names, int most) {
        return names.size() <= most
                ? list(names)
                : String.join(", ", names.subList(0, most))
                        + " and "
                        + (names.size() - most)
                        + " more";
    }

    /// `1 item`, `1,319 items`.
    static String count(long n, String one) {
        return text("%,d %s%s", n, one, n == 1 ? "" : "s");
    }

    static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
