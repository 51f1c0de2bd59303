package dev.gradus.check;

import java.util.OptionalDouble;

/// What these examples can show: told, and never a setting. What matters to the user is not made
/// larger because the examples are few.
///
/// @param dev examples that choose
/// @param test sealed examples
/// @param discordance share of the examples on which two candidates are assumed to differ; the
///   climb uses the observed one
/// @param alpha one-sided, of one rung
/// @param power the chance that is asked for
/// @param gain the smallest gain that dev shows; empty where it shows none
/// @param margin the smallest margin within which dev shows an equal candidate to be no worse;
///   empty without dev
/// @param score how far from its estimate a score at the goal may lie, by the sealed test; empty
///   without one
public record Detectable(
        int dev,
        int test,
        double discordance,
        double alpha,
        double power,
        OptionalDouble gain,
        OptionalDouble margin,
        OptionalDouble score) {}
