package dev.gradus.ladder;

import dev.gradus.candidate.Candidate;

/// Why a candidate was not asked on: what it had answered decided. How much it was asked, its run
/// tells.
///
/// @param than the candidate that it cannot beat by `matters`
/// @param atMost what it gains over that candidate at most, as a share; a repeated bound at 95 %
public record Stop(Candidate than, double atMost) {}
