package dev.gradus.judge;

import dev.gradus.task.AnswerShape;
import dev.gradus.task.Goal;
import dev.gradus.task.Task;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

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
/// @param oracles the arms that were given the gold evidence; `none` alone says that no arm was;
///   empty: by rung, else guessed by name
/// @param traffic calls of each task in the same span of time, by task; empty: unknown
public record JudgeOptions(
        Optional<String> baseline,
        boolean allPairs,
        Optional<Prompt> prompt,
        Optional<Task> task,
        Optional<Goal> goal,
        OptionalDouble matters,
        Optional<String> split,
        long seed,
        Optional<List<String>> oracles,
        Map<String, Double> traffic) {

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
        oracles = oracles.map(List::copyOf);
        traffic = Collections.unmodifiableMap(new LinkedHashMap<>(traffic));
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
                1,
                Optional.empty(),
                Map.of());
    }

    public JudgeOptions withBaseline(String arm) {
        return with(b -> b.baseline = Optional.of(arm));
    }

    public JudgeOptions withAllPairs() {
        return with(b -> b.allPairs = true);
    }

    public JudgeOptions withPrompt(String where, String text) {
        return with(b -> b.prompt = Optional.of(new Prompt(where, text)));
    }

    public JudgeOptions withTask(Task given) {
        return with(b -> b.task = Optional.of(given));
    }

    public JudgeOptions withGoal(Goal given) {
        return with(b -> b.goal = Optional.of(given));
    }

    public JudgeOptions withMatters(double given) {
        return with(b -> b.matters = OptionalDouble.of(given));
    }

    public JudgeOptions withSplit(String name) {
        return with(b -> b.split = Optional.of(name));
    }

    public JudgeOptions withSeed(long given) {
        return with(b -> b.seed = given);
    }

    /// Names of arms as in [#baseline], or `none` alone.
    public JudgeOptions withOracles(List<String> arms) {
        return with(b -> b.oracles = Optional.of(arms));
    }

    /// Calls of each task in the same span of time, 0 or more.
    public JudgeOptions withTraffic(Map<String, Double> calls) {
        return with(b -> b.traffic = calls);
    }

    private JudgeOptions with(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.made();
    }

    /// The options while one of them is changed.
    private static final class Copy {
        private Optional<String> baseline;
        private boolean allPairs;
        private Optional<Prompt> prompt;
        private Optional<Task> task;
        private Optional<Goal> goal;
        private OptionalDouble matters;
        private Optional<String> split;
        private long seed;
        private Optional<List<String>> oracles;
        private Map<String, Double> traffic;

        Copy(JudgeOptions from) {
            this.baseline = from.baseline;
            this.allPairs = from.allPairs;
            this.prompt = from.prompt;
            this.task = from.task;
            this.goal = from.goal;
            this.matters = from.matters;
            this.split = from.split;
            this.seed = from.seed;
            this.oracles = from.oracles;
            this.traffic = from.traffic;
        }

        JudgeOptions made() {
            return new JudgeOptions(
                    baseline, allPairs, prompt, task, goal, matters, split, seed, oracles, traffic);
        }
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

    /// The difference that matters: the goal's, else the one given, else the usual one.
    double effectiveMatters() {
        return effectiveGoal().map(Goal::matters).orElse(matters.orElse(Goal.USUAL_MATTERS));
    }
}
