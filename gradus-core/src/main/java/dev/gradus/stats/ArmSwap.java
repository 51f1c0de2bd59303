package dev.gradus.stats;

import java.util.SplittableRandom;

/// The paired permutation test for set scores: if the two candidates are equally good, their
/// answers to any example could be exchanged.
///
/// Each draw exchanges the answers of every example (or of every whole group) with chance 1/2 and
/// computes both set scores anew; the statistic is their difference. Noreen (1989),
/// *Computer-Intensive Methods for Testing Hypotheses*, chapter 2 (approximate randomisation); Yeh
/// (2000), *More accurate tests for the statistical significance of result differences*, COLING,
/// for F-scores. p is `(hits + 1) / (drawn + 1)`.
///
/// Only distinct (gold, baseline, candidate) triples are visited; how many of a triple's examples
/// are exchanged is the number of ones among as many random bits.
public final class ArmSwap {
    static final int DRAWN = 9_999;

    private ArmSwap() {}

    /// Tests the difference of the set score between two candidates.
    ///
    /// @param gold the right label of each example, from 0
    /// @param baseline the baseline's answers, -1 for none of the labels
    /// @param candidate the candidate's answers, aligned with them
    /// @param seed from [Seeds], for this purpose alone
    public static Permutation test(
            SetScore score, int[] gold, int[] baseline, int[] candidate, long seed) {
        SetAnswers answers = new SetAnswers(gold, baseline, candidate);
        return test(score, answers, Groups.each(gold.length), seed);
    }

    /// The same, where examples with equal entries in `groups` are exchanged together.
    ///
    /// @throws TooFewGroups with fewer than [Groups#MINIMUM] groups
    public static Permutation test(
            SetScore score, int[] gold, int[] baseline, int[] candidate, int[] groups, long seed) {
        SetAnswers answers = new SetAnswers(gold, baseline, candidate);
        return test(score, answers, Groups.of(groups, gold.length), seed);
    }

    static Permutation test(SetScore score, SetAnswers answers, Groups groups, long seed) {
        Arms arms = new Arms(score, answers, groups.enough());
        SplittableRandom random = new SplittableRandom(seed);
        double observed = arms.difference();
        int greater = 0;
        int asFar = 0;
        for (int i = 0; i < DRAWN; i++) {
            arms.swap(random);
            double drawn = arms.difference();
            greater += drawn >= observed - 1e-12 ? 1 : 0;
            asFar += Math.abs(drawn) >= Math.abs(observed) - 1e-12 ? 1 : 0;
        }
        return new Permutation(
                (asFar + 1.0) / (DRAWN + 1), (greater + 1.0) / (DRAWN + 1), false, DRAWN);
    }

    /// Both arms as weights over the triples taken twice: first with the baseline's answer, then
    /// with the candidate's. Exchanging s examples of a triple moves weight s between the halves.
    private static final class Arms {
        private final SetScore score;
        private final SetAnswers answers;
        private final int[][] members;
        private final boolean grouped;
        private final int[] gold;
        private final int[] given;
        private final int[] baseline;
        private final int[] candidate;

        Arms(SetScore score, SetAnswers answers, Groups groups) {
            this.score = score;
            this.answers = answers;
            this.grouped = !groups.trivial();
            this.members = grouped ? groups.members() : new int[0][];
            this.gold = twice(answers.gold, answers.gold);
            this.given = twice(answers.baseline, answers.candidate);
            this.baseline = twice(answers.counts, new int[answers.distinct()]);
            this.candidate = twice(new int[answers.distinct()], answers.counts);
        }

        double difference() {
            return score.of(gold, given, candidate) - score.of(gold, given, baseline);
        }

        void swap(SplittableRandom random) {
            int[] swapped = grouped ? byGroup(random) : byExample(random);
            int distinct = answers.distinct();
            for (int i = 0; i < distinct; i++) {
                int kept = answers.counts[i] - swapped[i];
                baseline[i] = kept;
                baseline[distinct + i] = swapped[i];
                candidate[i] = swapped[i];
                candidate[distinct + i] = kept;
            }
        }

        private int[] byExample(SplittableRandom random) {
            int[] swapped = new int[answers.distinct()];
            for (int i = 0; i < swapped.length; i++) {
                if (answers.baseline[i] != answers.candidate[i]) {
                    swapped[i] = heads(answers.counts[i], random);
                }
            }
            return swapped;
        }

        private int[] byGroup(SplittableRandom random) {
            int[] swapped = new int[answers.distinct()];
            for (int[] group : members) {
                if (random.nextLong() < 0) {
                    for (int example : group) {
                        swapped[answers.tripleOf[example]]++;
                    }
                }
            }
            return swapped;
        }

        private static int heads(int tosses, SplittableRandom random) {
            int heads = 0;
            int left = tosses;
            for (; left >= Long.SIZE; left -= Long.SIZE) {
                heads += Long.bitCount(random.nextLong());
            }
            return left == 0
                    ? heads
                    : heads + Long.bitCount(random.nextLong() >>> (Long.SIZE - left));
        }

        private static int[] twice(int[] first, int[] second) {
            int[] both = new int[first.length + second.length];
            System.arraycopy(first, 0, both, 0, first.length);
            System.arraycopy(second, 0, both, first.length, second.length);
            return both;
        }
    }
}
