package dev.gradus.scorer;

import dev.gradus.answer.internal.FoundJson;
import dev.gradus.answer.internal.PlainJson;
import dev.gradus.answer.internal.Quoted;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Scorer;
import dev.gradus.task.Example;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// F1 of the fields: a field is a path that ends in a text, number or truth value; it is right
/// where the other document has the same value there. `2 right / (fields expected + fields given)`.
///
/// Arrays are multisets: each expected item is paired with at most one given item, the pairs with
/// the most right fields first, so that order does not matter and the fields of one item stay
/// together. Numbers compare by value, texts to the letter, white space at the ends apart. A null
/// is as good as no field; an empty object or array is one field. An answer without one readable
/// document scores 0.
final class JsonFieldsScorer implements Scorer {
    private static final int PAIRS = 250_000;

    @Override
    public double score(Example example, String answer) {
        return score(example.expected(), answer, example.source().toString());
    }

    static double score(String wanted, String answer, String where) {
        Object expected =
                PlainJson.read(wanted)
                        .orElseThrow(() ->
                                new GradusException.Data(
                                        where
                                                + ": expected "
                                                + Quoted.of(wanted)
                                                + " is no JSON document. Correct the row."));
        List<Object> found = FoundJson.in(answer);
        if (found.isEmpty() || found.stream().map(PlainJson::write).distinct().count() > 1) {
            return 0;
        }
        int fields = fields(expected) + fields(found.getFirst());
        return fields == 0 ? 1 : 2.0 * right(expected, found.getFirst()) / fields;
    }

    private static int fields(Object document) {
        return switch (document) {
            case PlainJson.Null none -> 0;
            case Map<?, ?> map when !map.isEmpty() ->
                    map.values().stream().mapToInt(JsonFieldsScorer::fields).sum();
            case List<?> list when !list.isEmpty() ->
                    list.stream().mapToInt(JsonFieldsScorer::fields).sum();
            default -> 1;
        };
    }

    private static int right(Object expected, Object given) {
        if (expected instanceof Map<?, ?> one && given instanceof Map<?, ?> other) {
            int right = one.isEmpty() && other.isEmpty() ? 1 : 0;
            for (Map.Entry<?, ?> field : one.entrySet()) {
                Optional<Object> value = Optional.ofNullable(other.get(field.getKey()));
                right += value.map(there -> right(field.getValue(), there)).orElse(0);
            }
            return right;
        }
        if (expected instanceof List<?> one && given instanceof List<?> other) {
            return one.isEmpty() && other.isEmpty() ? 1 : paired(one, other);
        }
        return sameValue(expected, given) ? 1 : 0;
    }

    private record Pair(int expected, int given, int right) {}

    private static int paired(List<?> expected, List<?> given) {
        if ((long) expected.size() * given.size() > PAIRS) {
            throw new GradusException.Data(
                    "json-fields cannot pair arrays of "
                            + expected.size()
                            + " and "
                            + given.size()
                            + " items; at most 250,000 pairs are looked at. Use exact, or a command.");
        }
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            for (int j = 0; j < given.size(); j++) {
                int right = right(expected.get(i), given.get(j));
                if (right > 0) {
                    pairs.add(new Pair(i, j, right));
                }
            }
        }
        pairs.sort(Comparator.comparingInt(Pair::right).reversed());
        boolean[] taken = new boolean[expected.size()];
        boolean[] used = new boolean[given.size()];
        int sum = 0;
        for (Pair pair : pairs) {
            if (!taken[pair.expected] && !used[pair.given]) {
                taken[pair.expected] = true;
                used[pair.given] = true;
                sum += pair.right;
            }
        }
        return sum;
    }

    private static boolean sameValue(Object expected, Object given) {
        return switch (expected) {
            case BigDecimal number ->
                    given instanceof BigDecimal other && number.compareTo(other) == 0;
            case String text -> given instanceof String other && text.strip().equals(other.strip());
            case Boolean truth -> truth.equals(given);
            default -> false;
        };
    }
}
