package dev.gradus;

/// Told how far a piece of long work is. Called from worker threads; it returns quickly.
public interface Progress {
    Progress SILENT = (what, done, total) -> {};

    /// @param what is being done, for people
    /// @param done so far, 0 to total
    /// @param total of this piece
    void at(String what, long done, long total);

    /// The same, with figures that change while the work stays the same, such as a loss.
    default void at(String what, long done, long total, String figures) {
        at(what, done, total);
    }
}
