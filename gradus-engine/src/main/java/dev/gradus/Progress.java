package dev.gradus;

/// Told how far a piece of long work is. Called from worker threads; it returns quickly.
public interface Progress {
    Progress SILENT = (what, done, total) -> {};

    /// @param what is being done, for people
    /// @param done so far, 0 to total
    /// @param total of this piece
    void at(String what, long done, long total);
}
