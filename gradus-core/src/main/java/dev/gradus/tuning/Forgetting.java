package dev.gradus.tuning;

import dev.gradus.stats.Holm;
import dev.gradus.stats.Interval;
import dev.gradus.stats.Paired;
import dev.gradus.stats.Power;
import dev.gradus.stats.Seeds;
import dev.gradus.stats.WorstCase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;

/// What the tuned model lost of what it must not lose: non-inferiority within a margin, slice by
/// slice, on the same items.
///
/// A slice is *kept* where the lower bound of tuned less base is above `-margin`, *forgotten* where
/// the upper bound is below it. The bounds of m slices are Holm's: with the slices in rising order
/// of their p-values, that of rank i is taken at `1 - alpha / (m - i + 1)`, and the first that does
/// not pass ends the list. Claims of "kept" and claims of "forgotten" have an error rate of their
/// own each. A missing item speaks against either claim. A p-value is the smallest alpha whose
/// bound clears the margin; for 0/1 scores that is the p-value of Tango's score test (1998,
/// Statistics in Medicine 17, 891-908).
///
/// Every slice must be kept for the whole to be kept: one that is not shown either way says so,
/// with the number of items that would settle it.
///
/// @param margin by how much a score may fall
/// @param alpha of all claims of one kind together
/// @param slices in the order given
public record Forgetting(double margin, double alpha, List<Slice> slices) {
    private static final double ALPHA = 0.05;
    private static final double POWER = 0.80;
    private static final double LEVEL = 0.95;
    private static final int BISECTIONS = 40;

    /// What became of a slice, or of the whole.
    public enum Status {
        KEPT,
        FORGOTTEN,
        NOT_SHOWN;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// One slice.
    ///
    /// @param suite it belongs to
    /// @param slice its name
    /// @param n items that both answered
    /// @param missing items that one of them did not answer
    /// @param base score of the base
    /// @param tuned score of the tuned model
    /// @param difference tuned less base, two-sided 95 %
    /// @param lower one-sided bound of the difference at `level`
    /// @param level that Holm leaves this slice
    /// @param p of a loss of the margin or more
    /// @param adjustedP the same after Holm
    /// @param status kept, forgotten or not shown
    /// @param needed items that would settle a slice that is not shown, were the difference what it
    ///   seems
    /// @param why in one sentence
    public record Slice(
            String suite,
            String slice,
            int n,
            int missing,
            double base,
            double tuned,
            Interval difference,
            double lower,
            double level,
            double p,
            double adjustedP,
            Status status,
            OptionalLong needed,
            String why) {}

    public Forgetting {
        slices = List.copyOf(slices);
    }

    /// @param slices at least one
    /// @param margin in (0, 0.5]
    /// @param seed from [Seeds], for this purpose alone
    public static Forgetting of(List<ForgettingSlice> slices, double margin, long seed) {
        if (slices.isEmpty()) {
            throw new IllegalArgumentException("a forgetting suite has at least one slice");
        }
        if (!(margin > 0 && margin <= 0.5)) {
            throw new IllegalArgumentException(
                    "a margin is above 0 and at most 0.5, not " + margin);
        }
        List<Measured> measured =
                slices.stream().map(slice -> Measured.of(slice, margin, seed)).toList();
        StepDown kept = StepDown.of(measured.stream().mapToDouble(Measured::pLost).toArray());
        StepDown lost = StepDown.of(measured.stream().mapToDouble(Measured::pKept).toArray());
        List<Slice> judged = new ArrayList<>();
        for (int i = 0; i < measured.size(); i++) {
            judged.add(judge(measured.get(i), margin, kept, lost, i));
        }
        return new Forgetting(margin, ALPHA, judged);
    }

    /// Kept only where every slice is; forgotten where one is.
    public Status status() {
        if (slices.stream().anyMatch(slice -> slice.status() == Status.FORGOTTEN)) {
            return Status.FORGOTTEN;
        }
        return slices.stream().allMatch(slice -> slice.status() == Status.KEPT)
                ? Status.KEPT
                : Status.NOT_SHOWN;
    }

    /// The slices that are not kept, with why.
    public List<String> why() {
        return slices.stream()
                .filter(slice -> slice.status() != Status.KEPT)
                .map(Slice::why)
                .toList();
    }

    private static Slice judge(Measured one, double margin, StepDown kept, StepDown lost, int at) {
        Status status =
                kept.passes(at)
                        ? Status.KEPT
                        : lost.passes(at) ? Status.FORGOTTEN : Status.NOT_SHOWN;
        double level = 1 - kept.share[at];
        OptionalLong needed =
                status == Status.NOT_SHOWN ? one.needed(margin, 1 - level) : OptionalLong.empty();
        return new Slice(
                one.slice.suite(),
                one.slice.slice(),
                one.observed.map(Paired::n).orElse(0),
                one.slice.missing(),
                one.observed.map(Paired::meanBaseline).orElse(0.0),
                one.observed.map(Paired::meanCandidate).orElse(0.0),
                one.observed
                        .map(paired -> paired.interval(LEVEL))
                        .orElseGet(() -> new Interval(-1, 1, LEVEL)),
                one.against.map(paired -> paired.lower(level)).orElse(-1.0),
                level,
                one.pLost,
                kept.adjusted[at],
                status,
                needed,
                one.sentence(margin, status, needed));
    }

    /// Step-down levels: entry i is the alpha at which slice i is tested.
    private record StepDown(double[] share, double[] adjusted) {
        static StepDown of(double[] p) {
            Integer[] order =
                    IntStream.range(0, p.length)
                            .boxed()
                            .sorted(Comparator.comparingDouble(i -> p[i]))
                            .toArray(Integer[]::new);
            double[] share = new double[p.length];
            for (int rank = 0; rank < order.length; rank++) {
                share[order[rank]] = ALPHA / (p.length - rank);
            }
            return new StepDown(share, Holm.adjust(p));
        }

        boolean passes(int at) {
            return adjusted[at] <= ALPHA;
        }
    }

    /// @param observed the pairs that both answered; empty where the slice says nothing
    /// @param against with every missing item against "kept"
    /// @param pLost of "the loss is the margin or more": small where kept
    /// @param pKept of "the loss is the margin or less": small where forgotten
    private record Measured(
            ForgettingSlice slice,
            Optional<Paired> observed,
            Optional<Paired> against,
            double variance,
            double pLost,
            double pKept) {

        static Measured of(ForgettingSlice slice, double margin, long seed) {
            if (slice.defect().isPresent()) {
                return new Measured(slice, Optional.empty(), Optional.empty(), 1, 1, 1);
            }
            long own = Seeds.seed(seed, "forgetting " + slice.suite() + "\n" + slice.slice());
            int[] there =
                    IntStream.range(0, slice.base().size())
                            .filter(i ->
                                    slice.base().get(i).isPresent()
                                            && slice.tuned().get(i).isPresent())
                            .toArray();
            int[] all = IntStream.range(0, slice.base().size()).toArray();
            WorstCase worst = WorstCase.against(slice.base(), slice.tuned());
            WorstCase best = WorstCase.inFavour(slice.base(), slice.tuned());
            double[] base = at(WorstCase.fill(slice.base(), 0), there);
            double[] tuned = at(WorstCase.fill(slice.tuned(), 0), there);
            Paired observed = paired(base, tuned, slice, there, own);
            Paired against = paired(worst.baseline(), worst.candidate(), slice, all, own);
            Paired inFavour = paired(best.baseline(), best.candidate(), slice, all, own);
            return new Measured(
                    slice,
                    Optional.of(observed),
                    Optional.of(against),
                    variance(base, tuned),
                    smallest(alpha -> against.lower(1 - alpha) > -margin),
                    smallest(alpha -> inFavour.upper(1 - alpha) < -margin));
        }

        private static Paired paired(
                double[] base, double[] tuned, ForgettingSlice slice, int[] places, long seed) {
            return slice.groups().isEmpty()
                    ? Paired.of(base, tuned, seed)
                    : Paired.of(
                            base,
                            tuned,
                            Arrays.stream(places).map(slice.groups()::get).toArray(),
                            seed);
        }

        private static double[] at(double[] scores, int[] places) {
            return Arrays.stream(places).mapToDouble(i -> scores[i]).toArray();
        }

        private static double variance(double[] base, double[] tuned) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < base.length; i++) {
                sum += tuned[i] - base[i];
                squares += (tuned[i] - base[i]) * (tuned[i] - base[i]);
            }
            double mean = sum / base.length;
            // No change in n items is no proof of none: as if one more item had changed.
            return Math.max(squares / base.length - mean * mean, 1.0 / (base.length + 1));
        }

        /// The smallest alpha at which a bound clears the margin.
        private static double smallest(DoublePredicate clears) {
            double low = 0;
            double high = 1;
            for (int i = 0; i < BISECTIONS; i++) {
                double middle = (low + high) / 2;
                if (clears.test(middle)) {
                    high = middle;
                } else {
                    low = middle;
                }
            }
            return high;
        }

        OptionalLong needed(double margin, double alpha) {
            if (observed.isEmpty()) {
                return OptionalLong.empty();
            }
            double distance = Math.min(margin, Math.abs(margin + observed.get().difference()));
            return distance == 0
                    ? OptionalLong.empty()
                    : OptionalLong.of(
                            Math.max(
                                    Power.nonInferioritySampleSize(0, margin, alpha, POWER),
                                    Power.gradedSampleSize(
                                            Math.sqrt(variance), distance, alpha, POWER)));
        }

        String sentence(double margin, Status status, OptionalLong needed) {
            String title = slice.title();
            Optional<String> defect = slice.defect();
            if (defect.isPresent()) {
                return title + " says nothing: " + defect.get();
            }
            Paired paired = observed.orElseThrow();
            Interval interval = paired.interval(LEVEL);
            String figures =
                    text(
                            "%.3f after %.3f, %+.1f points [%+.1f, %+.1f] on %,d items",
                            paired.meanCandidate(),
                            paired.meanBaseline(),
                            100 * paired.difference(),
                            100 * interval.low(),
                            100 * interval.high(),
                            paired.n());
            String more =
                    needed.isPresent()
                            ? text("; about %,d items would settle it", needed.getAsLong())
                            : "";
            return switch (status) {
                case KEPT -> title + " is kept within " + points(margin) + ": " + figures;
                case FORGOTTEN -> title + " is forgotten beyond " + points(margin) + ": " + figures;
                case NOT_SHOWN ->
                        title
                                + " is not shown to be kept within "
                                + points(margin)
                                + ": "
                                + figures
                                + more;
            };
        }

        private static String points(double share) {
            return text("%.1f points", 100 * share);
        }

        private static String text(String format, Object... values) {
            return String.format(Locale.ROOT, format, values);
        }
    }
}
