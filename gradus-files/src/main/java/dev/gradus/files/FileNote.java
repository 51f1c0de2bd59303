package dev.gradus.files;

/// Something in a file that was read as it stands and that its owner should know.
///
/// @param where `gradus.yaml:12`, or a file's name
/// @param text what was noticed and what it means
public record FileNote(String where, String text) {
    @Override
    public String toString() {
        return where + ": " + text;
    }
}
