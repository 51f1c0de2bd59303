package dev.gradus.judge;

import dev.gradus.check.Finding;
import dev.gradus.check.ListedLabels;
import dev.gradus.check.PromptLint;
import dev.gradus.check.PromptReport;
import dev.gradus.task.Task;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What is wrong with the prompt that the answers were given to.
///
/// @param report of the lint
/// @param goldNotListed gold labels that the prompt does not offer
/// @param listedNotGold labels that the prompt offers and no item has
record PromptDefects(PromptReport report, Set<String> goldNotListed, Set<String> listedNotGold) {

    /// Empty where no prompt was given.
    static Optional<PromptDefects> of(OutcomeTable table, JudgeOptions options) {
        return options.prompt().map(prompt -> of(table, options, prompt));
    }

    private static PromptDefects of(
            OutcomeTable table, JudgeOptions options, JudgeOptions.Prompt prompt) {
        PromptLint lint =
                new PromptLint(
                        options.givenLabels(),
                        gold(table, Set.copyOf(options.givenLabels())),
                        options.effectiveGoal(),
                        options.task().flatMap(Task::traffic));
        PromptReport report = lint.lint(prompt.where(), prompt.text());
        return new PromptDefects(
                report,
                report.labels().map(ListedLabels::missing).map(Set::copyOf).orElse(Set.of()),
                report.labels().map(ListedLabels::unknown).map(Set::copyOf).orElse(Set.of()));
    }

    String where() {
        return report.where();
    }

    List<Finding> findings() {
        return report.findings();
    }

    /// How many items have each label; nothing of a task whose answers are no labels.
    private static Map<String, Long> gold(OutcomeTable table, Set<String> given) {
        Map<String, Long> gold = new TreeMap<>();
        for (TaskTable task : table.tasks()) {
            if (new AnswerForms(table, task, given, Set.of()).labels().isEmpty()) {
                continue;
            }
            for (int item = 0; item < task.items(); item++) {
                if (task.gold(item) != TaskTable.NO_GOLD) {
                    gold.merge(table.answer(task.gold(item)), 1L, Long::sum);
                }
            }
        }
        return gold;
    }
}
