package dev.gradus.models.tuning;

import dev.gradus.cost.Price;
import dev.gradus.models.tuning.HostedResult.Stopped;
import dev.gradus.models.tuning.HostedResult.Tuned;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.JobState;
import dev.gradus.spi.TuningJobs;
import dev.gradus.spi.TuningJobs.Checkpoint;
import dev.gradus.task.ModelName;
import dev.gradus.task.Money;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tunes a model at its provider: prices it, hands the examples over, starts a job, follows it with
/// patience, and names the model that came of it. A process that is killed anywhere in between goes
/// on from what its keeper kept, and pays nothing twice. Promotes nothing: that is for whoever
/// measures the tuned model.
///
/// One tuning at a time; not thread-safe.
public final class HostedTuning {
    private static final Duration SLICE = Duration.ofSeconds(1);
    private static final int LOOKS_FOR_A_NAME = 3;

    private final TuningJobs jobs;
    private final Optional<Price> price;
    private final Patience patience;
    private final InstantSource clock;
    private final Sleep sleep;

    /// Waits; a test's own does not.
    interface Sleep {
        void of(Duration time) throws InterruptedException;
    }

    /// @param price of the base; empty where nothing is known of it
    public HostedTuning(
            TuningJobs jobs, Optional<Price> price, Patience patience, InstantSource clock) {
        this(jobs, price, patience, clock, Thread::sleep);
    }

    HostedTuning(
            TuningJobs jobs,
            Optional<Price> price,
            Patience patience,
            InstantSource clock,
            Sleep sleep) {
        this.jobs = jobs;
        this.price = price;
        this.patience = patience;
        this.clock = clock;
        this.sleep = sleep;
    }

    /// What an order would cost; empty where the price of training is unknown.
    public Optional<Money> expected(HostedOrder order) {
        return new Quote(jobs.base(), order, price).expected();
    }

    /// Tunes, which takes minutes to hours and costs what the provider charges.
    ///
    /// @param keeper where a killed process finds its job again; of this tuning alone
    /// @throws GradusException.Budget where it would cost more than the budget, or nobody knows;
    ///   nothing has left this machine then
    /// @throws GradusException.Data where there are too few examples
    /// @throws GradusException.Usage where the keeper's job is of another order
    /// @throws GradusException.Provider where the provider fails, stands still, forgets the job, or
    ///   names no model: with what to do
    public HostedResult tune(HostedOrder order, JobKeeper keeper, HostedWatch watch) {
        Quote quote = new Quote(jobs.base(), order, price);
        String mark = order.mark(jobs.base());
        Optional<KeptJob> kept = keeper.kept();
        kept.filter(one -> !one.mark().equals(mark)).ifPresent(other -> refuseOther(other, keeper));
        Attempts attempts = new Attempts(time -> pause(time, HostedWatch.SILENT));
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        KeptJob started =
                new JobStart(jobs, keeper, attempts)
                        .of(order, mark, kept, () -> quote.check(today));
        String job = started.job().orElseThrow();
        JobFollow follow =
                new JobFollow(jobs, job, quote, patience, clock, time -> pause(time, watch));
        Optional<JobState> followed = follow.ended(watch);
        if (followed.isEmpty() && !watch.stop()) {
            return new HostedResult.Left(job);
        }
        JobState end = followed.orElseGet(() -> calledOff(job, quote, follow, attempts));
        return switch (end.status()) {
            case SUCCEEDED -> tuned(job, end, quote, follow.log(), attempts);
            case CANCELLED -> cancelled(job, end, quote, keeper, watch);
            case FAILED -> throw failed(job, end, keeper);
            case VALIDATING_FILES, QUEUED, RUNNING, PAUSED ->
                    throw new IllegalStateException(end.toString());
        };
    }

    /// Deletes the examples at the provider, which keeps them until somebody does, and forgets the
    /// job. The tuned model stays. For when nothing is to be followed any more.
    ///
    /// @throws GradusException.Provider where the provider does not say that it did
    public void deleteExamples(JobKeeper keeper) {
        Attempts attempts = new Attempts(time -> pause(time, HostedWatch.SILENT));
        Optional<KeptJob> kept = keeper.kept();
        kept.ifPresent(job -> {
            delete(job.trainingFile(), attempts);
            job.validationFile().ifPresent(file -> delete(file, attempts));
        });
        keeper.clear();
    }

    private void delete(String file, Attempts attempts) {
        attempts.of(
                () -> {
                    try {
                        jobs.delete(file);
                    } catch (CallFailure failure) {
                        if (failure.kind() != CallFailure.Kind.REJECTED) {
                            throw failure;
                        }
                        // It is gone already.
                    }
                    return true;
                },
                " The examples in " + file + " stay at the provider: run again to delete them.");
    }

    private void refuseOther(KeptJob other, JobKeeper keeper) {
        throw new GradusException.Usage(
                keeper.place()
                        + " holds "
                        + other.job().map(id -> "the tuning job " + id).orElse("files")
                        + " of another order: other examples, another base or other settings. Go on"
                        + " with those, or cancel it in the provider's console and delete "
                        + keeper.place()
                        + ".");
    }

    private void pause(Duration time, HostedWatch watch) {
        Duration left = time;
        try {
            while (left.compareTo(Duration.ZERO) > 0 && !watch.stop() && !watch.leave()) {
                Duration slice = left.compareTo(SLICE) > 0 ? SLICE : left;
                sleep.of(slice);
                left = left.minus(slice);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GradusException.Provider(
                    jobs.base()
                            + ": the wait for the tuning job was interrupted. It goes on at the"
                            + " provider: run again to follow it.",
                    true);
        }
    }

    /// Cancels, and waits until the provider has ended it, by then perhaps with a model.
    private JobState calledOff(String job, Quote quote, JobFollow follow, Attempts attempts) {
        String goesOn = " The tuning job " + job + " goes on: cancel it in the provider's console.";
        try {
            attempts.of(
                    () -> {
                        jobs.cancel(job);
                        return true;
                    },
                    goesOn);
        } catch (GradusException.Provider refused) {
            // It may have ended before it could be cancelled.
            JobState state = attempts.of(() -> jobs.poll(job), goesOn);
            if (!state.status().ended()) {
                throw refused;
            }
            return state;
        }
        return new JobFollow(
                        jobs, job, quote, patience, clock, time -> pause(time, HostedWatch.SILENT))
                .ended(HostedWatch.SILENT)
                .orElseThrow();
    }

    private HostedResult cancelled(
            String job, JobState end, Quote quote, JobKeeper keeper, HostedWatch watch) {
        keeper.clear();
        if (watch.stop()) {
            return new Stopped(
                    job,
                    end.trainedTokens().isPresent()
                            ? quote.cost(end.trainedTokens())
                            : Optional.empty());
        }
        throw new GradusException.Provider(
                jobs.base()
                        + ": the tuning job "
                        + job
                        + " was cancelled at the provider. Nothing is promoted. Run again to start"
                        + " another.",
                false);
    }

    private GradusException failed(String job, JobState end, JobKeeper keeper) {
        keeper.clear();
        return new GradusException.Provider(
                jobs.base()
                        + ": the tuning job "
                        + job
                        + " failed: "
                        + end.error().orElse("the provider does not say why")
                        + ". Nothing is promoted. Mend what it names, and run again to start"
                        + " another.",
                false);
    }

    private Tuned tuned(String job, JobState end, Quote quote, EventLog log, Attempts attempts) {
        JobState named = end;
        for (int look = 1; named.model().isEmpty(); look++) {
            if (look > LOOKS_FOR_A_NAME) {
                throw new GradusException.Provider(
                        jobs.base()
                                + ": the tuning job "
                                + job
                                + " succeeded, and the provider names no model that came of it."
                                + " Nothing is promoted. Ask the provider for it by the job's id;"
                                + " run again to look once more.",
                        true);
            }
            pause(patience.first(), HostedWatch.SILENT);
            named = attempts.of(() -> jobs.poll(job), "");
        }
        List<String> notes = new ArrayList<>();
        noting(notes, "its last events", () -> log.read(jobs, job));
        List<Checkpoint> checkpoints = new ArrayList<>();
        noting(notes, "its checkpoints", () -> checkpoints.addAll(jobs.checkpoints(job)));
        if (named.trainedTokens().isEmpty()) {
            notes.add("the provider does not say how many tokens it charges for");
        }
        return new Tuned(
                new ModelName(jobs.base().provider(), named.model().orElseThrow()),
                job,
                named.trainedTokens(),
                quote.cost(named.trainedTokens()),
                named.trainedTokens().isPresent(),
                log.all(),
                checkpoints,
                notes);
    }

    /// What is good to have and no reason to lose a model that is paid for.
    private static void noting(List<String> notes, String what, Runnable exchange) {
        try {
            exchange.run();
        } catch (CallFailure failure) {
            notes.add(what + " could not be read: " + failure.getMessage());
        }
    }
}
