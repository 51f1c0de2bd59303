package dev.gradus.tune.open;

import dev.gradus.spi.GradusException;
import dev.gradus.stats.Seeds;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Task;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The wrong answer that each right one is preferred to. What a model answered wrongly teaches
/// most; where none is known and the answer is a label, another label is drawn.
final class Pairs {
    private final Map<String, String> rejected;
    private final Set<String> drawn;

    private Pairs(Map<String, String> rejected, Set<String> drawn) {
        this.rejected = rejected;
        this.drawn = drawn;
    }

    static Pairs none() {
        return new Pairs(Map.of(), Set.of());
    }

    static Pairs of(Task task, List<Conversation> rows, OpenOptions options) {
        List<String> labels =
                task.answer().asLabels().map(AnswerShape.Labels::names).orElse(List.of());
        Map<String, String> rejected = new HashMap<>();
        Set<String> drawn = new HashSet<>();
        for (Conversation row : rows) {
            String known = options.rejected().getOrDefault(row.id(), "").strip();
            if (!known.isEmpty() && !known.equals(row.answer())) {
                rejected.put(row.id(), known);
            } else if (!labels.isEmpty()) {
                List<String> others =
                        labels.stream().filter(label -> !label.equals(row.answer())).toList();
                int pick =
                        Seeds.generator(options.seed(), "rejected " + row.id())
                                .nextInt(others.size());
                rejected.put(row.id(), others.get(pick));
                drawn.add(row.id());
            }
        }
        if (rejected.isEmpty()) {
            throw new GradusException.Data(
                    "no example has a wrong answer to prefer its right one to. Give what a model"
                            + " answered wrongly, or tune on the right answers (SFT).");
        }
        return new Pairs(rejected, drawn);
    }

    boolean has(Conversation row) {
        return rejected.containsKey(row.id());
    }

    Optional<String> rejected(Conversation row) {
        return Optional.ofNullable(rejected.get(row.id()));
    }

    /// How many of these rows have a drawn one.
    int drawn(List<Conversation> rows) {
        return (int) rows.stream().filter(row -> drawn.contains(row.id())).count();
    }
}
