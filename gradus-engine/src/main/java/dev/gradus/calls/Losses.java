package dev.gradus.calls;

import dev.gradus.spi.CallFailure;

/// Calls of one model that were lost one after the other. Where the first 20 in a row were, the
/// model is down or named wrongly: the rest is not asked, which saves the user minutes of waiting
/// for the same answer. One reply begins the count anew. Thread-safe.
final class Losses {
    private static final int HOPELESS = 20;
    private int inARow;
    private String last = "";

    synchronized void answered() {
        inARow = 0;
    }

    synchronized void lost(CallFailure failure) {
        if (failure.kind() != CallFailure.Kind.NOT_RECORDED) {
            inARow++;
            last = String.valueOf(failure.getMessage());
        }
    }

    synchronized void refuseWhereHopeless() {
        if (inARow >= HOPELESS) {
            throw new CallFailure(
                    CallFailure.Kind.UNAVAILABLE,
                    "not asked: the " + inARow + " calls before it were lost. The last: " + last);
        }
    }
}
