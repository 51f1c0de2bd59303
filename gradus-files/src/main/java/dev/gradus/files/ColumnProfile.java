package dev.gradus.files;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What a column of unknown meaning looks like: how long its cells are and how often they repeat.
final class ColumnProfile {
    private static final int MOST_DISTINCT = 20_000;

    private final String name;
    private final Set<String> distinct = new HashSet<>();
    private long rows;
    private long filled;
    private long letters;
    private long nested;

    ColumnProfile(String name) {
        this.name = name;
    }

    void add(String cell) {
        rows++;
        if (cell.isEmpty()) {
            return;
        }
        filled++;
        letters += cell.codePoints().filter(Character::isLetter).count();
        if (cell.startsWith("{") || cell.startsWith("[")) {
            nested++;
        }
        if (distinct.size() <= MOST_DISTINCT) {
            distinct.add(cell.length() <= 200 ? cell : cell.substring(0, 160) + cell.hashCode());
        }
    }

    String name() {
        return name;
    }

    long rows() {
        return rows;
    }

    /// The different values, up to 20,000 of them.
    int distinct() {
        return distinct.size();
    }

    double meanLetters() {
        return rows == 0 ? 0 : (double) letters / rows;
    }

    boolean isFull() {
        return filled == rows;
    }

    boolean isNested() {
        return filled > 0 && 2 * nested > filled;
    }

    /// True where all values are among the given.
    boolean onlyHas(List<String> words) {
        return filled > 0 && words.containsAll(distinct);
    }

    /// True for a closed set of answers: each comes twice or more on average, at most 1,000 of
    /// them.
    boolean looksLikeLabels() {
        return distinct() >= 2
                && distinct() <= 1000
                && 2L * distinct() <= rows
                && meanLetters() <= 60;
    }

    /// True where the name, capitals and the sign between words ignored, is one of these.
    boolean isNamed(Set<String> names) {
        return names.contains(name.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_'));
    }
}
