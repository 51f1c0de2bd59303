package dev.gradus.ladder;

import dev.gradus.candidate.Candidate;
import dev.gradus.score.Comparison;
import dev.gradus.score.Run;
import dev.gradus.stats.Interval;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What the keep rule says. Every interval is at the level that decided: the end that decides is
/// the one-sided bound.
final class KeepWords {
    private static final int NAMED = 2;
    private final double matters;

    KeepWords(double matters) {
        this.matters = matters;
    }

    /// @param level of the one-sided bounds
    String sentence(Comparison comparison, double level, Tried.Role role, Candidate kept) {
        String shift = shift(comparison, level, kept);
        return switch (role) {
            case KEPT_BETTER -> "better by " + shift.substring(1);
            case BETTER_NOT_KEPT ->
                    "better, but not kept (outdone in this rung, or dearer while the goal is met): "
                            + shift;
            default -> "not shown better: " + shift;
        };
    }

    String cheaper(Comparison comparison, double level, Candidate anchor) {
        return "as good within "
                + points(matters)
                + " points and cheaper: "
                + shift(comparison, level, anchor);
    }

    /// @param rows that the user would have to add
    String maybe(Comparison comparison, double level, Candidate than, long rows) {
        return String.format(
                Locale.ROOT,
                "maybe better than %s by up to %s points (%,d won, %,d lost); about %,d more rows"
                        + " would tell",
                than.title(),
                points(comparison.upper(level)),
                comparison.candidateOnly(),
                comparison.baselineOnly(),
                rows);
    }

    /// @param run of a candidate that was not asked on
    String stopped(Comparison comparison, double level, Candidate than, Run run) {
        int asked = run.outcomes().size();
        return String.format(
                Locale.ROOT,
                "not asked on after %,d of %,d, where it is better than %s by %s points at most (bound"
                        + " at %s)",
                asked,
                asked + run.asked().notAsked(),
                than.title(),
                points(comparison.upper(level)),
                percent(level));
    }

    /// Why a candidate was not asked on.
    static String stopped(Stop stop, Run run, double matters) {
        int asked = run.outcomes().size();
        return String.format(
                Locale.ROOT,
                "not asked on after %,d of %,d: it cannot be better than %s by %s points or more (at most"
                        + " %s, bound at 95 %%)",
                asked,
                asked + run.asked().notAsked(),
                stop.than().title(),
                points(matters),
                signed(stop.atMost()));
    }

    /// Of one that stopped and was asked on when the climb had gone on without it.
    String late(Comparison comparison, Candidate than) {
        return "better than "
                + than.title()
                + " by "
                + points(comparison.difference())
                + " points, which showed only when the climb had gone on from there; --ask-all climbs"
                + " with it";
    }

    String dearer(Comparison comparison, Candidate than) {
        return "better than "
                + than.title()
                + " by "
                + points(comparison.difference())
                + " points, and not kept, as it is dearer and the goal was met without it";
    }

    /// @param open the likeliest first
    static String open(List<MaybeBetter> open) {
        String named =
                open.stream()
                        .limit(NAMED)
                        .map(one -> one.candidate().title() + ": " + one.why())
                        .collect(Collectors.joining("; "));
        return open.size() <= NAMED ? named : named + "; and " + (open.size() - NAMED) + " more";
    }

    String closed(double highest, double level) {
        return String.format(
                Locale.ROOT,
                "no candidate can be better by %s points or more (at most %s, bound at %s)",
                points(matters),
                signed(highest),
                percent(level));
    }

    /// Where all outcomes are missing for one and the same reason, that reason stands for the run.
    static String failure(Run run) {
        List<String> errors =
                run.outcomes().stream()
                        .flatMap(outcome -> outcome.error().stream())
                        .distinct()
                        .limit(2)
                        .toList();
        if (errors.isEmpty()) {
            return "there is no outcome: a failed run";
        }
        boolean one = errors.size() == 1 && run.missing() == run.outcomes().size();
        return one && run.outcomes().size() > 1
                ? "a failed run, " + errors.getFirst()
                : run.missing()
                        + " of "
                        + run.outcomes().size()
                        + " outcomes are missing: a failed run. The first: "
                        + errors.getFirst();
    }

    private static String shift(Comparison comparison, double level, Candidate against) {
        double both = 2 * level - 1;
        Interval interval = comparison.difference(both);
        return signed(comparison.difference())
                + " points ["
                + signed(interval.low())
                + ", "
                + signed(interval.high())
                + "; "
                + percent(both)
                + "] against "
                + against.title();
    }

    private static String percent(double level) {
        return String.format(Locale.ROOT, "%.2f", 100 * level).replaceAll("\\.?0+$", "") + " %";
    }

    static String points(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    private static String signed(double share) {
        return String.format(Locale.ROOT, "%+.1f", 100 * share);
    }
}
