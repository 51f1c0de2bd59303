package dev.gradus.judge;

import dev.gradus.cost.Cheapest;
import dev.gradus.cost.Choice;
import dev.gradus.cost.Economics;
import dev.gradus.cost.Priced;
import dev.gradus.cost.Sums;
import dev.gradus.cost.Terms;
import dev.gradus.spi.GradusException;
import dev.gradus.stats.Seeds;
import dev.gradus.task.Task;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What the arms cost at the task's traffic, and which of those that meet the goal is cheapest.
/// Recorded costs are in USD; a task that counts in another currency is refused where a cost was
/// recorded.
final class RecordedMoney {
    private static final String TUNE = "tune";
    private final Standing standing;
    private final Terms terms;

    private RecordedMoney(Standing standing, Terms terms) {
        this.standing = standing;
        this.terms = terms;
    }

    static RecordedMoney of(Standing standing, Optional<Task> task) {
        task.ifPresent(given -> requireCurrency(standing, given));
        return new RecordedMoney(
                standing,
                task.map(given -> Terms.of(given, OptionalDouble.empty(), Optional.empty()))
                        .orElseGet(() -> Terms.unstated(ArmScorer.CURRENCY)));
    }

    private static void requireCurrency(Standing standing, Task task) {
        boolean priced =
                standing.arms().stream().anyMatch(arm -> arm.costPerThousand().isPresent());
        if (priced && !task.currency().equals(ArmScorer.CURRENCY)) {
            throw new GradusException.Data(
                    "the outcomes' costs are in USD (cost_usd) and the task counts in "
                            + task.currency()
                            + ". Set currency: USD in the task file, or leave cost_usd empty.");
        }
    }

    /// True where the arm's rung says that it was tuned.
    static boolean tuned(JudgedArm arm) {
        return RungWords.of(arm.rung()).contains(TUNE);
    }

    /// Of the arms that meet the goal, the one to use; empty where none does.
    Optional<Choice> choice() {
        return Cheapest.of(terms, meeting());
    }

    private List<Priced> meeting() {
        return standing.checks().stream()
                .filter(one -> one.check().status().met())
                .map(one -> priced(standing.arm(one.arm())))
                .toList();
    }

    /// @param seed of the draws
    Economics economics(long seed) {
        return Sums.of(
                terms,
                new Sums.Field(
                        standing.arms().stream().map(this::priced).toList(),
                        meeting(),
                        base(),
                        standing.goal()
                                .map(goal -> OptionalDouble.of(Terms.justEnough(goal)))
                                .orElse(OptionalDouble.empty())),
                Optional.empty(),
                Seeds.seed(seed, "tuning pays"));
    }

    /// What tuning is set against: of the arms that are not tuned the cheapest that meets the goal,
    /// else the one that scores highest.
    private Optional<Priced> base() {
        List<Priced> untuned = meeting().stream().filter(one -> !one.tuned()).toList();
        Optional<String> cheapest = Cheapest.of(terms, untuned).map(Choice::candidate);
        return standing.arms().stream()
                .map(this::priced)
                .filter(one -> !one.tuned())
                .filter(one -> cheapest.filter(id -> !id.equals(one.id())).isEmpty())
                .max(Comparator.comparingDouble(Priced::score));
    }

    private Priced priced(JudgedArm arm) {
        double score = arm.score().orElseThrow().value();
        return new Priced(
                arm.name(),
                arm.name(),
                score,
                standing.graded().contains(arm.name())
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(1 - score),
                arm.costPerThousand(),
                tuned(arm),
                0);
    }
}
