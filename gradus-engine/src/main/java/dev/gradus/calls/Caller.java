package dev.gradus.calls;

import dev.gradus.chat.ChatReply;
import dev.gradus.chat.ChatRequest;
import dev.gradus.cost.Price;
import dev.gradus.spi.BatchModel;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.CallRecorder;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.Ledger.StoredReply;
import dev.gradus.spi.Model;
import dev.gradus.spi.PriceBook;
import dev.gradus.task.AlikeHash;
import dev.gradus.task.ContentHash;
import dev.gradus.task.ModelName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/// The one place where chat models are called. A question that the ledger has a reply to is not
/// asked; one that is on its way is waited for; a new one waits for its place, is reserved in the
/// budget, tried again where that may help, and its reply is durable before it is returned.
///
/// Thread-safe: call it from as many virtual threads as there are questions.
public final class Caller {
    private static final int WAITING = 256;

    private final Function<ModelName, Model> models;
    private final Ledger ledger;
    private final PriceBook prices;
    private final Budget budget;
    private final Settings settings;
    private final CallRecorder recorder;
    private final long climb;
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private final Map<ModelName, Losses> losses = new ConcurrentHashMap<>();
    private final Map<ModelName, EmptyReplies> empties = new ConcurrentHashMap<>();
    private final Set<String> emptyNow = ConcurrentHashMap.newKeySet();
    private final Map<String, CompletableFuture<StoredReply>> inFlight = new ConcurrentHashMap<>();
    private final Marks marks = new Marks();
    private final AtomicLong answered = new AtomicLong();
    private final AlikeHash keys = new AlikeHash();
    private final Batches batches;
    private volatile boolean stopped;

    /// @param mostAtOnce calls of one provider, 1 or more
    /// @param deadline of one attempt
    /// @param backoff between attempts
    /// @param currency of the task: a price in another one is an unknown cost
    /// @param freshness a suffix that keeps replies of another climb from being used; empty to use
    ///   them
    /// @param polling of batches
    public record Settings(
            int mostAtOnce,
            Duration deadline,
            Backoff backoff,
            String currency,
            String freshness,
            Polling polling) {}

    /// Whether a question that waits for its place is still to be asked.
    @FunctionalInterface
    public interface Wanted {
        Wanted ALWAYS = () -> {};

        /// @throws Unwanted where it is not
        void check();
    }

    /// Nobody waits for the answer any more, so the question was not asked.
    public static final class Unwanted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Unwanted() {
            super("not asked", null, false, false);
        }
    }

    /// What came of questions that were asked together.
    ///
    /// @param replies by key, durable
    /// @param lost by key: questions that no reply came to
    public record Brought(Map<String, StoredReply> replies, Map<String, CallFailure> lost) {}

    /// @param models opens a model, or returns the one that is open
    /// @param recorder told every reply that is used
    /// @param climb that pays
    public Caller(
            Function<ModelName, Model> models,
            Ledger ledger,
            PriceBook prices,
            Budget budget,
            Settings settings,
            CallRecorder recorder,
            long climb) {
        this.models = models;
        this.ledger = ledger;
        this.prices = prices;
        this.budget = budget;
        this.settings = settings;
        this.recorder = recorder;
        this.climb = climb;
        this.batches = new Batches(ledger, budget, settings, climb);
    }

    /// What a reply is found again by.
    public String key(ModelName model, ChatRequest request, int repeat) {
        String key = call(request, repeat).key(model, keys);
        return settings.freshness().isEmpty()
                ? key
                : ContentHash.ofTexts(List.of(key, settings.freshness())).substring(0, 32);
    }

    /// The replies that the ledger has.
    public Map<String, StoredReply> known(List<String> keys) {
        return ledger.replies(keys);
    }

    /// Replies that came in this process.
    public long answered() {
        return answered.get();
    }

    /// Pieces of work to begin at once, so that no provider is short of calls while others wait to
    /// be tried again.
    public int piecesAtOnce() {
        return settings.mostAtOnce() + WAITING;
    }

    public Budget budget() {
        return budget;
    }

    /// No further call is begun: who asks for one gets `Stopped`.
    public void stop() {
        stopped = true;
        batches.stop();
    }

    /// Waits until no call is on its way, at most so long.
    ///
    /// @return true where none is
    public boolean rest(Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (!isAtRest() && until - System.nanoTime() > 0) {
            Thread.sleep(10);
        }
        return isAtRest();
    }

    private boolean isAtRest() {
        return inFlight.isEmpty() && !batches.busy();
    }

    /// True where the model's provider takes many questions at once.
    public boolean asksTogether(ModelName model) {
        return models.apply(model) instanceof BatchModel;
    }

    /// Asks many questions that the ledger was found not to have, in as few batches as they fit in,
    /// and waits for the replies: minutes to hours. One thread at a time.
    ///
    /// @param questions by key
    /// @param told what is waited for, for people, and how many are done
    /// @throws GradusException.Budget where not even the next question fits into the budget
    /// @throws GradusException.Provider where the provider does not take or answer a batch
    public Brought askTogether(
            ModelName model,
            Map<String, ChatRequest> questions,
            int repeat,
            ObjLongConsumer<String> told) {
        if (!(models.apply(model) instanceof BatchModel batchModel)) {
            throw new IllegalArgumentException(model + " takes no batches");
        }
        Map<String, Model.Call> calls = new LinkedHashMap<>();
        questions.forEach((key, request) -> calls.put(key, call(request, repeat)));
        Brought brought = batches.ask(batchModel, calls, price(model), told);
        answered.addAndGet(brought.replies().size());
        brought.replies().values().stream()
                .filter(reply -> reply.reply().isEmpty())
                .forEach(reply -> emptyNow.add(reply.key()));
        return brought;
    }

    /// What the call would cost to somebody who waits for its reply: what it did cost, unless it
    /// was one of a batch, which is cheaper.
    public OptionalDouble costAlone(ModelName model, StoredReply reply) {
        if (reply.latencyNanos() > 0) {
            return reply.cost();
        }
        OptionalDouble alone =
                price(model)
                        .map(one -> one.of(reply.reply().usage()))
                        .orElse(OptionalDouble.empty());
        return alone.isPresent() ? alone : reply.cost();
    }

    private Optional<Price> price(ModelName model) {
        return prices.price(model).filter(this::sameCurrency);
    }

    /// The reply, from the ledger or from the model.
    ///
    /// @throws CallFailure where no reply came
    /// @throws GradusException.Budget where the call could cross the budget
    /// @throws GradusException.Provider where no call to this provider can succeed: the key is
    ///   refused, the account is empty, or it left 20 replies in a row empty
    public StoredReply ask(ModelName model, ChatRequest request, int repeat) {
        return ask(new Question(model, request, repeat, false, Wanted.ALWAYS));
    }

    /// The same for an answer to the task, by the sampling of the task file.
    public StoredReply askForTask(ModelName model, ChatRequest request, int repeat) {
        return ask(new Question(model, request, repeat, true, Wanted.ALWAYS));
    }

    private StoredReply ask(Question question) {
        String key = key(question.model(), question.request(), question.repeat());
        StoredReply known = ledger.replies(List.of(key)).get(key);
        return known != null ? used(known, question) : askNew(key, question);
    }

    /// @param ofTask true where the sampling is that of the task file
    private record Question(
            ModelName model, ChatRequest request, int repeat, boolean ofTask, Wanted wanted) {}

    /// The reply of a question of the task that the ledger was already found not to have.
    ///
    /// @param wanted asked once more when its turn comes
    public StoredReply askNew(
            String key, ModelName model, ChatRequest request, int repeat, Wanted wanted) {
        return askNew(key, new Question(model, request, repeat, true, wanted));
    }

    /// The reply that came since whoever asks now was told that there is none: candidates that are
    /// asked side by side may ask the same.
    private @Nullable StoredReply made(String key) {
        return marks.maybe(key) ? ledger.replies(List.of(key)).get(key) : null;
    }

    private StoredReply askNew(String key, Question question) {
        CompletableFuture<StoredReply> mine = new CompletableFuture<>();
        CompletableFuture<StoredReply> before = inFlight.putIfAbsent(key, mine);
        if (before != null) {
            return told(join(before), question);
        }
        try {
            StoredReply made = made(key);
            if (made != null) {
                mine.complete(made);
                return told(made, question);
            }
            StoredReply reply = attempts(key, question);
            ledger.recordReply(reply);
            marks.mark(key);
            answered.incrementAndGet();
            if (reply.reply().isEmpty()) {
                emptyNow.add(key);
            }
            mine.complete(reply);
            empties(question.model()).refuseWhereHopeless();
            return told(reply, question);
        } catch (RuntimeException | Error failed) {
            mine.completeExceptionally(failed);
            throw failed;
        } finally {
            inFlight.remove(key);
        }
    }

    /// A reply that the ledger had is used: whoever records is told.
    ///
    /// @throws GradusException.Provider where it is the 20th in a row that its provider left empty
    public StoredReply used(StoredReply reply, ModelName model, ChatRequest request, int repeat) {
        return used(reply, new Question(model, request, repeat, true, Wanted.ALWAYS));
    }

    private StoredReply used(StoredReply reply, Question question) {
        EmptyReplies empty = empties(question.model());
        empty.came(question.request(), reply.reply(), question.ofTask());
        empty.refuseWhereHopeless();
        return told(reply, question);
    }

    private StoredReply told(StoredReply reply, Question question) {
        recorder.used(question.model(), call(question.request(), question.repeat()), reply);
        return reply;
    }

    private EmptyReplies empties(ModelName model) {
        return empties.computeIfAbsent(model, EmptyReplies::new);
    }

    /// What is said where a model left every reply of a short run empty.
    public GradusException.Provider leftEmpty(ModelName model) {
        return empties(model).fault();
    }

    /// True for a reply of an earlier run that the provider broke off without text or a reason: no
    /// answer, so it may be asked for again.
    public boolean brokenOffBefore(StoredReply reply) {
        return reply.reply().isEmpty()
                && reply.reply().finish() == ChatReply.Finish.OTHER
                && !emptyNow.contains(reply.key());
    }

    /// What the reply to the same question is found again by, where the reply under this key is
    /// none.
    public static String keyAgain(String key) {
        return ContentHash.ofTexts(List.of(key, "asked again")).substring(0, 32);
    }

    private static StoredReply join(CompletableFuture<StoredReply> other) {
        try {
            return other.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    private StoredReply attempts(String key, Question question) {
        ModelName name = question.model();
        ChatRequest request = question.request();
        int repeat = question.repeat();
        Model model = models.apply(name);
        Lane lane =
                lanes.computeIfAbsent(name.provider(), provider -> new Lane(settings.mostAtOnce()));
        Losses lost =
                losses.computeIfAbsent(name, one -> new Losses(ledger.spent(climb).calls() > 0));
        Optional<Price> price = price(name);
        for (int attempt = 1; ; attempt++) {
            Lane.Turn turn = enter(lane);
            Budget.Reserved reserved;
            try {
                question.wanted().check();
                empties(name).refuseWhereHopeless();
                lost.refuseWhereHopeless();
                refuseWhereStopped();
                reserved = budget.reserve(name, request, price);
            } catch (RuntimeException refused) {
                lane.failed();
                throw refused;
            }
            long began = System.nanoTime();
            try {
                Model.Call call = call(request, repeat);
                ChatReply reply = model.answer(call);
                long took = System.nanoTime() - began;
                took = model.recordedLatencyNanos(call).orElse(took);
                OptionalDouble cost =
                        price.map(one -> one.of(reply.usage())).orElse(OptionalDouble.empty());
                budget.settle(reserved, name, request, reply.usage(), cost);
                // Counted before the next call may begin, thrown when the reply is durable.
                empties(name).came(request, reply, question.ofTask());
                lane.succeeded();
                lost.answered();
                return new StoredReply(key, climb, reply, took, cost);
            } catch (CallFailure failure) {
                budget.release(reserved);
                leave(lane, turn, failure);
                boolean again =
                        failure.kind().retryable() && attempt < settings.backoff().attempts();
                if (!again) {
                    lost.lost(failure);
                    throw fatal(failure);
                }
                pause(failure, attempt);
            } catch (RuntimeException | Error bug) {
                budget.release(reserved);
                lane.failed();
                throw bug;
            }
        }
    }

    private static void leave(Lane lane, Lane.Turn turn, CallFailure failure) {
        if (failure.kind().asksToSlowDown()) {
            lane.tooMany(turn, failure.retryAfter().orElse(Duration.ZERO));
        } else {
            lane.failed();
        }
    }

    /// Where no other call could do better, the climb ends here instead of failing one by one.
    private static RuntimeException fatal(CallFailure failure) {
        return switch (failure.kind()) {
            case UNAUTHORIZED, OUT_OF_CREDIT ->
                    new GradusException.Provider(String.valueOf(failure.getMessage()), false);
            default -> failure;
        };
    }

    private boolean sameCurrency(Price price) {
        return price.currency().equals(settings.currency());
    }

    private void refuseWhereStopped() {
        if (stopped) {
            throw new Stopped();
        }
    }

    private Model.Call call(ChatRequest request, int repeat) {
        return new Model.Call(request, repeat, settings.deadline());
    }

    private static Lane.Turn enter(Lane lane) {
        try {
            return lane.enter();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting to call", interrupted);
        }
    }

    private void pause(CallFailure failure, int attempt) {
        Duration wait = settings.backoff().after(attempt);
        if (failure.retryAfter().isPresent() && failure.retryAfter().get().compareTo(wait) > 0) {
            wait = failure.retryAfter().get();
        }
        try {
            Thread.sleep(wait);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting to call", interrupted);
        }
    }
}
