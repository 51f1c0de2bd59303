package dev.gradus.tuning;

import dev.gradus.stats.Groups;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/// One part of the forgetting suite: the same items answered by the base and by the tuned model.
///
/// @param suite it belongs to: another task, or a built-in one
/// @param slice of that suite; the suite's own name where it has only one
/// @param base score in [0,1] an item; empty where the infrastructure failed
/// @param tuned on the same items in the same order
/// @param groups one number an item, equal ones belong together; empty where each stands alone
public record ForgettingSlice(
        String suite,
        String slice,
        List<OptionalDouble> base,
        List<OptionalDouble> tuned,
        List<Integer> groups) {
    public ForgettingSlice {
        Objects.requireNonNull(suite, "suite");
        Objects.requireNonNull(slice, "slice");
        base = List.copyOf(base);
        tuned = List.copyOf(tuned);
        groups = List.copyOf(groups);
        if (base.isEmpty() || base.size() != tuned.size()) {
            throw new IllegalArgumentException(
                    "base and tuned model answer the same items, at least one: "
                            + base.size()
                            + " and "
                            + tuned.size()
                            + " in slice "
                            + slice
                            + " of "
                            + suite);
        }
        if (!groups.isEmpty() && groups.size() != base.size()) {
            throw new IllegalArgumentException(
                    "one group an item: " + groups.size() + " groups, " + base.size() + " items");
        }
    }

    /// Items that stand alone and were all answered.
    public static ForgettingSlice of(String suite, String slice, double[] base, double[] tuned) {
        return new ForgettingSlice(suite, slice, scores(base), scores(tuned), List.of());
    }

    private static List<OptionalDouble> scores(double[] scores) {
        return Arrays.stream(scores).mapToObj(OptionalDouble::of).toList();
    }

    /// Items without a score of either.
    int missing() {
        int missing = 0;
        for (int i = 0; i < base.size(); i++) {
            missing += base.get(i).isEmpty() || tuned.get(i).isEmpty() ? 1 : 0;
        }
        return missing;
    }

    /// Why it says nothing: most of it is missing, or it has too few groups; empty where it can be
    /// judged.
    Optional<String> defect() {
        if (2 * missing() > base.size()) {
            return Optional.of(
                    missing() + " of " + base.size() + " items are missing: a failed run");
        }
        int count =
                groups.isEmpty()
                        ? base.size()
                        : Groups.count(groups.stream().mapToInt(Integer::intValue).toArray());
        return count == base.size() || count >= Groups.MINIMUM
                ? Optional.empty()
                : Optional.of(
                        "its items fall into "
                                + count
                                + " groups, and at least "
                                + Groups.MINIMUM
                                + " are needed");
    }

    String title() {
        return slice.equals(suite) ? suite : suite + " / " + slice;
    }
}
