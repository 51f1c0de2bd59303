package dev.gradus.judge;

import dev.gradus.spi.GradusException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which arms are compared, from what is known of each over all tasks. Failed runs are left out
/// before.
///
/// With `--pairs all`: every two arms, the earlier in the file as baseline. Otherwise:
///
/// 1. every arm against **the baseline**: the arm named by `--baseline`; else the first arm in the
///    file whose rung is `baseline`; else the first arm in the file;
/// 2. where none is named: every arm against the `baseline` arm **of its own model**, so that a
///    lever is seen with the model held still;
/// 3. every arm against the **best cheaper** one: of the arms whose cost is known and lower, the
///    one that scores highest, the cheaper of equals. Choosing the highest score favours the
///    cheaper arm, which makes the claim "dearer is better" the harder one;
/// 4. where the rungs name them: every arm with a validator against every arm that has a stronger
///    model instead.
///
/// A pair that two rules name is compared once.
final class PairChoice {
    static final String BASELINE_RUNG = "baseline";

    /// Two arms by their places in the list.
    record Pair(int baseline, int candidate) {}

    private final List<JudgedArm> arms;
    private final Set<Pair> pairs = new LinkedHashSet<>();

    private PairChoice(List<JudgedArm> arms) {
        this.arms = arms;
    }

    /// @param arms in file order, over all tasks; a failed run takes part in no pair
    static List<Pair> of(List<JudgedArm> arms, JudgeOptions options) {
        PairChoice choice = new PairChoice(arms);
        Optional<Integer> named = options.baseline().map(choice::named);
        if (options.allPairs()) {
            choice.all(named);
        } else {
            choice.usual(named);
        }
        return List.copyOf(choice.pairs);
    }

    private void all(Optional<Integer> named) {
        for (int i = 0; i < arms.size(); i++) {
            for (int j = i + 1; j < arms.size(); j++) {
                boolean turned = named.isPresent() && named.get() == j;
                add(turned ? j : i, turned ? i : j);
            }
        }
    }

    private void usual(Optional<Integer> named) {
        int baseline = named.orElseGet(this::firstBaseline);
        for (int arm = 0; arm < arms.size(); arm++) {
            add(baseline, arm);
            if (named.isEmpty()) {
                int candidate = arm;
                baselineOfModel(arms.get(arm)).ifPresent(own -> add(own, candidate));
            }
            int candidate = arm;
            bestCheaper(arm).ifPresent(cheaper -> add(cheaper, candidate));
        }
        validatorsAgainstSize();
    }

    private void validatorsAgainstSize() {
        for (int i = 0; i < arms.size(); i++) {
            for (int j = i + 1; j < arms.size(); j++) {
                String first = arms.get(i).rung();
                String second = arms.get(j).rung();
                if (RungWords.validatorAgainstSize(first, second)
                        || RungWords.validatorAgainstSize(second, first)) {
                    add(i, j);
                }
            }
        }
    }

    private void add(int baseline, int candidate) {
        boolean usable =
                baseline >= 0
                        && baseline != candidate
                        && !arms.get(baseline).failed()
                        && !arms.get(candidate).failed();
        if (usable && !pairs.contains(new Pair(candidate, baseline))) {
            pairs.add(new Pair(baseline, candidate));
        }
    }

    /// -1 where every arm is a failed run.
    private int firstBaseline() {
        return first(arm -> arm.rung().equals(BASELINE_RUNG))
                .or(() -> first(arm -> true))
                .orElse(-1);
    }

    private Optional<Integer> baselineOfModel(JudgedArm arm) {
        return first(
                other -> other.rung().equals(BASELINE_RUNG) && other.model().equals(arm.model()));
    }

    private Optional<Integer> first(java.util.function.Predicate<JudgedArm> wanted) {
        for (int i = 0; i < arms.size(); i++) {
            if (!arms.get(i).failed() && wanted.test(arms.get(i))) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private Optional<Integer> bestCheaper(int arm) {
        List<Integer> cheaper = new ArrayList<>();
        double limit = cost(arm);
        for (int other = 0; other < arms.size(); other++) {
            if (!arms.get(other).failed() && cost(other) < limit) {
                cheaper.add(other);
            }
        }
        return cheaper.stream()
                .max(
                        Comparator.comparingDouble(this::score)
                                .thenComparing(Comparator.comparingDouble(this::cost).reversed()));
    }

    /// NaN where unknown, which is lower than nothing.
    private double cost(int arm) {
        return arms.get(arm).costPerThousand().map(money -> money.amount()).orElse(Double.NaN);
    }

    private double score(int arm) {
        return arms.get(arm).score().map(JudgedArm.Score::value).orElse(-1.0);
    }

    private int named(String wanted) {
        List<Integer> exact = new ArrayList<>();
        List<Integer> byArm = new ArrayList<>();
        for (int i = 0; i < arms.size(); i++) {
            if (arms.get(i).name().equals(wanted)) {
                exact.add(i);
            } else if (arms.get(i).armName().equals(wanted)) {
                byArm.add(i);
            }
        }
        List<Integer> found = exact.isEmpty() ? byArm : exact;
        if (found.size() != 1) {
            throw new GradusException.Usage(
                    (found.isEmpty()
                                    ? "no arm is called " + Wording.quoted(wanted)
                                    : found.size() + " arms are called " + Wording.quoted(wanted))
                            + ". Give one of: "
                            + names(found)
                            + ".");
        }
        JudgedArm arm = arms.get(found.getFirst());
        arm.failure()
                .ifPresent(why -> {
                    throw new GradusException.Data(
                            "the baseline "
                                    + Wording.quoted(arm.name())
                                    + " is a failed run: "
                                    + why
                                    + ". Name another baseline, or record it again.");
                });
        return found.getFirst();
    }

    private String names(List<Integer> found) {
        List<String> all =
                found.isEmpty()
                        ? arms.stream().map(arm -> Wording.quoted(arm.name())).toList()
                        : found.stream().map(i -> Wording.quoted(arms.get(i).name())).toList();
        return Wording.first(all, 12);
    }
}
