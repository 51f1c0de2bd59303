package dev.gradus;

import dev.gradus.check.Finding;
import dev.gradus.check.Severity;
import dev.gradus.check.TokenCounter;
import dev.gradus.cost.Price;
import dev.gradus.spi.PriceBook;
import dev.gradus.task.Calling.PromptText;
import dev.gradus.task.Example;
import dev.gradus.task.ModelName;
import dev.gradus.task.Money;
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// How many tokens inputs, shots and prompts have, what a prompt alone costs, and which inputs no
/// chat model of the task reads whole. Test examples are counted and named by their place, never
/// shown.
final class TokenCheck {
    private static final int SHOWN = 8;
    private static final double MILLION = 1e6;
    private final Task task;
    private final PriceBook prices;
    private final TokenCounter counter;
    private final List<ModelName> chat;
    private final List<Example> examples;
    private final int[] inputs;

    TokenCheck(Task task, Splits splits, PriceBook prices, TokenCounter counter) {
        this.task = task;
        this.prices = prices;
        this.counter = counter;
        this.chat = task.models().stream().filter(one -> !one.inProcess()).toList();
        this.examples =
                Stream.of(splits.train(), splits.dev(), splits.test())
                        .flatMap(List::stream)
                        .toList();
        this.inputs = examples.stream().mapToInt(one -> counter.count(one.input())).toArray();
    }

    List<Finding> findings() {
        if (chat.isEmpty() || examples.isEmpty()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>(List.of(counts()));
        beyondContext().ifPresent(findings::add);
        return findings;
    }

    private Finding counts() {
        int[] sorted = inputs.clone();
        Arrays.sort(sorted);
        double shot =
                IntStream.range(0, inputs.length)
                        .map(i -> inputs[i] + counter.count(examples.get(i).expected()))
                        .average()
                        .orElse(0);
        Map<String, Integer> prompts = prompts();
        return new Finding(
                "token-counts",
                Severity.NOTE,
                "inputs and prompts",
                String.format(
                        Locale.ROOT,
                        "An input has %,d at the median, %,d at the 95th percentile and at most %s; a shot, with its"
                                + " answer, %,.0f on average.",
                        quantile(sorted, 0.5),
                        quantile(sorted, 0.95),
                        counter.words(sorted[sorted.length - 1]),
                        shot),
                cost(prompts),
                "Hold it against goal.cost-per-1k; gradus climb --dry-run adds up a whole climb.",
                prompts.entrySet().stream().map(this::line).toList());
    }

    /// As the templates stand: what fills them comes on top.
    private Map<String, Integer> prompts() {
        Map<String, Integer> counts = new TreeMap<>();
        for (PromptText text : task.calling().prompts()) {
            counts.put(text.name(), counter.count(text.system()) + counter.count(text.user()));
        }
        return counts;
    }

    private String cost(Map<String, Integer> prompts) {
        Optional<Map.Entry<String, Integer>> longest =
                prompts.entrySet().stream().max(Map.Entry.comparingByValue());
        if (longest.isEmpty()) {
            return "";
        }
        String money = perThousandCalls(longest.get().getValue());
        return money.isEmpty()
                ? "The price of " + chat.getFirst() + " is not known, so neither is the prompt's."
                : "The prompt "
                        + longest.get().getKey()
                        + " alone costs, per 1,000 calls: "
                        + money
                        + ".";
    }

    private String line(Map.Entry<String, Integer> prompt) {
        String money = perThousandCalls(prompt.getValue());
        return String.format(
                Locale.ROOT,
                "%s: %,d tokens%s",
                prompt.getKey(),
                prompt.getValue(),
                money.isEmpty() ? "" : ", per 1,000 calls " + money);
    }

    /// Of every chat model with a known price in the task's currency.
    private String perThousandCalls(int tokens) {
        List<String> parts = new ArrayList<>();
        for (ModelName model : chat) {
            OptionalDouble perMillion =
                    prices.price(model)
                            .filter(one -> one.currency().equals(task.currency()))
                            .map(Price::promptPerMillion)
                            .orElse(OptionalDouble.empty());
            if (perMillion.isPresent()) {
                double amount = 1000 * tokens * perMillion.getAsDouble() / MILLION;
                parts.add(Money.of(amount, task.currency()) + " (" + model + ")");
            }
        }
        return String.join(", ", parts);
    }

    private Optional<Finding> beyondContext() {
        Optional<Price> smallest =
                chat.stream()
                        .flatMap(model -> prices.price(model).stream())
                        .filter(price -> price.contextTokens().isPresent())
                        .min(Comparator.comparingLong(price -> price.contextTokens().getAsLong()));
        if (smallest.isEmpty()) {
            return Optional.empty();
        }
        long most = smallest.get().contextTokens().getAsLong();
        int prompt = prompts().values().stream().mapToInt(one -> one).max().orElse(0);
        List<Example> found = new ArrayList<>();
        int longest = 0;
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i] + (long) prompt > most) {
                found.add(examples.get(i));
                longest = Math.max(longest, inputs[i] + prompt);
            }
        }
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Finding(
                                "over-long",
                                Severity.COSTS,
                                CutInputs.where(found),
                                String.format(
                                        Locale.ROOT,
                                        "%,d of %,d inputs do not fit into the %,d tokens that %s reads and writes; the longest, with"
                                                + " its prompt, has %s.",
                                        found.size(),
                                        examples.size(),
                                        most,
                                        smallest.get().model(),
                                        counter.words(longest)),
                                "Such a call is refused, and its outcome is missing: that speaks against"
                                        + " every candidate of this model.",
                                "Shorten the inputs, or take the model out of models.",
                                found.stream().limit(SHOWN).map(CutInputs::place).toList()));
    }

    private static int quantile(int[] sorted, double quantile) {
        return sorted[Math.max(0, (int) Math.ceil(quantile * sorted.length) - 1)];
    }
}
