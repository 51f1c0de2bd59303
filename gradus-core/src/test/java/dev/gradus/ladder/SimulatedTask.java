package dev.gradus.ladder;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Shots;
import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import dev.gradus.spi.Evaluator;
import dev.gradus.spi.PromptStudy;
import dev.gradus.spi.TrainStudy;
import dev.gradus.stats.Seeds;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Example;
import dev.gradus.task.Goal;
import dev.gradus.task.Label;
import dev.gradus.task.ModelName;
import dev.gradus.task.Policy;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Split;
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import dev.gradus.task.TuningCosts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A task whose candidates answer right with a known probability: what the climb claims can be held
/// against the truth. Every candidate repeats the answers of a common one except where it is drawn
/// anew, so that pairs agree as often as real candidates do.
final class SimulatedTask {
    static final ModelName CHEAP = ModelName.parse("embedded/cheap");
    static final ModelName STRONG = ModelName.parse("embedded/strong");
    static final ModelName CHEAP_CHAT = ModelName.parse("openai/cheap");
    static final ModelName STRONG_CHAT = ModelName.parse("openai/strong");
    private static final double REDRAWN = 0.35;
    private final Task task;
    private final Splits splits;
    private final ToDoubleFunction<Candidate> truth;
    private final ToDoubleFunction<Candidate> cost;

    private final ToDoubleFunction<Candidate> refitted;
    private final Optional<String> unpaid;
    private boolean chats;

    SimulatedTask(
            Goal goal,
            int dev,
            int test,
            ToDoubleFunction<Candidate> truth,
            ToDoubleFunction<Candidate> cost) {
        this(
                task(goal),
                new Splits(
                        examples("train", 50),
                        examples("dev", dev),
                        examples("test", test),
                        true,
                        Set.of()),
                truth,
                cost,
                truth,
                Optional.empty());
    }

    private SimulatedTask(
            Task task,
            Splits splits,
            ToDoubleFunction<Candidate> truth,
            ToDoubleFunction<Candidate> cost,
            ToDoubleFunction<Candidate> refitted,
            Optional<String> unpaid) {
        this.task = task;
        this.splits = splits;
        this.truth = truth;
        this.cost = cost;
        this.refitted = refitted;
        this.unpaid = unpaid;
    }

    /// The same on two chat models in place of two encoders.
    SimulatedTask onChat() {
        SimulatedTask task = new SimulatedTask(this.task, splits, truth, cost, refitted, unpaid);
        task.chats = true;
        return task;
    }

    /// The same with copies of the first test inputs in train.
    ///
    /// @param refitted how often a candidate is right that was refitted without them
    SimulatedTask leaking(int twins, ToDoubleFunction<Candidate> refitted) {
        List<Example> train = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String word = Integer.toHexString(i * 0x9E3779B1) + Integer.toHexString(i * 0x85EBCA6B);
            train.add(Example.of("own-" + i, word + " " + word.repeat(2) + " and no other", "a"));
        }
        Set<String> ids = new HashSet<>();
        for (Example one : splits.test().subList(0, twins)) {
            train.add(Example.of("copy-of-" + one.id(), one.input() + "!", one.expected()));
            ids.add(one.id());
        }
        return new SimulatedTask(
                task,
                new Splits(train, splits.dev(), splits.test(), true, ids),
                truth,
                cost,
                refitted,
                Optional.empty());
    }

    /// The same where no refit can be paid.
    SimulatedTask refitUnpaid(String why) {
        return new SimulatedTask(task, splits, truth, cost, refitted, Optional.of(why));
    }

    static Task task(Goal goal) {
        return new Task(
                "simulated",
                "Say which.",
                new AnswerShape.Labels(
                        List.of(Label.of("a", "the first"), Label.of("b", "the second"))),
                ScoreName.ACCURACY,
                goal,
                Optional.empty(),
                Policy.standard(),
                List.of(CHEAP, STRONG),
                Optional.empty(),
                Optional.empty(),
                TuningCosts.unknown(),
                Optional.empty(),
                "USD");
    }

    static List<Example> examples(String name, int count) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            examples.add(Example.of(name + "-" + i, name + " input " + i, i % 2 == 0 ? "a" : "b"));
        }
        return examples;
    }

    Task task() {
        return task;
    }

    Splits splits() {
        return splits;
    }

    Means means(long seed) {
        return chats
                ? new Means(
                        task,
                        List.of(),
                        List.of(CHEAP_CHAT, STRONG_CHAT),
                        new FixedStudy(),
                        Optional.of(new FixedPrompts()),
                        seed)
                : new Means(task, List.of(CHEAP, STRONG), new FixedStudy(), seed);
    }

    /// Prompts that need no data: one rewritten instruction, shots, and no cascade, as nothing
    /// tells how sure it is.
    private final class FixedPrompts implements PromptStudy {
        @Override
        public List<Shots.Shot> diverseShots(int count) {
            return shots("diverse", count);
        }

        @Override
        public Bootstrapped bootstrappedShots(Candidate.Prompted base, int count) {
            return new Bootstrapped(shots("bootstrapped", count), Optional.empty());
        }

        private List<Shots.Shot> shots(String kind, int count) {
            return IntStream.range(0, count)
                    .mapToObj(i -> new Shots.Shot(kind + i, i % 2 == 0 ? "a" : "b"))
                    .toList();
        }

        @Override
        public Rewritten rewritten(Candidate.Prompted base) {
            return new Rewritten.Better(
                    Prompts.of(task).rewritten(base, "Say which, carefully.", 1));
        }

        @Override
        public Optional<TrainStudy.Escalation> escalation(
                Candidate first, Candidate.Prompted second, double margin) {
            return Optional.empty();
        }
    }

    Ascent climb(long seed, boolean all) {
        return climb(seed, new ClimbOptions(all, Set.of(), Set.of(), seed));
    }

    Ascent climb(long seed, ClimbOptions options) {
        return climb(draws(seed), seed, options);
    }

    Draws draws(long seed) {
        return new Draws(seed);
    }

    Ascent climb(Draws draws, long seed, ClimbOptions options) {
        return new Climb(means(seed), splits, draws, options, ClimbObserver.SILENT).climb();
    }

    /// Draws right and wrong.
    final class Draws implements Evaluator {
        private final long seed;
        private final List<String> looks = new ArrayList<>();
        private final List<Integer> refits = new ArrayList<>();
        private final Map<String, Run> whole = new HashMap<>();
        private final Map<String, Integer> asked = new HashMap<>();

        Draws(long seed) {
            this.seed = seed;
        }

        @Override
        public Run dev(Candidate candidate) {
            return dev(candidate, splits.dev());
        }

        @Override
        public List<Run> dev(List<Candidate> candidates, List<Example> some) {
            return candidates.stream().map(candidate -> dev(candidate, some)).toList();
        }

        private Run dev(Candidate candidate, List<Example> some) {
            Run all = whole.computeIfAbsent(candidate.id(), id -> run(candidate, Split.DEV));
            asked.merge(candidate.id(), some.size(), Math::max);
            if (some.size() == all.outcomes().size()) {
                return all;
            }
            Set<String> ids = some.stream().map(Example::id).collect(Collectors.toSet());
            return new Run(
                    candidate,
                    Split.DEV,
                    all.outcomes().stream().filter(one -> ids.contains(one.exampleId())).toList(),
                    "USD");
        }

        /// Dev examples that candidates were asked, over all candidates.
        int asked() {
            return asked.values().stream().mapToInt(Integer::intValue).sum();
        }

        /// Dev examples that a candidate was asked.
        int asked(Candidate candidate) {
            return asked.getOrDefault(candidate.id(), 0);
        }

        @Override
        public Look test(Candidate candidate) {
            int number = nextLook(candidate);
            if (number > looks.size()) {
                looks.add(candidate.id());
            }
            return new Look(number, run(candidate, Split.TEST));
        }

        @Override
        public int nextLook(Candidate candidate) {
            int seen = looks.indexOf(candidate.id());
            return seen < 0 ? looks.size() + 1 : seen + 1;
        }

        @Override
        public Refit refit(Candidate candidate, List<Example> train) {
            refits.add(train.size());
            return unpaid.<Refit>map(Refit.NotRun::new)
                    .orElseGet(() -> new Refit.Ran(run(relearnt(candidate), Split.TEST, refitted)));
        }

        private static Candidate relearnt(Candidate candidate) {
            return switch (candidate) {
                case Candidate.Encoded one ->
                        new Candidate.Encoded(one.model(), one.method(), one.labels(), "left");
                case Candidate.Cascade one ->
                        new Candidate.Cascade(
                                relearnt(one.first()), relearnt(one.second()), one.threshold());
                case Candidate.Prompted one -> one;
            };
        }

        /// How many looks the test has had.
        int looks() {
            return looks.size();
        }

        /// How many train examples each refit was given.
        List<Integer> refits() {
            return refits;
        }

        private Run run(Candidate candidate, Split split) {
            return run(candidate, split, truth);
        }

        private Run run(Candidate candidate, Split split, ToDoubleFunction<Candidate> truth) {
            SplittableRandom common = Seeds.generator(seed, split.word());
            SplittableRandom own = Seeds.generator(seed, split.word() + candidate.id());
            double p = truth.applyAsDouble(candidate);
            List<Outcome> outcomes = new ArrayList<>();
            for (Example example : splits.of(split)) {
                double shared = common.nextDouble();
                boolean redrawn = own.nextDouble() < REDRAWN;
                double fresh = own.nextDouble();
                boolean right = (redrawn ? fresh : shared) < p;
                outcomes.add(
                        new Outcome(
                                example.id(),
                                Optional.of(right ? example.expected() : "other"),
                                OptionalDouble.of(right ? 1 : 0),
                                OptionalDouble.empty(),
                                OptionalLong.empty(),
                                OptionalLong.empty(),
                                OptionalDouble.of(cost.applyAsDouble(candidate)),
                                Optional.empty()));
            }
            return new Run(candidate, split, outcomes, "USD");
        }
    }
}
