package dev.gradus.spi;

import dev.gradus.spi.Ledger.StoredReply;
import dev.gradus.task.ModelName;

/// Told every reply that a climb used, whether it was paid for now or before: what a cassette is
/// made of. Called from many threads at once.
@FunctionalInterface
public interface CallRecorder {
    CallRecorder NONE = (model, call, reply) -> {};

    void used(ModelName model, Model.Call call, StoredReply reply);
}
