package dev.gradus.ladder;

/// Told how a climb goes, as it goes.
public interface ClimbObserver {
    ClimbObserver SILENT = new ClimbObserver() {};

    default void reached(Rung rung) {}

    default void ended(RungResult result) {}

    default void openedTest(SealedResult look) {}
}
