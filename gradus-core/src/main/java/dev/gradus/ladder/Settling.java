package dev.gradus.ladder;

import dev.gradus.candidate.Candidate;
import dev.gradus.score.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/// Where the ladder ends below the goal the verdict rests on every rung's being closed. Who stopped
/// before that was shown is asked on, until it is shown, or until a rung stays open though all is
/// asked: then no further call would change what the verdict says.
final class Settling {
    private final Asking asking;
    private final KeepRule rule;
    private final Map<Rung, Decided> rungs = new HashMap<>();

    Settling(Asking asking, KeepRule rule) {
        this.asking = asking;
        this.rule = rule;
    }

    /// How a rung was decided.
    ///
    /// @param before what was kept when it was reached; empty at the first
    /// @param runs of its candidates, as they are by now
    private record Decided(Optional<Run> before, List<Run> runs, KeepRule.Decision decision) {
        Decided with(Run run, Run now) {
            return new Decided(
                    before, runs.stream().map(one -> one == run ? now : one).toList(), decision);
        }

        List<Run> others() {
            return runs.stream().filter(run -> run != against()).toList();
        }

        Run against() {
            return before.orElseGet(() ->
                    decision.tried().stream()
                            .filter(one -> one.role() == Tried.Role.BASELINE)
                            .map(Tried::run)
                            .findFirst()
                            .orElseThrow());
        }
    }

    void decided(Rung rung, Optional<Run> before, List<Run> runs, KeepRule.Decision decision) {
        rungs.put(rung, new Decided(before, List.copyOf(runs), decision));
    }

    /// A candidate was asked on to be what wins; the results of its rung are made anew.
    void askedOn(Run run, Run now, List<RungResult> results) {
        rungs.replaceAll((rung, decided) -> decided.with(run, now));
        results.replaceAll(result -> {
            Decided rung = rungs.get(result.rung());
            return rung != null && rung.runs().stream().anyMatch(one -> one == now)
                    ? result.settled(
                            rule.again(rung.decision(), rung.against(), rung.others()), asking)
                    : result;
        });
    }

    /// @param results of the rungs so far; those that are settled now take their place
    /// @param askedOn told each run with the one that takes its place
    void settle(List<RungResult> results, BiConsumer<Run, Run> askedOn) {
        for (int i = 0; i < results.size() && results.stream().noneMatch(Settling::stays); i++) {
            RungResult result = results.get(i);
            Decided rung = rungs.get(result.rung());
            if (rung != null && result.open().stream().anyMatch(MaybeBetter::stopped)) {
                results.set(i, result.settled(settled(rung, askedOn), asking));
            }
        }
    }

    /// True where a candidate that was asked everything leaves the rung open.
    private static boolean stays(RungResult result) {
        return result.open().stream().anyMatch(one -> !one.stopped());
    }

    private KeepRule.Decision settled(Decided rung, BiConsumer<Run, Run> askedOn) {
        Run against = rung.against();
        List<Run> others = new ArrayList<>(rung.others());
        KeepRule.Decision now = rule.again(rung.decision(), against, others);
        while (!now.open().isEmpty() && now.open().stream().allMatch(MaybeBetter::stopped)) {
            Set<Candidate> open =
                    now.open().stream().map(MaybeBetter::candidate).collect(Collectors.toSet());
            for (int i = 0; i < others.size(); i++) {
                Run run = others.get(i);
                if (open.contains(run.candidate())) {
                    others.set(i, asking.further(run));
                    askedOn.accept(run, others.get(i));
                }
            }
            now = rule.again(now, against, others);
        }
        return now;
    }
}
