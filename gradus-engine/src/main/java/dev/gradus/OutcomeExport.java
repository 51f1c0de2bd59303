package dev.gradus;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.gradus.candidate.Candidate;
import dev.gradus.score.Outcome;
import dev.gradus.score.RecordedOutcome;
import dev.gradus.score.Run;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import dev.gradus.task.Example;
import dev.gradus.task.ModelName;
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// What candidates answered to the dev examples, as the recorded outcomes that `gradus judge`
/// reads. What a candidate was not asked is such a row too. Test answers are never among them:
/// showing them would spend the test.
///
/// @param arms one for each candidate that has dev outcomes
/// @param without candidates that have none: they were measured otherwise, such as over folds
/// @param rows arm by arm, in the order of the dev examples
/// @param costs false where the task's currency is not USD, so that the rows state no cost
public record OutcomeExport(
        List<Arm> arms, List<String> without, List<RecordedOutcome> rows, boolean costs) {
    private static final String USD = "USD";
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int ID_SHOWN = 8;

    /// A candidate, and the rung that it was tried on.
    public record Tried(Candidate candidate, String rung) {}

    /// @param name of the arm: the candidate's title, with its id where two would be the same
    /// @param notAsked dev examples that it was not asked
    public record Arm(String candidate, String name, String rung, int outcomes, int notAsked) {}

    public OutcomeExport {
        arms = List.copyOf(arms);
        without = List.copyOf(without);
        rows = List.copyOf(rows);
    }

    /// Reads the ledger; calls nothing.
    ///
    /// @param tried a candidate that stands there twice is taken once
    /// @param freshOf the climb, where it measured everything anew
    /// @throws GradusException.Usage where none of them has a dev outcome
    public static OutcomeExport of(
            ClimbRequest request, Ledger ledger, List<Tried> tried, OptionalLong freshOf) {
        Task task = request.task();
        Splits splits = Checker.cut(request).splits();
        StoredRuns runs =
                new StoredRuns(
                        task, splits, ledger, freshOf.isPresent() ? "#" + freshOf.getAsLong() : "");
        Map<String, Long> titles =
                tried.stream()
                        .map(Tried::candidate)
                        .distinct()
                        .collect(Collectors.groupingBy(Candidate::title, Collectors.counting()));
        List<Arm> arms = new ArrayList<>();
        List<String> without = new ArrayList<>();
        List<RecordedOutcome> rows = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Tried one : tried) {
            Candidate candidate = one.candidate();
            if (!seen.add(candidate.id())) {
                continue;
            }
            if (!runs.has(candidate)) {
                without.add(candidate.title());
                continue;
            }
            String title = candidate.title();
            String name =
                    titles.getOrDefault(title, 0L) > 1
                            ? title + " " + candidate.id().substring(0, ID_SHOWN)
                            : title;
            Run run = runs.dev(candidate);
            rows.addAll(rows(task, splits.dev(), run, name, one.rung()));
            int outcomes = run.outcomes().size();
            arms.add(
                    new Arm(
                            candidate.id(),
                            name,
                            one.rung(),
                            outcomes,
                            splits.dev().size() - outcomes));
        }
        if (arms.isEmpty()) {
            throw new GradusException.Usage(
                    "the ledger has no answers of that climb to this task's dev examples as they are"
                            + " now: run gradus climb first");
        }
        return new OutcomeExport(arms, without, rows, task.currency().equals(USD));
    }

    private static List<RecordedOutcome> rows(
            Task task, List<Example> dev, Run run, String arm, String rung) {
        Map<String, Outcome> outcomes = run.byExample();
        String models =
                run.candidate().models().stream()
                        .map(ModelName::toString)
                        .collect(Collectors.joining(" + "));
        List<RecordedOutcome> rows = new ArrayList<>();
        for (Example example : dev) {
            Outcome outcome = outcomes.get(example.id());
            rows.add(
                    outcome == null
                            ? notAsked(task, example, models, arm, rung)
                            : row(task, example, outcome, models, arm, rung));
        }
        return rows;
    }

    private static RecordedOutcome notAsked(
            Task task, Example example, String models, String arm, String rung) {
        return new RecordedOutcome(
                task.name(),
                example.id(),
                arm,
                rung,
                models,
                example.expected(),
                "",
                OptionalDouble.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                false);
    }

    /// A missing outcome has no answer here, since a reader would hold the answer against `gold`.
    private static RecordedOutcome row(
            Task task, Example example, Outcome outcome, String models, String arm, String rung) {
        OptionalLong nanos = outcome.latencyNanos();
        return new RecordedOutcome(
                task.name(),
                example.id(),
                arm,
                rung,
                models,
                example.expected(),
                outcome.isMissing() ? "" : outcome.answer().orElse(""),
                outcome.score(),
                outcome.usage().prompt(),
                outcome.usage().completion(),
                nanos.isPresent()
                        ? OptionalDouble.of(nanos.getAsLong() / NANOS_PER_MILLI)
                        : OptionalDouble.empty(),
                task.currency().equals(USD) ? outcome.costPerCall() : OptionalDouble.empty());
    }

    /// Writes them as `gradus judge` reads them.
    ///
    /// @throws GradusException.Usage where there is such a file already, or none can be written
    public void write(Path file) {
        if (Files.exists(file)) {
            throw new GradusException.Usage(
                    file + " is there already. Name another file with --into.");
        }
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            try (CsvWriter csv = CsvWriter.builder().build(file)) {
                csv.writeRecord(
                        "task",
                        "item_id",
                        "arm",
                        "rung",
                        "model",
                        "gold",
                        "pred",
                        "correct",
                        "asked",
                        "prompt_tokens",
                        "completion_tokens",
                        "latency_ms",
                        "cost_usd");
                rows.forEach(row ->
                        csv.writeRecord(
                                row.task(),
                                row.itemId(),
                                row.arm(),
                                row.rung(),
                                row.model(),
                                row.gold(),
                                row.pred(),
                                text(row.correct()),
                                row.asked() ? "yes" : "no",
                                text(row.promptTokens()),
                                text(row.completionTokens()),
                                text(row.latencyMs()),
                                text(row.costUsd())));
            }
        } catch (IOException unwritable) {
            throw new GradusException.Usage(
                    file
                            + " cannot be written ("
                            + unwritable.getMessage()
                            + "). Name another file with --into.");
        }
    }

    private static String text(OptionalDouble number) {
        return number.isPresent() ? BigDecimal.valueOf(number.getAsDouble()).toPlainString() : "";
    }

    private static String text(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : "";
    }
}
