package dev.gradus.stats;

/// The outcome of a permutation test.
///
/// @param pTwoSided for a difference in either direction
/// @param pGreater small if the candidate is better
/// @param exact true if every arrangement was counted; otherwise arrangements were drawn at random,
///   or their distribution was approximated
/// @param arrangements how many were counted or drawn (`Long.MAX_VALUE` for 2^63 and more); 0 where
///   the distribution was approximated
public record Permutation(double pTwoSided, double pGreater, boolean exact, long arrangements) {
    public Permutation {
        Require.share(pTwoSided, "pTwoSided");
        Require.share(pGreater, "pGreater");
    }
}
