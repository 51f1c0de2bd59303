package dev.gradus.ladder;

import dev.gradus.candidate.Candidate;
import dev.gradus.score.Asked;
import dev.gradus.score.Measure;
import dev.gradus.score.Run;
import dev.gradus.spi.Evaluator;
import dev.gradus.task.Example;
import dev.gradus.task.Goal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Asks a rung's candidates. One that calls a chat model is asked part by part, all of the rung on
/// the same part, and not asked on once it cannot matter: its upper bound lies below `matters`,
/// against what was kept or against a better candidate of its rung, and it is not cheaper in a way
/// that could still make it what is kept. One that is shown better is asked on, as it may be what
/// is kept; so is whatever may be kept for being cheaper.
///
/// **No claim is made here.** That a candidate is better, or as good and cheaper, is claimed of who
/// was asked everything, by the single test that a climb without parts makes; who was not asked on
/// is claimed nothing of but a bound on what it can gain. That bound may be read after any part, so
/// it is a repeated one, whose level holds whichever part it is ([dev.gradus.stats.Interim]). The
/// stop itself may come before the bound that closes a rung is reached; where the climb's end rests
/// on the rung, who stopped is asked on.
final class Asking {
    private static final double ENOUGH = 0.95;
    private final Measure measure;
    private final Evaluator evaluator;
    private final KeepRule rule;
    private final Goal goal;
    private final List<Example> examples;
    private final Optional<Parts> parts;
    private final Map<String, Run> behind = new HashMap<>();

    /// @param parts empty where everybody is asked everything
    Asking(
            Measure measure,
            Evaluator evaluator,
            KeepRule rule,
            Goal goal,
            List<Example> examples,
            Optional<Parts> parts) {
        this.measure = measure;
        this.evaluator = evaluator;
        this.rule = rule;
        this.goal = goal;
        this.examples = examples;
        this.parts = parts.filter(one -> one.count() > 1);
    }

    /// The same, each with why it was not asked on where it was not.
    List<Tried> stops(List<Tried> tried) {
        return tried.stream().map(this::stopped).toList();
    }

    private Tried stopped(Tried tried) {
        Run run = tried.run();
        Run than = behind.get(run.candidate().id());
        if (than == null || run.complete()) {
            return tried;
        }
        Stop stop = new Stop(than.candidate(), measure.compare(than, run).upper(ENOUGH));
        return tried.with(stop, KeepWords.stopped(stop, run, rule.matters()));
    }

    /// Every example, whatever comes.
    Run whole(Candidate candidate) {
        return evaluator.dev(candidate);
    }

    /// The same candidate asked the rest.
    Run complete(Run run) {
        return upTo(run.candidate(), parts.orElseThrow().count());
    }

    /// The same candidate asked one part more.
    Run further(Run run) {
        return upTo(run.candidate(), run.asked().interim().part() + 1);
    }

    /// The runs of a rung's candidates, in their order.
    ///
    /// @param kept that they are held against; asked to the end
    /// @param anchor that nothing cheaper may fall behind
    List<Run> of(List<Candidate> candidates, Run kept, Run anchor) {
        List<Run> ended = new ArrayList<>();
        List<Candidate> open = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (parts.isEmpty() || candidate.inProcess()) {
                ended.add(whole(candidate));
            } else {
                open.add(candidate);
            }
        }
        Standing standing = new Standing(kept, anchor, candidates.size());
        for (int part = 1; !open.isEmpty(); part++) {
            int now = part;
            List<Run> asked = upTo(open, now);
            List<Run> on =
                    now < parts.orElseThrow().count() ? goOn(asked, ended, standing) : List.of();
            open = on.stream().map(Run::candidate).toList();
            Set<String> still = open.stream().map(Candidate::id).collect(Collectors.toSet());
            asked.stream().filter(run -> !still.contains(run.candidate().id())).forEach(ended::add);
        }
        ended.sort(Comparator.comparingInt(run -> candidates.indexOf(run.candidate())));
        return ended;
    }

    private Run upTo(Candidate candidate, int part) {
        return upTo(List.of(candidate), part).getFirst();
    }

    private List<Run> upTo(List<Candidate> candidates, int part) {
        Parts all = parts.orElseThrow();
        List<Example> some = part == all.count() ? examples : all.upTo(part);
        Asked asked = new Asked(all.after(part), examples.size() - some.size());
        return evaluator.dev(candidates, some).stream().map(run -> run.with(asked)).toList();
    }

    /// What a rung's candidates are held against.
    ///
    /// @param candidates of the rung
    private record Standing(Run kept, Run anchor, int candidates) {}

    /// Those of the runs whose candidates are asked on.
    private List<Run> goOn(List<Run> asked, List<Run> ended, Standing standing) {
        Optional<Run> leader = leader(asked, ended, standing);
        List<Run> on = new ArrayList<>();
        for (Run run : asked) {
            Optional<Run> ahead = ahead(run, leader, standing);
            ahead.ifPresent(than -> behind.put(run.candidate().id(), than));
            boolean silent = run.missing() == run.outcomes().size();
            if (ahead.isEmpty() && !silent) {
                on.add(run);
            }
        }
        return on;
    }

    /// The best of those that are shown better by now and are still asked, or were asked
    /// everything.
    private Optional<Run> leader(List<Run> asked, List<Run> ended, Standing standing) {
        List<Run> better =
                Stream.concat(asked.stream(), ended.stream().filter(Run::complete))
                        .filter(run -> !run.failed() && measure.comparable(standing.kept(), run))
                        .filter(run -> rule.better(standing.kept(), run, standing.candidates()))
                        .toList();
        Measure shared = measure.shared(better);
        return better.stream()
                .max(
                        Comparator.comparingDouble((Run run) -> shared.value(shared.restrict(run)))
                                .thenComparing(run -> -run.candidate().complexity()));
    }

    /// Whom a candidate cannot beat by `matters`, so that it is not asked on.
    private Optional<Run> ahead(Run run, Optional<Run> leader, Standing standing) {
        if (run.failed() || maySave(run, leader, standing)) {
            return Optional.empty();
        }
        return Stream.concat(Stream.of(standing.kept()), leader.filter(top -> top != run).stream())
                .filter(than -> measure.comparable(than, run))
                .filter(than -> measure.compare(than, run).upper(ENOUGH) < rule.matters())
                .findFirst();
    }

    /// Whether it may yet be kept for being cheaper, or be the cheapest that meets the goal.
    private boolean maySave(Run run, Optional<Run> leader, Standing standing) {
        if (rule.muchCheaper(run, standing.kept())
                && (mayHold(standing.anchor(), run) || mayMeet(run))) {
            return true;
        }
        return leader.filter(top -> top != run)
                .filter(top -> rule.muchCheaper(run, top) && mayHold(top, run))
                .isPresent();
    }

    /// Whether it may lose less than `matters` against what nothing cheaper may fall behind.
    private boolean mayHold(Run anchor, Run run) {
        return !measure.comparable(anchor, run)
                || measure.compare(anchor, run).upper(ENOUGH) > -rule.matters();
    }

    private boolean mayMeet(Run run) {
        return measure.estimate(run).map(score -> score.upper(ENOUGH) > goal.least()).orElse(true);
    }
}
