package dev.gradus.scorer;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The last number of a text, by English writing: `1,234.5`, `-3e4`, `$ 5`, `-$5.00`, `.5`, `12 %`.
/// A minus is a sign where no letter or digit stands before it; the 4 of `GPT-4` is no number.
/// Numbers of more than 60 digits are passed over.
///
/// @param percent true where a percent sign follows
record LastNumber(BigDecimal value, boolean percent) {
    private static final Pattern NUMBER =
            Pattern.compile(
                    "(?<![\\p{L}\\p{N}_.,])(?<!\\p{L}[-−])([-−+])?+\\s?+[$€£¥₹]?+\\s?+([-−+])?+"
                            + "((?:\\d{1,3}+(?:,\\d{3}+)++|\\d{1,60}+)(?:\\.\\d{1,60}+)?+|\\.\\d{1,60}+)"
                            + "(?:[eE]([-+]?+\\d{1,3}+))?+(?![\\p{L}\\p{N}_])(\\s?+%)?+");

    static Optional<LastNumber> in(String text) {
        Matcher number = NUMBER.matcher(text);
        Optional<LastNumber> last = Optional.empty();
        while (number.find()) {
            last = Optional.of(of(number));
        }
        return last;
    }

    private static LastNumber of(Matcher found) {
        String exponent = found.group(4) == null ? "" : "e" + found.group(4);
        BigDecimal size = new BigDecimal(found.group(3).replace(",", "") + exponent);
        boolean negative = minus(found.group(1)) || minus(found.group(2));
        return new LastNumber(negative ? size.negate() : size, found.group(5) != null);
    }

    private static boolean minus(@org.jspecify.annotations.Nullable String sign) {
        return sign != null && !sign.equals("+");
    }
}
