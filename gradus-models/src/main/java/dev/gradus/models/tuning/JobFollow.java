package dev.gradus.models.tuning;

import dev.gradus.models.tuning.HostedWatch.Progress;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.CallFailure.Kind;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.JobState;
import dev.gradus.spi.JobState.Status;
import dev.gradus.spi.TuningJobs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/// Watches a job until it ends, is silent for too long, or is gone.
final class JobFollow {
    private static final int MOST_UNKNOWN = 3;

    private final TuningJobs jobs;
    private final String job;
    private final Quote quote;
    private final Patience patience;
    private final InstantSource clock;
    private final Attempts.Pause pause;
    private final EventLog log = new EventLog();

    private Optional<JobState> last = Optional.empty();
    private Optional<Instant> failingSince = Optional.empty();
    private Optional<Running> firstStep = Optional.empty();
    private Instant lastNews;
    private boolean tellsEvents = true;
    private int unknown;
    private int failures;

    /// When a step was first seen.
    private record Running(Instant at, long step) {}

    JobFollow(
            TuningJobs jobs,
            String job,
            Quote quote,
            Patience patience,
            InstantSource clock,
            Attempts.Pause pause) {
        this.jobs = jobs;
        this.job = job;
        this.quote = quote;
        this.patience = patience;
        this.clock = clock;
        this.pause = pause;
        this.lastNews = clock.instant();
    }

    EventLog log() {
        return log;
    }

    /// The state that the job ended in; empty where the watch wants to stop or to leave.
    ///
    /// @throws GradusException.Provider where it is silent, gone or out of reach
    Optional<JobState> ended(HostedWatch watch) {
        Duration wait = patience.first();
        while (!watch.stop() && !watch.leave()) {
            Duration next = wait;
            try {
                JobState state = look();
                watch.at(progress(state));
                if (state.status().ended()) {
                    return Optional.of(state);
                }
                refuseWhereStalled(state);
            } catch (CallFailure failure) {
                Duration asked = later(failure);
                next = asked.compareTo(wait) > 0 ? asked : wait;
            }
            pause.of(next);
            wait = Duration.ofMillis(Math.min(wait.toMillis() * 3 / 2, patience.most().toMillis()));
        }
        return Optional.empty();
    }

    private JobState look() {
        JobState state = jobs.poll(job);
        boolean changed = !last.map(JobState::status).equals(Optional.of(state.status()));
        last = Optional.of(state);
        unknown = 0;
        boolean told = !state.status().ended() && newEvents();
        if (changed || told) {
            lastNews = clock.instant();
        }
        failingSince = Optional.empty();
        failures = 0;
        return state;
    }

    /// Not every provider that copies the jobs tells events.
    private boolean newEvents() {
        if (!tellsEvents) {
            return false;
        }
        try {
            return log.read(jobs, job) > 0;
        } catch (CallFailure failure) {
            if (failure.kind() != Kind.REJECTED) {
                throw failure;
            }
            tellsEvents = false;
            return false;
        }
    }

    private Duration later(CallFailure failure) {
        if (failure.kind() == Kind.REJECTED) {
            unknown++;
            if (unknown == MOST_UNKNOWN) {
                throw problem(
                        "is no longer known to "
                                + provider()
                                + lastSeen()
                                + ": "
                                + failure.getMessage()
                                + " Nothing is promoted. Look for it in the provider's console, and"
                                + " check that the key is of the same project",
                        false);
            }
        } else if (!failure.kind().retryable()) {
            throw Attempts.told(failure, " The tuning job " + job + " goes on at the provider.");
        }
        Instant now = clock.instant();
        Instant since = failingSince.orElse(now);
        failingSince = Optional.of(since);
        failures++;
        if (Duration.between(since, now).compareTo(patience.outage()) > 0) {
            throw problem(
                    "could not be looked at for "
                            + words(patience.outage())
                            + ": "
                            + failure.getMessage()
                            + " It goes on at the provider: run again to follow it",
                    true);
        }
        return Attempts.wait(failure, failures);
    }

    private void refuseWhereStalled(JobState state) {
        if (Duration.between(lastNews, clock.instant()).compareTo(patience.stalled()) > 0) {
            throw problem(
                    "stands still: "
                            + provider()
                            + " has told nothing new of it for "
                            + words(patience.stalled())
                            + " ("
                            + state.status().word()
                            + "). Nothing is promoted. Run again to go on waiting, or cancel it in"
                            + " the provider's console",
                    true);
        }
    }

    private String lastSeen() {
        return last.map(state -> " (it was " + state.status().word() + ")").orElse("");
    }

    private GradusException problem(String what, boolean retryable) {
        return new GradusException.Provider(
                quote.base() + ": the tuning job " + job + " " + what + ".", retryable);
    }

    private String provider() {
        return quote.base().provider();
    }

    static String words(Duration time) {
        return time.toMinutes() >= 120
                ? time.toHours() + " hours"
                : time.toSeconds() >= 120 ? time.toMinutes() + " minutes" : time.toSeconds() + " s";
    }

    private Progress progress(JobState state) {
        OptionalLong step = log.latestCount("step");
        OptionalLong steps = log.latestCount("total_steps");
        return new Progress(
                job,
                state.status(),
                step,
                steps,
                log.latest("train_loss"),
                log.latest("valid_loss"),
                state.trainedTokens().orElse(quote.order().trainedTokens()),
                quote.cost(state.trainedTokens()),
                left(state, step, steps));
    }

    /// By the provider's word, else by how long the steps since the first look took.
    private Optional<Duration> left(JobState state, OptionalLong step, OptionalLong steps) {
        Instant now = clock.instant();
        if (state.status().ended()) {
            return Optional.empty();
        }
        if (state.finish().isPresent()) {
            Duration left = Duration.between(now, state.finish().get());
            return Optional.of(left.isNegative() ? Duration.ZERO : left);
        }
        if (state.status() != Status.RUNNING || step.isEmpty() || steps.isEmpty()) {
            return Optional.empty();
        }
        Running first = firstStep.orElse(new Running(now, step.getAsLong()));
        firstStep = Optional.of(first);
        long done = step.getAsLong() - first.step();
        long toGo = steps.getAsLong() - step.getAsLong();
        return done > 0 && toGo >= 0
                ? Optional.of(
                        Duration.ofMillis(
                                Duration.between(first.at(), now).toMillis() * toGo / done))
                : Optional.empty();
    }
}
