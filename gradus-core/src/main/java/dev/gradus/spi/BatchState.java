package dev.gradus.spi;

import dev.gradus.chat.ChatReply;
import java.util.Map;

/// How far a provider is with a batch.
public sealed interface BatchState {

    /// It is at work.
    ///
    /// @param done calls of the batch that it is done with, as far as it says
    record InProgress(long done) implements BatchState {}

    /// It is done, whether or not every call was answered.
    ///
    /// @param results by the names of the calls; a call without one was not answered, and is not
    ///   paid for
    record Ended(Why why, Map<String, Result> results) implements BatchState {
        public Ended {
            results = Map.copyOf(results);
        }
    }

    /// Nothing of it was or will be answered.
    ///
    /// @param why in the provider's words, without secrets
    record Refused(String why) implements BatchState {}

    /// Why a batch ended.
    enum Why {
        /// Every call was tried.
        DONE,
        /// Its time was up.
        EXPIRED,
        /// Somebody called it off.
        CANCELLED
    }

    /// What came of one call.
    sealed interface Result {
        record Answered(ChatReply reply) implements Result {}

        record Lost(CallFailure failure) implements Result {}
    }
}
