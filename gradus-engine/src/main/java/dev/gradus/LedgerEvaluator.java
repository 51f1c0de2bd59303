package dev.gradus;

import dev.gradus.calls.Together;
import dev.gradus.candidate.Candidate;
import dev.gradus.canonical.Canonical;
import dev.gradus.ladder.Learners;
import dev.gradus.packed.PackedList;
import dev.gradus.score.JudgedScore;
import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import dev.gradus.score.ScoreEstimate;
import dev.gradus.spi.BatchModel;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.Evaluator;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.Scorer;
import dev.gradus.task.ContentHash;
import dev.gradus.task.Example;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Scoring;
import dev.gradus.task.Split;
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Runs candidates against the ledger: what is there is not run again, what is new is durable
/// before it counts, and a look at the sealed test is counted before the first test outcome.
final class LedgerEvaluator implements Evaluator {
    private static final int IN_PROCESS_GROUP = 256;
    private static final int CHAT_GROUP = 2_048;
    private final Task task;
    private final Splits splits;
    private final Ledger ledger;
    private final Answering answering;
    private final Refits refits;
    private final Scorer scorer;
    private final Optional<Judging> judging;
    private final Progress progress;
    private final InstantSource clock;
    private final String freshness;
    private final Map<Split, String> hashes = new HashMap<>();
    private final Map<String, RepeatSpread> spreads = new HashMap<>();
    private final Map<String, Integer> outcomes = new HashMap<>();
    private final Map<String, Answerer> answerers = new HashMap<>();

    /// By candidate, the dev examples that no answer came to: asked again by the next climb, not
    /// for the next part of this one.
    private final Map<String, Set<String>> lost = new HashMap<>();

    private final LongAdder answered = new LongAdder();

    /// @param refits candidates on fewer train examples
    /// @param scorer of single answers
    /// @param judging where the scorer is a judge
    LedgerEvaluator(
            Task task,
            Splits splits,
            Ledger ledger,
            Answering answering,
            Refits refits,
            Scorer scorer,
            Optional<Judging> judging,
            Progress progress,
            InstantSource clock,
            String freshness) {
        this.task = task;
        this.splits = splits;
        this.ledger = ledger;
        this.answering = answering;
        this.refits = refits;
        this.scorer = scorer;
        this.judging = judging;
        this.progress = progress;
        this.clock = clock;
        this.freshness = freshness;
    }

    /// Outcomes made in this process.
    long answered() {
        return answered.sum();
    }

    /// Outcomes found in the ledger.
    long fromLedger() {
        return outcomes.values().stream().mapToLong(Integer::intValue).sum() - answered.sum();
    }

    @Override
    public Run dev(Candidate candidate) {
        return run(candidate, Split.DEV, splits.dev(), answering);
    }

    /// Side by side: a part of one candidate is too few calls to fill a provider's lane.
    @Override
    public List<Run> dev(List<Candidate> candidates, List<Example> some) {
        List<Due> due =
                candidates.stream()
                        .map(candidate -> due(candidate, Split.DEV, some, answering))
                        .toList();
        Tally tally = tally(Split.DEV, due);
        List<Answered> answers = Together.all(due.size(), i -> answer(due.get(i), tally));
        return IntStream.range(0, due.size())
                .mapToObj(i -> run(due.get(i), answers.get(i)))
                .toList();
    }

    @Override
    public Look test(Candidate candidate) {
        int number = ledger.look(splits.testHash(), candidate.id(), task.name(), clock.instant());
        Run run = run(candidate, Split.TEST, splits.test(), answering);
        if (!run.outcomes().isEmpty() && run.missing() == run.outcomes().size()) {
            throw new GradusException.Provider(
                    candidate.title()
                            + " answered none of the sealed test's examples: "
                            + run.outcomes().getFirst().error().orElse("")
                            + ". The look is counted, and running the same command again is no"
                            + " further one.",
                    true);
        }
        return new Look(number, run);
    }

    @Override
    public int nextLook(Candidate candidate) {
        List<Ledger.Look> looks = ledger.looks(splits.testHash());
        return looks.stream()
                .filter(look -> look.candidate().equals(candidate.id()))
                .mapToInt(Ledger.Look::number)
                .findFirst()
                .orElse(looks.size() + 1);
    }

    /// What was answered is kept where the budget ends it: with more, the same command goes on.
    @Override
    public Refit refit(Candidate candidate, List<Example> train) {
        if (Refits.adapted(candidate)) {
            return new Refit.NotRun("its weights were tuned on train, and a refit would tune anew");
        }
        try {
            Refits.Taught taught = refits.taught(candidate, train);
            return new Refit.Ran(
                    run(taught.candidate(), Split.TEST, splits.test(), taught.answering()));
        } catch (GradusException.Budget spent) {
            return new Refit.NotRun(
                    "the refit cannot be paid: "
                            + String.valueOf(spent.getMessage()).replaceAll("\\.$", ""));
        }
    }

    /// What speaks against the judge's scores of this run, for people.
    List<String> flags(Run run) {
        return judging.map(one -> one.flags(run)).orElse(List.of());
    }

    /// How much the answers vary; empty where each example was asked once.
    Optional<RepeatSpread> spread(Run run) {
        return Optional.ofNullable(spreads.get(run.candidate().id() + run.split().word()));
    }

    @Override
    public Optional<JudgedScore> judged(Run run, ScoreEstimate score, double level) {
        return judging.flatMap(one -> one.judged(run, splits.of(run.split()), score, level));
    }

    private Run run(Candidate candidate, Split split, List<Example> examples, Answering by) {
        Due due = due(candidate, split, examples, by);
        return run(due, answer(due, tally(split, List.of(due))));
    }

    /// What is to be answered for a run.
    ///
    /// @param examples of the split that are asked, in its order
    /// @param key that its outcomes are kept by
    /// @param known outcomes
    /// @param given up for this climb, of those that are known
    /// @param open examples without an outcome
    private record Due(
            Candidate candidate,
            Split split,
            List<Example> examples,
            String key,
            Map<String, Outcome> known,
            Set<String> given,
            List<Example> open,
            Optional<Heard> answerer) {}

    private Due due(Candidate candidate, Split split, List<Example> examples, Answering by) {
        String key =
                hashes.computeIfAbsent(split, one -> runKey(splits.of(one)))
                        + suffix(task, candidate)
                        + folded(splits, candidate)
                        + freshness;
        Map<String, Outcome> known = ledger.outcomes(candidate.id(), key);
        Set<String> given = split == Split.DEV ? lost(candidate) : Set.of();
        List<Example> open = open(examples, known, given);
        outcomes.merge(candidate.id() + split.word(), examples.size(), Math::max);
        Optional<Heard> answerer =
                open.isEmpty() || foldWise(candidate).isPresent()
                        ? Optional.empty()
                        : Optional.of(heard(candidate, split, by));
        return new Due(candidate, split, examples, key, known, given, open, answerer);
    }

    private Optional<FoldWise> foldWise(Candidate candidate) {
        return answering.foldWise().filter(one -> Learners.learned(candidate));
    }

    private Tally tally(Split split, List<Due> due) {
        return new Tally(
                progress,
                () -> "answering " + split.word() + answering.spent(),
                due.stream()
                        .mapToLong(one -> (long) one.open().size() * repeats(task, one.candidate()))
                        .sum());
    }

    private Answered answer(Due due, Tally tally) {
        if (due.open().isEmpty()) {
            return new Answered(
                    List.of(), FailedRuns.unread(due.candidate(), due.known().values()));
        }
        return due.answerer()
                .map(answerer -> answer(due.candidate(), answerer, tally, due.key(), due.open()))
                .orElseGet(() -> foldWise(foldWise(due.candidate()).orElseThrow(), due, tally));
    }

    private Run run(Due due, Answered fresh) {
        Candidate candidate = due.candidate();
        Split split = due.split();
        if (fresh.failed().isPresent() && split != Split.TEST) {
            return FailedRuns.of(
                    candidate, split, due.examples(), fresh.failed().get(), task.currency());
        }
        if (repeats(task, candidate) > 1) {
            repeated(candidate, due.key())
                    .spread(due.examples())
                    .ifPresent(one -> spreads.put(candidate.id() + split.word(), one));
        }
        Run run =
                new Run(
                        candidate,
                        split,
                        ordered(due.examples(), due.known(), due.given(), fresh.outcomes()),
                        task.currency());
        if (split == Split.DEV) {
            run.outcomes().stream()
                    .filter(Outcome::isMissing)
                    .forEach(outcome -> lost(candidate).add(outcome.exampleId()));
        }
        return judging.map(one -> one.guarded(run, due.examples())).orElse(run);
    }

    private Set<String> lost(Candidate candidate) {
        return lost.computeIfAbsent(candidate.id(), id -> new HashSet<>());
    }

    /// What is to be answered; all there are without a copy, as a first run has it.
    ///
    /// @param lost what is not asked again
    private static List<Example> open(
            List<Example> examples, Map<String, Outcome> known, Set<String> lost) {
        if (known.isEmpty()) {
            return examples;
        }
        PackedList.Builder<Example> open = new PackedList.Builder<>(Example.PACKED);
        examples.stream()
                .filter(example -> !settled(known.get(example.id()), lost))
                .forEachOrdered(open::add);
        return open.build();
    }

    private RepeatScores repeated(Candidate candidate, String key) {
        return new RepeatScores(ledger, candidate.id(), key);
    }

    /// One outcome for each, in order; each answered by what the other folds taught.
    private Answered foldWise(FoldWise folds, Due due, Tally tally) {
        Map<String, Integer> foldOf = folds.foldOf();
        Map<String, Outcome> made = new HashMap<>();
        for (int fold = 0; fold < folds.folds().count(); fold++) {
            int held = fold;
            List<Example> part =
                    due.open().stream()
                            .filter(one -> foldOf.getOrDefault(one.id(), -1) == held)
                            .toList();
            if (part.isEmpty()) {
                continue;
            }
            Heard answerer = heard(folds.answerer(due.candidate(), fold), due.split());
            Answered answered = answer(due.candidate(), answerer, tally, due.key(), part);
            if (answered.failed().isPresent()) {
                return answered;
            }
            answered.outcomes().forEach(outcome -> made.put(outcome.exampleId(), outcome));
        }
        return new Answered(
                due.open().stream().map(one -> Objects.requireNonNull(made.get(one.id()))).toList(),
                Optional.empty());
    }

    /// One outcome for each, in order.
    ///
    /// @param failed why they say nothing of the candidate, so that they are not kept
    private record Answered(List<Outcome> outcomes, Optional<String> failed) {}

    /// On the sealed test a candidate is heard to the end.
    private Heard heard(Candidate candidate, Split split, Answering by) {
        if (split == Split.TEST) {
            return heard(by.toTheEnd().of(candidate), split);
        }
        // What a candidate that is asked part by part learned for the first serves the others.
        return heard(
                candidate.inProcess()
                        ? by.of(candidate)
                        : answerers.computeIfAbsent(candidate.id(), id -> by.of(candidate)),
                split);
    }

    private Heard heard(Answerer answerer, Split split) {
        return new Heard(answerer, splits.of(split).size(), split != Split.TEST);
    }

    private Answered answer(
            Candidate candidate, Heard answerer, Tally tally, String key, List<Example> open) {
        PackedList.Builder<Outcome> all = new PackedList.Builder<>(Outcome.PACKED);
        int repeats = repeats(task, candidate);
        Optional<RepeatScores> scores =
                repeats == 1 ? Optional.empty() : Optional.of(repeated(candidate, key));
        Candidates.remember(ledger, candidate);
        int group = group(candidate);
        for (int from = 0; from < open.size(); from += group) {
            List<Outcome> outcomes =
                    outcomes(
                            answerer,
                            List.copyOf(open.subList(from, Math.min(open.size(), from + group))),
                            repeats,
                            scores,
                            tally);
            if (answerer.allEmpty()) {
                throw answering.leftEmpty(candidate);
            }
            Optional<String> failed = answerer.stopped();
            if (failed.isPresent()) {
                return new Answered(List.of(), failed);
            }
            ledger.record(candidate.id(), key, outcomes);
            outcomes.forEach(all::add);
            answered.add(outcomes.size());
        }
        return new Answered(all.build(), Optional.empty());
    }

    /// @param fresh of the examples that are not settled by `known`, in their order
    private static List<Outcome> ordered(
            List<Example> examples,
            Map<String, Outcome> known,
            Set<String> lost,
            List<Outcome> fresh) {
        if (known.isEmpty()) {
            return fresh;
        }
        PackedList.Builder<Outcome> all = new PackedList.Builder<>(Outcome.PACKED);
        Iterator<Outcome> next = fresh.iterator();
        for (Example example : examples) {
            Outcome outcome = known.get(example.id());
            all.add(outcome != null && settled(outcome, lost) ? outcome : next.next());
        }
        return all.build();
    }

    private int group(Candidate candidate) {
        if (candidate.inProcess()) {
            return IN_PROCESS_GROUP;
        }
        return task.calling().batch() ? BatchModel.MOST_CALLS : CHAT_GROUP;
    }

    /// An outcome that the infrastructure kept from us is asked for again, once a climb.
    private static boolean settled(@Nullable Outcome outcome, Set<String> lost) {
        return outcome != null && (!outcome.isMissing() || lost.contains(outcome.exampleId()));
    }

    /// What a candidate's outcomes on dev are kept by.
    static String runKey(Task task, Candidate candidate, Splits splits) {
        return runKey(splits.dev()) + suffix(task, candidate) + folded(splits, candidate);
    }

    /// Answers of what learned from every row are others than those out of a fold.
    private static String folded(Splits splits, Candidate candidate) {
        return splits.folds()
                .filter(folds -> Learners.learned(candidate))
                .map(folds -> "/cv" + folds.key())
                .orElse("");
    }

    /// True where the rest of a key is that of the task's score and repeats as they are now,
    /// measured anew or not.
    static boolean isCurrent(String rest, Task task, Candidate candidate) {
        String suffix = suffix(task, candidate);
        return rest.equals(suffix)
                || rest.startsWith(suffix + "#")
                || rest.startsWith(suffix + "/cv");
    }

    /// Another score, or another number of repeats, makes other outcomes of the same answers. The
    /// file of human labels is no part of the score.
    private static String suffix(Task task, Candidate candidate) {
        String score =
                switch (task.score()) {
                    case Scoring.Plain plain when plain.name() == ScoreName.ACCURACY -> "";
                    case Scoring other -> "/" + scoreHash(other).substring(0, 16);
                };
        int repeats = repeats(task, candidate);
        return score + (repeats == 1 ? "" : "x" + repeats);
    }

    private static String scoreHash(Scoring score) {
        return ContentHash.of(Canonical.printed(score.withoutCalibration().printed()));
    }

    /// Content and ids: outcomes are kept by id, so a file with other ids is another set here.
    static String runKey(List<Example> examples) {
        ContentHash hash = new ContentHash().add(Canonical.text(ContentHash.of(examples)));
        examples.forEach(example ->
                hash.add(Canonical.text(example.id())).add(Canonical.text(example.input())));
        return hash.hex();
    }

    /// What runs in this process answers the same each time.
    private static int repeats(Task task, Candidate candidate) {
        return candidate.inProcess() ? 1 : task.calling().repeats();
    }

    private List<Outcome> outcomes(
            Answerer answerer,
            List<Example> examples,
            int repeats,
            Optional<RepeatScores> scores,
            Tally tally) {
        List<Outcome> outcomes = once(answerer, examples, 0, tally);
        double[][] each = new double[examples.size()][repeats];
        scored(outcomes, 0, each);
        for (int repeat = 1; repeat < repeats; repeat++) {
            List<Outcome> again = once(answerer, examples, repeat, tally);
            scored(again, repeat, each);
            for (int i = 0; i < examples.size(); i++) {
                outcomes.set(i, Repeats.joined(outcomes.get(i), repeat, again.get(i)));
            }
        }
        scores.ifPresent(one -> one.record(complete(outcomes, each)));
        return outcomes;
    }

    private static void scored(List<Outcome> outcomes, int repeat, double[][] each) {
        for (int i = 0; i < each.length; i++) {
            each[i][repeat] = outcomes.get(i).score().orElse(0);
        }
    }

    /// Where no repeat is missing.
    private static Map<String, double[]> complete(List<Outcome> joined, double[][] each) {
        Map<String, double[]> complete = new HashMap<>();
        for (int i = 0; i < each.length; i++) {
            if (!joined.get(i).isMissing()) {
                complete.put(joined.get(i).exampleId(), each[i]);
            }
        }
        return complete;
    }

    private List<Outcome> once(Answerer answerer, List<Example> examples, int repeat, Tally tally) {
        List<Answerer.Answer> answers = answerer.answer(examples, repeat, tally);
        if (answerer.stopped().isPresent()) {
            return new ArrayList<>(
                    examples.stream()
                            .map(example -> Outcome.missing(example.id(), "not measured"))
                            .toList());
        }
        IntFunction<Outcome> outcome = i -> outcome(examples.get(i), answers.get(i));
        return new ArrayList<>(
                scorer.waits()
                        ? Together.all(examples.size(), outcome)
                        : IntStream.range(0, examples.size()).mapToObj(outcome).toList());
    }

    private Outcome outcome(Example example, Answerer.Answer answer) {
        if (answer.error().isPresent()) {
            return Outcome.missing(example.id(), answer.error().get());
        }
        double score;
        try {
            score = answer.score(scorer, example);
        } catch (CallFailure judgeSilent) {
            return Outcome.missing(example.id(), "the judge: " + judgeSilent.getMessage());
        }
        return new Outcome(
                example.id(),
                Optional.of(answer.text()),
                OptionalDouble.of(score),
                answer.confidence(),
                answer.wallNanos(),
                answer.cpuNanos(),
                answer.cost(),
                Optional.empty(),
                answer.usage());
    }
}
