package dev.gradus.cli;

import dev.gradus.files.LoadedTask;
import dev.gradus.files.TaskFile;
import dev.gradus.task.Example;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Six of the 77 intents of `examples/card-support`, with what its files say of them: a climb takes
/// seconds and still has something to tell apart.
final class SmallTask {
    static final Path EXAMPLES = Path.of("..", "examples");
    static final int TRAIN_ROWS = 504;
    static final int TEST_ROWS = 240;

    private static final List<String> LABELS =
            List.of(
                    "card_arrival",
                    "card_delivery_estimate",
                    "declined_card_payment",
                    "exchange_rate",
                    "pin_blocked",
                    "transfer_timing");

    private static final String TASK =
            """
            task: small
            brief: Name the one intent that the customer's message expresses.
            examples: { file: train.csv, test: test.csv, input: text, expected: category }
            answer: { labels: labels.yaml }
            score: accuracy
            goal: { score: 0.9, matters: 0.05, cost-per-1k: 0.50, p95: 30s }
            traffic: { calls-per-day: 50000, growth-per-month: 0.03, cost-of-an-error: 0.20 }
            policy: { stage: production, local-only: true, horizon-months: 12 }
            models: [ embedded/minilm-l6-q, embedded/bge-small-q ]
            machine: { rate-per-core-hour: 0.05 }
            currency: USD
            """;

    private SmallTask() {}

    /// Writes the task into a folder, which is made where it is absent, and returns the folder.
    static Path in(Path folder) {
        LoadedTask whole = TaskFile.read(EXAMPLES.resolve("card-support"));
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("gradus.yaml"), TASK);
            Files.writeString(folder.resolve("labels.yaml"), labels(whole));
            Files.writeString(
                    folder.resolve("train.csv"), csv(whole.examples(), TRAIN_ROWS / LABELS.size()));
            Files.writeString(
                    folder.resolve("test.csv"),
                    csv(whole.test().orElseThrow(), TEST_ROWS / LABELS.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    private static String labels(LoadedTask whole) {
        return whole.task().answer().asLabels().orElseThrow().labels().stream()
                .filter(label -> LABELS.contains(label.name()))
                .map(label ->
                        "  " + label.name() + ": >-\n    " + label.description().orElseThrow())
                .collect(Collectors.joining("\n", "labels:\n", "\n"));
    }

    private static String csv(List<Example> examples, int rowsEach) {
        Map<String, Integer> taken = new HashMap<>();
        return examples.stream()
                .filter(example -> LABELS.contains(example.expected()))
                .filter(example -> taken.merge(example.expected(), 1, Integer::sum) <= rowsEach)
                .map(example -> quoted(example.input()) + "," + example.expected())
                .collect(Collectors.joining("\n", "text,category\n", "\n"));
    }

    private static String quoted(String cell) {
        return '"' + cell.replace("\"", "\"\"") + '"';
    }
}
