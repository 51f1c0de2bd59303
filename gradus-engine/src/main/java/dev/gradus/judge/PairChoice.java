package dev.gradus.judge;

import dev.gradus.judge.JudgedPair.Rule;
import dev.gradus.spi.GradusException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Which arms of one task, or over all tasks, are compared. Failed runs are left out before.
///
/// With `--pairs all`: every two arms, the earlier in the file as baseline. Otherwise:
///
/// 1. every arm against **the baseline** of the task: the arm named by `--baseline`; else the first
///    ranked arm in the file whose rung is `baseline`; else the first ranked arm; unranked arms
///    only where no arm is ranked;
/// 2. where none is named: every arm against the `baseline` arm **of its own model**, so that a
///    lever is seen with the model held still;
/// 3. **a version** of a model against the one before it, by the dates in their names, where the
///    same is done with both;
/// 4. where the rungs name them: every arm with a validator against every arm that has a stronger
///    model instead;
/// 5. every arm against the **best cheaper** one: of the ranked arms whose cost is known and lower,
///    the one that scores highest, the cheaper of equals;
/// 6. the highest-scoring ranked arm against the **runner-up**.
///
/// Rules 5 and 6 choose by the scores that are tested afterwards, so such a pair claims "better"
/// alone: being the highest of many by luck speaks against the candidate of rule 5. For rule 6 the
/// test of the highest against the second highest stays two-sided, which is what keeps the level
/// where both were chosen by their scores (Gutmann and Maymin 1987, *Is the selected population the
/// best?*, Annals of Statistics 15, 456-461; Hung and Fithian 2019, *Rank verification for
/// exponential families*, Annals of Statistics 47, 758-782); for arms that answer the same items a
/// simulation in the tests holds it. A pair that two rules name is compared once, by the first.
/// Oracle arms are held against the baselines alone.
final class PairChoice {
    static final String BASELINE_RUNG = "baseline";

    /// Two arms by their places in the list.
    record Pair(int baseline, int candidate) {}

    private final List<JudgedArm> arms;
    private final Map<Pair, Rule> pairs = new LinkedHashMap<>();
    private int undated;

    private PairChoice(List<JudgedArm> arms) {
        this.arms = arms;
    }

    /// What was chosen.
    ///
    /// @param pairs with the rule that named them
    /// @param undated two models that seem versions of one family and were not compared, because a
    ///   name has no date
    record Chosen(Map<Pair, Rule> pairs, int undated) {}

    /// @param arms of one task in file order, or over all tasks; a failed run takes part in no pair
    /// @param named the baseline's name, where one is named and here
    static Chosen of(List<JudgedArm> arms, Optional<String> named, boolean allPairs) {
        PairChoice choice = new PairChoice(arms);
        Optional<Integer> baseline =
                named.map(name -> choice.place(name)).filter(place -> place >= 0);
        if (allPairs) {
            choice.all(baseline);
        } else {
            choice.usual(baseline);
        }
        return new Chosen(choice.pairs, choice.undated);
    }

    private int place(String name) {
        return IntStream.range(0, arms.size())
                .filter(i -> arms.get(i).name().equals(name))
                .findFirst()
                .orElse(-1);
    }

    private void all(Optional<Integer> named) {
        for (int i = 0; i < arms.size(); i++) {
            for (int j = i + 1; j < arms.size(); j++) {
                boolean turned = named.isPresent() && named.get() == j || oracle(i) && !oracle(j);
                boolean either = oracle(i) || oracle(j);
                add(turned ? j : i, turned ? i : j, either ? Rule.ORACLE : Rule.ALL);
            }
        }
    }

    private void usual(Optional<Integer> named) {
        int baseline = named.orElseGet(this::firstBaseline);
        for (int arm = 0; arm < arms.size(); arm++) {
            Rule rule = oracle(arm) ? Rule.ORACLE : Rule.BASELINE;
            add(baseline, arm, rule);
            if (named.isEmpty()) {
                int candidate = arm;
                baselineOfModel(arms.get(arm)).ifPresent(own -> add(own, candidate, rule));
            }
        }
        versions();
        validatorsAgainstSize();
        for (int arm = 0; arm < arms.size(); arm++) {
            int candidate = arm;
            bestCheaper(arm).ifPresent(cheaper -> add(cheaper, candidate, Rule.BEST_CHEAPER));
        }
        runnerUp();
    }

    private void versions() {
        Map<List<String>, List<Integer>> families = new LinkedHashMap<>();
        for (int i = 0; i < arms.size(); i++) {
            JudgedArm arm = arms.get(i);
            if (!arm.failed() && !oracle(i) && !arm.model().isEmpty()) {
                String family = ModelVersion.of(arm.model()).family();
                families.computeIfAbsent(List.of(family, arm.armName()), key -> new ArrayList<>())
                        .add(i);
            }
        }
        families.values().stream().filter(its -> its.size() > 1).forEach(this::versions);
    }

    private void versions(List<Integer> family) {
        List<Integer> dated =
                family.stream()
                        .filter(i -> date(i).isPresent())
                        .sorted(Comparator.comparing((Integer i) -> date(i).orElseThrow()))
                        .toList();
        for (int i = 1; i < dated.size(); i++) {
            boolean later =
                    date(dated.get(i - 1)).orElseThrow().isBefore(date(dated.get(i)).orElseThrow());
            if (later) {
                add(dated.get(i - 1), dated.get(i), Rule.VERSION);
            }
        }
        undated += family.size() - Math.max(1, dated.size());
    }

    private Optional<LocalDate> date(int arm) {
        return ModelVersion.of(arms.get(arm).model()).date();
    }

    private void validatorsAgainstSize() {
        for (int i = 0; i < arms.size(); i++) {
            for (int j = i + 1; j < arms.size(); j++) {
                String first = arms.get(i).rung();
                String second = arms.get(j).rung();
                boolean named =
                        RungWords.validatorAgainstSize(first, second)
                                || RungWords.validatorAgainstSize(second, first);
                if (named && !oracle(i) && !oracle(j)) {
                    add(i, j, Rule.VALIDATOR);
                }
            }
        }
    }

    private void runnerUp() {
        List<Integer> ranking =
                IntStream.range(0, arms.size())
                        .filter(i -> arms.get(i).ranked())
                        .boxed()
                        .sorted(Comparator.comparingDouble((Integer i) -> -arms.get(i).estimate()))
                        .limit(2)
                        .toList();
        if (ranking.size() == 2) {
            add(ranking.get(1), ranking.get(0), Rule.RUNNER_UP);
        }
    }

    private boolean oracle(int arm) {
        return arms.get(arm).oracle().isPresent();
    }

    private void add(int baseline, int candidate, Rule rule) {
        boolean usable =
                baseline >= 0
                        && baseline != candidate
                        && !arms.get(baseline).failed()
                        && !arms.get(candidate).failed();
        if (usable && !pairs.containsKey(new Pair(candidate, baseline))) {
            pairs.putIfAbsent(new Pair(baseline, candidate), rule);
        }
    }

    /// -1 where every arm is a failed run or an oracle.
    private int firstBaseline() {
        return first(arm -> arm.ranked() && arm.rung().equals(BASELINE_RUNG))
                .or(() -> first(JudgedArm::ranked))
                .or(() -> first(arm -> arm.rung().equals(BASELINE_RUNG)))
                .or(() -> first(arm -> true))
                .orElse(-1);
    }

    private Optional<Integer> baselineOfModel(JudgedArm arm) {
        return first(
                other -> other.rung().equals(BASELINE_RUNG) && other.model().equals(arm.model()));
    }

    private Optional<Integer> first(Predicate<JudgedArm> wanted) {
        for (int i = 0; i < arms.size(); i++) {
            if (!arms.get(i).failed() && !oracle(i) && wanted.test(arms.get(i))) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private Optional<Integer> bestCheaper(int arm) {
        if (!arms.get(arm).ranked()) {
            return Optional.empty();
        }
        double limit = arms.get(arm).cost();
        return IntStream.range(0, arms.size())
                .filter(other -> arms.get(other).ranked() && arms.get(other).cost() < limit)
                .boxed()
                .max(
                        Comparator.comparingDouble((Integer i) -> arms.get(i).estimate())
                                .thenComparing(
                                        Comparator.comparingDouble(
                                                        (Integer i) -> arms.get(i).cost())
                                                .reversed()));
    }

    /// The display name of the arm that is named as baseline, from all arms over all tasks.
    static String named(List<JudgedArm> arms, String wanted) {
        List<JudgedArm> exact = arms.stream().filter(arm -> arm.name().equals(wanted)).toList();
        List<JudgedArm> byArm = arms.stream().filter(arm -> arm.armName().equals(wanted)).toList();
        List<JudgedArm> found = exact.isEmpty() ? byArm : exact;
        if (found.size() != 1) {
            throw new GradusException.Usage(
                    (found.isEmpty()
                                    ? "no arm is called " + Wording.quoted(wanted)
                                    : found.size() + " arms are called " + Wording.quoted(wanted))
                            + ". Give one of: "
                            + names(found.isEmpty() ? arms : found)
                            + ".");
        }
        JudgedArm arm = found.getFirst();
        arm.oracle()
                .ifPresent(oracle -> {
                    throw new GradusException.Usage(
                            "the baseline "
                                    + Wording.quoted(arm.name())
                                    + " is an oracle arm ("
                                    + oracle.source().word()
                                    + "): it was given the gold evidence. Name another baseline, or"
                                    + " say --oracle none.");
                });
        arm.failure()
                .ifPresent(why -> {
                    throw new GradusException.Data(
                            "the baseline "
                                    + Wording.quoted(arm.name())
                                    + " is a failed run: "
                                    + why
                                    + ". Name another baseline, or record it again.");
                });
        return arm.name();
    }

    private static String names(List<JudgedArm> arms) {
        return Wording.first(arms.stream().map(arm -> Wording.quoted(arm.name())).toList(), 12);
    }
}
