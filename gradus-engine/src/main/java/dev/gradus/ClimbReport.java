package dev.gradus;

import dev.gradus.verdict.Verdict;
import java.util.Map;

/// How a climb ended.
///
/// @param climb its number in the ledger
/// @param verdict how it ended
/// @param document `gradus.verdict/1`, as plain maps, lists, texts, numbers and nulls
public record ClimbReport(long climb, Verdict verdict, Map<String, Object> document) {}
