package dev.gradus.spi;

import java.util.Map;

/// A model whose provider also takes many calls at once and answers them within hours, for less
/// money. Thread-safe. Every method is one attempt at one exchange with the provider.
public interface BatchModel extends Model {
    /// The most calls of one batch: every known provider takes as many.
    int MOST_CALLS = 10_000;

    /// The most bytes of one batch, as `bytes` counts them.
    long MOST_BYTES = 100_000_000;

    /// What a call takes of a batch.
    ///
    /// @throws CallFailure of kind `REJECTED` where the provider's language cannot say it
    long bytes(Call call);

    /// Hands calls over, all of them or none. They cost what the provider charges, whether or not
    /// their results are ever asked for.
    ///
    /// @param calls 1 to `MOST_CALLS`, by names of 1 to 64 characters of `A-Z a-z 0-9 _ -`
    /// @return what the provider knows the batch by
    /// @throws CallFailure where the provider did not take them
    String submit(Map<String, Call> calls);

    /// How far a batch is; with its results where it has ended.
    ///
    /// @param calls whose results are wanted, by the names they were submitted under
    /// @throws CallFailure where the provider did not say; of kind `REJECTED` where it no longer
    ///   knows the batch
    BatchState poll(String batch, Map<String, Call> calls);

    /// Asks the provider to answer no more calls of a batch. What is answered stays and is paid
    /// for.
    ///
    /// @throws CallFailure where the provider did not say that it will
    void cancel(String batch);
}
