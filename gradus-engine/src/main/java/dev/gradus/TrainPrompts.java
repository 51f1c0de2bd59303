package dev.gradus;

import dev.gradus.calls.Together;
import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Shots;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.PromptStudy;
import dev.gradus.spi.Scorer;
import dev.gradus.spi.TrainStudy.Escalation;
import dev.gradus.spi.VectorClassifiers.Prediction;
import dev.gradus.stats.Seeds;
import dev.gradus.task.Example;
import dev.gradus.task.ModelName;
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/// What can be learned about prompts inside train. Nothing is stored here: every reply is in the
/// ledger, so that a climb that is killed finds the same shots, instructions and thresholds again
/// without paying twice.
final class TrainPrompts implements PromptStudy {
    private static final int POOL = 2_000;
    private static final int ESCALATION_SAMPLE = 400;
    private static final int SILENT = 15;
    private static final String THRESHOLD = "choosing the cascade's threshold";

    /// After so many wrong answers in a row the next is right less than once in ten: of 30, 95 %
    /// one-sided (Clopper and Pearson 1934), 9.5 % at most.
    static final int ALL_WRONG = 30;

    private final Task task;
    private final Splits splits;
    private final Encoders encoders;
    private final List<ModelName> inProcess;
    private final Answering answering;
    private final Prompting prompting;
    private final Scorer scorer;
    private final Progress progress;
    private final ModelName writer;
    private final long seed;

    /// @param writer proposes instructions
    TrainPrompts(
            Task task,
            Splits splits,
            Encoders encoders,
            List<ModelName> inProcess,
            Answering answering,
            Prompting prompting,
            Scorer scorer,
            Progress progress,
            ModelName writer,
            long seed) {
        this.task = task;
        this.splits = splits;
        this.encoders = encoders;
        this.inProcess = List.copyOf(inProcess);
        this.answering = answering;
        this.prompting = prompting;
        this.scorer = scorer;
        this.progress = progress;
        this.writer = writer;
        this.seed = seed;
    }

    /// An answer on a train example; the score is empty where none came.
    record Graded(Example example, Answerer.Answer answer, OptionalDouble score) {}

    @Override
    public List<Shots.Shot> diverseShots(int count) {
        List<Integer> pool = drawn("shots", POOL);
        List<Integer> picked = inProcess.isEmpty() ? inTurn(pool, count) : apart(pool, count);
        return picked.stream().map(i -> shot(splits.train().get(i))).toList();
    }

    /// The labels in turn, at random within each.
    private List<Integer> inTurn(List<Integer> pool, int count) {
        List<Integer> picked = new ArrayList<>();
        Set<String> used = new HashSet<>();
        while (picked.size() < Math.min(count, pool.size())) {
            int before = picked.size();
            for (int i : pool) {
                if (picked.size() < count
                        && !picked.contains(i)
                        && used.add(splits.train().get(i).expected())) {
                    picked.add(i);
                }
            }
            if (picked.size() == before || byLabel()) {
                used.clear();
            }
        }
        return picked;
    }

    /// Farthest first (Gonzalez 1985): each next shot is the one farthest from those picked, of a
    /// label that was not picked yet while there is one.
    private List<Integer> apart(List<Integer> pool, int count) {
        float[][] vectors = encoders.train(inProcess.getFirst());
        double[] nearest = new double[pool.size()];
        Arrays.fill(nearest, Double.NEGATIVE_INFINITY);
        List<Integer> picked = new ArrayList<>();
        Set<String> used = new HashSet<>();
        while (picked.size() < Math.min(count, pool.size())) {
            int best = -1;
            for (int i = 0; i < pool.size(); i++) {
                boolean open =
                        !picked.contains(pool.get(i))
                                && !(byLabel()
                                        && used.contains(
                                                splits.train().get(pool.get(i)).expected()));
                if (open && (best < 0 || nearest[i] < nearest[best])) {
                    best = i;
                }
            }
            if (best < 0) {
                used.clear();
                continue;
            }
            int chosen = pool.get(best);
            picked.add(chosen);
            used.add(splits.train().get(chosen).expected());
            for (int i = 0; i < pool.size(); i++) {
                nearest[i] = Math.max(nearest[i], dot(vectors[pool.get(i)], vectors[chosen]));
            }
        }
        return picked;
    }

    @Override
    public Bootstrapped bootstrappedShots(Candidate.Prompted base, int count) {
        return new Bootstrapping(task, this).of(base, count);
    }

    @Override
    public Rewritten rewritten(Candidate.Prompted base) {
        return new Rewriting(task, prompting, this, writer).of(base);
    }

    @Override
    public Optional<Escalation> escalation(
            Candidate first, Candidate.Prompted second, double margin) {
        List<Integer> sample = drawn("escalation", ESCALATION_SAMPLE);
        List<Example> examples = sample.stream().map(splits.train()::get).toList();
        List<Optional<Stated>> stated = stated(first, sample, examples);
        if (2 * stated.stream().filter(Optional::isPresent).count() < examples.size()) {
            return Optional.empty();
        }
        List<Graded> graded = graded(second, examples, THRESHOLD);
        List<Integer> both =
                IntStream.range(0, examples.size())
                        .filter(i -> stated.get(i).isPresent() && graded.get(i).score().isPresent())
                        .boxed()
                        .toList();
        if (2 * both.size() < examples.size() || both.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                Thresholds.choose(
                        both.stream()
                                .mapToDouble(i -> stated.get(i).orElseThrow().confidence())
                                .toArray(),
                        both.stream()
                                .mapToDouble(i -> stated.get(i).orElseThrow().score())
                                .toArray(),
                        both.stream()
                                .mapToDouble(i -> graded.get(i).score().orElseThrow())
                                .toArray(),
                        margin));
    }

    /// How sure the first was, and how right.
    private record Stated(double confidence, double score) {}

    /// A classifier learned from these examples, so its out-of-fold predictions speak for it.
    private List<Optional<Stated>> stated(
            Candidate first, List<Integer> sample, List<Example> examples) {
        if (first instanceof Candidate.Encoded encoded) {
            List<Prediction> predictions =
                    encoders.classifiers()
                            .crossValidate(
                                    encoded.method(), encoders.training(encoded.model()), seed);
            int[] labels = encoders.training(encoded.model()).labels();
            return sample.stream()
                    .map(i ->
                            Optional.of(
                                    new Stated(
                                            predictions.get(i).confidence(),
                                            predictions.get(i).label() == labels[i] ? 1 : 0)))
                    .toList();
        }
        int cut = Math.min(SILENT, examples.size());
        List<Graded> graded = new ArrayList<>(graded(first, examples.subList(0, cut), THRESHOLD));
        if (silent(graded)) {
            return Collections.nCopies(examples.size(), Optional.empty());
        }
        graded.addAll(graded(first, examples.subList(cut, examples.size()), THRESHOLD));
        return graded.stream().map(TrainPrompts::stated).toList();
    }

    /// True where the first answers came without saying how sure they were: a model that gives no
    /// log-probabilities gives none for any input.
    private static boolean silent(List<Graded> graded) {
        return graded.stream().anyMatch(one -> one.score().isPresent())
                && graded.stream().noneMatch(one -> one.answer().confidence().isPresent());
    }

    private static Optional<Stated> stated(Graded one) {
        return one.score().isPresent() && one.answer().confidence().isPresent()
                ? Optional.of(
                        new Stated(
                                one.answer().confidence().getAsDouble(), one.score().getAsDouble()))
                : Optional.empty();
    }

    /// The candidate's answers on train examples, scored.
    List<Graded> graded(Candidate candidate, List<Example> examples, String what) {
        Tally tally = new Tally(progress, () -> what + answering.spent(), examples.size());
        List<Answerer.Answer> answers = answering.of(candidate).answer(examples, 0, tally);
        // Side by side, as a judge or a command takes seconds for each.
        return Together.all(
                examples.size(),
                i ->
                        new Graded(
                                examples.get(i),
                                answers.get(i),
                                score(examples.get(i), answers.get(i))));
    }

    private OptionalDouble score(Example example, Answerer.Answer answer) {
        if (answer.error().isPresent()) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(answer.score(scorer, example));
        } catch (CallFailure judgeSilent) {
            return OptionalDouble.empty();
        }
    }

    /// Train examples drawn at random, as indexes; the same for the same purpose.
    List<Integer> drawn(String purpose, int most) {
        List<Integer> all =
                new ArrayList<>(IntStream.range(0, splits.train().size()).boxed().toList());
        Collections.shuffle(all, new Random(Seeds.seed(seed, "prompts " + purpose)));
        return all.subList(0, Math.min(most, all.size()));
    }

    Example train(int index) {
        return splits.train().get(index);
    }

    private boolean byLabel() {
        return task.answer().asLabels().isPresent();
    }

    private static Shots.Shot shot(Example example) {
        return new Shots.Shot(example.input(), example.expected());
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
