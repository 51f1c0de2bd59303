package dev.gradus;

import dev.gradus.cost.Economics;
import java.util.Map;

/// The economics as they stand in a document.
final class EconomicsTree {
    private EconomicsTree() {}

    static Map<String, Object> of(Economics economics) {
        Economics.TuningCase tuning = economics.tuning();
        return new Tree()
                .put("currency", economics.currency())
                .put("callsPerDay", VerdictDocument.number(economics.callsPerDay()))
                .put("growthPerMonth", economics.growthPerMonth())
                .put("horizonMonths", economics.horizonMonths())
                .put(
                        "candidates",
                        economics.candidates().stream().map(EconomicsTree::candidate).toList())
                .put(
                        "tuning",
                        new Tree()
                                .put("training", VerdictDocument.number(tuning.training()))
                                .put(
                                        "trainingSource",
                                        tuning.trainingSource().isEmpty()
                                                ? null
                                                : tuning.trainingSource())
                                .put("outlay", VerdictDocument.number(tuning.outlay()))
                                .put("gainAssumed", tuning.gainAssumed())
                                .put("gainNeeded", VerdictDocument.number(tuning.gainNeeded()))
                                .put(
                                        "breakEvenCallsPerDay",
                                        VerdictDocument.number(tuning.breakEvenCallsPerDay()))
                                .put("paybackMonth", VerdictDocument.number(tuning.paybackMonth()))
                                .put("net", VerdictDocument.number(tuning.net()))
                                .put("forecast", VerdictDocument.number(tuning.forecast()))
                                .map())
                .put(
                        "curve",
                        new Tree()
                                .put(
                                        "title",
                                        String.format(
                                                java.util.Locale.ROOT,
                                                "net over %d months against calls per day, if tuning %s"
                                                        + " (%+.1f points)",
                                                economics.horizonMonths(),
                                                tuning.forecast().isPresent()
                                                        ? "brought the least that is forecast"
                                                        : "removed every remaining error",
                                                100 * tuning.gainAssumed()))
                                .put(
                                        "points",
                                        economics.curve().stream()
                                                .map(point ->
                                                        new Tree()
                                                                .put(
                                                                        "callsPerDay",
                                                                        point.callsPerDay())
                                                                .put("net", point.net())
                                                                .map())
                                                .toList())
                                .map())
                .put(
                        "flips",
                        economics.flips().stream()
                                .map(flip ->
                                        new Tree()
                                                .put("assumption", flip.assumption())
                                                .put("value", flip.value())
                                                .put("flipsAt", flip.flipsAt())
                                                .put("unit", flip.unit())
                                                .put("text", flip.text())
                                                .map())
                                .toList())
                .put("unknown", economics.unknown())
                .map();
    }

    private static Map<String, Object> candidate(Economics.CandidateCost cost) {
        return new Tree()
                .put("candidate", cost.candidate())
                .put("title", cost.title())
                .put(
                        "monthly",
                        new Tree()
                                .put("calls", VerdictDocument.number(cost.calls()))
                                .put("errors", VerdictDocument.number(cost.errors()))
                                .put("total", VerdictDocument.number(cost.total()))
                                .map())
                .put("horizonTotal", VerdictDocument.number(cost.horizonTotal()))
                .put("errorsPerMonth", VerdictDocument.number(cost.errorsPerMonth()))
                .map();
    }
}
