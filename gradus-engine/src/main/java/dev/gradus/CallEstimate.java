package dev.gradus;

import dev.gradus.calls.Caller;
import dev.gradus.candidate.Candidate;
import dev.gradus.chat.Usage;
import dev.gradus.cost.Price;
import dev.gradus.ladder.AskedShare;
import dev.gradus.ladder.Climb;
import dev.gradus.ladder.ClimbOptions;
import dev.gradus.ladder.GapRung;
import dev.gradus.ladder.Means;
import dev.gradus.ladder.Prompts;
import dev.gradus.ladder.Rung;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.PriceBook;
import dev.gradus.task.Calling;
import dev.gradus.task.Example;
import dev.gradus.task.ModelName;
import dev.gradus.task.Splits;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a rung would ask chat models at most, guessed from the task's own prompts and inputs before
/// anything is asked: four characters to a token, answers as long as they may be. The budget does
/// not rest on it.
final class CallEstimate {
    private static final double CHARACTERS_PER_TOKEN = 4;
    private static final int SAMPLE = 50;
    private static final int REWRITING = 180;
    private static final int BOOTSTRAPPING = 96;
    private static final int ESCALATION = 400;
    private static final int MEAN_SHOTS = 8;
    private static final int UNBOUNDED_ANSWER = 16_384;

    private final Means means;
    private final Splits splits;
    private final PriceBook prices;
    private final Caller caller;
    private final double promptTokens;
    private final double shotTokens;
    private final int answerTokens;
    private final Optional<AskedShare> share;

    CallEstimate(Equipment equipment, Splits splits, PriceBook prices, ClimbOptions options) {
        this.means = equipment.means();
        this.share =
                Climb.inParts(means.task(), splits, options)
                        ? Optional.of(
                                new AskedShare(
                                        splits.dev(),
                                        means.task().goal().matters(),
                                        Climb.rungAlpha(means)))
                        : Optional.empty();
        this.splits = splits;
        this.prices = prices;
        this.caller = equipment.caller();
        Calling calling = means.task().calling();
        this.answerTokens = calling.sampling().maxTokens().orElse(UNBOUNDED_ANSWER);
        this.promptTokens = means.chatModels().isEmpty() ? 0 : promptTokens(equipment);
        this.shotTokens =
                splits.train().stream()
                                .limit(SAMPLE)
                                .mapToInt(one -> one.input().length() + one.expected().length())
                                .average()
                                .orElse(0)
                        / CHARACTERS_PER_TOKEN;
    }

    /// What a rung would ask.
    ///
    /// @param calls of chat models, at most
    /// @param tokens read and written, at most
    /// @param money at most, in the task's currency; empty where a price is unknown
    record Asked(long calls, long tokens, OptionalDouble money) {
        static Asked nothing() {
            return new Asked(0, 0, OptionalDouble.of(0));
        }

        Asked plus(Asked other) {
            return new Asked(
                    calls + other.calls,
                    tokens + other.tokens,
                    money.isPresent() && other.money.isPresent()
                            ? OptionalDouble.of(money.getAsDouble() + other.money.getAsDouble())
                            : OptionalDouble.empty());
        }
    }

    /// The calls of a rung that are to be expected, at most those of [#of]: of its dev answers the
    /// share that is asked where candidates stop early, and everything that learning may take, but
    /// no answer sent back to be repaired. Of the sealed test one look.
    long expected(Rung rung) {
        long most = of(rung).calls();
        if (rung instanceof GapRung) {
            return Math.min(most, onTest());
        }
        int candidates = candidates(rung);
        if (share.isEmpty() || most == 0 || candidates == 0) {
            return most;
        }
        long learned = learned(rung);
        // Of the first rung the first candidate is asked everything: the others are held against
        // it.
        int whole = rung.word().equals("prompt") ? 1 : 0;
        double asked =
                (whole + (candidates - whole) * share.get().of(candidates - whole)) / candidates;
        return learned + Math.round((most - learned - repairs(rung)) * asked);
    }

    private long repairs(Rung rung) {
        return rung.word().equals("structure") ? 2 * onDev() : 0;
    }

    private long learned(Rung rung) {
        Learning learning = learning();
        return switch (rung.word()) {
            case "prompt" -> learning.trials() + learning.rewrites();
            case "examples" -> learning.shots();
            case "cascade" -> (candidates(rung) + 1) * learning.thresholds();
            default -> 0;
        };
    }

    /// Where the model cannot be opened, as its key is not here, the price is that of single calls:
    /// what a dry run prints is an upper bound.
    private boolean inBatches(ModelName model, Price price) {
        if (!means.task().calling().batch() || price.batchFactor().isEmpty()) {
            return false;
        }
        try {
            return caller.asksTogether(model);
        } catch (GradusException notOpened) {
            return false;
        }
    }

    private double promptTokens(Equipment equipment) {
        Candidate.Prompted sharper =
                Prompts.of(means.task()).sharper(means.chatModels().getFirst());
        List<Example> sample = splits.dev().stream().limit(SAMPLE).toList();
        return sample.stream()
                        .mapToLong(example ->
                                equipment.prompting().request(sharper, example).characters())
                        .average()
                        .orElse(0)
                / CHARACTERS_PER_TOKEN;
    }

    /// How many chat candidates the rung proposes at most.
    int candidates(Rung rung) {
        if (means.chatModels().isEmpty()) {
            return 0;
        }
        Calling calling = means.task().calling();
        return switch (rung.word()) {
            case "prompt" -> 2 + calling.prompts().size() + (calling.rewrites() > 0 ? 1 : 0);
            case "examples" -> means.encoders().isEmpty() ? 4 : 5;
            case "model" -> means.chatModels().size() - 1 + calling.efforts().size();
            case "structure" -> 4;
            case "cascade" -> (means.encoders().isEmpty() ? 0 : 1) + 1;
            default -> 0;
        };
    }

    Asked of(Rung rung) {
        if (means.chatModels().isEmpty()) {
            return Asked.nothing();
        }
        long dev = onDev();
        int candidates = candidates(rung);
        Learning learning = learning();
        ModelName cheapest = means.chatModels().getFirst();
        ModelName strongest = means.chatModels().getLast();
        return switch (rung.word()) {
            case "prompt" ->
                    asked(cheapest, candidates * dev, 0)
                            .plus(alone(cheapest, learning.trials(), 0))
                            .plus(
                                    alone(
                                            means.task().calling().writer().orElse(strongest),
                                            learning.rewrites(),
                                            0));
            case "examples" ->
                    asked(cheapest, candidates * dev, MEAN_SHOTS)
                            .plus(alone(cheapest, learning.shots(), 0));
            case "model" -> stronger(dev);
            // Half of its candidates may ask twice.
            case "structure" ->
                    asked(strongest, 4 * dev, MEAN_SHOTS)
                            .plus(alone(strongest, 2 * dev, MEAN_SHOTS));
            case "cascade" ->
                    asked(strongest, candidates * dev, MEAN_SHOTS)
                            .plus(asked(cheapest, dev, MEAN_SHOTS))
                            .plus(alone(strongest, candidates * learning.thresholds(), MEAN_SHOTS))
                            .plus(alone(cheapest, learning.thresholds(), MEAN_SHOTS));
            case "gap" -> asked(strongest, looks() * onTest(), MEAN_SHOTS);
            default -> Asked.nothing();
        };
    }

    private long onDev() {
        return (long) splits.dev().size() * means.task().calling().repeats();
    }

    private long onTest() {
        return (long) splits.test().size() * means.task().calling().repeats();
    }

    /// At most one after each rung that may keep another candidate.
    private long looks() {
        return Climb.applicableRungs(means);
    }

    /// Calls that learning takes inside train.
    ///
    /// @param trials of rewritten prompts
    /// @param rewrites that a model writes
    /// @param shots that are tried
    /// @param thresholds of a cascade, by each of its stages
    private record Learning(long trials, long rewrites, long shots, long thresholds) {}

    /// Of few rows what learns is learned once from every row, and once for each fold.
    private Learning learning() {
        long rewrites = means.task().calling().rewrites();
        if (!splits.few()) {
            return new Learning(
                    rewrites > 0 ? (rewrites + 1) * REWRITING : 0,
                    rewrites,
                    BOOTSTRAPPING,
                    ESCALATION);
        }
        long rows = splits.dev().size();
        long times = 1L + splits.folds().orElseThrow().count();
        long allowed = means.study().lacks().isPresent() ? 0 : rewrites;
        return new Learning(
                allowed > 0 ? times * (allowed + 1) * rows : 0,
                times * allowed,
                times * Math.min(BOOTSTRAPPING, rows),
                times * rows);
    }

    private Asked stronger(long dev) {
        Asked sum = Asked.nothing();
        for (ModelName model : means.chatModels().subList(1, means.chatModels().size())) {
            sum = sum.plus(asked(model, dev, MEAN_SHOTS));
        }
        return sum.plus(
                asked(
                        means.chatModels().getLast(),
                        dev * means.task().calling().efforts().size(),
                        MEAN_SHOTS));
    }

    /// Calls that a candidate's answers take, in batches where the task asks for them.
    private Asked asked(ModelName model, long calls, int shots) {
        return asked(model, calls, shots, true);
    }

    /// Calls whose replies the next step waits for: never in batches.
    private Asked alone(ModelName model, long calls, int shots) {
        return asked(model, calls, shots, false);
    }

    private Asked asked(ModelName model, long calls, int shots, boolean together) {
        long read = Math.round(calls * (promptTokens + shots * shotTokens));
        long written = calls * answerTokens;
        OptionalDouble money =
                calls == 0
                        ? OptionalDouble.of(0)
                        : prices.price(model)
                                .filter(one -> one.currency().equals(means.task().currency()))
                                .map(one -> together && inBatches(model, one) ? one.batched() : one)
                                .map(one -> one.of(Usage.of(read, written)))
                                .orElse(OptionalDouble.empty());
        return new Asked(calls, read + written, money);
    }
}
