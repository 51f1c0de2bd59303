package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.cost.Price;
import dev.gradus.cost.TrainingCost;
import dev.gradus.ladder.Tried;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.ModelTuner;
import dev.gradus.task.Example;
import dev.gradus.task.ModelName;
import dev.gradus.task.Money;
import dev.gradus.task.Recipe;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// What tuning a chat model would cost by the price book, and what it would be asked.
final class ChatQuote {
    private static final int SAMPLE = 500;

    private ChatQuote() {}

    /// The recipe's epochs; where the task says nothing of how to tune, those of generative models.
    static int epochs(Recipe recipe) {
        return (recipe.equals(Recipe.standard()) ? Recipe.generative() : recipe).epochs();
    }

    /// How the tuned model is asked: as the winner, else as the prompted candidate with the best
    /// score on dev, of those that were asked all of it. Where that calls a tool, the same document
    /// is asked for by schema, as a tool cannot stand in a training file of every provider.
    static Optional<Candidate.Prompted> asked(LastRung last) {
        Optional<Candidate.Prompted> winner =
                last.ascent()
                        .kept()
                        .map(run -> run.candidate())
                        .filter(Candidate.Prompted.class::isInstance)
                        .map(Candidate.Prompted.class::cast);
        return winner.or(() ->
                        last.ascent().rungs().stream()
                                .flatMap(rung -> rung.tried().stream())
                                .filter(tried ->
                                        tried.score().isPresent()
                                                && tried.run().candidate()
                                                        instanceof Candidate.Prompted)
                                .max(
                                        Comparator.comparing(
                                                        (Tried tried) -> tried.run().complete())
                                                .thenComparingDouble(ChatQuote::score))
                                .map(tried -> (Candidate.Prompted) tried.run().candidate()))
                .map(ChatQuote::withoutTool);
    }

    private static double score(Tried tried) {
        return tried.score().orElseThrow().value();
    }

    private static Candidate.Prompted withoutTool(Candidate.Prompted asked) {
        return asked.structure().means() == dev.gradus.candidate.Structure.Means.TOOL
                ? asked.withStructure(
                        asked.structure()
                                .by(
                                        dev.gradus.candidate.Structure.Means.SCHEMA,
                                        asked.structure().repair()))
                : asked;
    }

    /// Empty for an encoder, and where the price of training or its currency is not the task's.
    /// Tokens are counted on at most 500 train examples.
    static Optional<TrainingCost> of(LastRung last, Equipment equipment) {
        Optional<ModelName> base = last.chatBase();
        Optional<Price> price =
                base.flatMap(last.request().outside().prices()::price)
                        .filter(known -> known.currency().equals(last.request().task().currency()));
        Optional<Candidate.Prompted> asked = asked(last);
        Optional<ModelTuner> tuner = last.sources().tuner();
        List<Example> verified = ChatLessons.verified(last.splits().train());
        if (price.isEmpty() || asked.isEmpty() || tuner.isEmpty() || verified.isEmpty()) {
            return Optional.empty();
        }
        List<Example> sample = verified.subList(0, Math.min(SAMPLE, verified.size()));
        long sampled =
                tuner.get()
                        .tokens(
                                equipment.prompting().lessons(asked.get(), sample),
                                ModelTokens.of(base.get())::count);
        long tokens = Math.round((double) sampled * verified.size() / sample.size());
        int epochs = epochs(last.request().task().plan().recipe());
        OptionalDouble amount = price.get().tuningFacts().training(tokens, epochs);
        return amount.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        TrainingCost.quoted(
                                Money.of(amount.getAsDouble(), price.get().currency()),
                                String.format(
                                        Locale.ROOT,
                                        "about %,d tokens x %d epochs at %s a million",
                                        tokens,
                                        epochs,
                                        Money.of(
                                                price.get()
                                                        .tuningFacts()
                                                        .trainingPerMillion()
                                                        .orElseThrow(),
                                                price.get().currency()))));
    }

    /// What may still be spent on training: the climb's budget less what its calls and a pilot's
    /// jobs have cost.
    ///
    /// @throws GradusException.Budget where nothing is left
    static Optional<Money> left(TuneBench bench) {
        double spent = bench.payer().spent(bench.ledger()).money();
        return bench.task()
                .budget()
                .map(budget -> {
                    double left = budget.amount() - spent;
                    if (left <= 0) {
                        throw new GradusException.Budget(
                                "budget.climb is "
                                        + budget
                                        + ", and the climb has spent it. Raise it: training is"
                                        + " paid from what is left.");
                    }
                    return Money.of(left, budget.currency());
                });
    }
}
