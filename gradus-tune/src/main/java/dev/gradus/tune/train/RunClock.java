package dev.gradus.tune.train;

/// What a process has used since it started.
interface RunClock {
    double cpuSeconds();

    double wallSeconds();
}
