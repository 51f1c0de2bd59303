package dev.gradus.calls;

import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Usage;
import dev.gradus.cost.Price;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger.Spent;
import dev.gradus.task.ModelName;
import dev.gradus.task.Money;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What a climb may still spend, in money and in tokens. Every call is reserved at the most it
/// could cost before it is made and settled at what it did cost, so the sum is never crossed,
/// however many are in flight. Thread-safe.
///
/// The most that a prompt can cost is not known before a provider has counted it: a character is
/// taken for a token until ten replies have shown the model's own ratio, then for 1.25 times the
/// highest seen.
public final class Budget {
    private static final int SEEN_ENOUGH = 10;
    private static final double SAFETY = 1.25;
    private static final long UNBOUNDED_COMPLETION = 16_384;
    private static final long OVERHEAD = 16;

    private final Optional<Money> money;
    private final OptionalLong tokens;
    private final Map<ModelName, Ratio> ratios = new HashMap<>();
    private double moneySpent;
    private double moneyReserved;
    private long tokensSpent;
    private long tokensReserved;
    private int inFlight;

    /// @param money the most to spend; empty for no bound
    /// @param tokens the most to read and write; empty for no bound
    /// @param before what the climb has spent already
    public Budget(Optional<Money> money, OptionalLong tokens, Spent before) {
        this.money = money;
        this.tokens = tokens;
        this.moneySpent = before.money();
        this.tokensSpent = before.tokens();
    }

    /// Highest tokens per character seen.
    private static final class Ratio {
        private int seen;
        private double highest;

        double bound() {
            return seen < SEEN_ENOUGH ? 1 : highest * SAFETY;
        }
    }

    /// What was set aside for a call.
    record Reserved(double money, long tokens) {}

    /// Sets aside the most that a call could take.
    ///
    /// @throws GradusException.Budget where that could cross what is left, or where no bound on the
    ///   cost is known
    synchronized Reserved reserve(ModelName model, ChatRequest request, Optional<Price> price) {
        Reserved reserved = most(model, request, price);
        while (!fits(reserved)) {
            if (inFlight == 0) {
                throw refusal(reserved);
            }
            // What is in flight was set aside at the most it could take; most of it comes back.
            await();
        }
        return setAside(reserved);
    }

    /// As `reserve`, but never waits: empty where it does not fit now.
    synchronized Optional<Reserved> reserveNow(
            ModelName model, ChatRequest request, Optional<Price> price) {
        Reserved reserved = most(model, request, price);
        return fits(reserved) ? Optional.of(setAside(reserved)) : Optional.empty();
    }

    /// Sets aside what a call could take that was made before, whether or not it fits.
    synchronized Reserved owe(ModelName model, ChatRequest request, Optional<Price> price) {
        return setAside(most(model, request, price));
    }

    private Reserved setAside(Reserved reserved) {
        inFlight++;
        moneyReserved += reserved.money();
        tokensReserved += reserved.tokens();
        return reserved;
    }

    private Reserved most(ModelName model, ChatRequest request, Optional<Price> price) {
        if (money.isEmpty() && tokens.isEmpty()) {
            return new Reserved(0, 0);
        }
        Ratio ratio = ratios.computeIfAbsent(model, key -> new Ratio());
        long read = (long) Math.ceil(request.characters() * ratio.bound()) + OVERHEAD;
        long written = request.sampling().maxTokens().orElse((int) UNBOUNDED_COMPLETION);
        return new Reserved(
                money.isPresent() ? most(model, price, read, written) : 0, read + written);
    }

    private double most(ModelName model, Optional<Price> price, long read, long written) {
        OptionalDouble most =
                price.map(known -> known.of(Usage.of(read, written)))
                        .orElse(OptionalDouble.empty());
        Money limit = money.orElseThrow();
        if (most.isEmpty()) {
            throw new GradusException.Budget(
                    "budget.climb is "
                            + limit
                            + ", and the price of "
                            + model
                            + " is unknown, so no sum can be held. Add its price to prices.yaml"
                            + " beside the task file, or bound the tokens instead: budget: {"
                            + " tokens: 1000000 }.");
        }
        if (!price.orElseThrow().currency().equals(limit.currency())) {
            throw new GradusException.Budget(
                    "budget.climb is in "
                            + limit.currency()
                            + ", and the price of "
                            + model
                            + " is in "
                            + price.orElseThrow().currency()
                            + ". State its price in "
                            + limit.currency()
                            + " in prices.yaml beside the task file.");
        }
        return most.getAsDouble();
    }

    private boolean fits(Reserved call) {
        return (money.isEmpty()
                        || moneySpent + moneyReserved + call.money() <= money.get().amount())
                && (tokens.isEmpty()
                        || tokensSpent + tokensReserved + call.tokens() <= tokens.getAsLong());
    }

    private GradusException.Budget refusal(Reserved call) {
        boolean byMoney = money.isPresent() && moneySpent + call.money() > money.get().amount();
        String left =
                byMoney
                        ? String.format(
                                Locale.ROOT,
                                "the next call could cost %s, and of budget.climb %s there is %s"
                                        + " left",
                                Money.of(call.money(), money.get().currency()),
                                money.get(),
                                Money.of(
                                        Math.max(0, money.get().amount() - moneySpent),
                                        money.get().currency()))
                        : String.format(
                                Locale.ROOT,
                                "the next call could take %,d tokens, and of budget.tokens %,d"
                                        + " there are %,d left",
                                call.tokens(),
                                tokens.orElse(0),
                                Math.max(0, tokens.orElse(0) - tokensSpent));
        return new GradusException.Budget(
                left
                        + ". What was answered is kept: raise "
                        + (byMoney ? "budget.climb" : "budget.tokens")
                        + " and run the same command to go on from here.");
    }

    private void await() {
        try {
            wait();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting to call", interrupted);
        }
    }

    /// The call was answered: what it took stands in the place of what was set aside. Where the
    /// provider did not count, what was set aside is taken for spent.
    synchronized void settle(
            Reserved reserved,
            ModelName model,
            ChatRequest request,
            Usage usage,
            OptionalDouble cost) {
        moneyReserved -= reserved.money();
        tokensReserved -= reserved.tokens();
        inFlight--;
        notifyAll();
        moneySpent += cost.orElse(reserved.money());
        tokensSpent +=
                usage.prompt().isPresent() && usage.completion().isPresent()
                        ? usage.prompt().getAsLong() + usage.completion().getAsLong()
                        : reserved.tokens();
        usage.prompt()
                .ifPresent(read -> {
                    Ratio ratio = ratios.computeIfAbsent(model, key -> new Ratio());
                    ratio.seen++;
                    ratio.highest =
                            Math.max(
                                    ratio.highest,
                                    (double) read / Math.max(1, request.characters()));
                });
    }

    /// Something other than a call was paid for: a job at a provider.
    public synchronized void paid(double money) {
        moneySpent += money;
    }

    /// No reply came, and none is paid for.
    synchronized void release(Reserved reserved) {
        inFlight--;
        notifyAll();
        moneyReserved -= reserved.money();
        tokensReserved -= reserved.tokens();
    }

    /// Money spent so far, as far as it is known.
    public synchronized double moneySpent() {
        return moneySpent;
    }

    /// Tokens spent so far, as far as they are known.
    public synchronized long tokensSpent() {
        return tokensSpent;
    }
}
