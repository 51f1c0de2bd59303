package dev.gradus.models.tuning;

import dev.gradus.spi.CallFailure;
import dev.gradus.spi.JobOrder;
import dev.gradus.spi.TuningJobs;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Starts a job once. Its file is kept before the job is asked for, and is of this job alone: where
/// the reply is lost, or the process was killed before it came, the job is found again as the one
/// that learns from that file. Only where there is none is it asked for again.
final class JobStart {
    private static final int MOST = 5;
    private static final String NO_JOB = " No job was started.";

    private final TuningJobs jobs;
    private final JobKeeper keeper;
    private final Attempts attempts;

    JobStart(TuningJobs jobs, JobKeeper keeper, Attempts attempts) {
        this.jobs = jobs;
        this.keeper = keeper;
        this.attempts = attempts;
    }

    /// The job, started now or before; kept.
    ///
    /// @param check that refuses before anything is handed over
    KeptJob of(HostedOrder order, String mark, Optional<KeptJob> kept, Runnable check) {
        if (kept.flatMap(KeptJob::job).isPresent()) {
            return kept.get();
        }
        Optional<KeptJob> found = kept.flatMap(this::found);
        if (found.isPresent()) {
            return keep(found.get());
        }
        check.run();
        KeptJob job = kept.orElseGet(() -> keep(uploaded(order, mark)));
        if (!order.validation().isEmpty() && job.validationFile().isEmpty()) {
            job = keep(job.withValidationFile(upload(mark, "validation", order.validation())));
        }
        return keep(created(order, job));
    }

    private KeptJob keep(KeptJob job) {
        keeper.keep(job);
        return job;
    }

    private KeptJob uploaded(HostedOrder order, String mark) {
        return new KeptJob(
                mark, upload(mark, "train", order.train()), Optional.empty(), Optional.empty());
    }

    private String upload(String mark, String what, List<String> lines) {
        String name = "gradus-" + mark.substring(0, 12) + "-" + what + ".jsonl";
        return attempts.of(() -> jobs.upload(name, lines), NO_JOB);
    }

    private KeptJob created(HostedOrder order, KeptJob kept) {
        JobOrder wanted =
                new JobOrder(
                        kept.trainingFile(),
                        kept.validationFile(),
                        order.way(),
                        order.suffix(),
                        order.seed());
        for (int attempt = 1; ; attempt++) {
            try {
                return kept.withJob(jobs.create(wanted));
            } catch (CallFailure failure) {
                if (!failure.kind().retryable()) {
                    throw Attempts.told(failure, NO_JOB);
                }
                if (attempt == MOST) {
                    throw Attempts.told(
                            failure,
                            " Whether a job was started is not known: run again, and it is looked"
                                    + " for before another is.");
                }
                attempts.pause().of(Attempts.wait(failure, attempt));
                Optional<KeptJob> found = found(kept);
                if (found.isPresent()) {
                    return found.get();
                }
            }
        }
    }

    private Optional<KeptJob> found(KeptJob kept) {
        Supplier<List<String>> look = () -> jobs.jobsOn(kept.trainingFile());
        List<String> known =
                attempts.of(
                        look, " Whether a job was started is not known, so none is: run again.");
        return known.stream().findFirst().map(kept::withJob);
    }
}
