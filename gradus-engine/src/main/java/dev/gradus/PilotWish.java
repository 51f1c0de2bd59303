package dev.gradus;

/// For what a climb runs a pilot.
enum PilotWish {
    /// Where a forecast alone stands between the verdict and fine-tuning, on this machine.
    FREE,
    /// The same, at a provider too, whose jobs are paid for.
    PAID,
    /// Whatever the verdict: tuning follows by override, and shows beside its result what was to be
    /// expected. On this machine alone.
    ANYWAY
}
