package dev.gradus.scorer;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.gradus.answer.internal.Quoted;
import dev.gradus.spi.GradusException;
import dev.gradus.task.Example;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Reads a CSV file of human labels: columns `input`, `answer`, `human`, and where wanted
/// `expected` and `arm`. `human` is a number from 0 to 1, or true/false, yes/no, pass/fail,
/// good/bad.
public final class HumanLabels {
    private static final int MOST = 100_000;

    private HumanLabels() {}

    /// @throws GradusException.Data where the file or a row cannot be read, with the line
    public static List<HumanLabel> read(Path file) {
        List<HumanLabel> labels = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (NamedCsvRecord row : rows) {
                labels.add(label(row, file));
                if (labels.size() > MOST) {
                    throw new GradusException.Data(
                            file + ": more than 100,000 rows. A few hundred labels suffice.");
                }
            }
        } catch (IOException | UncheckedIOException | CsvParseException unreadable) {
            throw new GradusException.Data(
                    file
                            + ": cannot be read as CSV ("
                            + Quoted.cut(String.valueOf(unreadable.getMessage()), 200)
                            + "). Write columns input, answer, human.");
        }
        return List.copyOf(labels);
    }

    /// The same labels, where the file does not say what was expected with the task's example of
    /// the same input: what scores an answer then sees what it sees of every answer.
    ///
    /// @param needsExpected true where an answer has no score without what was expected
    /// @throws GradusException.Data where it has none, with the line
    public static List<HumanLabel> ofTask(
            List<HumanLabel> labels, List<Example> examples, boolean needsExpected) {
        Map<String, Example> byInput = new HashMap<>();
        examples.forEach(example -> byInput.putIfAbsent(example.input(), example));
        return labels.stream().map(label -> ofTask(label, byInput, needsExpected)).toList();
    }

    private static HumanLabel ofTask(
            HumanLabel label, Map<String, Example> byInput, boolean needsExpected) {
        Example said = label.example();
        Example known = byInput.get(said.input());
        boolean same = known != null && known.expected().equals(said.expected());
        if (!said.expected().isBlank() && !same) {
            return label;
        }
        if (known == null && needsExpected) {
            throw new GradusException.Data(
                    said.source()
                            + ": no example of the task has the input "
                            + Quoted.of(said.input())
                            + ", so nothing says what a right answer to it is. Label answers to the"
                            + " task's own examples, or give the file a column expected.");
        }
        return known == null ? label : label.of(known);
    }

    private static HumanLabel label(NamedCsvRecord row, Path file) {
        Example.Source place = new Example.Source(file.toString(), row.getStartingLineNumber());
        String said = column(row, "human", place);
        if (said.isBlank()) {
            throw new GradusException.Data(
                    place
                            + ": human is empty. Write a number from 0 (bad) to 1 (good), or pass or"
                            + " fail. Of rows from gradus export, which are in random order, take out"
                            + " all from here on: those before still count.");
        }
        double human =
                score(said)
                        .orElseThrow(() ->
                                new GradusException.Data(
                                        place
                                                + ": human "
                                                + Quoted.of(said)
                                                + " is no label. Write a number from 0 (bad) to"
                                                + " 1 (good), or pass or fail."));
        return new HumanLabel(
                new Example(
                        place.toString(),
                        column(row, "input", place),
                        row.findField("expected").orElse(""),
                        Example.Origin.HUMAN,
                        true,
                        Map.of(),
                        Optional.empty(),
                        place),
                column(row, "answer", place),
                human,
                row.findField("arm").map(String::strip).filter(arm -> !arm.isEmpty()));
    }

    private static String column(NamedCsvRecord row, String name, Example.Source place) {
        Optional<String> value = row.findField(name);
        return value.orElseThrow(() ->
                new GradusException.Data(
                        place
                                + ": no column "
                                + name
                                + "; there are "
                                + String.join(", ", row.getHeader())
                                + ". Name the columns input, answer, human."));
    }

    private static OptionalDouble score(String said) {
        return switch (said.strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "pass", "good" -> OptionalDouble.of(1);
            case "false", "no", "fail", "bad" -> OptionalDouble.of(0);
            case String text -> {
                try {
                    double number = Double.parseDouble(text);
                    yield number >= 0 && number <= 1
                            ? OptionalDouble.of(number)
                            : OptionalDouble.empty();
                } catch (NumberFormatException noNumber) {
                    yield OptionalDouble.empty();
                }
            }
        };
    }
}
