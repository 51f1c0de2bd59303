package dev.gradus;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.gradus.candidate.Candidate;
import dev.gradus.score.Outcome;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import dev.gradus.task.ContentHash;
import dev.gradus.task.Example;
import dev.gradus.task.Splits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// A random sample of what a candidate answered to the dev examples, for people to label: what a
/// judge is held against ([dev.gradus.scorer.HumanLabels] reads it back). Test answers are never
/// among them: showing them would spend the test. The order is random too, and a larger sample
/// begins with the smaller one of the same seed.
///
/// @param candidate who answered
/// @param rows in the order in which they are to be labelled
/// @param there how many answers the ledger has
public record AnswerSample(Candidate candidate, List<Row> rows, int there) {
    private static final String PURPOSE = "answers to label";

    /// @param example that was answered
    public record Row(Example example, String answer) {}

    public AnswerSample {
        rows = List.copyOf(rows);
    }

    /// Reads the ledger; calls nothing.
    ///
    /// @param size at most so many; all there are where there are fewer
    /// @throws GradusException.Usage where the candidate answered no dev example
    public static AnswerSample draw(
            ClimbRequest request, Ledger ledger, Candidate candidate, int size, long seed) {
        Splits splits = Checker.cut(request).splits();
        Map<String, Outcome> outcomes =
                ledger.outcomes(
                        candidate.id(),
                        StoredRuns.newest(request.task(), candidate, splits, ledger));
        List<Row> rows = new ArrayList<>();
        for (Example example : splits.dev()) {
            Outcome outcome = outcomes.get(example.id());
            if (outcome != null && !outcome.isMissing()) {
                rows.add(new Row(example, outcome.answer().orElse("")));
            }
        }
        if (rows.isEmpty()) {
            throw new GradusException.Usage(
                    "the ledger has no answer of "
                            + candidate.title()
                            + " to this task's dev examples as they are now: run gradus climb"
                            + " first");
        }
        rows.sort(
                Comparator.comparing(row ->
                        ContentHash.ofTexts(
                                List.of(
                                        PURPOSE,
                                        Long.toString(seed),
                                        candidate.id(),
                                        row.example.id(),
                                        row.example.input()))));
        return new AnswerSample(
                candidate, rows.subList(0, Math.min(size, rows.size())), rows.size());
    }

    /// Writes them with the columns that a person reads and the empty one that is to be filled.
    ///
    /// @throws GradusException.Usage where there is such a file: labels cost people's time
    public void write(Path file) {
        if (Files.exists(file)) {
            throw new GradusException.Usage(
                    file
                            + " is there already, and what people labelled is not overwritten. Name"
                            + " another file with --into.");
        }
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            try (CsvWriter csv = CsvWriter.builder().build(file)) {
                csv.writeRecord("input", "expected", "answer", "human", "arm");
                for (Row row : rows) {
                    csv.writeRecord(
                            row.example.input(),
                            row.example.expected(),
                            row.answer,
                            "",
                            candidate.id());
                }
            }
        } catch (IOException unwritable) {
            throw new GradusException.Usage(
                    file + " cannot be written. Name another file with --into.");
        }
    }
}
