package dev.gradus.judge;

import java.util.LinkedHashSet;
import java.util.Set;

/// How the answers of a task look: whether they are labels, and which of an arm's wrong answers
/// would have been right in the right form.
///
/// A task has labels where its task file says so, or where it has at least two different gold
/// answers and at least five items for each of them: 77 intents of 500 messages are labels, 351
/// numbers of 1,319 questions are not.
final class AnswerForms {
    private static final int ITEMS_PER_LABEL = 5;
    private final OutcomeTable table;
    private final TaskTable task;
    private final Set<String> labels;
    private final LenientReading reading;
    private final Set<String> offeredOnly;

    /// One arm's answers.
    ///
    /// @param empty outcomes with a row and without an answer
    /// @param notLabels answers that are not among the labels; 0 where the task has none
    /// @param offered of these, answers that the prompt offers all the same
    /// @param rightIfRead wrong answers that mean the gold answer
    /// @param example one of those, with its gold answer; empty where there is none
    /// @param rows outcomes
    record Form(int empty, int notLabels, int offered, int rightIfRead, String example, int rows) {}

    /// @param given labels of the task file; empty where there is none
    /// @param offeredOnly what the prompt offers although it is no label
    AnswerForms(OutcomeTable table, TaskTable task, Set<String> given, Set<String> offeredOnly) {
        this.table = table;
        this.task = task;
        this.offeredOnly = offeredOnly;
        Set<String> gold = gold(table, task);
        boolean few = gold.size() >= 2 && ITEMS_PER_LABEL * gold.size() <= task.items();
        this.labels = !given.isEmpty() ? given : few ? gold : Set.of();
        this.reading = new LenientReading(labels);
    }

    /// The gold answers that the task's items have.
    static Set<String> gold(OutcomeTable table, TaskTable task) {
        Set<String> gold = new LinkedHashSet<>();
        for (int item = 0; item < task.items(); item++) {
            if (task.gold(item) != TaskTable.NO_GOLD) {
                gold.add(table.answer(task.gold(item)));
            }
        }
        return gold;
    }

    /// The labels; empty where the task has none.
    Set<String> labels() {
        return labels;
    }

    Form of(int arm) {
        ArmColumns columns = task.columns(arm);
        int rows = 0;
        int empty = 0;
        int notLabels = 0;
        int offered = 0;
        int rightIfRead = 0;
        String example = "";
        for (int item = 0; item < columns.items(); item++) {
            if (!columns.present(item)) {
                continue;
            }
            rows++;
            if (columns.empty(item)) {
                empty++;
                continue;
            }
            String answer = table.answer(columns.answer(item));
            boolean strange = !labels.isEmpty() && !labels.contains(answer);
            notLabels += strange ? 1 : 0;
            offered += strange && offeredOnly.contains(answer) ? 1 : 0;
            if (columns.score(item) == 0 && meansGold(answer, item)) {
                rightIfRead++;
                example =
                        Wording.quoted(answer)
                                + " for "
                                + Wording.quoted(table.answer(task.gold(item)));
            }
        }
        return new Form(empty, notLabels, offered, rightIfRead, example, rows);
    }

    private boolean meansGold(String answer, int item) {
        return task.gold(item) != TaskTable.NO_GOLD
                && reading.means(answer, table.answer(task.gold(item)));
    }
}
