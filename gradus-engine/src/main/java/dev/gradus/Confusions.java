package dev.gradus;

import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import dev.gradus.task.Example;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The pairs of labels that a candidate confuses most on dev, with the failing examples. Test
/// examples are never shown: a test that people have read is spent.
final class Confusions {
    private static final int PAIRS = 12;
    private static final int EXAMPLES = 5;

    private Confusions() {}

    private record Pair(String gold, String answered) {}

    static Map<String, Object> of(Run run, List<Example> dev) {
        Map<String, Example> byId = new HashMap<>();
        Map<String, Integer> totals = new HashMap<>();
        for (Example example : dev) {
            byId.put(example.id(), example);
            totals.merge(example.expected(), 1, Integer::sum);
        }
        Map<Pair, List<Outcome>> wrong =
                new TreeMap<>(Comparator.comparing(Pair::gold).thenComparing(Pair::answered));
        for (Outcome outcome : run.outcomes()) {
            Example example = byId.get(outcome.exampleId());
            if (example != null && !outcome.isMissing() && outcome.score().orElseThrow() < 1) {
                wrong.computeIfAbsent(
                                new Pair(example.expected(), outcome.answer().orElse("")),
                                pair -> new ArrayList<>())
                        .add(outcome);
            }
        }
        List<Object> pairs = new ArrayList<>();
        wrong.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> -entry.getValue().size()))
                .limit(PAIRS)
                .forEach(entry -> pairs.add(pair(entry.getKey(), entry.getValue(), totals, byId)));
        return new Tree()
                .put("candidate", run.candidate().id())
                .put("split", run.split().word())
                .put("errors", wrong.values().stream().mapToInt(List::size).sum())
                .put("pairs", pairs)
                .map();
    }

    private static Map<String, Object> pair(
            Pair pair,
            List<Outcome> outcomes,
            Map<String, Integer> totals,
            Map<String, Example> byId) {
        return new Tree()
                .put("gold", pair.gold())
                .put("answered", pair.answered())
                .put("count", outcomes.size())
                .put("goldTotal", totals.getOrDefault(pair.gold(), 0))
                .put(
                        "examples",
                        outcomes.stream()
                                .limit(EXAMPLES)
                                .map(outcome -> example(outcome, byId))
                                .toList())
                .map();
    }

    private static Map<String, Object> example(Outcome outcome, Map<String, Example> byId) {
        Example example = byId.get(outcome.exampleId());
        if (example == null) {
            throw new IllegalStateException("no dev example " + outcome.exampleId());
        }
        return new Tree()
                .put("id", example.id())
                .put("where", example.source().toString())
                .put("input", example.input())
                .put("confidence", VerdictDocument.number(outcome.confidence()))
                .map();
    }
}
