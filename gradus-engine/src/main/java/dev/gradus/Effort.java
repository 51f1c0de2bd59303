package dev.gradus;

import dev.gradus.spi.Ledger;
import java.time.Duration;

/// What a climb took in this process.
///
/// @param answered outcomes made now
/// @param fromLedger outcomes that were there
/// @param cpuSeconds of the calls made one by one
/// @param spent on calls of chat models, over every process that worked on this climb
/// @param wall from start to verdict
/// @param cores of this machine
record Effort(
        long answered,
        long fromLedger,
        double cpuSeconds,
        Ledger.Spent spent,
        Duration wall,
        int cores) {}
