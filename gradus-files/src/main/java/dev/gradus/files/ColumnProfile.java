package dev.gradus.files;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What a column of unknown meaning looks like: how long its cells are and how often they repeat.
final class ColumnProfile {
    private static final int MOST_DISTINCT = 20_000;
    private static final Pattern IMAGE =
            Pattern.compile("(?is)(data:image/.*|\\S+\\.(png|jpe?g|gif|webp|bmp|tiff?)(\\?\\S*)?)");

    private final String name;
    private final Map<String, Integer> distinct = new HashMap<>();
    private long rows;
    private long filled;
    private long letters;
    private long objects;
    private long lists;
    private long images;
    private int longestList;
    private int largest;

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
        nested(JsonText.orText(cell));
        images += IMAGE.matcher(cell).matches() ? 1 : 0;
        if (distinct.size() <= MOST_DISTINCT) {
            int times =
                    distinct.merge(
                            cell.length() <= 200 ? cell : cell.substring(0, 160) + cell.hashCode(),
                            1,
                            Integer::sum);
            largest = Math.max(largest, times);
        }
    }

    private void nested(Object value) {
        if (value instanceof List<?> list) {
            longestList = Math.max(longestList, list.size());
        }
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            lists++;
        } else if (!(value instanceof String)) {
            objects++;
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

    boolean isFilled() {
        return filled > 0;
    }

    /// True where a name of these stands over values that repeat.
    boolean isGroup(Set<String> names) {
        return isNamed(names) && distinct() >= 2 && distinct() < rows;
    }

    /// True where no group has more than ten rows, or more than a twentieth of all.
    boolean hasSmallGroups() {
        return largest <= 10 || 20L * largest <= rows;
    }

    boolean isFull() {
        return filled == rows;
    }

    /// True where most cells are JSON objects, or lists of other things than texts.
    boolean holdsDocuments() {
        return filled > 0 && 2 * objects > filled;
    }

    /// True where most cells are lists of texts.
    boolean holdsLists() {
        return filled > 0 && 2 * lists > filled;
    }

    boolean isNested() {
        return holdsDocuments() || holdsLists();
    }

    /// The most items that a list of texts has.
    int longestList() {
        return longestList;
    }

    /// True where most cells name an image.
    boolean namesImages() {
        return filled > 0 && 2 * images > filled;
    }

    /// How often the most frequent value comes.
    int largest() {
        return largest;
    }

    /// True where all values are among the given.
    boolean onlyHas(List<String> words) {
        return filled > 0 && words.containsAll(distinct.keySet());
    }

    /// True where a cell has this value.
    boolean has(String value) {
        return distinct.containsKey(value);
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
