package dev.gradus.judge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// The comparisons: one per task and pair, then one per pair over all tasks where at least two
/// tasks have it. Each task is a family of its own, and so are the pooled ones.
///
/// @param pairs task by task, then pooled
/// @param refused pairs that share too few items
record Compared(List<JudgedPair> pairs, List<RefusedPair> refused) {

    static Compared of(OutcomeTable table, Arms arms, JudgeOptions options) {
        return new Comparing(table, arms, options).compare();
    }

    private static final class Comparing {
        private final OutcomeTable table;
        private final Arms arms;
        private final List<PairChoice.Pair> chosen;
        private final PairJudge judge;
        private final List<RefusedPair> refused = new ArrayList<>();
        private final Map<PairChoice.Pair, List<PairTally>> strata = new LinkedHashMap<>();

        Comparing(OutcomeTable table, Arms arms, JudgeOptions options) {
            this.table = table;
            this.arms = arms;
            this.chosen = PairChoice.of(arms.over(), options);
            OptionalDouble matters = options.effectiveMatters();
            this.judge = new PairJudge(matters, options.seed());
        }

        Compared compare() {
            List<JudgedPair> pairs = new ArrayList<>();
            for (TaskTable task : table.tasks()) {
                List<PairJudge.Question> family = new ArrayList<>();
                chosen.forEach(pair -> question(task, pair).ifPresent(family::add));
                pairs.addAll(judge.judge(family));
            }
            pairs.addAll(judge.judge(pooled()));
            return new Compared(List.copyOf(pairs), List.copyOf(refused));
        }

        private Optional<PairJudge.Question> question(TaskTable task, PairChoice.Pair pair) {
            String baseline = name(pair.baseline());
            String candidate = name(pair.candidate());
            int had = arms.rows(task.name(), baseline);
            int has = arms.rows(task.name(), candidate);
            if (had + has == 0
                    || arms.failedOn(task.name(), baseline)
                    || arms.failedOn(task.name(), candidate)) {
                return Optional.empty();
            }
            PairTally tally = PairTally.of(columns(task, baseline), columns(task, candidate));
            Optional<String> why = new Sharing(tally.shared(), had, has).refusal();
            if (why.isEmpty() && tally.n() == 0) {
                why = Optional.of("no item that they share has a score in both");
            }
            if (why.isPresent()) {
                refused.add(
                        new RefusedPair(
                                task.name(), baseline, candidate, tally.shared(), why.get()));
                return Optional.empty();
            }
            strata.computeIfAbsent(pair, key -> new ArrayList<>()).add(tally);
            return Optional.of(
                    new PairJudge.Question(task.name(), baseline, candidate, List.of(tally)));
        }

        private List<PairJudge.Question> pooled() {
            List<PairJudge.Question> family = new ArrayList<>();
            strata.forEach((pair, tallies) -> {
                if (tallies.size() > 1) {
                    family.add(
                            new PairJudge.Question(
                                    JudgeReport.ALL,
                                    name(pair.baseline()),
                                    name(pair.candidate()),
                                    tallies));
                }
            });
            return family;
        }

        private String name(int place) {
            return arms.over().get(place).name();
        }

        private ArmColumns columns(TaskTable task, String name) {
            return task.columns(table.displays().indexOf(name));
        }
    }
}
