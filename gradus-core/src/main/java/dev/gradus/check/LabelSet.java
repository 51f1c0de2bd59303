package dev.gradus.check;

import dev.gradus.task.AnswerShape;
import dev.gradus.task.Example;
import dev.gradus.task.Label;
import dev.gradus.task.NearTwins;
import dev.gradus.task.TwinClusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Labels that are hard to tell apart, and labels with too few examples to learn or to measure.
final class LabelSet {
    private static final double ALIKE = 0.9;
    private static final int MOST_LABELS_PAIRED = 500;
    private static final int MIXED_UP_AT_LEAST = 5;
    private static final double SHARE_MIXED_UP = 0.08;
    private static final int FEW = 5;
    private static final int RARE = 10;

    private final Material material;
    private final List<Label> labels;
    private final Map<String, Long> train;
    private final Map<String, Long> dev;
    private final Map<String, Long> test;

    LabelSet(Material material) {
        this.material = material;
        labels =
                material.task()
                        .answer()
                        .asLabels()
                        .map(AnswerShape.Labels::labels)
                        .orElse(List.of());
        train = byLabel(material.splits().train());
        dev = byLabel(material.splits().dev());
        test = byLabel(material.splits().test());
    }

    /// Answers that are no labels are each their own, and nothing is missing for that.
    private Map<String, Long> byLabel(List<Example> examples) {
        return material.labelled() ? Material.byLabel(examples) : Map.of();
    }

    List<Finding> findings(Optional<WordVotes> votes) {
        List<Finding> findings = new ArrayList<>();
        withoutExamples().ifPresent(findings::add);
        unseenInTrain().ifPresent(findings::add);
        votes.flatMap(this::ambiguous).ifPresent(findings::add);
        alike().ifPresent(findings::add);
        rare().ifPresent(findings::add);
        notInDev().ifPresent(findings::add);
        return findings;
    }

    private long known(String label) {
        return train.getOrDefault(label, 0L)
                + (material.splits().few() ? 0 : dev.getOrDefault(label, 0L));
    }

    private Optional<Finding> withoutExamples() {
        List<String> found =
                labels.stream()
                        .map(Label::name)
                        .filter(label -> known(label) == 0 && !test.containsKey(label))
                        .toList();
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Finding(
                                "labels-without-examples",
                                Severity.BLOCKS,
                                "labels",
                                "%s of %s %s no example."
                                        .formatted(
                                                Words.number(found.size()),
                                                Words.count(labels.size(), "label"),
                                                Words.have(found.size())),
                                "Nothing can be learned or measured about %s; the score is silent on"
                                                .formatted(
                                                        Words.percent(found.size(), labels.size()))
                                        + " them and no verdict can speak for them.",
                                "Add at least %d examples of each, or take the labels out."
                                        .formatted(RARE),
                                Words.some(found, label -> label)));
    }

    /// The highest accuracy on test that a candidate can reach that learned its labels from train.
    double ceiling() {
        long all = material.splits().test().size();
        return all == 0 ? 1 : 1 - (double) unseen(test) / all;
    }

    private long unseen(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .filter(entry -> !train.containsKey(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private Optional<Finding> unseenInTrain() {
        List<String> found =
                test.keySet().stream().filter(label -> !train.containsKey(label)).toList();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        double goal = material.task().goal().score();
        boolean blocks = material.goalIsOutOfReach(ceiling());
        return Optional.of(
                new Finding(
                        "labels-unseen-in-train",
                        blocks ? Severity.BLOCKS : Severity.COSTS,
                        material.testFile(),
                        "%s of test %s no example in train."
                                .formatted(
                                        Words.count(found.size(), "label"),
                                        Words.have(found.size())),
                        "%s of %s: what learns from train answers them wrong and scores at most %s%s."
                                .formatted(
                                        Words.number(unseen(test)),
                                        Words.count(
                                                material.splits().test().size(), "test example"),
                                        Words.percent(ceiling()),
                                        blocks ? ", the goal is " + Words.percent(goal) : ""),
                        "Add examples of these labels to %s.".formatted(material.file()),
                        Words.some(found, label -> label + ": " + test.getOrDefault(label, 0L))));
    }

    private Optional<Finding> rare() {
        List<String> present = labels.stream().map(Label::name).filter(l -> known(l) > 0).toList();
        List<String> found =
                present.stream()
                        .filter(label -> known(label) < RARE)
                        .sorted(Comparator.comparingLong(this::known))
                        .toList();
        long once = found.stream().filter(label -> known(label) == 1).count();
        long few = found.stream().filter(label -> known(label) < FEW).count();
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Finding(
                                "rare-labels",
                                once > 0 ? Severity.COSTS : Severity.NOTE,
                                material.file(),
                                "%s %s fewer than %d examples, %s fewer than %d, %s a single one."
                                        .formatted(
                                                Words.count(found.size(), "label"),
                                                Words.have(found.size()),
                                                RARE,
                                                Words.number(few),
                                                FEW,
                                                Words.number(once)),
                                "A label with one or two stays in train and is not measured on dev; of one"
                                        + " with %d, dev holds 2, and an error is half its score."
                                                .formatted(RARE),
                                "Add examples until each has %d, or merge the labels."
                                        .formatted(RARE),
                                Words.some(
                                        found,
                                        label -> label + ": " + Words.number(known(label)))));
    }

    private Optional<Finding> notInDev() {
        List<String> found =
                labels.stream()
                        .map(Label::name)
                        .filter(label -> train.containsKey(label) && !dev.containsKey(label))
                        .toList();
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Finding(
                                "labels-not-in-dev",
                                Severity.NOTE,
                                "dev",
                                "%s of %s %s examples in train and none in dev."
                                        .formatted(
                                                Words.number(found.size()),
                                                Words.count(labels.size(), "label"),
                                                Words.have(found.size())),
                                "No choice between candidates takes them into account; they are %s of the"
                                                .formatted(
                                                        Words.percent(
                                                                found.stream()
                                                                        .mapToLong(this::known)
                                                                        .sum(),
                                                                material.known().size()))
                                        + " examples.",
                                "Add examples, at least 3 different ones of each label.",
                                Words.some(found, label -> label)));
    }

    private Optional<Finding> ambiguous(WordVotes votes) {
        int[][] confusion = votes.confusion();
        record Pair(String text, int mixed, long all) {}
        List<Pair> found = new ArrayList<>();
        for (int a = 0; a < confusion.length; a++) {
            for (int b = 0; b < a; b++) {
                int mixed = confusion[a][b] + confusion[b][a];
                long all =
                        Arrays.stream(confusion[a]).sum()
                                + (long) Arrays.stream(confusion[b]).sum();
                boolean both = Math.min(confusion[a][b], confusion[b][a]) > 0;
                if (both && mixed >= MIXED_UP_AT_LEAST && mixed >= SHARE_MIXED_UP * all) {
                    String text =
                            "%s | %s: %d of %d mixed up"
                                    .formatted(
                                            votes.names().get(b), votes.names().get(a), mixed, all);
                    found.add(new Pair(text, mixed, all));
                }
            }
        }
        if (found.isEmpty()) {
            return Optional.empty();
        }
        found.sort(Comparator.comparingDouble(pair -> -(double) pair.mixed / pair.all));
        int mixed = found.stream().mapToInt(Pair::mixed).sum();
        return Optional.of(
                new Finding(
                        "ambiguous-labels",
                        Severity.COSTS,
                        "train",
                        "%s of labels %s mixed up in both directions by their words (naive Bayes,"
                                        .formatted(
                                                Words.count(found.size(), "pair"),
                                                Words.are(found.size()))
                                + " cross-validated inside train).",
                        "%s of %s (%s) lie between them; words alone get %s right, all labels together."
                                .formatted(
                                        Words.number(mixed),
                                        Words.count(votes.size(), "example"),
                                        Words.percent(mixed, votes.size()),
                                        Words.percent(votes.right(), votes.size())),
                        "Say in both descriptions what tells them apart, check their labels, or merge"
                                + " them.",
                        Words.some(found, Pair::text)));
    }

    private Optional<Finding> alike() {
        List<String> pairs = new ArrayList<>();
        Set<String> involved = new HashSet<>();
        List<Label> paired = labels.stream().limit(MOST_LABELS_PAIRED).toList();
        for (int a = 0; a < paired.size(); a++) {
            for (int b = 0; b < a; b++) {
                String one = paired.get(b).name();
                String other = paired.get(a).name();
                if (Spelling.alike(one, other) >= ALIKE || words(one).equals(words(other))) {
                    pairs.add("names: " + one + " | " + other);
                    involved.addAll(List.of(one, other));
                }
            }
        }
        List<Label> described =
                labels.stream().filter(label -> label.description().isPresent()).toList();
        TwinClusters twins =
                NearTwins.find(
                        described.stream()
                                .map(label -> label.description().orElseThrow())
                                .toList());
        for (TwinClusters.Link link : twins.links()) {
            String one = described.get(link.first()).name();
            String other = described.get(link.second()).name();
            pairs.add("descriptions: " + one + " | " + other);
            involved.addAll(List.of(one, other));
        }
        long examples = involved.stream().mapToLong(this::known).sum();
        return pairs.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Finding(
                                "similar-labels",
                                Severity.COSTS,
                                "labels",
                                "%s of labels %s nearly the same name or description."
                                        .formatted(
                                                Words.count(pairs.size(), "pair"),
                                                Words.have(pairs.size())),
                                "%s (%s) carry one of them; a model that reads names and descriptions"
                                                .formatted(
                                                        Words.count(examples, "example"),
                                                        Words.percent(
                                                                examples, material.known().size()))
                                        + " guesses between the two.",
                                "Merge them, or name what tells them apart.",
                                Words.some(pairs, pair -> pair)));
    }

    /// The words of a name in no order, without a plural s.
    private static Set<String> words(String name) {
        return Arrays.stream(LabelList.loose(name).toLowerCase(Locale.ROOT).split(" "))
                .map(word ->
                        word.length() > 3 && word.endsWith("s")
                                ? word.substring(0, word.length() - 1)
                                : word)
                .collect(Collectors.toSet());
    }
}
