package dev.gradus.tune.train;

import dev.gradus.embedded.internal.WholeFile;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Trainer.Epoch;
import dev.gradus.stats.Seeds;
import dev.gradus.task.Recipe;
import dev.gradus.tune.net.Head;
import dev.gradus.tune.net.Network;
import dev.gradus.tune.net.PairLoss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Trains one job, from its checkpoint where there is one, to the best epoch's parameters. The
/// order of things is what a resumed run must repeat to the bit, so it stands in one file.
final class TrainingLoop {
    /// Examples a label whose mean begins the head: more move it little, and each costs a pass.
    private static final int CENTROID_EXAMPLES = 16;

    private static final double SMOOTH = 0.95;

    private final TrainingJob job;
    private final Recipe recipe;
    private final Network net;
    private final Head head;
    private final Learner learner;
    private final Checkpoint checkpoint;
    private final Progress progress;
    private final RunClock clock;
    private final double checkpointSeconds;
    private final HeldOut cut;
    private final float[] weightOf;
    private final PairSampler pairs;
    private final Course course;
    private final TrainingState state;
    private double lastCheckpoint;

    /// @param checkpointSeconds between checkpoints, beside those at the ends of epochs
    TrainingLoop(
            TrainingJob job,
            Network net,
            Crew crew,
            Path folder,
            Progress progress,
            RunClock clock,
            double checkpointSeconds) {
        this.job = job;
        this.recipe = job.recipe();
        this.net = net;
        this.head = new Head(net.parameters(), job.labels().size(), net.shape().dimensions());
        this.learner = new Learner(net, crew, job.texts());
        this.checkpoint = new Checkpoint(folder, job.hash());
        this.progress = progress;
        this.clock = clock;
        this.checkpointSeconds = checkpointSeconds;
        this.cut = HeldOut.of(job.labelOf(), job.groupOf(), recipe.held(), job.seed());
        this.weightOf = LabelWeights.of(job.labelOf(), cut.teaching(), job.labels().size());
        this.pairs = new PairSampler(cut.teaching(), job.labelOf(), recipe.batch(), job.seed());
        this.course = new Course(recipe, cut.teaching().length, pairs.possible());
        this.state = begin(folder);
    }

    private TrainingState begin(Path folder) {
        try {
            checkpoint.sweep();
        } catch (IOException e) {
            throw WholeFile.cannotWrite(folder, e);
        }
        TrainingState found =
                checkpoint
                        .read(net.parameters().size())
                        .orElseGet(() -> new TrainingState(net.parameters().size()));
        if (found.updates == 0 && !found.begun) {
            net.begin(found.theta, job.seed());
        } else {
            found.resumed++;
        }
        return found;
    }

    /// How a run ended.
    enum End {
        /// Every epoch ran, or no better one was to be expected.
        DONE,
        /// The job's limit was reached; what there is counts.
        LIMIT,
        /// It was asked to stop; the checkpoint goes on.
        STOPPED
    }

    /// Trains; afterwards the state holds what came of it.
    ///
    /// @throws GradusException.Data where the loss is no number, or a checkpoint cannot be written
    End run() {
        learner.refresh(state.theta);
        End end = state.begun ? End.DONE : contrast();
        if (end == End.DONE) {
            end = epochs();
        }
        if (end == End.STOPPED) {
            save();
            return end;
        }
        if (end == End.LIMIT && (state.step > 0 || state.epochs.isEmpty())) {
            beginHead();
            closeEpoch();
        }
        return end;
    }

    private End contrast() {
        int steps = course.pairSteps();
        while (state.pairSteps < steps) {
            double rate = course.pairRate(state);
            var drawn = pairs.draw(state.pairSteps);
            double loss =
                    learner.learn(
                            drawn,
                            pass -> PairLoss.of(labels(pass), (float) (1.0 / drawn.size())),
                            Seeds.seed(job.seed(), "dropout of pairs " + state.pairSteps));
            update(loss, rate);
            state.pairSteps++;
            End end = between();
            if (end != End.DONE) {
                return end;
            }
        }
        return End.DONE;
    }

    private End epochs() {
        beginHead();
        while (state.epochs.size() < recipe.epochs() && !outOfPatience()) {
            int[] order = order(state.epochs.size());
            while (state.step < course.stepsOfEpoch()) {
                long from = System.nanoTime();
                step(order);
                state.epochNanos += System.nanoTime() - from;
                End end = between();
                if (end != End.DONE) {
                    return end;
                }
            }
            closeEpoch();
            save();
        }
        return End.DONE;
    }

    private boolean outOfPatience() {
        return state.epochs.size() - state.bestEpoch >= recipe.patience() && state.bestEpoch > 0;
    }

    /// The head at the labels' centroids; the moments from zero, as the loss is another now.
    private void beginHead() {
        if (state.begun) {
            return;
        }
        int[] some = fewOfEach();
        head.begin(state.theta, learner.encode(some), labels(some));
        Arrays.fill(state.first, 0);
        Arrays.fill(state.second, 0);
        state.updates = 0;
        state.smoothLoss = Double.NaN;
        System.arraycopy(state.theta, 0, state.average, 0, state.average.length);
        state.begun = true;
    }

    private int[] fewOfEach() {
        int[] taken = new int[job.labels().size()];
        return Arrays.stream(order(0))
                .filter(i -> taken[job.labelOf()[i]]++ < CENTROID_EXAMPLES)
                .toArray();
    }

    private int[] order(int epoch) {
        int[] order = cut.teaching().clone();
        SplittableRandom random = Seeds.generator(job.seed(), "order of epoch " + epoch);
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int other = order[j];
            order[j] = order[i];
            order[i] = other;
        }
        return order;
    }

    private void step(int[] order) {
        int from = state.step * recipe.batch();
        int[] examples =
                Arrays.copyOfRange(order, from, Math.min(order.length, from + recipe.batch()));
        String purpose = "dropout of step " + state.epochs.size() + " " + state.step;
        double loss =
                learner.learn(
                        Shards.of(examples, job.texts()),
                        pass ->
                                head.crossEntropy(
                                        state.theta, labels(pass), weightOf, examples.length),
                        Seeds.seed(job.seed(), purpose));
        update(loss, course.rate(state));
        Average.include(state.average, state.theta, state.updates);
        state.lossSum += loss;
        state.step++;
    }

    private void update(double loss, double rate) {
        float[] gradient = learner.gradient();
        double norm = AdamW.norm(gradient);
        if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
            throw new GradusException.Data(
                    "training went astray at step %d of %d: the loss is %s and its gradient %s at a learning rate of %.3g. Lower tuning.learning-rate (now %.3g), to %.1g say."
                            .formatted(
                                    course.done(state) + 1,
                                    course.steps(),
                                    loss,
                                    norm,
                                    rate,
                                    recipe.learningRate(),
                                    recipe.learningRate() / 10));
        }
        float scale = norm > recipe.clip() ? (float) (recipe.clip() / norm) : 1;
        state.updates++;
        AdamW.step(
                net.parameters(),
                state,
                gradient,
                scale,
                rate,
                recipe.weightDecay(),
                state.updates);
        learner.refresh(state.theta);
        state.smoothLoss =
                Double.isNaN(state.smoothLoss)
                        ? loss
                        : SMOOTH * state.smoothLoss + (1 - SMOOTH) * loss;
    }

    /// After each step: tells, saves, and looks whether to go on.
    private End between() {
        OptionalDouble held =
                state.epochs.isEmpty()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(state.epochs.getLast().heldScore());
        progress.at(
                course.done(state),
                course.steps(),
                state.smoothLoss,
                held,
                course.examplesPerSecond(state));
        if (progress.stop()) {
            return End.STOPPED;
        }
        double wall = state.wallSeconds + clock.wallSeconds();
        if (job.limit().isPresent() && wall >= job.limit().get().toMillis() / 1000.0) {
            return End.LIMIT;
        }
        if (clock.wallSeconds() - lastCheckpoint >= checkpointSeconds) {
            save();
        }
        return End.DONE;
    }

    private void save() {
        checkpoint.write(
                state,
                state.cpuSeconds + clock.cpuSeconds(),
                state.wallSeconds + clock.wallSeconds());
        lastCheckpoint = clock.wallSeconds();
    }

    private void closeEpoch() {
        learner.refresh(state.average);
        float[] units = learner.encode(cut.held());
        learner.refresh(state.theta);
        int[] right = labels(cut.held());
        var logits =
                IntStream.range(0, right.length)
                        .mapToObj(i -> head.logits(state.average, units, i))
                        .toList();
        double correct =
                IntStream.range(0, right.length)
                        .filter(i -> Calibration.best(logits.get(i)) == right[i])
                        .count();
        Epoch epoch =
                new Epoch(
                        state.epochs.size() + 1,
                        state.step == 0 ? 0 : state.lossSum / state.step,
                        Calibration.loss(logits, right, 1),
                        correct / right.length,
                        course.examplesPerSecond(state));
        if (state.bestEpoch == 0 || better(epoch, state.epochs.get(state.bestEpoch - 1))) {
            state.bestEpoch = epoch.number();
            System.arraycopy(state.average, 0, state.best, 0, state.best.length);
        }
        state.epochs.add(epoch);
        state.step = 0;
        state.lossSum = 0;
        state.epochNanos = 0;
    }

    /// A lower loss: each held-out example says more by it than by being right or wrong, and with
    /// few of them the score of the best epoch is mostly luck.
    private static boolean better(Epoch epoch, Epoch best) {
        return epoch.heldLoss() < best.heldLoss();
    }

    private int[] labels(int[] examples) {
        return Arrays.stream(examples).map(i -> job.labelOf()[i]).toArray();
    }

    TrainingState state() {
        return state;
    }

    HeldOut cut() {
        return cut;
    }

    Head head() {
        return head;
    }

    /// Uses the best epoch's parameters from now on.
    Learner bestLearner() {
        learner.refresh(state.best);
        return learner;
    }

    /// Removes the checkpoint of a run that is finished.
    void forget() {
        checkpoint.delete();
    }

    boolean pairsMissing() {
        return recipe.start() == Recipe.Start.CONTRASTIVE && !pairs.possible();
    }
}
