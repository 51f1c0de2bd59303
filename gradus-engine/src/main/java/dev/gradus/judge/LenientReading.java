package dev.gradus.judge;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads an answer as a patient person would: what it would have been worth if only the form of the
/// answer had been kept. A label is read without regard to case, spaces and punctuation, from the
/// whole answer or from its first line; a number without regard to thousands separators, currency
/// signs and trailing zeros. Nothing is read into an answer that fits two labels.
final class LenientReading {
    private static final int LONGEST_NUMBER = 40;
    private final Map<String, String> labels = new HashMap<>();
    private final Set<String> ambiguous = new HashSet<>();

    /// @param known the labels; empty where the task has none
    LenientReading(Iterable<String> known) {
        for (String label : known) {
            String other = labels.putIfAbsent(bare(label), label);
            if (other != null && !other.equals(label)) {
                ambiguous.add(bare(label));
            }
        }
    }

    /// True where the answer means the gold answer.
    boolean means(String answer, String gold) {
        if (!labels.isEmpty()) {
            return label(answer).filter(gold::equals).isPresent();
        }
        Optional<BigDecimal> expected = number(gold);
        return expected.isPresent()
                && number(answer).filter(given -> given.compareTo(expected.get()) == 0).isPresent();
    }

    private Optional<String> label(String answer) {
        return one(bare(answer)).or(() -> one(bare(firstLine(answer))));
    }

    private Optional<String> one(String bare) {
        return bare.isEmpty() || ambiguous.contains(bare)
                ? Optional.empty()
                : Optional.ofNullable(labels.get(bare));
    }

    private static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("");
    }

    private static String bare(String text) {
        StringBuilder bare = new StringBuilder();
        text.toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .forEach(bare::appendCodePoint);
        return bare.toString();
    }

    private static Optional<BigDecimal> number(String text) {
        String plain = text.strip().replaceAll("[,\\s$€£%]", "").replaceAll("\\.$", "");
        if (plain.length() > LONGEST_NUMBER || !plain.matches("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)")) {
            return Optional.empty();
        }
        return Optional.of(new BigDecimal(plain));
    }
}
