package dev.gradus.check;

import dev.gradus.task.Example;
import dev.gradus.task.NearTwins;
import dev.gradus.task.TwinClusters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The same input twice: with the same label, with another, and on both sides of a split.
final class Duplicates {
    private final Material material;
    private final List<Example> known;
    private final List<Example> test;

    Duplicates(Material material) {
        this.material = material;
        known = material.known();
        test = material.splits().test();
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        contradictory().ifPresent(findings::add);
        twinsOfOtherLabels().ifPresent(findings::add);
        acrossSplits().ifPresent(findings::add);
        groupsAcrossSplits().ifPresent(findings::add);
        copies().ifPresent(findings::add);
        return findings;
    }

    private List<List<Example>> copiedSets() {
        return material.twins().copies().stream()
                .map(set -> set.stream().map(known::get).toList())
                .toList();
    }

    /// How many examples must be answered wrong because their text has another label elsewhere.
    long unanswerable() {
        return copiedSets().stream()
                .mapToLong(set ->
                        set.size()
                                - Material.byLabel(set).values().stream()
                                        .mapToLong(count -> count)
                                        .max()
                                        .orElse(0))
                .sum();
    }

    /// The highest accuracy that the same texts with different labels leave possible.
    double ceiling() {
        return material.labelled() && !known.isEmpty()
                ? 1 - (double) unanswerable() / known.size()
                : 1;
    }

    /// `12 examples repeat an earlier text, ...`, for the first question.
    String figures() {
        long repeats = copiedSets().stream().mapToLong(set -> set.size() - 1L).sum();
        long twins = material.nearestOfTest().stream().filter(Optional::isPresent).count();
        String repeated =
                "%s %s an earlier text%s"
                        .formatted(
                                Words.count(repeats, "example"),
                                repeats == 1 ? "repeats" : "repeat",
                                material.labelled()
                                        ? ", %s cannot be right for another label on the same text"
                                                .formatted(Words.number(unanswerable()))
                                        : "");
        return material.splits().few()
                ? repeated
                : repeated
                        + "; %s of %s %s a near twin in train or dev"
                                .formatted(
                                        Words.number(twins),
                                        Words.count(test.size(), "test example"),
                                        Words.have(twins));
    }

    private Optional<Finding> contradictory() {
        List<List<Example>> sets =
                copiedSets().stream().filter(set -> Material.byLabel(set).size() > 1).toList();
        if (sets.isEmpty() || !material.labelled()) {
            return Optional.empty();
        }
        double goal = material.task().goal().score();
        boolean blocks = material.goalIsOutOfReach(ceiling());
        return Optional.of(
                new Finding(
                        "contradictory-labels",
                        blocks ? Severity.BLOCKS : Severity.COSTS,
                        material.file(),
                        "%s %s with different labels (equal but for case, punctuation and white space)."
                                .formatted(
                                        Words.count(sets.size(), "text"),
                                        sets.size() == 1 ? "stands there" : "stand there"),
                        "%s of %s must be answered wrong: no answer scores above %s%s."
                                .formatted(
                                        Words.number(unanswerable()),
                                        Words.count(known.size(), "example"),
                                        Words.percent(ceiling()),
                                        blocks ? ", the goal is " + Words.percent(goal) : ""),
                        "Decide on one label for each, and write down the rule in the label's"
                                + " description.",
                        Words.some(sets, this::labelsOf)));
    }

    private String labelsOf(List<Example> set) {
        List<String> placed =
                set.stream()
                        .map(example -> example.expected() + " (" + Material.place(example) + ")")
                        .toList();
        return Words.quote(set.getFirst().input()) + ": " + Words.list(placed);
    }

    private Optional<Finding> twinsOfOtherLabels() {
        List<TwinClusters.Link> links =
                material.twins().links().stream()
                        .filter(link ->
                                link.similarity() < 1
                                        && !known.get(link.first())
                                                .expected()
                                                .equals(known.get(link.second()).expected()))
                        .toList();
        long all = material.twins().links().stream().filter(link -> link.similarity() < 1).count();
        if (links.isEmpty() || !material.labelled()) {
            return Optional.empty();
        }
        return Optional.of(
                new Finding(
                        "near-twins-with-other-labels",
                        Severity.COSTS,
                        material.file(),
                        "%s of %s of linked near twins (%s) %s different labels."
                                .formatted(
                                        Words.number(links.size()),
                                        Words.count(all, "pair"),
                                        Words.percent(links.size(), all),
                                        Words.have(links.size())),
                        "Either a word decides or a label is wrong. If a label is wrong in each, that is"
                                + " %s of the examples, and about as much of the score."
                                        .formatted(Words.percent(links.size(), known.size())),
                        "Read the pairs, correct the labels, and write what decides into the"
                                + " descriptions.",
                        Words.some(
                                links,
                                link ->
                                        material.shown(known.get(link.first()))
                                                + " | "
                                                + material.shown(known.get(link.second())))));
    }

    private Optional<Finding> acrossSplits() {
        List<Example> found = new ArrayList<>();
        int exact = 0;
        int same = 0;
        for (int i = 0; i < material.nearestOfTest().size(); i++) {
            Optional<NearTwins.Twin> twin = material.nearestOfTest().get(i);
            if (twin.isPresent()) {
                found.add(test.get(i));
                exact += twin.get().similarity() == 1 ? 1 : 0;
                same +=
                        known.get(twin.get().index()).expected().equals(test.get(i).expected())
                                ? 1
                                : 0;
            }
        }
        if (found.isEmpty()) {
            return Optional.empty();
        }
        double share = (double) found.size() / test.size();
        double goal = material.task().goal().score();
        double onTheRest = share == 1 ? 0 : Math.max(0, (goal - share) / (1 - share));
        return Optional.of(
                new Finding(
                        "near-twins-across-splits",
                        Severity.COSTS,
                        material.testFile(),
                        "%s of %s (%s) %s a near twin in %s, %s of them the same text%s."
                                .formatted(
                                        Words.number(found.size()),
                                        Words.count(test.size(), "test example"),
                                        Words.percent(found.size(), test.size()),
                                        Words.have(found.size()),
                                        material.file(),
                                        Words.number(exact),
                                        material.labelled()
                                                ? "; the nearest has the same label for "
                                                        + Words.number(same)
                                                        + " and another for "
                                                        + Words.number(found.size() - same)
                                                : ""),
                        "What is remembered counts as understood: a score of %s, the goal, could be %s on"
                                        .formatted(Words.percent(goal), Words.percent(onTheRest))
                                + " the rest.",
                        "Nothing to do: the test file is not altered, and its score is reported with and"
                                + " without them (%s left)."
                                        .formatted(Words.number(test.size() - found.size())),
                        Words.some(found, Material::place)));
    }

    private Optional<Finding> groupsAcrossSplits() {
        Set<String> groups = new HashSet<>();
        known.forEach(example -> example.group().ifPresent(groups::add));
        List<Example> found =
                test.stream()
                        .filter(example -> example.group().filter(groups::contains).isPresent())
                        .toList();
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Finding(
                                "groups-across-splits",
                                Severity.COSTS,
                                material.testFile(),
                                "%s of %s (%s) %s to a group that is in %s too."
                                        .formatted(
                                                Words.number(found.size()),
                                                Words.count(test.size(), "test example"),
                                                Words.percent(found.size(), test.size()),
                                                found.size() == 1 ? "belongs" : "belong",
                                                material.file()),
                                "The score holds for groups that were seen, not for new ones.",
                                "Give a test file of other groups, or none: a cut test keeps groups"
                                        + " whole.",
                                Words.some(found, Material::place)));
    }

    private Optional<Finding> copies() {
        List<List<Example>> sets = copiedSets();
        long repeats = sets.stream().mapToLong(set -> set.size() - 1L).sum();
        List<List<Integer>> clusters = material.twins().several();
        long clustered = clusters.stream().mapToLong(List::size).sum();
        if (clustered == 0) {
            return Optional.empty();
        }
        long worth = known.size() - clustered + clusters.size();
        return Optional.of(
                new Finding(
                        "duplicates",
                        Severity.NOTE,
                        material.file(),
                        "%s %s an earlier text but for case and punctuation; %s (%s) %s a near twin."
                                .formatted(
                                        Words.count(repeats, "example"),
                                        repeats == 1 ? "repeats" : "repeat",
                                        Words.number(clustered),
                                        Words.percent(clustered, known.size()),
                                        Words.have(clustered)),
                        "The %s examples are worth %s different ones."
                                .formatted(Words.number(known.size()), Words.number(worth)),
                        "Nothing to do: near twins stay on one side of every split.",
                        Words.some(
                                sets,
                                set ->
                                        Words.quote(set.getFirst().input())
                                                + ": "
                                                + Words.list(
                                                        set.stream()
                                                                .map(Material::place)
                                                                .toList()))));
    }
}
