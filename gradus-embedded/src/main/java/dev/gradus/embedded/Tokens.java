package dev.gradus.embedded;

/// A text as the model reads it.
///
/// @param ids of the tokens, `[CLS]` first and `[SEP]` last
/// @param truncated true where the text had more tokens than the model reads
record Tokens(long[] ids, boolean truncated) {
    int count() {
        return ids.length;
    }
}
