package dev.gradus.stats;

/// The figures of one comparison, as reports show them.
///
/// @param n the pairs compared
/// @param meanBaseline the baseline's score
/// @param meanCandidate the candidate's score
/// @param baselineOnly examples the baseline scored higher on
/// @param candidateOnly examples the candidate scored higher on
/// @param pTwoSided the two-sided p-value
/// @param pGreater the one-sided p-value of the candidate being better
/// @param difference the two-sided 95 % interval of candidate minus baseline
/// @param lowerOneSided the one-sided 95 % lower bound of the difference
/// @param upperOneSided the one-sided 95 % upper bound of the difference
/// @param method how test and interval were made
/// @param testAndIntervalAgree whether both say the same about "no difference"; if not, nothing is
///   shown
public record PairedResult(
        int n,
        double meanBaseline,
        double meanCandidate,
        long baselineOnly,
        long candidateOnly,
        double pTwoSided,
        double pGreater,
        Interval difference,
        double lowerOneSided,
        double upperOneSided,
        String method,
        boolean testAndIntervalAgree) {}
