package dev.gradus.task;

/// The parts of the examples. Train teaches, dev chooses, test judges and stays sealed.
public enum Split {
    TRAIN,
    DEV,
    TEST;

    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
