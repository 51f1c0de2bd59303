package dev.gradus.judge;

import dev.gradus.judge.JudgedPair.Turn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The comparisons: those of each task, then those over all tasks, chosen scope by scope and judged
/// as one family.
///
/// @param pairs task by task, then pooled
/// @param refused pairs that have no item with a score in both, or of which one was not asked all
/// @param left what was not compared, counted
record Compared(List<JudgedPair> pairs, List<RefusedPair> refused, NotCompared left) {

    static Compared of(OutcomeTable table, Arms arms, JudgeOptions options) {
        return new Comparing(table, arms, options).compare();
    }

    private static final class Comparing {
        private final OutcomeTable table;
        private final Arms arms;
        private final JudgeOptions options;
        private final Optional<String> named;
        private final Map<String, Integer> numbers = new HashMap<>();
        private final Map<List<String>, JudgedArm> onTask = new HashMap<>();
        private final List<RefusedPair> refused = new ArrayList<>();
        private final List<PairJudge.Question> family = new ArrayList<>();
        private int possible;
        private int undated;

        Comparing(OutcomeTable table, Arms arms, JudgeOptions options) {
            this.table = table;
            this.arms = arms;
            this.options = options;
            this.named = options.baseline().map(name -> PairChoice.named(arms.over(), name));
            List<String> displays = table.displays();
            for (int arm = 0; arm < displays.size(); arm++) {
                numbers.put(displays.get(arm), arm);
            }
            arms.byTask().forEach(arm -> onTask.put(List.of(arm.task(), arm.name()), arm));
        }

        Compared compare() {
            List<TaskTable> tasks = table.tasks();
            for (TaskTable task : tasks) {
                List<JudgedArm> its = arms.on(task.name());
                chosen(its).forEach((pair, rule) -> onTask(task, its, pair, rule));
            }
            if (tasks.size() > 1) {
                List<JudgedArm> its =
                        arms.on(JudgeReport.ALL).stream().filter(Comparing::whole).toList();
                chosen(its).forEach((pair, rule) -> over(tasks, its, pair, rule));
            }
            List<JudgedPair> judged =
                    new PairJudge(options.effectiveMatters(), options.seed()).judge(family);
            return new Compared(turned(judged), List.copyOf(refused), left(judged.size()));
        }

        /// Over all tasks an arm is compared where it is ranked on each of them.
        private static boolean whole(JudgedArm arm) {
            return !arm.failed() && arm.unranked().isEmpty() && arm.score().isPresent();
        }

        private Map<PairChoice.Pair, JudgedPair.Rule> chosen(List<JudgedArm> its) {
            PairChoice.Chosen chosen = PairChoice.of(its, named, options.allPairs());
            long comparable = its.stream().filter(arm -> !arm.failed()).count();
            possible += Math.toIntExact(comparable * (comparable - 1) / 2);
            undated += chosen.undated();
            return chosen.pairs();
        }

        private void onTask(
                TaskTable task, List<JudgedArm> its, PairChoice.Pair pair, JudgedPair.Rule rule) {
            JudgedArm baseline = its.get(pair.baseline());
            JudgedArm candidate = its.get(pair.candidate());
            PairTally tally = tally(task, baseline, candidate);
            Optional<JudgedArm> stopped = stopped(baseline).or(() -> stopped(candidate));
            if (stopped.isPresent()) {
                refused.add(
                        new RefusedPair(
                                task.name(),
                                baseline.name(),
                                candidate.name(),
                                tally.items(),
                                Wording.quoted(stopped.get().name())
                                        + " "
                                        + stopped.get().coverage().sentence()
                                        + ", and what it answered to those decided that"));
                return;
            }
            if (tally.n() == 0) {
                refused.add(
                        new RefusedPair(
                                task.name(),
                                baseline.name(),
                                candidate.name(),
                                tally.items(),
                                tally.items() == 0
                                        ? "they share no item"
                                        : "no item that they share has a score in both"));
                return;
            }
            family.add(
                    new PairJudge.Question(
                            task.name(),
                            baseline.name(),
                            candidate.name(),
                            rule,
                            sharedOnly(baseline, candidate),
                            tally));
        }

        private static Optional<JudgedArm> stopped(JudgedArm arm) {
            return Optional.of(arm).filter(one -> one.coverage().notAsked() > 0);
        }

        private static boolean sharedOnly(JudgedArm baseline, JudgedArm candidate) {
            return baseline.unranked().isPresent() || candidate.unranked().isPresent();
        }

        private PairTally tally(TaskTable task, JudgedArm baseline, JudgedArm candidate) {
            return PairTally.of(
                    task,
                    task.columns(number(baseline)),
                    task.columns(number(candidate)),
                    sharedOnly(baseline, candidate),
                    baseline.emptyShare().isPresent() && candidate.emptyShare().isPresent());
        }

        private int number(JudgedArm arm) {
            return numbers.getOrDefault(arm.name(), 0);
        }

        private void over(
                List<TaskTable> tasks,
                List<JudgedArm> its,
                PairChoice.Pair pair,
                JudgedPair.Rule rule) {
            String baseline = its.get(pair.baseline()).name();
            String candidate = its.get(pair.candidate()).name();
            List<PairTally> strata = new ArrayList<>();
            for (TaskTable task : tasks) {
                JudgedArm one = onTask.get(List.of(task.name(), baseline));
                JudgedArm other = onTask.get(List.of(task.name(), candidate));
                if (one != null && other != null) {
                    strata.add(tally(task, one, other));
                }
            }
            if (strata.stream().anyMatch(tally -> tally.n() == 0)) {
                return;
            }
            double[] weights =
                    TaskWeights.of(table, options)
                            .map(given ->
                                    tasks.stream()
                                            .mapToDouble(task -> given.share(task.name()))
                                            .toArray())
                            .orElse(new double[0]);
            family.add(
                    new PairJudge.Question(
                            JudgeReport.ALL,
                            baseline,
                            candidate,
                            rule,
                            false,
                            PairTally.pooled(strata, weights)));
        }

        private List<JudgedPair> turned(List<JudgedPair> judged) {
            Map<List<String>, JudgedPair> byNames = new HashMap<>();
            judged.forEach(pair ->
                    byNames.put(List.of(pair.task(), pair.baseline(), pair.candidate()), pair));
            List<JudgedPair> all = new ArrayList<>();
            int question = 0;
            for (JudgedPair pair : judged) {
                PairTally tally = family.get(question++).tally();
                boolean pooled = pair.task().equals(JudgeReport.ALL) && tally.strata().size() > 1;
                all.add(pooled ? pair.withTurns(turns(pair, tally, byNames)) : pair);
            }
            return List.copyOf(all);
        }

        private List<Turn> turns(
                JudgedPair pair, PairTally tally, Map<List<String>, JudgedPair> byNames) {
            List<Turn> turns = new ArrayList<>();
            List<TaskTable> tasks = table.tasks();
            for (int i = 0; i < tasks.size(); i++) {
                String task = tasks.get(i).name();
                double difference = tally.strata().get(i).difference();
                int shown = favours(task, pair, byNames);
                boolean against =
                        pair.difference() == 0 ? shown < 0 : difference * pair.difference() < 0;
                if (against) {
                    turns.add(new Turn(task, difference, shown * difference > 0));
                }
            }
            return turns;
        }

        /// Which of the two the comparison on the task favours, by the candidate's side.
        private static int favours(
                String task, JudgedPair pair, Map<List<String>, JudgedPair> byNames) {
            JudgedPair same = byNames.get(List.of(task, pair.baseline(), pair.candidate()));
            JudgedPair other = byNames.get(List.of(task, pair.candidate(), pair.baseline()));
            return same != null ? same.favours() : other != null ? -other.favours() : 0;
        }

        private NotCompared left(int compared) {
            return new NotCompared(
                    possible,
                    compared,
                    undated,
                    count(arm -> arm.unranked().isPresent() && !arm.failed()),
                    arms.byTask().stream().mapToInt(arm -> arm.coverage().beyond()).sum(),
                    count(JudgedArm::failed));
        }

        private int count(java.util.function.Predicate<JudgedArm> wanted) {
            return (int) arms.byTask().stream().filter(wanted).count();
        }
    }
}
