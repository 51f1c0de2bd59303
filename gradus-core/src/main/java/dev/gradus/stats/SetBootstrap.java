package dev.gradus.stats;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Bootstrap limits of a set score, or of the difference of two: examples (or whole groups) are
/// drawn with replacement and the score is computed anew from each draw; BCa limits, acceleration
/// from leaving out one unit at a time.
///
/// **Where fewer than 5 units differ** (a candidate that gives the same answers as the baseline; a
/// candidate that is almost always right) resampling sees no variation. Then at most the share u of
/// units may differ (Clopper-Pearson), that is k examples, and the limits are 0 (the difference of
/// equal candidates) or 1 (the score of a candidate that is always right) less the swing of the k
/// examples that weigh most, and plus it for a difference. The swing of a label's examples is the
/// score with all of them right less the score with none right, spread over them. Rare labels weigh
/// most, which is the truth about macro averages. This is a careful bound, not an exact one: swings
/// of different labels are added.
final class SetBootstrap {
    private static final int FEW = 5;

    private final SetScore score;
    private final SetAnswers answers;
    private final Groups groups;
    private final boolean paired;

    private SetBootstrap(SetScore score, SetAnswers answers, Groups groups, boolean paired) {
        this.score = score;
        this.answers = answers;
        this.groups = groups.enough();
        this.paired = paired;
    }

    /// Limits of candidate's score less baseline's.
    static Bounds difference(SetScore score, SetAnswers answers, Groups groups, long seed) {
        return new SetBootstrap(score, answers, groups, true).bounds(seed);
    }

    /// Limits of candidate's score.
    static Bounds single(SetScore score, SetAnswers answers, Groups groups, long seed) {
        return new SetBootstrap(score, answers, groups, false).bounds(seed);
    }

    private Bounds bounds(long seed) {
        double estimate = value(answers.counts);
        int[][] members = groups.members();
        int differing = differingUnits(members);
        double least = paired ? -1 : 0;
        if (differing < FEW) {
            return fewDiffer(estimate, swings(), members, differing);
        }
        return new Bca(
                new Replicates(replicates(members, new SplittableRandom(seed)), estimate),
                acceleration(members),
                members.length,
                least,
                1);
    }

    private Bounds fewDiffer(double estimate, double[] swings, int[][] members, int differing) {
        double centre = paired ? 0 : 1;
        double least = paired ? -1 : 0;
        return Bounds.of(
                level -> {
                    double reach = swing(swings, members, differing, level);
                    return Math.max(least, Math.min(estimate, centre - reach));
                },
                level -> {
                    double reach = swing(swings, members, differing, level);
                    return Math.min(1, Math.max(estimate, centre + reach));
                });
    }

    private double value(int[] weights) {
        double candidate = score.of(answers.gold, answers.candidate, weights);
        return paired ? candidate - score.of(answers.gold, answers.baseline, weights) : candidate;
    }

    private double[] replicates(int[][] members, SplittableRandom random) {
        int units = members.length;
        double[] replicates = new double[Bootstrap.resamples(answers.n())];
        int[] weights = new int[answers.distinct()];
        for (int r = 0; r < replicates.length; r++) {
            Arrays.fill(weights, 0);
            if (groups.trivial()) {
                drawExamples(weights, random);
            } else {
                for (int i = 0; i < units; i++) {
                    add(weights, members[Draws.index(random.nextLong(), units)], 1);
                }
            }
            replicates[r] = value(weights);
        }
        return replicates;
    }

    private void drawExamples(int[] weights, SplittableRandom random) {
        int[] tripleOf = answers.tripleOf;
        int n = tripleOf.length;
        for (int i = n >> 1; i > 0; i--) {
            long bits = random.nextLong();
            weights[tripleOf[Draws.index(bits, n)]]++;
            weights[tripleOf[Draws.index(bits >>> 32, n)]]++;
        }
        if ((n & 1) == 1) {
            weights[tripleOf[Draws.index(random.nextLong(), n)]]++;
        }
    }

    private void add(int[] weights, int[] examples, int sign) {
        for (int example : examples) {
            weights[answers.tripleOf[example]] += sign;
        }
    }

    private double acceleration(int[][] members) {
        int[] weights = answers.counts.clone();
        double[] leftOut;
        double[] times;
        if (groups.trivial()) {
            leftOut = new double[answers.distinct()];
            times = Arrays.stream(answers.counts).asDoubleStream().toArray();
            for (int triple = 0; triple < leftOut.length; triple++) {
                weights[triple]--;
                leftOut[triple] = value(weights);
                weights[triple]++;
            }
        } else {
            leftOut = new double[members.length];
            times = new double[members.length];
            for (int group = 0; group < leftOut.length; group++) {
                add(weights, members[group], -1);
                leftOut[group] = value(weights);
                times[group] = 1;
                add(weights, members[group], 1);
            }
        }
        return Bca.acceleration(leftOut, times);
    }

    /// Units in which the two candidates, or the single one and the gold labels, part.
    private int differingUnits(int[][] members) {
        int[] against = paired ? answers.baseline : answers.gold;
        int differing = 0;
        for (int[] unit : members) {
            boolean same = true;
            for (int example : unit) {
                int triple = answers.tripleOf[example];
                same &= answers.candidate[triple] == against[triple];
            }
            differing += same ? 0 : 1;
        }
        return differing;
    }

    /// What each example can move the score, largest first.
    private double[] swings() {
        int labels = 1 + Arrays.stream(answers.gold).max().orElseThrow();
        int[] sizes = new int[labels];
        for (int i = 0; i < answers.distinct(); i++) {
            sizes[answers.gold[i]] += answers.counts[i];
        }
        double[] byExample = new double[answers.n()];
        int filled = 0;
        for (int label = 0; label < labels; label++) {
            if (sizes[label] > 0) {
                double all = valueWith(label, label) - valueWith(label, -1);
                int next = filled + sizes[label];
                Arrays.fill(byExample, filled, next, -Math.abs(all) / sizes[label]);
                filled = next;
            }
        }
        Arrays.sort(byExample);
        return Arrays.stream(byExample).map(Math::abs).toArray();
    }

    private double valueWith(int label, int answer) {
        int[] given = answers.candidate.clone();
        for (int i = 0; i < given.length; i++) {
            given[i] = answers.gold[i] == label ? answer : given[i];
        }
        return score.of(answers.gold, given, answers.counts);
    }

    private double swing(double[] swings, int[][] members, int differing, double level) {
        double share = Share.clopperPearsonUpper(differing, members.length, level);
        int[] sizes = Arrays.stream(members).mapToInt(unit -> -unit.length).sorted().toArray();
        long examples = 0;
        for (int i = 0; i < Math.ceil(share * sizes.length); i++) {
            examples -= sizes[i];
        }
        return Arrays.stream(swings).limit(examples).sum();
    }
}
