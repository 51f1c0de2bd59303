package dev.gradus.calls;

import dev.gradus.calls.BatchLog.Entry;
import dev.gradus.cost.Price;
import dev.gradus.spi.BatchModel;
import dev.gradus.spi.BatchState;
import dev.gradus.spi.BatchState.Result;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.Ledger.StoredReply;
import dev.gradus.spi.Model.Call;
import dev.gradus.task.ModelName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ObjLongConsumer;

/// Asks many questions at once through a provider's batch endpoint. A batch is reserved in the
/// budget before it is handed over, durable before it is waited for, and its replies are durable
/// before they are returned; so a climb that is killed at any moment after the provider has taken a
/// batch waits for the same batch when it goes on.
///
/// Thread-confined, but for `wake` and `busy`.
final class Batches {
    /// A question that a batch has lost is asked once more.
    private static final int MOST_LOST = 2;

    /// A question that no batch came to before its time was up.
    private static final int MOST_UNANSWERED = 3;

    private final Ledger ledger;
    private final Budget budget;
    private final long climb;
    private final BatchLog log;
    private final PatientBatches patient;
    private volatile boolean busy;

    Batches(Ledger ledger, Budget budget, Caller.Settings settings, long climb) {
        this.ledger = ledger;
        this.budget = budget;
        this.patient = new PatientBatches(settings);
        this.climb = climb;
        this.log = new BatchLog(ledger, climb);
    }

    /// Waits no longer. What is handed over stays at the provider.
    void stop() {
        patient.stop();
    }

    /// A batch is being handed over, and is not yet durable.
    boolean busy() {
        return busy;
    }

    /// What came of the questions, each under its key.
    Caller.Brought ask(
            BatchModel model,
            Map<String, Call> questions,
            Optional<Price> price,
            ObjLongConsumer<String> told) {
        return new Asking(model, questions, price.map(Price::batched), told).all();
    }

    /// One group of questions until each has a reply or none to hope for.
    private final class Asking {
        private final BatchModel model;
        private final ModelName name;
        private final Map<String, Call> questions;
        private final Optional<Price> price;
        private final ObjLongConsumer<String> told;
        private final Map<String, Call> open;
        private final Map<String, StoredReply> replies = new LinkedHashMap<>();
        private final Map<String, CallFailure> lost = new LinkedHashMap<>();
        private final Map<String, Integer> losses = new HashMap<>();
        private final Map<String, Integer> unanswered = new HashMap<>();
        private final Map<String, Budget.Reserved> reserved = new HashMap<>();
        private final Set<String> read = new HashSet<>();

        Asking(
                BatchModel model,
                Map<String, Call> questions,
                Optional<Price> price,
                ObjLongConsumer<String> told) {
            this.model = model;
            this.name = model.name();
            this.questions = questions;
            this.price = price;
            this.told = told;
            this.open = new LinkedHashMap<>(questions);
        }

        Caller.Brought all() {
            try {
                while (!open.isEmpty()) {
                    List<Entry> waiting = waiting();
                    if (waiting.isEmpty()) {
                        submit();
                    }
                    for (Entry entry : waiting) {
                        collect(entry);
                    }
                }
                return new Caller.Brought(replies, lost);
            } finally {
                reserved.values().forEach(budget::release);
            }
        }

        /// Batches that may hold replies to open questions, of this run or one before.
        private List<Entry> waiting() {
            return log.of(name).stream()
                    .filter(entry -> !read.contains(entry.place()))
                    .filter(entry -> entry.keys().stream().anyMatch(open::containsKey))
                    .toList();
        }

        /// Hands over as many open questions as the budget bears, in as few batches as they fit in.
        private void submit() {
            Map<String, Call> next = new LinkedHashMap<>();
            long bytes = 0;
            for (Map.Entry<String, Call> question : List.copyOf(open.entrySet())) {
                long more;
                try {
                    more = model.bytes(question.getValue());
                } catch (CallFailure unsayable) {
                    lose(question.getKey(), unsayable);
                    continue;
                }
                if (!reserve(question.getKey(), question.getValue())) {
                    break;
                }
                if (next.size() == BatchModel.MOST_CALLS || bytes + more > BatchModel.MOST_BYTES) {
                    handOver(next);
                    next.clear();
                    bytes = 0;
                }
                next.put(question.getKey(), question.getValue());
                bytes += more;
            }
            if (!next.isEmpty()) {
                handOver(next);
            }
        }

        /// @return false where the budget holds no more until batches have been settled
        private boolean reserve(String key, Call call) {
            Optional<Budget.Reserved> mine =
                    reserved.isEmpty()
                            ? Optional.of(budget.reserve(name, call.request(), price))
                            : budget.reserveNow(name, call.request(), price);
            mine.ifPresent(one -> reserved.put(key, one));
            return mine.isPresent();
        }

        private void handOver(Map<String, Call> calls) {
            busy = true;
            try {
                String batch = patient.submit(model, calls, told);
                log.add(name, batch, List.copyOf(calls.keySet()));
            } finally {
                busy = false;
            }
        }

        /// Waits for a batch and takes what it has of the open questions.
        private void collect(Entry entry) {
            Map<String, Call> wanted = new LinkedHashMap<>();
            entry.keys().stream()
                    .filter(open::containsKey)
                    .forEach(key -> wanted.put(key, questions.get(key)));
            wanted.forEach((key, call) ->
                    reserved.computeIfAbsent(key, one -> budget.owe(name, call.request(), price)));
            Optional<BatchState> state = patient.ended(model, entry, wanted, told);
            read.add(entry.place());
            switch (state.orElseGet(() -> forgotten(entry))) {
                case BatchState.InProgress never -> throw new IllegalStateException("not ended");
                case BatchState.Refused refused -> throw refused(entry, refused.why());
                case BatchState.Ended ended -> take(entry, ended, wanted);
            }
        }

        /// The provider no longer knows the batch: whatever it answered is gone.
        private BatchState forgotten(Entry entry) {
            log.close(name, entry, "no longer known");
            return new BatchState.Ended(BatchState.Why.EXPIRED, Map.of());
        }

        private GradusException.Provider refused(Entry entry, String why) {
            log.close(name, entry, why);
            return new GradusException.Provider(
                    name.provider()
                            + " did not answer the batch "
                            + entry.batch()
                            + ": "
                            + why
                            + ". What was answered is kept: run the same command to hand it over"
                            + " again, or set batch: false to call one by one.",
                    true);
        }

        private void take(Entry entry, BatchState.Ended ended, Map<String, Call> wanted) {
            List<StoredReply> brought = new ArrayList<>();
            Optional<CallFailure> fatal = Optional.empty();
            for (Map.Entry<String, Call> one : wanted.entrySet()) {
                String key = one.getKey();
                switch (ended.results().get(key)) {
                    case Result.Answered answered ->
                            brought.add(paid(key, one.getValue(), answered));
                    case Result.Lost failed -> {
                        again(losses, key, MOST_LOST, failed.failure());
                        fatal = isFatal(failed.failure()) ? Optional.of(failed.failure()) : fatal;
                    }
                    case null -> again(unanswered, key, MOST_UNANSWERED, timeIsUp());
                }
            }
            keep(brought);
            if (fatal.isPresent()) {
                String why = String.valueOf(fatal.get().getMessage());
                log.close(name, entry, why);
                throw new GradusException.Provider(why, false);
            }
            if (ended.why() == BatchState.Why.CANCELLED && !open.isEmpty()) {
                log.close(name, entry, "called off");
                throw calledOff(entry);
            }
        }

        /// Replies that arrive together are made durable together.
        private void keep(List<StoredReply> brought) {
            Together.all(
                    brought.size(),
                    i -> {
                        ledger.recordReply(brought.get(i));
                        return true;
                    });
            for (StoredReply reply : brought) {
                replies.put(reply.key(), reply);
                open.remove(reply.key());
            }
        }

        private CallFailure timeIsUp() {
            return new CallFailure(
                    CallFailure.Kind.TIMEOUT,
                    name
                            + ": not answered in "
                            + MOST_UNANSWERED
                            + " batches before their time was up.");
        }

        private GradusException.Provider calledOff(Entry entry) {
            return new GradusException.Provider(
                    "the batch "
                            + entry.batch()
                            + " was called off at "
                            + name.provider()
                            + ". What was answered is kept: run the same command to ask the"
                            + " rest.",
                    false);
        }

        private StoredReply paid(String key, Call call, Result.Answered answered) {
            OptionalDouble cost =
                    price.map(one -> one.of(answered.reply().usage()))
                            .orElse(OptionalDouble.empty());
            Budget.Reserved mine = reserved.remove(key);
            if (mine != null) {
                budget.settle(mine, name, call.request(), answered.reply().usage(), cost);
            }
            return new StoredReply(key, climb, answered.reply(), 0, cost);
        }

        /// The question goes into the next batch, unless it was lost too often.
        private void again(Map<String, Integer> count, String key, int most, CallFailure failure) {
            Budget.Reserved mine = reserved.remove(key);
            if (mine != null) {
                budget.release(mine);
            }
            if (count.merge(key, 1, Integer::sum) >= most || !failure.kind().retryable()) {
                lose(key, failure);
            }
        }

        private void lose(String key, CallFailure failure) {
            lost.put(key, failure);
            open.remove(key);
        }
    }

    private static boolean isFatal(CallFailure failure) {
        return failure.kind() == CallFailure.Kind.UNAUTHORIZED
                || failure.kind() == CallFailure.Kind.OUT_OF_CREDIT;
    }
}
