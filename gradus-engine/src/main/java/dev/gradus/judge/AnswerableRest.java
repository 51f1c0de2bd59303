package dev.gradus.judge;

import dev.gradus.check.Finding;
import dev.gradus.check.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the labels that a prompt does not offer cost each arm: its score on the items that can be
/// answered, and what it had right of the others.
final class AnswerableRest {
    private final OutcomeTable table;
    private final PromptDefects defects;
    private int others;
    private double least = 1;
    private double most;

    AnswerableRest(OutcomeTable table, PromptDefects defects) {
        this.table = table;
        this.defects = defects;
    }

    /// Empty where the prompt offers every gold label, or lists none at all.
    Optional<Finding> finding() {
        if (defects.goldNotListed().isEmpty()) {
            return Optional.empty();
        }
        List<String> lines = new ArrayList<>();
        for (int arm = 0; arm < table.arms().size(); arm++) {
            line(arm).ifPresent(lines::add);
        }
        if (lines.isEmpty() || others == 0) {
            return Optional.empty();
        }
        return Optional.of(
                new Finding(
                        "prompt-answerable-rest",
                        Severity.COSTS,
                        defects.where(),
                        Wording.text(
                                "On the items whose gold label the prompt offers, the arms score %s to %s.",
                                Wording.share(least), Wording.share(most)),
                        Wording.text(
                                "The other %s hold every arm back.", Wording.count(others, "item")),
                        "Mend the list of labels, then record the arms again: what is best now may not be"
                                + " best then.",
                        lines));
    }

    private Optional<String> line(int arm) {
        int[] right = new int[2];
        int[] scored = new int[2];
        double sum = 0;
        for (TaskTable task : table.tasks()) {
            ArmColumns columns = task.columns(arm);
            for (int item = 0; item < columns.items(); item++) {
                if (!columns.scored(item) || task.gold(item) == TaskTable.NO_GOLD) {
                    continue;
                }
                int off = defects.goldNotListed().contains(table.answer(task.gold(item))) ? 1 : 0;
                scored[off]++;
                sum += off == 0 ? columns.score(item) : 0;
                right[off] += columns.score(item) == 1 ? 1 : 0;
            }
        }
        if (scored[0] == 0) {
            return Optional.empty();
        }
        others = Math.max(others, scored[1]);
        least = Math.min(least, sum / scored[0]);
        most = Math.max(most, sum / scored[0]);
        return Optional.of(
                Wording.text(
                        "%s: %s on the %,d items that can be answered, %,d right of the %,d others",
                        table.displays().get(arm),
                        Wording.share(sum / scored[0]),
                        scored[0],
                        right[1],
                        scored[1]));
    }
}
