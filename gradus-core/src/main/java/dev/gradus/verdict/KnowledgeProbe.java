package dev.gradus.verdict;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.candidate.Shots;
import dev.gradus.ladder.Ascent;
import dev.gradus.ladder.Tried;
import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import dev.gradus.stats.Groups;
import dev.gradus.stats.Interim;
import dev.gradus.stats.Interval;
import dev.gradus.stats.Paired;
import dev.gradus.stats.Seeds;
import dev.gradus.task.Example;
import dev.gradus.task.Label;
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How many of the winner's failures are missing facts, read from runs that the climb made anyway.
///
/// The fact that a label task can lack is what a label means, and its description is where that
/// stands: the gold passage. The probe is a run that reads the descriptions against its twin that
/// does not, on the winner's dev failures: `net = (won - lost) / failures`, paired, with Tango's
/// interval, or a cluster bootstrap where examples have groups.
///
/// The twin is the placebo: a deterministic candidate asked twice flips nothing, and what a chat
/// model flips by chance it flips as often in either run, so that the net takes it out. Where the
/// winner is the twin itself, its failures are chosen by its own luck; there the net is taken over
/// all of dev and set against the failures.
final class KnowledgeProbe {
    private static final double LEVEL = 0.95;
    private final Task task;
    private final Splits splits;
    private final Ascent ascent;

    KnowledgeProbe(Task task, Splits splits, Ascent ascent) {
        this.task = task;
        this.splits = splits;
        this.ascent = ascent;
    }

    /// Empty where the climb made no such pair of runs, or the winner did not fail, or the failures
    /// fall into too few groups.
    Optional<KnowledgeShare> share() {
        Optional<Run> winner = ascent.kept();
        return winner.flatMap(run -> pair(run).flatMap(pair -> share(run, pair)));
    }

    /// @param with reads the descriptions
    /// @param without is the same but for them
    private record Pair(Run with, Run without) {
        String words() {
            return with.candidate().title() + " against " + without.candidate().title();
        }

        /// The look after which one of them was not asked on; once where both were asked
        /// everything.
        Interim look() {
            return with.complete() && without.complete() ? Interim.once() : with.look(without);
        }

        String purpose() {
            return "knowledge " + without.candidate().id() + " " + with.candidate().id();
        }
    }

    /// The pair whose model the winner calls too, where there is one.
    private Optional<Pair> pair(Run winner) {
        List<Run> runs =
                ascent.rungs().stream()
                        .flatMap(rung -> rung.tried().stream())
                        .map(Tried::run)
                        .filter(run -> !run.failed())
                        .toList();
        List<Pair> pairs = new ArrayList<>();
        for (Run with : runs) {
            for (Run without : runs) {
                if (differInDescriptions(with.candidate(), without.candidate())) {
                    pairs.add(new Pair(with, without));
                }
            }
        }
        return pairs.stream()
                .max(
                        Comparator.comparing(pair ->
                                winner.candidate()
                                        .models()
                                        .containsAll(pair.with().candidate().models())));
    }

    private boolean differInDescriptions(Candidate with, Candidate without) {
        if (with instanceof Candidate.Encoded reads && without instanceof Candidate.Encoded not) {
            return reads.method() instanceof Method.LabelDescriptions
                    && not.method() instanceof Method.LabelNames
                    && reads.model().equals(not.model());
        }
        return with instanceof Candidate.Prompted reads
                && without instanceof Candidate.Prompted not
                && described()
                && reads.model().equals(not.model())
                && reads.shots() instanceof Shots.None
                && not.shots() instanceof Shots.None
                && reads.structure().equals(not.structure())
                && reads.sampling().equals(not.sampling())
                && readsDescriptions(reads)
                && !readsDescriptions(not);
    }

    private boolean described() {
        return task.answer()
                .asLabels()
                .filter(labels ->
                        labels.labels().stream()
                                .map(Label::description)
                                .anyMatch(Optional::isPresent))
                .isPresent();
    }

    private static boolean readsDescriptions(Candidate.Prompted prompted) {
        return (prompted.prompt().system() + prompted.prompt().user()).contains(".description");
    }

    private Optional<KnowledgeShare> share(Run winner, Pair pair) {
        boolean twin = winner.candidate().equals(pair.without().candidate());
        List<Example> dev = splits.dev();
        Map<String, Integer> groups = new HashMap<>();
        Sample sample = new Sample();
        Map<String, Outcome> reads = pair.with().byExample();
        Map<String, Outcome> readsNot = pair.without().byExample();
        for (int i = 0; i < dev.size(); i++) {
            Outcome outcome = winner.outcomes().get(i);
            Outcome with = reads.get(outcome.exampleId());
            Outcome without = readsNot.get(outcome.exampleId());
            if (with == null || without == null) {
                continue; // not asked
            }
            if (outcome.isMissing() || with.isMissing() || without.isMissing()) {
                continue;
            }
            boolean failure = outcome.score().getAsDouble() < 1;
            sample.failures += failure ? 1 : 0;
            if (failure || twin) {
                String group = dev.get(i).group().map(name -> "g:" + name).orElse("i:" + i);
                groups.putIfAbsent(group, groups.size());
                sample.add(without, with, groups.getOrDefault(group, 0));
            }
        }
        return sample.failures == 0 ? Optional.empty() : sample.share(pair);
    }

    /// The examples that count, with the scores of both runs.
    private static final class Sample {
        private final List<Double> without = new ArrayList<>();
        private final List<Double> with = new ArrayList<>();
        private final List<Integer> groups = new ArrayList<>();
        private int failures;

        void add(Outcome baseline, Outcome candidate, int group) {
            without.add(baseline.score().getAsDouble());
            with.add(candidate.score().getAsDouble());
            groups.add(group);
        }

        Optional<KnowledgeShare> share(Pair pair) {
            int[] keys = groups.stream().mapToInt(Integer::intValue).toArray();
            int count = Groups.count(keys);
            if (count < keys.length && count < Groups.MINIMUM) {
                return Optional.empty();
            }
            Paired paired =
                    Paired.of(array(without), array(with), keys, Seeds.seed(0, pair.purpose()));
            Interval interval = paired.interval(pair.look().twoSided(LEVEL)).at(LEVEL);
            double scale = (double) keys.length / failures;
            return Optional.of(
                    new KnowledgeShare(
                            failures,
                            (int) paired.candidateOnly(),
                            (int) paired.baselineOnly(),
                            new Interval(interval.low() * scale, interval.high() * scale, LEVEL),
                            pair.words()));
        }

        private static double[] array(List<Double> scores) {
            return scores.stream().mapToDouble(Double::doubleValue).toArray();
        }
    }
}
