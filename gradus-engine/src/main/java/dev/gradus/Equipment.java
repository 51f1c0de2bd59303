package dev.gradus;

import dev.gradus.calls.Backoff;
import dev.gradus.calls.Budget;
import dev.gradus.calls.Caller;
import dev.gradus.ladder.Means;
import dev.gradus.prompt.PebbleRenderer;
import dev.gradus.scorer.Asker;
import dev.gradus.scorer.ScorerMeans;
import dev.gradus.scorer.Scorers;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.Scorer;
import dev.gradus.task.ModelName;
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Everything that a climb works with, opened and closed together: encoders, chat models, the
/// scorer, and what studies train.
final class Equipment implements AutoCloseable {
    static final Duration DEADLINE = Duration.ofSeconds(120);

    private final Workers workers;
    private final Encoders encoders;
    private final ChatModels chatModels;
    private final Caller caller;
    private final Optional<Prompting> prompting;
    private final Answering answering;
    private final Refits refits;
    private final Scorer scorer;
    private final Optional<Judging> judging;
    private final Means means;

    /// @param found on the class path
    /// @param inProcess the task's encoders, the cheapest first
    /// @param payer of calls
    Equipment(
            Sources found,
            ClimbRequest request,
            Splits splits,
            Ledger ledger,
            List<ModelName> inProcess,
            int cores,
            Payer payer,
            String freshness) {
        Task task = request.task();
        long seed = request.options().seed();
        this.chatModels = new ChatModels(task, found.models(), request.outside().place());
        List<ModelName> chat = chatModels.named();
        this.workers = new Workers(cores);
        this.encoders =
                new Encoders(
                        task,
                        splits,
                        found.encoders(),
                        found.classifiers(),
                        ledger,
                        workers,
                        request.progress(),
                        freshness,
                        new AdapterFolders(request.outside().home()));
        this.caller = caller(request, ledger, payer, freshness);
        this.prompting =
                chat.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new Prompting(
                                        task,
                                        new PebbleRenderer(),
                                        caller,
                                        new NearestShots(splits, encoders),
                                        new Conditions(request.outside().place())));
        Answering plain = new Answering(task, encoders, prompting);
        this.refits =
                new Refits(task, encoders, prompting, ledger, request.progress(), seed, freshness);
        this.scorer = scorer(request, chat);
        this.judging = Judging.of(request, scorer);
        StoredTrainStudy study =
                new StoredTrainStudy(splits, encoders, ledger, request.progress(), seed, freshness);
        this.means =
                new Means(
                        task,
                        inProcess,
                        chat,
                        study,
                        prompting.map(one ->
                                new TrainPrompts(
                                        task,
                                        splits,
                                        encoders,
                                        inProcess,
                                        plain.oneByOne(),
                                        one,
                                        scorer,
                                        request.progress(),
                                        task.calling().writer().orElseGet(chat::getLast),
                                        seed)),
                        seed);
        this.answering =
                splits.folds().isEmpty()
                        ? plain
                        : plain.with(
                                new FoldWise(
                                        task,
                                        splits,
                                        chat,
                                        means.prompts(),
                                        fold -> fold(fold, request, splits, ledger, freshness)));
    }

    /// What is known while the rows of a fold are held out.
    private FoldWise.Fold fold(
            int fold, ClimbRequest request, Splits splits, Ledger ledger, String freshness) {
        Task task = request.task();
        Splits rest = FoldWise.splits(splits, fold);
        Encoders taught = encoders.taughtBy(splits.folds().orElseThrow().teaching(fold), rest);
        Optional<Prompting> showing =
                prompting.map(one -> one.showing(new NearestShots(rest, taught)));
        Answering answers = new Answering(task, taught, showing);
        return new FoldWise.Fold(
                new StoredTrainStudy(
                        rest, taught, ledger, request.progress(), means.seed(), freshness),
                showing.map(one ->
                        new TrainPrompts(
                                task,
                                rest,
                                taught,
                                means.encoders(),
                                answers.oneByOne(),
                                one,
                                scorer,
                                request.progress(),
                                task.calling()
                                        .writer()
                                        .orElseGet(() -> means.chatModels().getLast()),
                                means.seed())),
                answers);
    }

    private Caller caller(ClimbRequest request, Ledger ledger, Payer payer, String freshness) {
        Task task = request.task();
        return new Caller(
                chatModels::model,
                ledger,
                request.outside().prices(),
                new Budget(task.budget(), task.calling().tokenBudget(), payer.spent(ledger)),
                new Caller.Settings(
                        request.outside().mostCallsAtOnce(),
                        DEADLINE,
                        Backoff.standard(),
                        task.currency(),
                        freshness,
                        request.outside().polling()),
                request.outside().recorder(),
                payer.climb());
    }

    private Scorer scorer(ClimbRequest request, List<ModelName> chat) {
        Asker asker = (model, question) -> caller.ask(model, question, 0).reply();
        return Scorers.of(
                request.task().score(),
                new ScorerMeans(
                        request.outside().place(),
                        encoders::encoder,
                        chat.isEmpty() ? Optional.empty() : Optional.of(asker),
                        chat.isEmpty() ? Optional.empty() : Optional.of(chat.getLast()),
                        request.options().seed()));
    }

    Encoders encoders() {
        return encoders;
    }

    Caller caller() {
        return caller;
    }

    Answering answering() {
        return answering;
    }

    Refits refits() {
        return refits;
    }

    /// There where the task names a chat model.
    Prompting prompting() {
        return prompting.orElseThrow();
    }

    Scorer scorer() {
        return scorer;
    }

    /// There where the score is a judge.
    Optional<Judging> judging() {
        return judging;
    }

    Means means() {
        return means;
    }

    @Override
    public void close() {
        caller.stop();
        scorer.close();
        chatModels.close();
        encoders.close();
        workers.close();
    }
}
