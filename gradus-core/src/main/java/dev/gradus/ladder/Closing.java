package dev.gradus.ladder;

import dev.gradus.score.Comparison;
import dev.gradus.score.Measure;
import dev.gradus.score.Run;
import dev.gradus.stats.Power;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Whether a rung has nothing left: no other candidate of it is better by `matters` or more than
/// what stands after it. Only bounds show that; a candidate that was not shown better may be.
///
/// **The error rate.** The claim is that *every* other candidate gains less than `matters`. It is
/// wrong where at least one gains as much, and then it is made only if that one's upper bound falls
/// below `matters` too: each bound may have the whole rate, and no split among the candidates is
/// needed (an intersection-union test, Berger 1982, Technometrics 24, 295-300). What stands after
/// the rung is chosen by the same examples, though, as the highest of several, and its luck makes
/// the others look worse. So the rate is split among what could stand: half for what was kept
/// before, and half shared by the candidates other than the one in question. Each rung has 0.05 / R
/// of its own for this, so that some rung is wrongly closed in at most 5 % of climbs.
final class Closing {
    private static final double POWER = 0.80;
    private final Measure measure;
    private final double matters;
    private final double alpha;
    private final double rowsPerDevRow;
    private final KeepWords words;

    Closing(Measure measure, double matters, double alpha, double rowsPerDevRow) {
        this.measure = measure;
        this.matters = matters;
        this.alpha = alpha;
        this.rowsPerDevRow = rowsPerDevRow;
        this.words = new KeepWords(matters);
    }

    /// @param before what was kept when the rung was reached
    /// @param end what is kept after it
    /// @param runs the rung's candidates
    List<MaybeBetter> open(Run before, Run end, List<Run> runs) {
        double level = level(before, end, runs.size());
        List<MaybeBetter> open = new ArrayList<>();
        runs.stream()
                .filter(run -> run != end && !run.failed())
                .map(run -> new Other(run, measure.compare(end, run)))
                .filter(other -> other.comparison().upper(level) >= matters)
                .sorted(
                        Comparator.comparingDouble((Other other) -> other.comparison().upper(level))
                                .reversed())
                .forEach(other -> open.add(maybe(other, level, end)));
        runs.stream()
                .filter(Run::failed)
                .forEach(run ->
                        open.add(
                                new MaybeBetter(
                                        run.candidate(),
                                        KeepWords.failure(run),
                                        OptionalLong.empty())));
        return open;
    }

    /// @param comparison with what is kept after the rung
    private record Other(Run run, Comparison comparison) {}

    private MaybeBetter maybe(Other other, double level, Run end) {
        Comparison comparison = other.comparison();
        if (comparison.lower(1 - alpha) > 0) {
            return new MaybeBetter(
                    other.run().candidate(),
                    words.dearer(comparison, end.candidate()),
                    OptionalLong.empty());
        }
        long needed = needed(comparison, level);
        return new MaybeBetter(
                other.run().candidate(),
                words.maybe(comparison, level, end.candidate(), rows(needed, comparison)),
                OptionalLong.of(needed));
    }

    /// Why a rung that ended with what it began with is closed.
    String closed(Run kept, List<Run> runs) {
        double level = level(kept, kept, runs.size());
        OptionalDouble highest =
                runs.stream().mapToDouble(run -> measure.compare(kept, run).upper(level)).max();
        return words.closed(highest.orElse(0), level);
    }

    private double level(Run before, Run end, int candidates) {
        if (candidates == 1) {
            return 1 - alpha;
        }
        return 1 - alpha / 2 / (end == before ? 1 : candidates - 1);
    }

    /// Dev examples with which, in four of five cases, either the upper bound falls below `matters`
    /// or the gain is shown, were it what it seems; whichever needs fewer.
    private long needed(Comparison comparison, double level) {
        double deviation = Math.sqrt(Math.max(comparison.variancePerPair(), 1.0 / comparison.n()));
        double gain = comparison.difference();
        long toBound =
                gain < matters
                        ? Power.gradedSampleSize(deviation, matters - gain, 1 - level, POWER)
                        : Long.MAX_VALUE;
        long toShow =
                gain > 0 ? Power.gradedSampleSize(deviation, gain, alpha, POWER) : Long.MAX_VALUE;
        return Math.max(comparison.n() + 1L, Math.min(toBound, toShow));
    }

    /// Rows of the user's that are missing for it.
    private long rows(long needed, Comparison comparison) {
        return (long) Math.ceil((needed - comparison.n()) * rowsPerDevRow);
    }
}
