package dev.gradus.judge;

import java.util.Optional;

/// Whether two arms share enough items to be compared.
///
/// They do where the shared items are at least 80 % of the smaller arm's, and either at least 30 or
/// at least 80 % of the larger arm's too. Below that the shared items are a part that something
/// picked: time, price, or who gave up first. A short file is no reason to refuse: two arms that
/// both have the same 12 items are compared, and the exact test says how little 12 items show.
///
/// @param shared items that both arms have
/// @param baseline items that the baseline has
/// @param candidate items that the candidate has
record Sharing(int shared, int baseline, int candidate) {
    static final int ENOUGH = 30;
    static final double SHARE = 0.8;

    /// Why the two are not compared; empty where they are.
    Optional<String> refusal() {
        int smaller = Math.min(baseline, candidate);
        int larger = Math.max(baseline, candidate);
        boolean ofSmaller = shared > 0 && shared >= SHARE * smaller;
        if (ofSmaller && (shared >= ENOUGH || shared >= SHARE * larger)) {
            return Optional.empty();
        }
        String need =
                ofSmaller
                        ? Wording.text("under %d and under 80 %% of the larger arm", ENOUGH)
                        : "under 80 % of the smaller arm";
        return Optional.of(
                Wording.text(
                        "they share %s (the baseline has %,d, the candidate %,d): %s",
                        Wording.count(shared, "item"), baseline, candidate, need));
    }
}
