package dev.gradus.score;

import dev.gradus.packed.PackedList;
import dev.gradus.stats.Interim;
import dev.gradus.stats.MacroF1;
import dev.gradus.stats.Paired;
import dev.gradus.stats.Seeds;
import dev.gradus.stats.Single;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Example;
import dev.gradus.task.Task;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Measures runs on one set of examples: single scores and paired comparisons, by the method that
/// the score and the examples' groups ask for. See `dev.gradus.stats` for the methods.
public final class Measure {
    private final Task task;
    private final List<Example> examples;
    private final long seed;
    private final Optional<int[]> groups;
    private final Map<String, Integer> labels = new HashMap<>();

    public Measure(Task task, List<Example> examples, long seed) {
        this.task = Objects.requireNonNull(task, "task");
        this.examples = PackedList.copyOf(examples);
        this.seed = seed;
        this.groups =
                examples.stream().anyMatch(example -> example.group().isPresent())
                        ? Optional.of(groupsOf(examples))
                        : Optional.empty();
        task.answer()
                .asLabels()
                .map(AnswerShape.Labels::names)
                .ifPresent(names -> names.forEach(name -> labels.put(name, labels.size())));
    }

    /// An example without a group is a group of its own.
    private static int[] groupsOf(List<Example> examples) {
        Map<String, Integer> seen = new HashMap<>();
        int[] groups = new int[examples.size()];
        for (int i = 0; i < groups.length; i++) {
            String key = examples.get(i).group().map(group -> "g:" + group).orElse("i:" + i);
            Integer known = seen.putIfAbsent(key, seen.size());
            groups[i] = known == null ? seen.size() - 1 : known;
        }
        return groups;
    }

    /// The same measure on the examples that are not named.
    public Measure without(Set<String> ids) {
        return new Measure(
                task,
                examples.stream().filter(example -> !ids.contains(example.id())).toList(),
                seed);
    }

    /// The same measure on the examples that every one of these runs was asked.
    public Measure shared(List<Run> runs) {
        List<Run> some = runs.stream().filter(run -> !run.complete()).toList();
        if (some.isEmpty()) {
            return this;
        }
        Set<String> ids = ids(some.getFirst());
        some.subList(1, some.size()).forEach(run -> ids.retainAll(ids(run)));
        return new Measure(
                task,
                examples.stream().filter(example -> ids.contains(example.id())).toList(),
                seed);
    }

    private static Set<String> ids(Run run) {
        Set<String> ids = new HashSet<>();
        run.outcomes().forEach(outcome -> ids.add(outcome.exampleId()));
        return ids;
    }

    /// The run's outcomes on this measure's examples.
    public Run restrict(Run run) {
        Set<String> ids = new HashSet<>();
        examples.forEach(example -> ids.add(example.id()));
        return new Run(
                run.candidate(),
                run.split(),
                run.outcomes().stream()
                        .filter(outcome -> ids.contains(outcome.exampleId()))
                        .toList(),
                run.currency());
    }

    /// The observed score alone, without an interval; of what was asked.
    public double value(Run run) {
        return task.score().ofTheSet()
                ? estimate(run).map(ScoreEstimate::value).orElse(0.0)
                : run.meanScore().orElse(0);
    }

    /// The run's score with what it may be in truth; empty where no outcome is there. Where asking
    /// stopped before the end, the limits are repeated ones, which hold although it stopped for
    /// what was seen.
    public Optional<ScoreEstimate> estimate(Run run) {
        if (!run.complete()) {
            Measure asked = shared(List.of(run));
            return asked.estimate(asked.restrict(run))
                    .map(score -> score.at(run.asked().interim()));
        }
        requireThese(run);
        int missing = run.missing();
        if (missing == run.outcomes().size()) {
            return Optional.empty();
        }
        Single observed = single(Column.of(run).present());
        Single least = missing == 0 ? observed : single(Column.of(run).filled(false));
        Single most = missing == 0 ? observed : single(Column.of(run).filled(true));
        return Optional.of(new ScoreEstimate(observed, least, most, missing, rareLabels()));
    }

    /// Labels of which there are few among these examples, where the score is an average over
    /// labels.
    public RareLabels rareLabels() {
        if (!task.score().ofTheSet()) {
            return RareLabels.none();
        }
        int[] counts = new int[labels.size()];
        examples.forEach(example -> {
            int label = label(example.expected());
            if (label >= 0) {
                counts[label]++;
            }
        });
        return new RareLabels(
                task.answer().asLabels().map(AnswerShape.Labels::names).orElse(List.of()).stream()
                        .filter(name -> counts[label(name)] < RareLabels.FEW)
                        .toList(),
                labels.size());
    }

    /// Two runs on these examples, paired; where one was not asked all of them, on those that both
    /// were. The claims of a candidate that was looked at part by part are repeated ones, which
    /// hold after whichever part it stopped.
    ///
    /// @throws IllegalArgumentException where a run is not on these examples in their order
    public Comparison compare(Run baseline, Run candidate) {
        Measure shared = shared(List.of(baseline, candidate));
        return shared == this
                ? compared(baseline, candidate).at(candidate.asked().interim())
                : shared.compared(shared.restrict(baseline), shared.restrict(candidate))
                        .at(baseline.look(candidate));
    }

    /// True where some example has an outcome in both runs, so that they can be compared.
    public boolean comparable(Run baseline, Run candidate) {
        Set<String> answered = new HashSet<>();
        baseline.outcomes().stream()
                .filter(outcome -> !outcome.isMissing())
                .forEach(outcome -> answered.add(outcome.exampleId()));
        return candidate.outcomes().stream()
                .anyMatch(
                        outcome -> !outcome.isMissing() && answered.contains(outcome.exampleId()));
    }

    private Comparison compared(Run baseline, Run candidate) {
        requireThese(baseline);
        requireThese(candidate);
        Column first = Column.of(baseline);
        Column second = Column.of(candidate);
        int[] present = first.presentWith(second);
        int missing = examples.size() - present.length;
        if (present.length == 0) {
            throw new IllegalArgumentException("no example has an outcome in both runs");
        }
        String below = baseline.candidate().id();
        String above = candidate.candidate().id();
        // For this pair alone: the luck of one pair's resamples is not that of another's.
        long own = Seeds.seed(seed, "comparison " + below + " " + above);
        Paired observed = paired(first.at(present), second.at(present), own);
        return new Comparison(
                below,
                above,
                observed,
                missing == 0 ? observed : paired(first.filled(true), second.filled(false), own),
                missing == 0 ? observed : paired(first.filled(false), second.filled(true), own),
                missing,
                first.at(present).varianceAgainst(second.at(present)),
                baseline.costPerThousandCalls()
                        .flatMap(
                                from -> candidate.costPerThousandCalls().map(to -> to.minus(from))),
                Interim.once());
    }

    private Single single(Column column) {
        long own = Seeds.seed(seed, "score");
        if (task.score().ofTheSet()) {
            int[] gold = gold(column);
            int[] answers = answers(column);
            return groups.isPresent()
                    ? Single.ofSet(macroF1(), gold, answers, column.pick(groups.get()), own)
                    : Single.ofSet(macroF1(), gold, answers, own);
        }
        return groups.isPresent()
                ? Single.of(column.scores(), column.pick(groups.get()), own)
                : Single.of(column.scores(), own);
    }

    private Paired paired(Column baseline, Column candidate, long own) {
        if (task.score().ofTheSet()) {
            int[] gold = gold(baseline);
            return groups.isPresent()
                    ? Paired.ofSets(
                            macroF1(),
                            gold,
                            answers(baseline),
                            answers(candidate),
                            baseline.pick(groups.get()),
                            own)
                    : Paired.ofSets(macroF1(), gold, answers(baseline), answers(candidate), own);
        }
        return groups.isPresent()
                ? Paired.of(baseline.scores(), candidate.scores(), baseline.pick(groups.get()), own)
                : Paired.of(baseline.scores(), candidate.scores(), own);
    }

    private MacroF1 macroF1() {
        return new MacroF1(labels.size());
    }

    private int[] gold(Column column) {
        return column.indexes().map(i -> label(examples.get(i).expected())).toArray();
    }

    /// A filled outcome answers right or with no label at all, as the filling says.
    private int[] answers(Column column) {
        int[] answers = new int[column.size()];
        for (int at = 0; at < answers.length; at++) {
            int example = column.index(at);
            answers[at] =
                    column.isFilled(at)
                            ? column.score(at) > 0 ? label(examples.get(example).expected()) : -1
                            : label(column.answer(at));
        }
        return answers;
    }

    private int label(String name) {
        return labels.getOrDefault(name, -1);
    }

    private void requireThese(Run run) {
        if (run.outcomes().size() != examples.size()) {
            throw new IllegalArgumentException(
                    "a run of "
                            + run.outcomes().size()
                            + " outcomes is measured on "
                            + examples.size()
                            + " examples");
        }
        for (int i = 0; i < examples.size(); i++) {
            if (!examples.get(i).id().equals(run.outcomes().get(i).exampleId())) {
                throw new IllegalArgumentException(
                        "outcome "
                                + i
                                + " is of "
                                + run.outcomes().get(i).exampleId()
                                + ", not of "
                                + examples.get(i).id());
            }
        }
    }
}
