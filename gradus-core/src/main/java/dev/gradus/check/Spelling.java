package dev.gradus.check;

import java.util.HashMap;
import java.util.Map;

/// How alike two names are spelt.
final class Spelling {
    private Spelling() {}

    /// Twice the shared pairs of neighbouring characters over all pairs, 0 to 1 (Dice 1945), case
    /// and everything but letters and digits evened out.
    static double alike(String one, String other) {
        String first = LabelList.loose(one);
        String second = LabelList.loose(other);
        if (first.equals(second)) {
            return 1;
        }
        Map<String, Integer> pairs = new HashMap<>();
        for (int i = 0; i + 2 <= first.length(); i++) {
            pairs.merge(first.substring(i, i + 2), 1, Integer::sum);
        }
        int shared = 0;
        for (int i = 0; i + 2 <= second.length(); i++) {
            Integer left = pairs.computeIfPresent(second.substring(i, i + 2), (p, n) -> n - 1);
            shared += left != null && left >= 0 ? 1 : 0;
        }
        int all = first.length() + second.length() - 2;
        return all <= 0 ? 0 : 2.0 * shared / all;
    }
}
