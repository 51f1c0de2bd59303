package dev.gradus.files.imports;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.gradus.files.JsonText;
import dev.gradus.files.OutcomesFile;
import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Results that another tool wrote become the outcomes that `gradus judge` reads: promptfoo's
/// output JSON, Inspect's log as JSON, Langfuse's export as JSON or JSON lines. An error of the
/// infrastructure is an empty score, never 0.
public final class OutcomesImport {
    static final List<String> HEADER =
            List.of(
                    "task",
                    "item_id",
                    "arm",
                    "rung",
                    "model",
                    "gold",
                    "pred",
                    "correct",
                    "prompt_tokens",
                    "completion_tokens",
                    "latency_ms",
                    "cost_usd");
    private static final long LONGEST = 256L << 20;

    private final Findings findings = new Findings();
    private final List<List<String>> rows = new ArrayList<>();
    private final Set<String> tools = new java.util.TreeSet<>();

    private OutcomesImport() {}

    /// Writes the outcomes of files of one tool.
    ///
    /// @param files at least one
    /// @param into the CSV file to write; a name without `.csv` is a folder for `outcomes.csv`
    /// @throws GradusException.Usage where the file is there already
    /// @throws GradusException.Data where a file cannot be read, or is of no tool that is known
    public static ImportReport write(List<Path> files, Path into) {
        OutcomesImport reading = new OutcomesImport();
        files.forEach(reading::read);
        String from = String.join(", ", reading.tools);
        if (reading.rows.isEmpty()) {
            return reading.findings.report(
                    from,
                    files.getFirst(),
                    List.of(),
                    Optional.of(
                            "Nothing was written: there is no result in the file. Name another."));
        }
        Path target = into.toString().endsWith(".csv") ? into : into.resolve("outcomes.csv");
        reading.put(target);
        return reading.findings.report(from, files.getFirst(), List.of(target), Optional.empty());
    }

    private void read(Path path) {
        String file = String.valueOf(path.getFileName());
        if (file.endsWith(".eval")) {
            throw new GradusException.Data(
                    file + " is a packed log. Unpack it first: inspect log convert --to json");
        }
        Node root = root(text(path, file), file);
        Node first = root.list().isEmpty() ? root : root.list().getFirst();
        if (root.get("eval").isPresent() && root.get("samples").isPresent()) {
            tools.add("inspect");
            new InspectLog(findings, rows).read(root);
        } else if (root.get("results").isPresent()) {
            tools.add("promptfoo");
            new PromptfooOutput(findings, rows).read(root);
        } else if (first.get("output").isPresent() || first.get("scores").isPresent()) {
            tools.add("langfuse");
            new LangfuseExport(findings, rows).read(root);
        } else {
            throw new GradusException.Data(
                    file
                            + " is no result of promptfoo, Inspect or Langfuse. Name promptfoo's output.json, Inspect's log as JSON, or an export of Langfuse.");
        }
    }

    private static Node root(String text, String file) {
        String start = text.stripLeading();
        if (file.endsWith(".jsonl") || file.endsWith(".ndjson")) {
            List<Node> items = new ArrayList<>();
            List<String> lines = text.lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                if (!lines.get(i).isBlank()) {
                    items.add(Nodes.json(lines.get(i), file, i + 1));
                }
            }
            return new Node.Items(file, 1, items);
        }
        if (!start.startsWith("{") && !start.startsWith("[")) {
            throw new GradusException.Data(file + " is no JSON. Export the results as JSON.");
        }
        return Nodes.of(JsonText.parse(text, file), file, 1);
    }

    private static String text(Path path, String file) {
        try {
            if (!Files.isRegularFile(path)) {
                throw new GradusException.Data(file + ": there is no such file. Fix the name.");
            }
            if (Files.size(path) > LONGEST) {
                throw new GradusException.Data(
                        file
                                + ": the file has "
                                + (Files.size(path) >> 20)
                                + " MB, and at most 256 are read. Split it.");
            }
            return Files.readString(path);
        } catch (CharacterCodingException e) {
            throw new GradusException.Data(file + " is not UTF-8 text. Convert it to UTF-8.");
        } catch (IOException e) {
            throw new GradusException.Data(
                    file + " cannot be read. Check the disk and the rights.");
        }
    }

    private void put(Path target) {
        if (Files.exists(target)) {
            throw new GradusException.Usage(
                    target
                            + " is there already, and is not overwritten. Name another file with --into.");
        }
        try {
            Path parent = target.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            try (CsvWriter csv = CsvWriter.builder().build(target)) {
                csv.writeRecord(HEADER);
                rows.forEach(csv::writeRecord);
            }
            OutcomesFile.read(target, outcome -> {});
        } catch (IOException e) {
            throw new GradusException.Data(
                    target + " cannot be written. Name another file with --into.");
        }
    }
}
