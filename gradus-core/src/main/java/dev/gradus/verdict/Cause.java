package dev.gradus.verdict;

import java.util.Optional;

/// What is known of the cause of the failures.
///
/// @param share how many are missing facts; empty where that is unknown
/// @param source who says so
/// @param unknown why it is unknown; empty where it is known
/// @param todo what would tell; empty where it is known
public record Cause(Optional<KnowledgeShare> share, String source, String unknown, String todo) {
    static Cause known(KnowledgeShare share, String source) {
        return new Cause(Optional.of(share), source, "", "");
    }

    /// @param why nothing is known
    public static Cause unknown(String why, String source, String todo) {
        return new Cause(Optional.empty(), source, why, todo);
    }
}
