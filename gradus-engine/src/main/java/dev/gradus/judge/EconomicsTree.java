package dev.gradus.judge;

import dev.gradus.cost.Economics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The money part of the document, in the shape of a climb's. Without a task file only what the
/// arms cost is known, and what is not known is named.
final class EconomicsTree {
    private EconomicsTree() {}

    static Map<String, @Nullable Object> of(JudgeReport report) {
        return report.economics().map(EconomicsTree::of).orElseGet(() -> recorded(report));
    }

    private static Map<String, @Nullable Object> recorded(JudgeReport report) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("currency", ArmScorer.CURRENCY);
        tree.put("callsPerDay", null);
        tree.put("growthPerMonth", null);
        tree.put("horizonMonths", null);
        tree.put("candidates", List.of());
        tree.put("tuning", null);
        tree.put("curve", null);
        tree.put("flips", List.of());
        tree.put("unknown", List.of("traffic, cost of an error, costs of tuning: give --task"));
        return tree;
    }

    private static Map<String, @Nullable Object> of(Economics money) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("currency", money.currency());
        tree.put("callsPerDay", JudgeJson.orNull(money.callsPerDay()));
        tree.put("growthPerMonth", money.growthPerMonth());
        tree.put("horizonMonths", money.horizonMonths());
        tree.put("candidates", JudgeJson.list(money.candidates(), EconomicsTree::candidate));
        tree.put("tuning", tuning(money.tuning()));
        tree.put("curve", curve(money));
        tree.put("flips", JudgeJson.list(money.flips(), EconomicsTree::flip));
        tree.put("unknown", money.unknown());
        return tree;
    }

    private static Map<String, @Nullable Object> candidate(Economics.CandidateCost cost) {
        Map<String, @Nullable Object> monthly = new LinkedHashMap<>();
        monthly.put("calls", JudgeJson.orNull(cost.calls()));
        monthly.put("errors", JudgeJson.orNull(cost.errors()));
        monthly.put("total", JudgeJson.orNull(cost.total()));
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("candidate", cost.candidate());
        tree.put("title", cost.title());
        tree.put("monthly", monthly);
        tree.put("horizonTotal", JudgeJson.orNull(cost.horizonTotal()));
        tree.put("errorsPerMonth", JudgeJson.orNull(cost.errorsPerMonth()));
        return tree;
    }

    private static Map<String, @Nullable Object> tuning(Economics.TuningCase tuning) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("outlay", JudgeJson.orNull(tuning.outlay()));
        tree.put("gainAssumed", tuning.gainAssumed());
        tree.put("gainNeeded", JudgeJson.orNull(tuning.gainNeeded()));
        tree.put("breakEvenCallsPerDay", JudgeJson.orNull(tuning.breakEvenCallsPerDay()));
        tree.put("paybackMonth", JudgeJson.orNull(tuning.paybackMonth()));
        tree.put("net", JudgeJson.orNull(tuning.net()));
        return tree;
    }

    private static @Nullable Map<String, @Nullable Object> curve(Economics money) {
        if (money.curve().isEmpty()) {
            return null;
        }
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put(
                "title",
                Wording.text(
                        "net over %d months against calls per day, for a gain of %s",
                        money.horizonMonths(), Wording.points(money.tuning().gainAssumed())));
        tree.put(
                "points",
                JudgeJson.list(
                        money.curve(),
                        point -> {
                            Map<String, @Nullable Object> one = new LinkedHashMap<>();
                            one.put("callsPerDay", point.callsPerDay());
                            one.put("net", point.net());
                            return one;
                        }));
        return tree;
    }

    private static Map<String, @Nullable Object> flip(Economics.Flip flip) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("assumption", flip.assumption());
        tree.put("value", flip.value());
        tree.put("flipsAt", flip.flipsAt());
        tree.put("unit", flip.unit());
        tree.put("text", flip.text());
        return tree;
    }
}
