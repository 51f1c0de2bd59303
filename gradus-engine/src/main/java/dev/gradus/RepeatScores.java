package dev.gradus;

import dev.gradus.answer.internal.PlainJson;
import dev.gradus.canonical.CanonicalJson;
import dev.gradus.spi.Ledger;
import dev.gradus.task.Example;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The score of every repeat, which an outcome, a mean, no longer shows. Kept in the ledger group
/// by group, each durable before the outcomes that it belongs to; a later group's word on an
/// example counts.
final class RepeatScores {
    private final Ledger ledger;
    private final String prefix;
    private final Map<String, double[]> scores = new HashMap<>();
    private int groups;

    /// Those that the ledger has.
    RepeatScores(Ledger ledger, String candidate, String run) {
        this.ledger = ledger;
        this.prefix = "repeats/" + candidate + "/" + run + "/";
        for (Optional<String> group = ledger.choice(prefix + groups);
                group.isPresent();
                group = ledger.choice(prefix + groups)) {
            read(group.get());
            groups++;
        }
    }

    private void read(String json) {
        if (PlainJson.read(json).orElseThrow() instanceof Map<?, ?> map) {
            map.forEach((id, list) -> scores.put((String) id, numbers((List<?>) list)));
        }
    }

    private static double[] numbers(List<?> list) {
        return list.stream().mapToDouble(one -> ((BigDecimal) one).doubleValue()).toArray();
    }

    /// Durable when it returns.
    ///
    /// @param some by example id
    void record(Map<String, double[]> some) {
        if (some.isEmpty()) {
            return;
        }
        Map<String, Object> fields = new TreeMap<>();
        some.forEach((id, list) -> fields.put(id, Arrays.stream(list).boxed().toList()));
        ledger.recordChoice(prefix + groups, CanonicalJson.write(fields));
        groups++;
        scores.putAll(some);
    }

    /// How much the answers to these examples vary, as far as every repeat came.
    Optional<RepeatSpread> spread(List<Example> examples) {
        List<double[]> found = new ArrayList<>();
        for (Example example : examples) {
            double[] one = scores.get(example.id());
            if (one != null) {
                found.add(one);
            }
        }
        return RepeatSpread.of(found);
    }
}
