package dev.gradus.calls;

import dev.gradus.spi.CallFailure;

/// Calls of one model that were lost one after the other. Where the first 20 in a row were, the
/// model is down or named wrongly: the rest is not asked, which saves the user minutes of waiting
/// for the same answer. One reply begins the count anew, and every 20th question that is not asked
/// is asked after all, to see whether the model is back. Thread-safe.
///
/// A request that the provider will not take says nothing of a model that has answered others: a
/// climb that goes on asks what was lost before and nothing else.
final class Losses {
    private static final int HOPELESS = 20;
    private boolean everAnswered;
    private int inARow;
    private int notAsked;
    private String last = "";

    /// @param everAnswered true where replies came before this process
    Losses(boolean everAnswered) {
        this.everAnswered = everAnswered;
    }

    synchronized void answered() {
        everAnswered = true;
        inARow = 0;
        notAsked = 0;
    }

    synchronized void lost(CallFailure failure) {
        boolean ofTheRequest = everAnswered && failure.kind() == CallFailure.Kind.REJECTED;
        if (failure.kind() != CallFailure.Kind.NOT_RECORDED && !ofTheRequest) {
            inARow++;
            last = String.valueOf(failure.getMessage());
        }
    }

    synchronized void refuseWhereHopeless() {
        if (inARow >= HOPELESS && ++notAsked % HOPELESS != 0) {
            throw new CallFailure(
                    CallFailure.Kind.UNAVAILABLE,
                    "not asked: the " + inARow + " calls before it were lost. The last: " + last);
        }
    }
}
