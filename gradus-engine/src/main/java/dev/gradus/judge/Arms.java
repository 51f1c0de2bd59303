package dev.gradus.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Every arm, on every task and over all of them.
///
/// @param byTask every arm on every task that it has outcomes of, task by task, in file order
/// @param over every arm over all tasks, in file order: an arm's place is its number
/// @param all what the report shows: by task, then over all where there are several tasks
record Arms(List<JudgedArm> byTask, List<JudgedArm> over, List<JudgedArm> all) {

    static Arms of(OutcomeTable table, long seed) {
        List<TaskTable> tasks = table.tasks();
        List<JudgedArm> byTask = new ArrayList<>();
        for (TaskTable task : tasks) {
            byTask.addAll(on(table, List.of(task), task.name(), seed));
        }
        if (tasks.size() == 1) {
            return new Arms(byTask, byTask, byTask);
        }
        List<JudgedArm> over = on(table, tasks, JudgeReport.ALL, seed);
        List<JudgedArm> all = new ArrayList<>(byTask);
        all.addAll(over);
        return new Arms(byTask, over, all);
    }

    private static List<JudgedArm> on(
            OutcomeTable table, List<TaskTable> scope, String name, long seed) {
        int arms = table.arms().size();
        List<String> displays = table.displays();
        boolean answered = ArmScorer.answersRecorded(scope, arms);
        return IntStream.range(0, arms)
                .parallel()
                .mapToObj(arm -> new ArmScorer(scope, arm, answered))
                .filter(scorer -> scorer.rows() > 0)
                .map(scorer ->
                        scorer.judge(
                                table.arms().get(scorer.arm()),
                                displays.get(scorer.arm()),
                                table.rung(scorer.arm()),
                                name,
                                seed))
                .toList();
    }

    /// True where the arm is a failed run on this task.
    boolean failedOn(String task, String name) {
        return byTask.stream()
                .anyMatch(
                        arm -> arm.task().equals(task) && arm.name().equals(name) && arm.failed());
    }

    /// How many outcomes the arm has on this task.
    int rows(String task, String name) {
        return byTask.stream()
                .filter(arm -> arm.task().equals(task) && arm.name().equals(name))
                .mapToInt(JudgedArm::rows)
                .sum();
    }
}
