package dev.gradus.ladder;

import dev.gradus.candidate.Candidate;
import dev.gradus.score.Comparison;
import dev.gradus.score.Measure;
import dev.gradus.score.Run;
import dev.gradus.stats.Power;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.BiFunction;

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

    /// What is open after candidates that had stopped were asked on.
    List<MaybeBetter> openLate(Run before, Run end, boolean endIsBetter, List<Run> runs) {
        return open(before, end, endIsBetter, runs, words::late);
    }

    /// @param before what was kept when the rung was reached
    /// @param end what is kept after it
    /// @param endIsBetter true where `end` was shown better than `before`: who cannot beat the one
    ///   cannot beat the other, and need not have been asked until that shows in a pair of their
    ///   own
    /// @param runs the rung's candidates
    List<MaybeBetter> open(Run before, Run end, boolean endIsBetter, List<Run> runs) {
        return open(before, end, endIsBetter, runs, words::dearer);
    }

    /// @param shown what is said of one that is shown better than `end`
    private List<MaybeBetter> open(
            Run before,
            Run end,
            boolean endIsBetter,
            List<Run> runs,
            BiFunction<Comparison, Candidate, String> shown) {
        double level = level(before, end, runs.size());
        List<MaybeBetter> open = new ArrayList<>();
        runs.stream()
                .filter(run -> run != end && !run.failed())
                .filter(run ->
                        !endIsBetter
                                || run.complete()
                                || measure.compare(before, run).upper(levelAgainstKept(runs.size()))
                                        >= matters)
                .map(run -> new Other(run, measure.compare(end, run)))
                .filter(other -> other.comparison().upper(level) >= matters)
                .sorted(
                        Comparator.comparingDouble((Other other) -> other.comparison().upper(level))
                                .reversed())
                .forEach(other -> open.add(maybe(other, level, end, shown)));
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

    private MaybeBetter maybe(
            Other other, double level, Run end, BiFunction<Comparison, Candidate, String> shown) {
        Comparison comparison = other.comparison();
        Run run = other.run();
        if (!run.complete()) {
            return new MaybeBetter(
                    run.candidate(),
                    words.stopped(comparison, level, end.candidate(), run),
                    OptionalLong.of(run.outcomes().size() + (long) run.asked().notAsked()),
                    true);
        }
        if (comparison.lower(1 - alpha) > 0) {
            return new MaybeBetter(
                    other.run().candidate(),
                    shown.apply(comparison, end.candidate()),
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
        return end == before ? levelAgainstKept(candidates) : levelAgainstOther(candidates);
    }

    /// Where what was kept before stands.
    double levelAgainstKept(int candidates) {
        return candidates == 1 ? 1 - alpha : 1 - alpha / 2;
    }

    /// Where one of the rung's candidates stands.
    double levelAgainstOther(int candidates) {
        return candidates == 1 ? 1 - alpha : 1 - alpha / 2 / (candidates - 1);
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
