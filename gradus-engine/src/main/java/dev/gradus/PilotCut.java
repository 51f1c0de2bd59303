package dev.gradus;

import dev.gradus.canonical.Canonical;
import dev.gradus.task.ContentHash;
import dev.gradus.task.Example;
import dev.gradus.task.Splitter;
import dev.gradus.task.Task;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Where a pilot cuts train: into halves, of which one teaches and the other is held out, and the
/// half that teaches into shares. Near twins and groups never straddle the halves. Dev and test
/// take no part.
///
/// @param labels true where the shares are drawn label by label
record PilotCut(Splitter.Halves halves, boolean labels, long seed) {
    /// Of one half.
    static final List<Double> SHARES = List.of(0.25, 0.5, 1.0);

    private static final String PURPOSE = "pilot";

    /// @throws dev.gradus.spi.GradusException.Data where train cannot be halved
    static PilotCut of(Task task, List<Example> train, long seed) {
        return new PilotCut(
                Splitter.halves(task.answer(), train, seed),
                task.answer().asLabels().isPresent(),
                seed);
    }

    /// The first examples of each label in an order that a hash draws, so that a larger share holds
    /// every smaller one.
    List<Example> nested(List<Example> part, double share) {
        Map<String, List<Example>> strata = new HashMap<>();
        drawn(part)
                .forEach(example ->
                        strata.computeIfAbsent(
                                        labels ? example.expected() : "",
                                        one -> new java.util.ArrayList<>())
                                .add(example));
        Set<String> taken = new HashSet<>();
        strata.values()
                .forEach(of ->
                        of.subList(0, (int) Math.ceil(share * of.size()))
                                .forEach(example -> taken.add(example.id())));
        return in(part, taken);
    }

    /// At most so many, drawn by the same hash, in the order of the file.
    List<Example> sample(List<Example> part, int most) {
        Set<String> taken = new HashSet<>();
        drawn(part).stream().limit(most).forEach(example -> taken.add(example.id()));
        return in(part, taken);
    }

    /// All of them, in the order that the hash draws.
    List<Example> drawn(List<Example> part) {
        return part.stream()
                .sorted(
                        Comparator.comparing(example ->
                                ContentHash.of(
                                        Canonical.text(PURPOSE),
                                        Canonical.number(seed),
                                        Canonical.text(example.input()))))
                .toList();
    }

    private static List<Example> in(List<Example> part, Set<String> taken) {
        return part.stream().filter(example -> taken.contains(example.id())).toList();
    }
}
