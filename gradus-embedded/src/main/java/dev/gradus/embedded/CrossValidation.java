package dev.gradus.embedded;

import dev.gradus.candidate.Method;
import dev.gradus.candidate.Method.Adapted;
import dev.gradus.candidate.Method.FixedShots;
import dev.gradus.candidate.Method.LabelDescriptions;
import dev.gradus.candidate.Method.LabelNames;
import dev.gradus.candidate.Method.Linear;
import dev.gradus.candidate.Method.NearestExample;
import dev.gradus.candidate.Method.RetrievedShots;
import dev.gradus.spi.VectorClassifiers.Training;
import dev.gradus.spi.VectorClassifiers.Trial;
import dev.gradus.spi.VectorClassifiers.Tuned;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// What a method would have scored on each train example, had it not seen the example's fold.
final class CrossValidation {
    /// 4 folds teach with three quarters of train each; 5 would teach with four fifths and cost a
    /// third more.
    static final int FOLDS = 4;

    private static final int[] NEIGHBOURS = {1, 3, 5, 8, 12, 20, 30};

    /// Vectors are of unit length, so useful weights are in the tens and penalties small. The
    /// search begins here, goes weaker while that helps, and stronger only where the first weaker
    /// one did not: on 8,000 examples a quarter less work than the whole grid, and never the
    /// costliest part of it in vain.
    private static final double FIRST_STRENGTH = 1e-4;

    private static final double[] WEAKER = {3e-5, 1e-5, 3e-6};
    private static final double[] STRONGER = {1e-3, 1e-2};

    private static final Comparator<Trial<Double>> MORE_ACCURATE =
            Comparator.comparingDouble((Trial<Double> trial) -> trial.accuracy())
                    .thenComparingDouble(trial -> -trial.loss());

    private final Training training;
    private final Folds folds;

    CrossValidation(Training training, long seed) {
        this.training = training;
        this.folds = Folds.of(training, FOLDS, seed);
    }

    /// A choice with the held-out scores that led to it.
    record Chosen<T>(Tuned<T> tuned, float[][] scores) {}

    /// The scores of every train example, held out.
    float[][] scores(Method method) {
        float[][] scores = new float[training.labels().length][];
        IntStream.range(0, folds.count())
                .parallel()
                .forEach(fold ->
                        put(
                                rater(method, subset(training, folds.teaching(fold))),
                                folds.heldOut(fold),
                                scores));
        return scores;
    }

    /// The examples of the first folds, as many as make `wanted` or all, and their scores.
    HeldOut some(Method method, int wanted) {
        List<float[]> scores = new ArrayList<>();
        List<Integer> right = new ArrayList<>();
        for (int fold = 0; fold < folds.count() && right.size() < wanted; fold++) {
            int[] heldOut = folds.heldOut(fold);
            Rater rater = rater(method, subset(training, folds.teaching(fold)));
            float[][] part = new float[training.labels().length][];
            put(rater, heldOut, part);
            for (int example : heldOut) {
                scores.add(part[example]);
                right.add(training.labels()[example]);
            }
        }
        return new HeldOut(
                scores.toArray(float[][]::new),
                right.stream().mapToInt(Integer::intValue).toArray());
    }

    /// Scores of held-out examples with their right labels.
    record HeldOut(float[][] scores, int[] right) {}

    private void put(Rater rater, int[] heldOut, float[][] scores) {
        float[][] rated = rater.rateAll(vectors(heldOut));
        for (int i = 0; i < heldOut.length; i++) {
            scores[heldOut[i]] = rated[i];
        }
    }

    private float[][] vectors(int[] examples) {
        float[][] vectors = new float[examples.length][];
        for (int i = 0; i < examples.length; i++) {
            vectors[i] = training.vectors()[examples[i]];
        }
        return vectors;
    }

    /// Tries each number of neighbours; the most accurate wins, of equal ones the smallest.
    Chosen<Integer> neighbours() {
        int[] labels = training.labels();
        int most = NEIGHBOURS[NEIGHBOURS.length - 1];
        float[][][] scores = new float[NEIGHBOURS.length][labels.length][];
        for (int fold = 0; fold < folds.count(); fold++) {
            Training teaching = subset(training, folds.teaching(fold));
            int[] heldOut = folds.heldOut(fold);
            Rater.productsOfAll(
                    Columns.of(teaching.vectors()),
                    vectors(heldOut),
                    (i, products) -> {
                        int[] nearest = NearestVote.nearest(products, most);
                        for (int k = 0; k < NEIGHBOURS.length; k++) {
                            scores[k][heldOut[i]] =
                                    NearestVote.of(
                                            products,
                                            nearest,
                                            NEIGHBOURS[k],
                                            teaching.labels(),
                                            training.labelCount());
                        }
                    });
        }
        List<Trial<Integer>> tried = new ArrayList<>();
        int best = 0;
        for (int k = 0; k < NEIGHBOURS.length; k++) {
            double sharpness = Sharpness.of(scores[k], labels, 1);
            tried.add(
                    new Trial<>(
                            NEIGHBOURS[k],
                            accuracy(scores[k], labels),
                            Sharpness.loss(scores[k], labels, sharpness)));
            best = tried.get(k).accuracy() > tried.get(best).accuracy() ? k : best;
        }
        return new Chosen<>(new Tuned<>(NEIGHBOURS[best], tried), scores[best]);
    }

    /// Tries penalties until the held-out loss rises; the most accurate wins, of equal ones that
    /// with the lower loss.
    Chosen<Double> strength() {
        LogisticRegression[] regressions =
                IntStream.range(0, folds.count())
                        .mapToObj(fold -> regression(subset(training, folds.teaching(fold))))
                        .toArray(LogisticRegression[]::new);
        List<Trial<Double>> tried = new ArrayList<>();
        Chosen<Double> first = strength(FIRST_STRENGTH, regressions, tried);
        Chosen<Double> best = improve(first, WEAKER, regressions, tried);
        if (tried.size() == 2) {
            best = improve(best, STRONGER, regressions, tried);
        }
        return new Chosen<>(new Tuned<>(best.tuned().value(), tried), best.scores());
    }

    private Chosen<Double> improve(
            Chosen<Double> start,
            double[] strengths,
            LogisticRegression[] regressions,
            List<Trial<Double>> tried) {
        Chosen<Double> best = start;
        double lowest = tried.getFirst().loss();
        for (double l2 : strengths) {
            Chosen<Double> next = strength(l2, regressions, tried);
            best = MORE_ACCURATE.compare(trial(next), trial(best)) > 0 ? next : best;
            if (trial(next).loss() >= lowest) {
                return best;
            }
            lowest = trial(next).loss();
        }
        return best;
    }

    private static Trial<Double> trial(Chosen<Double> chosen) {
        return chosen.tuned().tried().getFirst();
    }

    private Chosen<Double> strength(
            double l2, LogisticRegression[] regressions, List<Trial<Double>> tried) {
        int[] labels = training.labels();
        float[][] scores = new float[labels.length][];
        IntStream.range(0, folds.count())
                .parallel()
                .forEach(fold -> put(regressions[fold].fit(l2), folds.heldOut(fold), scores));
        Trial<Double> trial =
                new Trial<>(l2, accuracy(scores, labels), Sharpness.loss(scores, labels, 1));
        tried.add(trial);
        return new Chosen<>(new Tuned<>(l2, List.of(trial)), scores);
    }

    private static double accuracy(float[][] scores, int[] labels) {
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            right += Sharpness.best(scores[i]) == labels[i] ? 1 : 0;
        }
        return (double) right / labels.length;
    }

    /// Learns a method from all of a training set.
    static Rater rater(Method method, Training training) {
        return switch (method) {
            case LabelNames names -> new Rater.Prototypes(training.nameVectors());
            case LabelDescriptions descriptions ->
                    new Rater.Prototypes(training.descriptionVectors());
            case FixedShots shots -> new Rater.Prototypes(Shots.prototypes(shots, training));
            case RetrievedShots retrieved ->
                    new Rater.Neighbours(
                            training.vectors(),
                            training.labels(),
                            training.labelCount(),
                            retrieved.neighbours());
            case NearestExample nearest ->
                    new Rater.NearestExample(
                            training.vectors(), training.labels(), training.labelCount());
            case Linear linear -> regression(training).fit(linear.l2());
            case Adapted adapted ->
                    throw new IllegalArgumentException(
                            "an adapted encoder brings its own head; nothing is fitted on it");
        };
    }

    private static LogisticRegression regression(Training training) {
        return new LogisticRegression(training.vectors(), training.labels(), training.labelCount());
    }

    private static Training subset(Training training, int[] examples) {
        float[][] vectors = new float[examples.length][];
        int[] labels = new int[examples.length];
        int[] groups = new int[examples.length];
        for (int i = 0; i < examples.length; i++) {
            vectors[i] = training.vectors()[examples[i]];
            labels[i] = training.labels()[examples[i]];
            groups[i] = training.groups()[examples[i]];
        }
        return new Training(
                vectors,
                labels,
                groups,
                training.nameVectors(),
                training.descriptionVectors(),
                training.described());
    }
}
