package dev.gradus.tune.open;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What went into a training set, and what did not.
///
/// @param given examples that were handed over
/// @param unverified left out: written by a model, and confirmed by nobody
/// @param duplicates left out: asked and answered as another one
/// @param contradictions inputs that have more than one right answer; they stay in
/// @param withoutPair left out of a preference set: no rejected answer is known
/// @param drawnPairs of a preference set: the rejected answer is another label, drawn at random
/// @param learned rows that are learned from
/// @param held rows that are held out to stop early, groups kept whole
/// @param perLabel rows for each answer, learned and held, in the task's order; empty where the
///   answer is no label
/// @param tokens of the rows
/// @param maxLength tokens that a trainer keeps of a row
/// @param tooLong ids of the examples that are longer and were left out: a trainer would cut the
///   answer
/// @param dataset hash of the rows that are learned from
public record TrainingReport(
        int given,
        int unverified,
        int duplicates,
        int contradictions,
        int withoutPair,
        int drawnPairs,
        int learned,
        int held,
        Map<String, Integer> perLabel,
        TokenSpread tokens,
        int maxLength,
        List<String> tooLong,
        String dataset) {
    public TrainingReport {
        perLabel = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(perLabel));
        tooLong = List.copyOf(tooLong);
    }

    /// Examples that nothing is learned from, by the reason; with those learned and held they add
    /// up to those given.
    public Map<String, Integer> leftOut() {
        Map<String, Integer> leftOut = new LinkedHashMap<>();
        leftOut.put("unverified", unverified);
        leftOut.put("duplicates", duplicates);
        leftOut.put("without a wrong answer", withoutPair);
        leftOut.put("too long", tooLong.size());
        leftOut.values().removeIf(count -> count == 0);
        return leftOut;
    }

    /// As it is written to `report.json`.
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("schema", "gradus.training-set/1");
        fields.put("dataset", dataset);
        fields.put("given", given);
        fields.put("unverified", unverified);
        fields.put("duplicates", duplicates);
        fields.put("contradictions", contradictions);
        fields.put("withoutPair", withoutPair);
        fields.put("drawnPairs", drawnPairs);
        fields.put("learned", learned);
        fields.put("held", held);
        fields.put("perLabel", perLabel);
        Map<String, Object> spread = new LinkedHashMap<>();
        spread.put("min", tokens.min());
        spread.put("median", tokens.median());
        spread.put("p95", tokens.p95());
        spread.put("max", tokens.max());
        spread.put("total", tokens.total());
        spread.put("method", tokens.method());
        spread.put("exact", tokens.exact());
        fields.put("tokens", spread);
        fields.put("maxLength", maxLength);
        fields.put("tooLong", tooLong);
        return fields;
    }
}
