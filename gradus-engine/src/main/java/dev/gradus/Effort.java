package dev.gradus;

import java.time.Duration;

/// What a climb took in this process.
///
/// @param answered outcomes made now
/// @param fromLedger outcomes that were there
/// @param cpuSeconds of the calls made one by one
/// @param wall from start to verdict
/// @param cores of this machine
record Effort(long answered, long fromLedger, double cpuSeconds, Duration wall, int cores) {}
