package dev.gradus.check;

import dev.gradus.task.Splits;
import dev.gradus.task.Splitter;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// What too few rows for a test mean, before anything is called.
final class FewRows {
    private final Material material;
    private final Splits splits;

    FewRows(Material material) {
        this.material = material;
        this.splits = material.splits();
    }

    Optional<Finding> finding() {
        return splits.folds()
                .map(folds -> {
                    int rows = splits.dev().size();
                    SortedMap<String, Integer> lacking =
                            folds.lacking(splits.train(), material.labels());
                    long more = lacking.values().stream().mapToLong(Integer::intValue).sum();
                    return new Finding(
                            "few-rows",
                            Severity.COSTS,
                            material.file(),
                            "%s without a test file: under %d no test is cut."
                                    .formatted(Words.count(rows, "row"), Splitter.FEW),
                            "A climb ends `inconclusive`, with the candidate to use meanwhile and the number of rows"
                                    + " that settle it; never `stop` or `fine-tune`. Candidates that learn nothing"
                                    + " answer every row; "
                                    + (more == 0
                                            ? "those that learn are cross-validated in %s, and never called better."
                                                    .formatted(Words.count(folds.count(), "fold"))
                                            : "nothing can learn, as %s would have to be there twice while a fold is held"
                                                            .formatted(
                                                                    material.labelled()
                                                                            ? "each label"
                                                                            : "a row")
                                                    + " out."),
                            (more == 0
                                            ? ""
                                            : "Add %s for learners to be tried. "
                                                    .formatted(Words.count(more, "row")))
                                    + "With %s a test is cut."
                                            .formatted(
                                                    Words.count(Splitter.FEW - rows, "more row")),
                            material.labelled()
                                    ? Words.some(
                                            List.copyOf(lacking.entrySet()),
                                            one ->
                                                    one.getKey()
                                                            + ": "
                                                            + Words.count(
                                                                    one.getValue(), "more row"))
                                    : List.of());
                });
    }

    /// `60 rows, and no test is cut from fewer than 100`.
    static String figures(Splits splits) {
        return "%s, and no test is cut from fewer than %d"
                .formatted(Words.count(splits.dev().size(), "row"), Splitter.FEW);
    }
}
