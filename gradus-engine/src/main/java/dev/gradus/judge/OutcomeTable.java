package dev.gradus.judge;

import dev.gradus.score.RecordedOutcome;
import dev.gradus.spi.GradusException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Recorded outcomes in columns, by task, item and arm. An item is a task and an item id; an arm is
/// a model and an arm. Filled row by row, in any order; then read by [Judge]. Nothing of a row is
/// kept but numbers, 28 bytes, next to each item's id and each different answer once. Not
/// thread-safe while it is filled.
public final class OutcomeTable {
    private final String source;
    private final Map<String, TaskTable> tasks = new LinkedHashMap<>();
    private final Map<ArmName, Integer> arms = new LinkedHashMap<>();
    private final List<String> rungs = new ArrayList<>();
    private final Map<String, Integer> answerNumbers = new HashMap<>();
    private final List<String> answers = new ArrayList<>();
    private long rows;

    /// @param source what to call the outcomes in messages, such as the file's name
    public OutcomeTable(String source) {
        this.source = source;
    }

    /// Takes one row.
    ///
    /// @throws GradusException.Data where the arm has this item already, or where another row gives
    ///   the item another gold answer
    public void add(RecordedOutcome outcome) {
        TaskTable task = tasks.computeIfAbsent(outcome.task(), TaskTable::new);
        int arm = arm(new ArmName(outcome.model(), outcome.arm()), outcome.rung());
        int item = task.item(outcome.itemId());
        ArmColumns columns = task.columns(arm);
        columns.reserve(item);
        if (columns.present(item) || columns.notAsked(item)) {
            throw new GradusException.Data(
                    at(outcome)
                            + " is there twice for the arm "
                            + Wording.quoted(armName(arm))
                            + ". Keep one row for each item and arm; average repeats first.");
        }
        gold(task, item, outcome);
        columns.put(
                item,
                outcome.correct()
                        .orElse(outcome.asked() ? ArmColumns.MISSING : ArmColumns.NOT_ASKED),
                outcome.pred().isBlank() ? -1 : number(outcome.pred()),
                outcome.asked() ? outcome.latencyMs().orElse(Double.NaN) : Double.NaN,
                outcome.asked() ? outcome.costUsd().orElse(Double.NaN) : Double.NaN);
        if (outcome.asked()
                && outcome.promptTokens().isPresent()
                && outcome.completionTokens().isPresent()) {
            columns.addTokens(
                    outcome.promptTokens().getAsLong(), outcome.completionTokens().getAsLong());
        }
        rows++;
    }

    /// What the outcomes are called in messages.
    public String source() {
        return source;
    }

    /// How many rows were taken.
    public long rows() {
        return rows;
    }

    /// The tasks, in the order of their first rows.
    List<TaskTable> tasks() {
        tasks.values().forEach(task -> task.fit(arms.size()));
        return List.copyOf(tasks.values());
    }

    /// The arms, in the order of their first rows: an arm's place is its number.
    List<ArmName> arms() {
        return List.copyOf(arms.keySet());
    }

    /// The arms' names in reports, by number: `model / arm`, in quotes where two would be the same
    /// text.
    List<String> displays() {
        Map<String, Integer> times = new HashMap<>();
        arms.keySet().forEach(name -> times.merge(name.display(), 1, Integer::sum));
        return arms.keySet().stream()
                .map(name ->
                        times.getOrDefault(name.display(), 0) > 1 ? name.quoted() : name.display())
                .toList();
    }

    /// The rung of the arm's first row that names one.
    String rung(int arm) {
        return rungs.get(arm);
    }

    /// The text of an answer or a gold answer.
    String answer(int number) {
        return answers.get(number);
    }

    private String armName(int arm) {
        return arms().get(arm).display();
    }

    private int arm(ArmName name, String rung) {
        Integer known = arms.get(name);
        if (known == null) {
            arms.put(name, arms.size());
            rungs.add(rung);
            return arms.size() - 1;
        }
        if (rungs.get(known).isEmpty()) {
            rungs.set(known, rung);
        }
        return known;
    }

    private void gold(TaskTable task, int item, RecordedOutcome outcome) {
        if (outcome.gold().isEmpty()) {
            return;
        }
        int number = number(outcome.gold());
        int known = task.gold(item);
        if (known != TaskTable.NO_GOLD && known != number) {
            throw new GradusException.Data(
                    at(outcome)
                            + " has gold "
                            + Wording.quoted(outcome.gold())
                            + " here and "
                            + Wording.quoted(answer(known))
                            + " in an earlier row. An item has one gold answer: mend it.");
        }
        task.gold(item, number);
    }

    private int number(String answer) {
        Integer known = answerNumbers.putIfAbsent(answer, answers.size());
        if (known != null) {
            return known;
        }
        answers.add(answer);
        return answers.size() - 1;
    }

    private String at(RecordedOutcome outcome) {
        return source
                + ": item "
                + Wording.quoted(outcome.itemId())
                + " of task "
                + Wording.quoted(outcome.task());
    }
}
