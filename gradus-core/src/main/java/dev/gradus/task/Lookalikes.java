package dev.gradus.task;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// The pairs of texts that are worth comparing, found without comparing all of them.
final class Lookalikes {
    /*
     * MinHash and banding. For a random order of all pieces, two texts have the same first piece with a
     * probability equal to their Jaccard overlap (Broder 1997, On the resemblance and containment of
     * documents). 24 bands of 4 such firsts each: a pair meets in a band with probability J^4, and in at
     * least one with 1 - (1 - J^4)^24 (Indyk and Motwani 1998; Leskovec, Rajaraman and Ullman, Mining of
     * Massive Datasets, 3.4): 0.995 at J = 0.667, which is a cosine of 0.80 for texts of one length,
     * 0.9997 at 0.75, and 0.04 at 0.2. The 96 orders are fixed, so the answer depends on the texts alone.
     *
     * Never quadratic: texts that meet in a band form a run in alphabetical order. In a run of up to 32
     * all pairs are looked at; in a longer one each text is held against the 8 before it, its nearest by
     * alphabet, and other bands deal the texts anew. 100,000 texts cost at most 24 x 100,000 x 31 looks,
     * and the callers pass over pairs that are already known to belong together.
     *
     * A join by prefix filter (Bayardo et al. 2007) would be exact, but in short texts of one domain even
     * the rare pieces are common: at a cosine of 0.80 a third of all pieces must be indexed.
     */

    private static final int BANDS = 24;
    private static final int ROWS = 4;
    private static final int SMALL_RUN = 32;
    private static final int WINDOW = 8;
    private static final long ORDERS = 0x6772616475730001L;

    /// A pair that met; `first` is before `second` in alphabetical order.
    interface Visitor {
        void visit(int first, int second);
    }

    private Lookalikes() {}

    /// Visits pairs, some of them several times, always in the same order.
    ///
    /// @param shingles of distinct texts in alphabetical order
    static void visit(List<int[]> shingles, Visitor visitor) {
        int[][] bands = bands(shingles);
        for (int band = 0; band < BANDS; band++) {
            long[] met = new long[shingles.size()];
            for (int i = 0; i < met.length; i++) {
                met[i] = (long) bands[i][band] << 32 | i;
            }
            Arrays.sort(met);
            for (int from = 0, to; from < met.length; from = to) {
                to = from + 1;
                while (to < met.length && met[to] >> 32 == met[from] >> 32) {
                    to++;
                }
                visitRun(met, from, to, visitor);
            }
        }
    }

    private static void visitRun(long[] met, int from, int to, Visitor visitor) {
        int window = to - from <= SMALL_RUN ? SMALL_RUN : WINDOW;
        for (int i = from + 1; i < to; i++) {
            for (int j = i - 1; j >= Math.max(from, i - window); j--) {
                visitor.visit((int) met[j], (int) met[i]);
            }
        }
    }

    private static int[][] bands(List<int[]> shingles) {
        SplittableRandom random = new SplittableRandom(ORDERS);
        int[] factors =
                IntStream.generate(() -> random.nextInt() | 1).limit(BANDS * ROWS).toArray();
        int[] offsets = IntStream.generate(random::nextInt).limit(BANDS * ROWS).toArray();
        return IntStream.range(0, shingles.size())
                .parallel()
                .mapToObj(i -> bands(shingles.get(i), factors, offsets))
                .toArray(int[][]::new);
    }

    private static int[] bands(int[] pieces, int[] factors, int[] offsets) {
        int[] firsts = new int[factors.length];
        Arrays.fill(firsts, Integer.MAX_VALUE);
        for (int piece : pieces) {
            for (int k = 0; k < firsts.length; k++) {
                firsts[k] = Math.min(firsts[k], piece * factors[k] + offsets[k]);
            }
        }
        int[] bands = new int[BANDS];
        for (int k = 0; k < firsts.length; k++) {
            bands[k / ROWS] = (bands[k / ROWS] ^ firsts[k]) * 0x01000193 + (firsts[k] >>> 15);
        }
        return bands;
    }
}
