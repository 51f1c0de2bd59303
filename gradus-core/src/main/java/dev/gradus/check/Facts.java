package dev.gradus.check;

import dev.gradus.spi.Ledger;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/// What a check needs beyond the task and its examples.
///
/// @param now against which "the last 30 days" are counted
/// @param maxTokens beyond which the shortest-sighted model of the task cuts an input; empty where
///   unknown
/// @param rungs how many rungs can propose candidates: they share alpha 0.05; 1 or more
/// @param versions of brief, labels and prompt that the ledger has seen, in any order
/// @param history what version control knows; empty where there is none
/// @param tokens by which the length of prompts is counted
public record Facts(
        Instant now,
        OptionalInt maxTokens,
        int rungs,
        List<Ledger.TaskVersion> versions,
        Optional<BriefHistory> history,
        TokenCounter tokens) {
    /// prompt, examples, classifier, model, cascade: what applies to a label task with encoders.
    private static final int RUNGS_OF_A_LABEL_TASK = 5;

    public Facts {
        Objects.requireNonNull(now, "now");
        Objects.requireNonNull(maxTokens, "maxTokens");
        Objects.requireNonNull(history, "history");
        Objects.requireNonNull(tokens, "tokens");
        versions = List.copyOf(versions);
        if (rungs < 1) {
            throw new IllegalArgumentException("alpha is shared by 1 rung or more, not " + rungs);
        }
    }

    /// Nothing known but the time; five rungs.
    public static Facts at(Instant now) {
        return new Facts(
                now,
                OptionalInt.empty(),
                RUNGS_OF_A_LABEL_TASK,
                List.of(),
                Optional.empty(),
                TokenCounter.byCharacters());
    }

    public Facts withMaxTokens(int most) {
        return new Facts(now, OptionalInt.of(most), rungs, versions, history, tokens);
    }

    public Facts withRungs(int number) {
        return new Facts(now, maxTokens, number, versions, history, tokens);
    }

    public Facts withVersions(List<Ledger.TaskVersion> seen) {
        return new Facts(now, maxTokens, rungs, seen, history, tokens);
    }

    public Facts withHistory(BriefHistory known) {
        return new Facts(now, maxTokens, rungs, versions, Optional.of(known), tokens);
    }

    public Facts withTokens(TokenCounter how) {
        return new Facts(now, maxTokens, rungs, versions, history, how);
    }
}
