package dev.gradus.files.imports;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/// Results as outcomes, one for each item and arm: repeats of an item are averaged, since they are
/// no items of their own.
final class PeerOutcomes {
    private record Key(String task, String model, String arm, String item) {}

    /// Repeats of an arm.
    ///
    /// @param items that were asked several times
    /// @param most times
    /// @param spread standard deviation of the score between repeats of an item
    record Repeats(String arm, int items, int most, OptionalDouble spread) {
        String words() {
            return String.format(
                    Locale.ROOT,
                    "%,d %s asked up to %d times, each one outcome with the mean score%s",
                    items,
                    items == 1 ? "item" : "items",
                    most,
                    spread.isPresent()
                            ? String.format(
                                    Locale.ROOT,
                                    "; standard deviation between repeats %.2f",
                                    spread.getAsDouble())
                            : "");
        }
    }

    private final String score;
    private final PeerArms arms;
    private final Map<Key, List<PeerResult>> outcomes = new LinkedHashMap<>();
    private final Map<String, Long> missing = new LinkedHashMap<>();

    /// @param score name of the one that is taken
    PeerOutcomes(List<PeerResult> results, String score) {
        this.score = score;
        this.arms = new PeerArms(results);
        for (PeerResult one : results) {
            outcomes.computeIfAbsent(
                            new Key(one.task(), one.model(), arms.of(one), one.item()),
                            key -> new ArrayList<>())
                    .add(one);
            PeerResult.Score its = one.score(score);
            if (its.value().isEmpty()) {
                missing.merge(its.why(), 1L, Long::sum);
            }
        }
    }

    /// Rows in the order of the columns of [OutcomesImport#HEADER].
    List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        outcomes.forEach((key, same) -> rows.add(row(key, same)));
        return rows;
    }

    /// Results without a score, by the reason.
    Map<String, Long> missing() {
        return missing;
    }

    int count() {
        return outcomes.size();
    }

    /// Results of each arm, and their number.
    Map<String, Integer> arms() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        outcomes.keySet()
                .forEach(key ->
                        counts.merge(
                                key.model().isEmpty() ? key.arm() : key.model() + " / " + key.arm(),
                                1,
                                Integer::sum));
        return counts;
    }

    List<Repeats> repeats() {
        Map<String, List<List<PeerResult>>> byArm = new LinkedHashMap<>();
        outcomes.forEach((key, same) -> {
            if (same.size() > 1) {
                byArm.computeIfAbsent(
                                key.model().isEmpty() ? key.arm() : key.model() + " / " + key.arm(),
                                one -> new ArrayList<>())
                        .add(same);
            }
        });
        List<Repeats> repeats = new ArrayList<>();
        byArm.forEach((arm, items) ->
                repeats.add(
                        new Repeats(
                                arm,
                                items.size(),
                                items.stream().mapToInt(List::size).max().orElse(0),
                                spread(items))));
        return repeats;
    }

    private OptionalDouble spread(List<List<PeerResult>> items) {
        double squares = 0;
        int freedom = 0;
        for (List<PeerResult> same : items) {
            List<Double> scores = scores(same);
            double mean = scores.stream().mapToDouble(Double::doubleValue).average().orElse(0);
            for (double one : scores) {
                squares += (one - mean) * (one - mean);
            }
            freedom += Math.max(0, scores.size() - 1);
        }
        return freedom == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.sqrt(squares / freedom));
    }

    private List<Double> scores(List<PeerResult> same) {
        return same.stream()
                .map(one -> one.score(score).value())
                .filter(OptionalDouble::isPresent)
                .map(OptionalDouble::getAsDouble)
                .toList();
    }

    /// What failed has no answer here, since a reader would hold it against the right one.
    private List<String> row(Key key, List<PeerResult> same) {
        PeerResult first = same.getFirst();
        List<Double> scores = scores(same);
        List<String> row = new ArrayList<>();
        row.add(key.task());
        row.add(key.item());
        row.add(key.arm());
        row.add(first.rung());
        row.add(key.model());
        row.add(first.gold());
        row.add(
                same.stream()
                        .filter(one -> one.failed().isEmpty())
                        .map(PeerResult::pred)
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .orElse(""));
        row.add(
                scores.isEmpty()
                        ? ""
                        : number(scores.stream().mapToDouble(one -> one).average().orElse(0)));
        row.add(mean(same, PeerResult::promptTokens, true));
        row.add(mean(same, PeerResult::completionTokens, true));
        row.add(mean(same, PeerResult::latencyMs, false));
        row.add(mean(same, PeerResult::costUsd, false));
        return row;
    }

    /// Unknown where one of them is.
    private static String mean(
            List<PeerResult> same, Function<PeerResult, OptionalDouble> of, boolean whole) {
        double sum = 0;
        for (PeerResult one : same) {
            OptionalDouble value = of.apply(one);
            if (value.isEmpty()) {
                return "";
            }
            sum += value.getAsDouble();
        }
        double mean = sum / same.size();
        return whole ? Long.toString(Math.round(mean)) : number(mean);
    }

    private static String number(double value) {
        return new BigDecimal(value, new MathContext(12)).stripTrailingZeros().toPlainString();
    }
}
