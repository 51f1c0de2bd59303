package dev.gradus.stats;

import java.util.SplittableRandom;

/// Paired answers with known truth, for the tests that check coverage and power.
final class Simulated {
    private Simulated() {}

    /// n pairs of which the candidate alone is right with chance `wins`, the baseline alone with
    /// chance `losses`.
    static PairedCounts counts(int n, double wins, double losses, SplittableRandom random) {
        int won = 0;
        int lost = 0;
        for (int i = 0; i < n; i++) {
            double u = random.nextDouble();
            won += u < wins ? 1 : 0;
            lost += u >= wins && u < wins + losses ? 1 : 0;
        }
        return new PairedCounts(n - won - lost, lost, won, 0);
    }
}
