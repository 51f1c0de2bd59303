package dev.gradus.judge;

import dev.gradus.task.AnswerShape;
import dev.gradus.task.Goal;
import dev.gradus.task.Task;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/// What to compare and what to hold it against.
///
/// @param baseline the arm to hold the others against, as `model / arm`, or only its arm where one
///   model has it; empty: chosen by the rule of [PairChoice]
/// @param allPairs every two arms instead
/// @param prompt the prompt that the answers were given to, linted against the gold labels
/// @param task the task file: goal, traffic, policy, labels
/// @param goal what good enough means, where no task is given; a task's goal is taken otherwise
/// @param matters the smallest difference that matters, where there is neither task nor goal
/// @param split what part of the data the items are; empty: the report says "not held out"
/// @param seed of the resampled methods
public record JudgeOptions(
        Optional<String> baseline,
        boolean allPairs,
        Optional<Prompt> prompt,
        Optional<Task> task,
        Optional<Goal> goal,
        OptionalDouble matters,
        Optional<String> split,
        long seed) {

    /// @param where what to call the prompt in findings, such as its file's name
    /// @param text of the prompt
    public record Prompt(String where, String text) {
        public Prompt {
            Objects.requireNonNull(where, "where");
            Objects.requireNonNull(text, "text");
        }
    }

    public JudgeOptions {
        Objects.requireNonNull(baseline, "baseline");
        Objects.requireNonNull(prompt, "prompt");
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(goal, "goal");
        Objects.requireNonNull(split, "split");
        if (matters.isPresent() && !(matters.getAsDouble() > 0 && matters.getAsDouble() <= 0.5)) {
            throw new IllegalArgumentException(
                    "matters is above 0 and at most 0.5, not " + matters.getAsDouble());
        }
    }

    /// The default pairs, no goal, no prompt.
    public static JudgeOptions standard() {
        return new JudgeOptions(
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                1);
    }

    public JudgeOptions withBaseline(String arm) {
        return new JudgeOptions(
                Optional.of(arm), allPairs, prompt, task, goal, matters, split, seed);
    }

    public JudgeOptions withAllPairs() {
        return new JudgeOptions(baseline, true, prompt, task, goal, matters, split, seed);
    }

    public JudgeOptions withPrompt(String where, String text) {
        return new JudgeOptions(
                baseline,
                allPairs,
                Optional.of(new Prompt(where, text)),
                task,
                goal,
                matters,
                split,
                seed);
    }

    public JudgeOptions withTask(Task given) {
        return new JudgeOptions(
                baseline, allPairs, prompt, Optional.of(given), goal, matters, split, seed);
    }

    public JudgeOptions withGoal(Goal given) {
        return new JudgeOptions(
                baseline, allPairs, prompt, task, Optional.of(given), matters, split, seed);
    }

    public JudgeOptions withMatters(double given) {
        return new JudgeOptions(
                baseline, allPairs, prompt, task, goal, OptionalDouble.of(given), split, seed);
    }

    public JudgeOptions withSplit(String name) {
        return new JudgeOptions(
                baseline, allPairs, prompt, task, goal, matters, Optional.of(name), seed);
    }

    public JudgeOptions withSeed(long given) {
        return new JudgeOptions(baseline, allPairs, prompt, task, goal, matters, split, given);
    }

    /// The labels of the task file, in its order; empty where there is none.
    List<String> givenLabels() {
        return task.flatMap(given -> given.answer().asLabels())
                .map(AnswerShape.Labels::names)
                .orElse(List.of());
    }

    /// The goal that holds: the one given, else the task's.
    Optional<Goal> effectiveGoal() {
        return goal.or(() -> task.map(Task::goal));
    }

    /// The difference that matters, where anyone said.
    OptionalDouble effectiveMatters() {
        return effectiveGoal().map(given -> OptionalDouble.of(given.matters())).orElse(matters);
    }
}
