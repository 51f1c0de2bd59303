package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.chat.Message;
import dev.gradus.chat.Usage;
import dev.gradus.cost.Price;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.ModelTuner;
import dev.gradus.task.Example;
import dev.gradus.task.ModelName;
import dev.gradus.task.Money;
import dev.gradus.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToIntFunction;

/// What the rest of a pilot costs, by the price book, before any of it is ordered. An unknown price
/// is an unknown sum, never 0.
///
/// @param jobs money in the task's currency; empty where unknown
/// @param answers likewise: at most, as replies in the ledger are not looked for; a judge apart
record PilotQuote(OptionalDouble jobs, OptionalDouble answers) {
    private static final int SAMPLE = 50;
    static final PilotQuote NOTHING = new PilotQuote(OptionalDouble.of(0), OptionalDouble.of(0));

    /// Mean tokens of a call.
    ///
    /// @param model whose price counts
    record Call(ModelName model, double read, double written) {
        /// The same tokens at another model's price.
        Call of(ModelName other) {
            return new Call(other, read, written);
        }

        OptionalDouble cost(long calls, Outside outside, String currency) {
            return outside.prices()
                    .price(model)
                    .filter(price -> price.currency().equals(currency))
                    .map(price -> priced(price, calls))
                    .orElse(OptionalDouble.empty());
        }

        private OptionalDouble priced(Price price, long calls) {
            return price.of(Usage.of(Math.round(read * calls), Math.round(written * calls)));
        }
    }

    PilotQuote plus(PilotQuote other) {
        return new PilotQuote(sum(jobs, other.jobs), sum(answers, other.answers));
    }

    static OptionalDouble sum(OptionalDouble one, OptionalDouble other) {
        return one.isPresent() && other.isPresent()
                ? OptionalDouble.of(one.getAsDouble() + other.getAsDouble())
                : OptionalDouble.empty();
    }

    /// The price of a job; empty where it is unknown, or in another currency.
    static OptionalDouble job(ModelTuner tuner, ModelTuner.Order order, String currency) {
        return tuner.expected(order)
                .filter(money -> money.currency().equals(currency))
                .map(money -> OptionalDouble.of(money.amount()))
                .orElse(OptionalDouble.empty());
    }

    /// The calls of one answer, counted on the first of the held-out examples; none in this
    /// process.
    ///
    /// @param counter of the base, which is near enough for an estimate of others
    static List<Call> calls(
            Candidate candidate,
            Prompting prompting,
            List<Example> held,
            ToIntFunction<String> counter) {
        List<Call> calls = new ArrayList<>();
        switch (candidate) {
            case Candidate.Encoded here -> {}
            case Candidate.Prompted prompted -> calls.add(call(prompted, prompting, held, counter));
            case Candidate.Cascade cascade -> {
                calls.addAll(calls(cascade.first(), prompting, held, counter));
                calls.addAll(calls(cascade.second(), prompting, held, counter));
            }
        }
        return calls;
    }

    static Call call(
            Candidate.Prompted prompted,
            Prompting prompting,
            List<Example> held,
            ToIntFunction<String> counter) {
        List<Example> sample = held.subList(0, Math.min(SAMPLE, held.size()));
        long read = 0;
        long written = 0;
        for (List<Message> lesson : prompting.lessons(prompted, sample)) {
            for (Message message : lesson) {
                switch (message) {
                    case Message.System system -> read += counter.applyAsInt(system.text());
                    case Message.User user -> read += counter.applyAsInt(user.text());
                    case Message.Assistant right -> written += counter.applyAsInt(right.text());
                    case Message.ToolResult none -> {}
                }
            }
        }
        return new Call(
                prompted.model(), (double) read / sample.size(), (double) written / sample.size());
    }

    /// The row of the price book for all that are tuned from a base.
    static ModelName tuned(ModelName base) {
        return new ModelName(base.provider(), "ft:" + base.model());
    }

    /// For people: `about 0.42 USD for jobs and at most about 0.90 USD for answers`.
    String words(String currency) {
        return (jobs.isPresent()
                        ? "about " + Money.of(jobs.getAsDouble(), currency)
                        : "an unknown sum")
                + " for jobs and "
                + (answers.isPresent()
                        ? "at most about " + Money.of(answers.getAsDouble(), currency)
                        : "an unknown sum")
                + " for answers";
    }

    /// Refuses before anything is ordered what the budget cannot pay to its end.
    ///
    /// @param spent by this climb
    void check(Task task, ModelName base, double spent) {
        Optional<Money> budget = task.budget();
        if (budget.isEmpty()) {
            return;
        }
        OptionalDouble all = sum(jobs, answers);
        if (all.isEmpty()) {
            throw new GradusException.Budget(
                    "the pilot of "
                            + base
                            + " costs "
                            + words(task.currency())
                            + ", so budget.climb "
                            + budget.get()
                            + " cannot be held. Write in prices.yaml what is unknown: training"
                            + " under tuning, the base, and what its tuned models cost ("
                            + tuned(base)
                            + "). No job was ordered.");
        }
        if (spent + all.getAsDouble() > budget.get().amount()) {
            throw new GradusException.Budget(
                    String.format(
                            Locale.ROOT,
                            "the pilot of %s costs %s, and of budget.climb %s there is %s left. Raise"
                                    + " budget.climb to %s or more, and what training takes, and run the same"
                                    + " command: what was answered and ordered is kept. No further job was"
                                    + " ordered.",
                            base,
                            words(task.currency()),
                            budget.get(),
                            Money.of(Math.max(0, budget.get().amount() - spent), task.currency()),
                            Money.of(spent + all.getAsDouble(), task.currency())));
        }
    }
}
