package dev.gradus.check;

import dev.gradus.score.Measure;
import dev.gradus.score.RareLabels;
import dev.gradus.stats.ChiSquare;
import dev.gradus.task.Example;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// How evenly the labels are filled, and whether train and test are filled alike.
final class Balance {
    private static final double UNEVEN = 3;
    private static final double VERY_UNEVEN = 10;
    private static final double SHIFT = 0.05;
    private static final double SURELY = 0.001;

    private final Material material;
    private final Map<String, Long> known;

    Balance(Material material) {
        this.material = material;
        known = Material.byLabel(material.known());
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        if (material.labelled() && !known.isEmpty()) {
            uneven().ifPresent(findings::add);
            shifted().ifPresent(findings::add);
            rare().ifPresent(findings::add);
        }
        return findings;
    }

    private long smallest() {
        return known.values().stream().mapToLong(count -> count).min().orElse(0);
    }

    private Map.Entry<String, Long> largest() {
        return known.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElse(Map.entry("", 0L));
    }

    /// How many labels of equal share would be as uncertain: the exponential of the entropy (Hill
    /// 1973, order 1).
    private double effective() {
        double all = material.known().size();
        double entropy =
                known.values().stream()
                        .mapToDouble(count -> -count / all * Math.log(count / all))
                        .sum();
        return Math.exp(entropy);
    }

    /// `35 to 187 examples each, as even as 73.4 equal labels`.
    String figures() {
        return "%s to %s examples each, as even as %.1f equal ones"
                .formatted(
                        Words.number(smallest()), Words.number(largest().getValue()), effective());
    }

    private Optional<Finding> uneven() {
        double ratio = (double) largest().getValue() / smallest();
        if (ratio < UNEVEN) {
            return Optional.empty();
        }
        boolean very = ratio >= VERY_UNEVEN || largest().getValue() * 2L >= material.known().size();
        String share = Words.percent(largest().getValue(), material.known().size());
        return Optional.of(
                new Finding(
                        "class-balance",
                        very ? Severity.COSTS : Severity.NOTE,
                        material.file(),
                        "The largest label (%s) has %.1f times the examples of the smallest: %s."
                                .formatted(largest().getKey(), ratio, figures()),
                        "Always answering '%s' scores %s%s."
                                .formatted(
                                        largest().getKey(),
                                        share,
                                        very
                                                ? "; accuracy hardly notices a small label that is never"
                                                        + " answered right"
                                                : ""),
                        very
                                ? "Use score: macro-f1 if every label matters alike, and add examples of"
                                        + " the small ones."
                                : "Add examples of the smallest labels first.",
                        Words.some(
                                known.entrySet().stream()
                                        .sorted(Map.Entry.comparingByValue())
                                        .toList(),
                                entry -> entry.getKey() + ": " + Words.number(entry.getValue()))));
    }

    /// Labels that hardly occur in the test, where the score is an average over labels.
    private Optional<Finding> rare() {
        List<Example> test = material.splits().test();
        RareLabels rare = new Measure(material.task(), test, 0).rareLabels();
        if (test.isEmpty() || rare.names().isEmpty()) {
            return Optional.empty();
        }
        Map<String, Long> counts = Material.byLabel(test);
        return Optional.of(
                new Finding(
                        "rare-test-labels",
                        rare.many() ? Severity.COSTS : Severity.NOTE,
                        material.testFile(),
                        "%s of %s labels have fewer than %d test examples."
                                .formatted(
                                        Words.number(rare.names().size()),
                                        Words.number(rare.labels()),
                                        RareLabels.FEW),
                        rare.many()
                                ? "Macro-F1 gives each label the same weight: with so few it is too low"
                                        + " on average, and no bound shows that a goal is missed."
                                : "Macro-F1 gives each label the same weight, and these hang on a"
                                        + " handful of answers.",
                        "Add test examples of them, or score: accuracy if frequent labels matter more.",
                        Words.some(
                                rare.names(),
                                name ->
                                        name
                                                + ": "
                                                + Words.number(counts.getOrDefault(name, 0L)))));
    }

    private Optional<Finding> shifted() {
        Map<String, Long> test = Material.byLabel(material.splits().test());
        List<Example> sealed = material.splits().test();
        TreeSet<String> all = new TreeSet<>(known.keySet());
        all.addAll(test.keySet());
        double n = material.known().size();
        double m = sealed.size();
        double distance = 0;
        double chi = 0;
        for (String label : all) {
            double a = known.getOrDefault(label, 0L);
            double b = test.getOrDefault(label, 0L);
            distance += Math.abs(a / n - b / m) / 2;
            double share = (a + b) / (n + m);
            chi += square(a - n * share) / (n * share) + square(b - m * share) / (m * share);
        }
        if (m == 0
                || distance < SHIFT
                || all.size() < 2
                || ChiSquare.upperTail(chi, all.size() - 1.0) > SURELY) {
            return Optional.empty();
        }
        return Optional.of(
                new Finding(
                        "label-shift",
                        Severity.NOTE,
                        material.testFile(),
                        "The shares of the labels differ between %s and %s: %s of the examples would have to"
                                        .formatted(
                                                material.file(),
                                                material.testFile(),
                                                Words.percent(distance))
                                + " change their label.",
                        "By that alone the score on dev and the score on test may differ, by %s at most."
                                .formatted(Words.points(distance)),
                        "Let the test have the shares of production; dev has those of %s."
                                .formatted(material.file()),
                        Words.some(
                                all.stream()
                                        .sorted(
                                                Comparator.comparingDouble(
                                                        label -> -Math.abs(gap(label, test, n, m))))
                                        .toList(),
                                label ->
                                        "%s: %s against %s of test"
                                                .formatted(
                                                        label,
                                                        Words.percent(
                                                                known.getOrDefault(label, 0L) / n),
                                                        Words.percent(
                                                                test.getOrDefault(label, 0L)
                                                                        / m)))));
    }

    private double gap(String label, Map<String, Long> test, double n, double m) {
        return known.getOrDefault(label, 0L) / n - test.getOrDefault(label, 0L) / m;
    }

    private static double square(double value) {
        return value * value;
    }
}
