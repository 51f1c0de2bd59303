package dev.gradus.models.tuning;

import dev.gradus.cost.BaseModelLife;
import dev.gradus.cost.Price;
import dev.gradus.cost.TuningFacts;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.JobOrder;
import dev.gradus.task.ModelName;
import dev.gradus.task.Money;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What a tuning would cost, and whether the provider would have it, by the price book alone:
/// before anything leaves this machine.
///
/// @param price of the base; empty where nothing is known of it
record Quote(ModelName base, HostedOrder order, Optional<Price> price) {

    /// What is trained on, as we count it, at the price of training; empty where that is unknown.
    /// Reinforcement is charged by the hour, which nobody knows before.
    Optional<Money> expected() {
        return cost(order.trainedTokens());
    }

    /// The cost of what the provider counted, and of our own count where it counts nothing.
    Optional<Money> cost(OptionalLong counted) {
        return cost(counted.orElse(order.trainedTokens()));
    }

    private Optional<Money> cost(long tokens) {
        if (price.isEmpty() || order.way() instanceof JobOrder.Reinforcement) {
            return Optional.empty();
        }
        OptionalDouble amount = price.get().tuningFacts().training(tokens, 1);
        return amount.isPresent()
                ? Optional.of(Money.of(amount.getAsDouble(), price.get().currency()))
                : Optional.empty();
    }

    /// Refuses what cannot come to good.
    ///
    /// @throws GradusException.Budget where it costs more than the budget, or nobody knows
    /// @throws GradusException.Data where there are too few examples
    /// @throws GradusException.Usage where the provider does not offer the method
    /// @throws GradusException.Provider where it tunes the base no more
    void check(LocalDate today) {
        TuningFacts facts = price.map(Price::tuningFacts).orElse(TuningFacts.unknown());
        price.map(known -> BaseModelLife.of(known, today, 1))
                .filter(life -> life.state() == BaseModelLife.State.FAILS)
                .filter(life -> life.until().map(day -> !day.isAfter(today)).orElse(true))
                .ifPresent(life -> {
                    throw new GradusException.Provider(
                            life.why() + ". Name another base." + NOTHING, false);
                });
        TuningFacts.Method method = order.way().method();
        if (!facts.methods().isEmpty() && !facts.methods().contains(method)) {
            List<String> offered = facts.methods().stream().map(TuningFacts.Method::word).toList();
            throw new GradusException.Usage(
                    base
                            + " is tuned by "
                            + String.join(", ", offered)
                            + ", not by "
                            + method.word()
                            + " ("
                            + facts.source()
                            + ")."
                            + NOTHING);
        }
        if (facts.minimumExamples().isPresent()
                && order.train().size() < facts.minimumExamples().getAsInt()) {
            throw new GradusException.Data(
                    String.format(
                            Locale.ROOT,
                            "there are %,d examples to tune %s on, and %s takes no fewer than %,d."
                                    + " Label more.%s",
                            order.train().size(),
                            base,
                            base.provider(),
                            facts.minimumExamples().getAsInt(),
                            NOTHING));
        }
        order.budget().ifPresent(this::checkBudget);
    }

    private static final String NOTHING = " Nothing was handed over.";

    private void checkBudget(Money budget) {
        Money cost =
                expected()
                        .orElseThrow(() ->
                                new GradusException.Budget(
                                        "what tuning "
                                                + base
                                                + " costs is not known, so the budget of "
                                                + budget
                                                + " cannot be kept. Write its price as training"
                                                + " under tuning in prices.yaml."
                                                + NOTHING));
        if (!cost.currency().equals(budget.currency())) {
            throw new GradusException.Data(
                    "the budget is in "
                            + budget.currency()
                            + ", and training is priced in "
                            + cost.currency()
                            + ". Write both in one currency."
                            + NOTHING);
        }
        if (cost.compareTo(budget) > 0) {
            throw new GradusException.Budget(
                    String.format(
                            Locale.ROOT,
                            "tuning %s on %,d examples x %d epochs, %,d tokens, costs about %s, and"
                                    + " the budget is %s. Raise the budget, or take fewer examples"
                                    + " or epochs.%s",
                            base,
                            order.train().size(),
                            order.way().settings().epochs(),
                            order.trainedTokens(),
                            cost,
                            budget,
                            NOTHING));
        }
    }
}
