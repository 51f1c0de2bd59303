package dev.gradus.task;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/// What the model must do, and what good enough means: one `gradus.yaml`, read and validated.
///
/// @param name the task's name: letters, digits, dot, dash, underscore
/// @param brief the instruction in the task's own words
/// @param answer the shape of a right answer
/// @param score how an answer is scored
/// @param goal what good enough means
/// @param traffic how much it is used; empty where unknown
/// @param policy what the team allows itself
/// @param models the models to climb with, the cheapest first
/// @param prompt the user's own prompt text, linted by `check`; empty where there is none
/// @param machineRatePerCoreHour what an hour of one CPU core costs: the price of in-process models
/// @param tuning what fine-tuning would cost, as far as the team has said
/// @param budget the most a climb may spend on calls
/// @param currency of every amount, an ISO 4217 code
/// @param calling how chat models are called
/// @param plan what would be tuned, and how
public record Task(
        String name,
        String brief,
        AnswerShape answer,
        Scoring score,
        Goal goal,
        Optional<Traffic> traffic,
        Policy policy,
        List<ModelName> models,
        Optional<String> prompt,
        Optional<Money> machineRatePerCoreHour,
        TuningCosts tuning,
        Optional<Money> budget,
        String currency,
        Calling calling,
        TuningPlan plan) {
    public Task {
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(score, "score");
        Objects.requireNonNull(goal, "goal");
        Objects.requireNonNull(traffic, "traffic");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(prompt, "prompt");
        Objects.requireNonNull(machineRatePerCoreHour, "machineRatePerCoreHour");
        Objects.requireNonNull(tuning, "tuning");
        Objects.requireNonNull(budget, "budget");
        Objects.requireNonNull(currency, "currency");
        Objects.requireNonNull(calling, "calling");
        Objects.requireNonNull(plan, "plan");
        models = List.copyOf(models);
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
            throw new IllegalArgumentException(
                    "task is 1 to 100 letters, digits, dots, dashes or underscores, not '"
                            + name
                            + "'");
        }
        if (brief.isBlank()) {
            throw new IllegalArgumentException("brief says in one sentence what the model must do");
        }
        if (score.name().needsLabels() && !(answer instanceof AnswerShape.Labels)) {
            throw new IllegalArgumentException(
                    "score "
                            + score.word()
                            + " needs a label task. Give answer.labels, or use score: exact.");
        }
    }

    /// A task that would be tuned by the standard recipe.
    public Task(
            String name,
            String brief,
            AnswerShape answer,
            Scoring score,
            Goal goal,
            Optional<Traffic> traffic,
            Policy policy,
            List<ModelName> models,
            Optional<String> prompt,
            Optional<Money> machineRatePerCoreHour,
            TuningCosts tuning,
            Optional<Money> budget,
            String currency,
            Calling calling) {
        this(
                name,
                brief,
                answer,
                score,
                goal,
                traffic,
                policy,
                models,
                prompt,
                machineRatePerCoreHour,
                tuning,
                budget,
                currency,
                calling,
                TuningPlan.standard());
    }

    /// A task whose score needs no settings, with chat models called by default.
    public Task(
            String name,
            String brief,
            AnswerShape answer,
            ScoreName score,
            Goal goal,
            Optional<Traffic> traffic,
            Policy policy,
            List<ModelName> models,
            Optional<String> prompt,
            Optional<Money> machineRatePerCoreHour,
            TuningCosts tuning,
            Optional<Money> budget,
            String currency) {
        this(
                name,
                brief,
                answer,
                Scoring.of(score),
                goal,
                traffic,
                policy,
                models,
                prompt,
                machineRatePerCoreHour,
                tuning,
                budget,
                currency,
                Calling.standard(),
                TuningPlan.standard());
    }

    public Task withCalling(Calling how) {
        return with(budget, how, plan);
    }

    public Task withPlan(TuningPlan other) {
        return with(budget, calling, other);
    }

    /// With other models to climb with, the cheapest first.
    public Task withModels(List<ModelName> others) {
        return new Task(
                name,
                brief,
                answer,
                score,
                goal,
                traffic,
                policy,
                others,
                prompt,
                machineRatePerCoreHour,
                tuning,
                budget,
                currency,
                calling,
                plan);
    }

    /// With other bounds on what a climb may spend.
    public Task withBudget(Optional<Money> money, OptionalLong tokens) {
        return with(money, calling.withTokenBudget(tokens), plan);
    }

    private Task with(Optional<Money> money, Calling how, TuningPlan tuned) {
        return new Task(
                name,
                brief,
                answer,
                score,
                goal,
                traffic,
                policy,
                models,
                prompt,
                machineRatePerCoreHour,
                tuning,
                money,
                currency,
                how,
                tuned);
    }
}
