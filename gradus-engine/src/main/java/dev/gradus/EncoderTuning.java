package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.canonical.Canonical;
import dev.gradus.score.Measure;
import dev.gradus.score.Run;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Trainer;
import dev.gradus.spi.Trainer.Kept;
import dev.gradus.spi.Trainer.Trained;
import dev.gradus.stats.Seeds;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.ContentHash;
import dev.gradus.task.Label;
import dev.gradus.task.ModelName;
import dev.gradus.task.Task;
import dev.gradus.tuning.Forgetting;
import dev.gradus.tuning.ForgettingSlice;
import dev.gradus.tuning.ReleaseDecision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Tunes an in-process encoder, on this machine.
final class EncoderTuning implements TuningWay {
    private final TuneBench bench;
    private final Task task;
    private final ModelName base;
    private final Trainer trainer;
    private Optional<Kept> kept = Optional.empty();

    /// @throws GradusException where nothing here tunes the base
    EncoderTuning(TuneBench bench, ModelName base) {
        this.bench = bench;
        this.task = bench.task();
        this.base = base;
        this.trainer =
                bench.sources()
                        .trainer()
                        .orElseThrow(() ->
                                new GradusException.Usage(
                                        "no trainer is on the class path; add gradus-tune"));
        bench.request().others().forEach(EncoderTuning::refuseWithoutLabels);
        trainer.refusal(base)
                .ifPresent(why -> {
                    throw new GradusException.Provider(why, false);
                });
    }

    private static void refuseWithoutLabels(TuneRequest.Other other) {
        if (other.task().answer().asLabels().isEmpty()) {
            throw new GradusException.Data(
                    "tuning.forgetting names the task "
                            + other.task().name()
                            + ", whose answer has no labels: an encoder can only be asked for"
                            + " labels. Name a label task, or leave it out.");
        }
    }

    @Override
    public Candidate tuned() {
        Kept adapter = keep(train());
        kept = Optional.of(adapter);
        return new Candidate.Encoded(
                base,
                new Method.Adapted(task.plan().recipe().kind().word(), adapter.id()),
                labels(),
                ContentHash.of(bench.splits().train()));
    }

    private List<Label> labels() {
        return task.answer().asLabels().map(AnswerShape.Labels::labels).orElseThrow();
    }

    /// One run a seed; the one with the best held-out score inside train is kept.
    private Trained train() {
        List<Trainer.Job> jobs = new ArrayList<>();
        List<Trained> runs = new ArrayList<>();
        int seeds = task.plan().recipe().seeds();
        for (int i = 1; i <= seeds; i++) {
            Trainer.Job job = job(i);
            jobs.add(job);
            String which = seeds == 1 ? "" : ", seed " + i + " of " + seeds;
            runs.add(
                    bench.watch()
                            .train(
                                    trainer,
                                    "tuning "
                                            + base
                                            + " by "
                                            + task.plan().recipe().kind().word()
                                            + which,
                                    job));
        }
        Trained best =
                runs.stream().max(Comparator.comparingDouble(Trained::heldScore)).orElseThrow();
        bench.document().trained(jobs, runs, runs.indexOf(best));
        return best;
    }

    private Trainer.Job job(int number) {
        List<String> labels = task.answer().asLabels().map(AnswerShape.Labels::names).orElseThrow();
        long own = Seeds.seed(bench.seed(), "tuning run " + number);
        Optional<Duration> limit = task.plan().limit();
        ContentHash key =
                new ContentHash()
                        .add(Canonical.text(task.name()))
                        .add(Canonical.name(base.provider(), base.model()))
                        .add(Canonical.printed(task.plan().recipe().oneRun().printed()))
                        .add(Canonical.number(own))
                        .add(Canonical.text(ContentHash.of(bench.splits().train())));
        // What a limit cut short is another run than the one with more time.
        limit.ifPresent(time -> key.add(Canonical.duration(time)));
        return new Trainer.Job(
                base,
                task.plan().recipe().oneRun(),
                labels,
                EncoderPilots.labelled(bench.splits().train(), labels),
                List.of(),
                own,
                bench.home().resolve("tuning").resolve("run-" + key.hex().substring(0, 16)),
                limit);
    }

    private Kept keep(Trained trained) {
        trainer.merge(trained.folder(), base);
        Kept kept =
                trainer.keep(
                        bench.home(),
                        task.name(),
                        trained,
                        bench.document().job(trained),
                        ContentHash.of(bench.splits().train()),
                        bench.document().seeds());
        bench.document().kept(kept);
        return kept;
    }

    /// The linear classifier on the same encoder, untuned: always shown beside the tuned one.
    @Override
    public void measured(Measure measure, Run tuned) {
        if (!bench.equipment().means().encoders().contains(base)) {
            return;
        }
        Run frozen =
                bench.evaluator()
                        .dev(
                                new Candidate.Encoded(
                                        base,
                                        new Method.Linear(
                                                bench.equipment()
                                                        .means()
                                                        .study()
                                                        .strength(base)
                                                        .value()),
                                        labels(),
                                        bench.equipment().means().study().trainHash()));
        bench.document().frozen(measure.compare(frozen, tuned), frozen);
    }

    @Override
    public Forgetting forgetting(Candidate tuned) {
        Encoders encoders = bench.equipment().encoders();
        VectorStore before = encoders.vectors(base);
        VectorStore after = encoders.vectors((Candidate.Encoded) tuned);
        List<ForgettingSlice> slices = new ArrayList<>();
        GeneralRetrieval.Result general = new GeneralRetrieval().of(before, after);
        slices.add(general.slice());
        bench.document().agreement(general.agreement());
        OtherTasks others = new OtherTasks(encoders.classifiers(), bench.seed());
        bench.request().others().forEach(other -> slices.addAll(others.of(other, before, after)));
        return Forgetting.of(slices, task.plan().margin(), Seeds.seed(bench.seed(), "forgetting"));
    }

    @Override
    public void decided(ReleaseDecision decision) {
        trainer.note(
                bench.home(),
                task.name(),
                kept.orElseThrow(),
                bench.document().devScore(),
                bench.document().testScore(),
                decision.kind().word() + ": " + String.join(" ", decision.why()));
    }
}
