package dev.gradus.judge;

import dev.gradus.cost.Economics;
import dev.gradus.cost.Sums;
import dev.gradus.spi.GradusException;
import dev.gradus.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What the arms cost at the task's traffic. Recorded costs are in USD; a task that counts in
/// another currency is refused where a cost was recorded.
final class RecordedEconomics {
    private RecordedEconomics() {}

    /// Empty without a task file.
    static Optional<Economics> of(Standing standing, Optional<Task> task) {
        return task.map(given -> of(standing, given));
    }

    private static Economics of(Standing standing, Task task) {
        boolean priced =
                standing.arms().stream().anyMatch(arm -> arm.costPerThousand().isPresent());
        if (priced && !task.currency().equals(ArmScorer.CURRENCY)) {
            throw new GradusException.Data(
                    "the outcomes' costs are in USD (cost_usd) and the task counts in "
                            + task.currency()
                            + ". Set currency: USD in the task file, or leave cost_usd empty.");
        }
        List<Sums.Priced> arms =
                standing.arms().stream()
                        .map(arm ->
                                new Sums.Priced(
                                        arm.name(),
                                        arm.name(),
                                        arm.score().orElseThrow().value(),
                                        arm.costPerThousand()))
                        .toList();
        Optional<String> base = standing.winner().or(standing::best).map(JudgeReport.ArmGoal::arm);
        return unlabelled(Sums.of(task, arms, base, 0, OptionalDouble.empty()));
    }

    /// Says that no train example is known, which the labelling cost rests on.
    private static Economics unlabelled(Economics made) {
        List<String> unknown = new ArrayList<>(made.unknown());
        unknown.add("how many verified train examples there are (counted as none)");
        return new Economics(
                made.currency(),
                made.callsPerDay(),
                made.growthPerMonth(),
                made.horizonMonths(),
                made.candidates(),
                made.tuning(),
                made.curve(),
                made.flips(),
                unknown);
    }
}
