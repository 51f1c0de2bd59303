package dev.gradus.judge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Every arm, on every task and over all of them.
///
/// @param byTask every arm on every task that it has outcomes of, task by task, in file order
/// @param over every arm over all tasks, in file order; those on the one task where there is one
/// @param all what the report shows: by task, then over all where there are several tasks
/// @param oracles the arms that were given the gold evidence, by number
record Arms(
        List<JudgedArm> byTask,
        List<JudgedArm> over,
        List<JudgedArm> all,
        Map<Integer, OracleArm> oracles) {

    static Arms of(OutcomeTable table, JudgeOptions options) {
        List<TaskTable> tasks = table.tasks();
        Map<Integer, OracleArm> oracles = Oracles.of(table, options.oracles());
        List<JudgedArm> byTask = new ArrayList<>();
        for (TaskTable task : tasks) {
            byTask.addAll(on(table, List.of(task), task.name(), oracles, options.seed()));
        }
        if (tasks.size() == 1) {
            return new Arms(byTask, byTask, byTask, oracles);
        }
        Map<String, List<JudgedArm>> its = new HashMap<>();
        byTask.forEach(arm -> its.computeIfAbsent(arm.name(), key -> new ArrayList<>()).add(arm));
        Optional<TaskWeights> weights = TaskWeights.of(table, options);
        List<JudgedArm> over =
                on(table, tasks, JudgeReport.ALL, oracles, options.seed()).stream()
                        .map(arm ->
                                over(arm, its.getOrDefault(arm.name(), List.of()), tasks.size()))
                        .map(arm -> weights.map(given -> given.weighted(arm, its)).orElse(arm))
                        .toList();
        List<JudgedArm> all = new ArrayList<>(byTask);
        all.addAll(over);
        return new Arms(byTask, over, all, oracles);
    }

    /// Over all tasks an arm is ranked where it is ranked on every one of them: who left a task out
    /// is not held against who answered it.
    private static JudgedArm over(JudgedArm arm, List<JudgedArm> its, int tasks) {
        List<String> off =
                its.stream()
                        .filter(one -> one.failed() || one.unranked().isPresent())
                        .map(JudgedArm::task)
                        .toList();
        Optional<String> why =
                its.size() < tasks
                        ? Optional.of(
                                Wording.text("has outcomes of %d of %d tasks", its.size(), tasks))
                        : off.isEmpty()
                                ? Optional.empty()
                                : Optional.of("is not ranked on " + Wording.first(off, 3));
        return arm.withUnranked(why);
    }

    private static List<JudgedArm> on(
            OutcomeTable table,
            List<TaskTable> scope,
            String name,
            Map<Integer, OracleArm> oracles,
            long seed) {
        List<ArmName> names = table.arms();
        List<String> displays = table.displays();
        boolean answered = ArmScorer.answersRecorded(scope, names.size());
        return IntStream.range(0, names.size())
                .parallel()
                .mapToObj(arm -> new ArmScorer(scope, arm, answered))
                .filter(scorer -> scorer.rows() > 0 || scorer.coverage().notAsked() > 0)
                .map(scorer ->
                        scorer.judge(
                                names.get(scorer.arm()),
                                displays.get(scorer.arm()),
                                table.rung(scorer.arm()),
                                name,
                                Optional.ofNullable(oracles.get(scorer.arm())),
                                seed))
                .toList();
    }

    /// The arms on a task, or over all of them, in file order.
    List<JudgedArm> on(String scope) {
        return all.stream().filter(arm -> arm.task().equals(scope)).toList();
    }

    /// The arms by task, then over all tasks, each list in file order.
    Map<String, List<JudgedArm>> byScope() {
        Map<String, List<JudgedArm>> scopes = new LinkedHashMap<>();
        all.forEach(arm -> scopes.computeIfAbsent(arm.task(), key -> new ArrayList<>()).add(arm));
        return scopes;
    }
}
