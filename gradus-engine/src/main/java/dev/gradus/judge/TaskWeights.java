package dev.gradus.judge;

import dev.gradus.spi.GradusException;
import dev.gradus.stats.Interval;
import dev.gradus.task.Money;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// How the tasks weigh in what is said over all of them: by the calls of each, where they are
/// given.
///
/// A weighted mean of scores that were measured task by task is bounded by the method of variance
/// estimates recovery: with weights w, estimates e and one-sided bounds l of the tasks, the lower
/// bound is `sum w e - sqrt(sum w^2 (e - l)^2)`, the upper one likewise (Zou, Huang and Zhang 2009,
/// *A note on confidence interval estimation for a linear function of binomial proportions*,
/// Computational Statistics and Data Analysis 53, 1080-1085).
///
/// @param shares of the calls, by task, in the order of the tasks; they add up to 1
record TaskWeights(Map<String, Double> shares) {

    /// Empty for one task, and where no calls are given.
    ///
    /// @throws GradusException.Usage where a task of the outcomes has no calls, where calls are
    ///   given for what is no task, or where all are 0
    static Optional<TaskWeights> of(OutcomeTable table, JudgeOptions options) {
        Map<String, Double> calls = options.traffic();
        if (calls.isEmpty()) {
            return Optional.empty();
        }
        List<String> tasks = table.tasks().stream().map(TaskTable::name).toList();
        List<String> strange =
                calls.keySet().stream().filter(name -> !tasks.contains(name)).toList();
        if (!strange.isEmpty()) {
            throw new GradusException.Usage(
                    "--traffic: no task is called "
                            + Wording.quoted(strange.getFirst())
                            + ". The outcomes have "
                            + Wording.first(tasks.stream().map(Wording::quoted).toList(), 12)
                            + ".");
        }
        List<String> silent = tasks.stream().filter(name -> !calls.containsKey(name)).toList();
        if (!silent.isEmpty()) {
            throw new GradusException.Usage(
                    "--traffic says nothing of "
                            + Wording.first(silent.stream().map(Wording::quoted).toList(), 12)
                            + ". Give the calls of every task; 0 for one that is not served.");
        }
        double sum = calls.values().stream().mapToDouble(Double::doubleValue).sum();
        if (!(sum > 0)) {
            throw new GradusException.Usage(
                    "--traffic: every task has 0 calls. Give the calls of a task that is served.");
        }
        Map<String, Double> shares = new LinkedHashMap<>();
        tasks.forEach(name -> shares.put(name, calls.getOrDefault(name, 0.0) / sum));
        return tasks.size() < 2 ? Optional.empty() : Optional.of(new TaskWeights(shares));
    }

    double share(String task) {
        return shares.getOrDefault(task, 0.0);
    }

    /// The arm over all tasks, by these weights; as it is where it lacks a task.
    JudgedArm weighted(JudgedArm arm, Map<String, List<JudgedArm>> byName) {
        List<JudgedArm> its = byName.getOrDefault(arm.name(), List.of());
        boolean whole =
                its.size() == shares.size()
                        && its.stream().allMatch(one -> one.score().isPresent());
        if (!whole || arm.score().isEmpty()) {
            return arm.withFigures(Optional.empty(), Optional.empty());
        }
        JudgedArm.Score plain = arm.score().get();
        Interval interval =
                interval(
                        its,
                        one -> one.score().orElseThrow().value(),
                        one -> one.score().orElseThrow().interval().low(),
                        one -> one.score().orElseThrow().interval().high(),
                        plain.interval().level());
        double cost = 0;
        boolean priced = true;
        for (JudgedArm one : its) {
            priced &= one.costPerThousand().isPresent() || share(one.task()) == 0;
            cost += share(one.task()) == 0 ? 0 : share(one.task()) * one.cost();
        }
        return arm.withFigures(
                Optional.of(
                        new JudgedArm.Score(
                                mean(its, one -> one.score().orElseThrow().value()),
                                interval,
                                plain.n(),
                                plain.missing(),
                                "weighted by traffic, limits recovered from those of the tasks")),
                priced ? Optional.of(Money.of(cost, ArmScorer.CURRENCY)) : Optional.empty());
    }

    double mean(List<JudgedArm> its, ToDoubleFunction<JudgedArm> value) {
        return its.stream().mapToDouble(one -> share(one.task()) * value.applyAsDouble(one)).sum();
    }

    /// Limits of the weighted mean, recovered from limits of the parts.
    Interval interval(
            List<JudgedArm> its,
            ToDoubleFunction<JudgedArm> estimate,
            ToDoubleFunction<JudgedArm> low,
            ToDoubleFunction<JudgedArm> high,
            double level) {
        double mean = mean(its, estimate);
        double below = 0;
        double above = 0;
        for (JudgedArm one : its) {
            double weight = share(one.task());
            double down = weight * (estimate.applyAsDouble(one) - low.applyAsDouble(one));
            double up = weight * (high.applyAsDouble(one) - estimate.applyAsDouble(one));
            below += down * down;
            above += up * up;
        }
        return new Interval(
                Math.max(0, mean - Math.sqrt(below)), Math.min(1, mean + Math.sqrt(above)), level);
    }

    /// The shares in words: `card 90.0 %, refunds 10.0 %`.
    String sentence() {
        List<String> parts = new ArrayList<>();
        shares.forEach((task, share) -> parts.add(task + " " + Wording.share(share)));
        return Wording.first(parts, 6);
    }
}
