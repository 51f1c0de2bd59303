package dev.gradus.tune.train;

import dev.gradus.spi.VectorClassifiers.Prediction;
import dev.gradus.tune.net.Head;
import dev.gradus.tune.net.Kernels;
import dev.gradus.tune.net.Network;
import dev.gradus.tune.onnx.BertWeights;
import dev.gradus.tune.train.TrainingLoop.End;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// One job from its start or checkpoint to the adapter's files.
final class TrainingRun {
    private final TrainingJob job;
    private final BertWeights base;
    private final boolean meanPooled;
    private final Path folder;
    private final Kernels kernels;
    private final int workers;
    private final double checkpointSeconds;

    TrainingRun(
            TrainingJob job,
            BertWeights base,
            boolean meanPooled,
            Path folder,
            Kernels kernels,
            int workers,
            double checkpointSeconds) {
        this.job = job;
        this.base = base;
        this.meanPooled = meanPooled;
        this.folder = folder;
        this.kernels = kernels;
        this.workers = workers;
        this.checkpointSeconds = checkpointSeconds;
    }

    /// @return false where it was asked to stop, and left a checkpoint
    boolean run(Progress progress, RunClock clock) {
        try (Crew crew = new Crew(workers)) {
            Network net = new Network(kernels, base, meanPooled, job.recipe());
            TrainingLoop loop =
                    new TrainingLoop(job, net, crew, folder, progress, clock, checkpointSeconds);
            End end = loop.run();
            if (end == End.STOPPED) {
                return false;
            }
            finish(net, crew, loop, end, clock);
            return true;
        }
    }

    private void finish(Network net, Crew crew, TrainingLoop loop, End end, RunClock clock) {
        TrainingState state = loop.state();
        int[] held = loop.cut().held();
        List<float[]> logits = logits(loop.bestLearner(), held, loop.head(), state.best);
        int[] right = Arrays.stream(held).map(i -> job.labelOf()[i]).toArray();
        double temperature = Calibration.temperature(logits, right);
        new TrainingResult(job, base, net.parameters(), state.best).write(folder, temperature);
        Learner asked = new Learner(net, crew, job.probes());
        int[] all = IntStream.range(0, job.probes().length).toArray();
        List<Prediction> answers = new ArrayList<>();
        for (float[] row : logits(asked, all, loop.head(), state.best)) {
            answers.add(
                    new Prediction(
                            Calibration.best(row), Calibration.confidence(row, temperature)));
        }
        Answers.write(folder, answers);
        state.cpuSeconds += clock.cpuSeconds();
        state.wallSeconds += clock.wallSeconds();
        TrainingRecord.write(
                folder,
                job,
                state,
                new TrainingRecord.Counts(loop.cut().teaching().length, held.length),
                temperature,
                note(loop, end));
        loop.forget();
    }

    private static List<float[]> logits(Learner learner, int[] examples, Head head, float[] theta) {
        float[] units = learner.encode(examples);
        return IntStream.range(0, examples.length)
                .mapToObj(i -> head.logits(theta, units, i))
                .toList();
    }

    private String note(TrainingLoop loop, End end) {
        List<String> notes = new ArrayList<>();
        TrainingState state = loop.state();
        if (end == End.LIMIT) {
            notes.add(
                    "Stopped by its limit of %d s in epoch %d of %d."
                            .formatted(
                                    job.limit().orElseThrow().toSeconds(),
                                    state.epochs.size(),
                                    job.recipe().epochs()));
        }
        if (state.resumed > 0) {
            notes.add("Resumed from a checkpoint.");
        }
        if (loop.pairsMissing()) {
            notes.add("Without the contrastive start: no two labels have two examples each.");
        }
        if (!kernels.vectors()) {
            notes.add("Slower than it could be: this Java has no module jdk.incubator.vector.");
        }
        return String.join(" ", notes);
    }
}
