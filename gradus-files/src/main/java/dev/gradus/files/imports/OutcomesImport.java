package dev.gradus.files.imports;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.gradus.files.Books;
import dev.gradus.files.JsonText;
import dev.gradus.files.OutcomesFile;
import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Results that another tool wrote become the outcomes that `gradus judge` reads: promptfoo's
/// output JSON, Inspect's log, packed or as JSON, Langfuse's export as JSON or JSON lines. An error
/// of the infrastructure is an empty score, never 0; repeats of an item are one outcome.
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
    private final PromptfooOutput promptfoo = new PromptfooOutput(findings);
    private final List<PeerResult> results = new ArrayList<>();
    private final Set<String> tools = new TreeSet<>();

    /// The score that a tool itself puts first, where it does.
    private Optional<String> usual = Optional.empty();

    private OutcomesImport() {}

    /// Writes the outcomes of files of one tool, by the score that it puts first.
    public static ImportReport write(List<Path> files, Path into) {
        return write(files, into, Optional.empty());
    }

    /// Writes the outcomes of files of one tool. Nothing is written where something is wrong.
    ///
    /// @param files at least one
    /// @param into the CSV file to write; a name without `.csv` is a folder for `outcomes.csv`
    /// @param score name of the score that is taken for every outcome
    /// @throws GradusException.Usage where the file is there already, or the results have several
    ///   scores and none was named
    /// @throws GradusException.Data where a file cannot be read, or is of no tool that is known
    public static ImportReport write(List<Path> files, Path into, Optional<String> score) {
        OutcomesImport reading = new OutcomesImport();
        files.forEach(reading::read);
        reading.results.addAll(reading.promptfoo.results());
        String from = String.join(", ", reading.tools);
        if (reading.results.isEmpty()) {
            return reading.findings.report(
                    from,
                    files.getFirst(),
                    List.of(),
                    Optional.of(
                            "Nothing was written: there is no result in the file. Name another."));
        }
        String name = reading.score(score);
        PeerOutcomes outcomes = new PeerOutcomes(reading.results, name);
        Path target = into.toString().endsWith(".csv") ? into : into.resolve("outcomes.csv");
        put(target, outcomes.rows());
        List<String> notes = new ArrayList<>();
        outcomes.arms().forEach((arm, count) -> notes.add("arm " + arm + ": " + count));
        outcomes.repeats()
                .forEach(repeats -> notes.add("arm " + repeats.arm() + ": " + repeats.words()));
        return reading.findings
                .report(from, files.getFirst(), List.of(target), Optional.empty())
                .with(
                        new Books(
                                "results",
                                reading.results.size(),
                                outcomes.count(),
                                reading.results.size() - outcomes.count(),
                                Map.of(),
                                outcomes.missing(),
                                notes));
    }

    /// One score for all outcomes; the others are told.
    private String score(Optional<String> wanted) {
        Map<String, Integer> names = new LinkedHashMap<>();
        results.forEach(
                one -> one.scores().keySet().forEach(name -> names.merge(name, 1, Integer::sum)));
        String listed =
                String.join(
                        ", ",
                        names.entrySet().stream()
                                .map(one -> "'" + one.getKey() + "' (" + one.getValue() + ")")
                                .toList());
        if (wanted.isPresent() && !names.containsKey(wanted.get())) {
            throw new GradusException.Usage(
                    "--score: no result has a score '"
                            + wanted.get()
                            + "'; there are "
                            + (names.isEmpty() ? "none" : listed)
                            + ". Name one of these.");
        }
        if (wanted.isEmpty() && usual.isEmpty() && names.size() > 1) {
            throw new GradusException.Usage(
                    "the results have several scores: "
                            + listed
                            + ". Name the one that says what is right: --score NAME");
        }
        String chosen =
                wanted.or(() -> usual.filter(names::containsKey))
                        .orElseGet(() -> names.keySet().stream().findFirst().orElse("score"));
        Node at = new Node.Text(results.getFirst().file(), 1, "", true);
        findings.map(at, "score " + chosen, "column correct");
        names.forEach((name, count) -> {
            if (!name.equals(chosen)) {
                findings.leave(
                        at,
                        "score " + name + " (" + count + " results)",
                        "an outcome has one score; --score takes another");
            }
        });
        return chosen;
    }

    private void read(Path path) {
        String file = String.valueOf(path.getFileName());
        Node root =
                file.endsWith(".eval") ? InspectArchive.read(path) : root(text(path, file), file);
        Node first = root.list().isEmpty() ? root : root.list().getFirst();
        if (root.get("eval").isPresent() && root.get("samples").isPresent()) {
            tools.add("inspect");
            List<PeerResult> its = new InspectLog(findings).read(root);
            usual =
                    usual.or(() -> InspectLog.first(root))
                            .or(() ->
                                    its.stream()
                                            .flatMap(one -> one.scores().keySet().stream())
                                            .findFirst());
            results.addAll(its);
        } else if (root.get("results").isPresent()) {
            tools.add("promptfoo");
            promptfoo.read(root);
            usual = usual.or(() -> Optional.of(PromptfooOutput.SCORE));
        } else if (first.get("output").isPresent() || first.get("scores").isPresent()) {
            tools.add("langfuse");
            results.addAll(new LangfuseExport(findings).read(root));
        } else {
            throw new GradusException.Data(
                    file
                            + " is no result of promptfoo, Inspect or Langfuse. Name promptfoo's output.json, Inspect's log (.eval or JSON), or an export of Langfuse.");
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
        return Nodes.of(JsonText.parseLoosely(text, file), file, 1);
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

    /// Writes beside the target first and reads it back, so that what stays is whole and readable.
    private static void put(Path target, List<List<String>> rows) {
        if (Files.exists(target)) {
            throw new GradusException.Usage(
                    target
                            + " is there already, and is not overwritten. Name another file with --into.");
        }
        Path part = target.resolveSibling(target.getFileName() + ".part.csv");
        try {
            Path parent = target.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            try (CsvWriter csv = CsvWriter.builder().build(part)) {
                csv.writeRecord(HEADER);
                rows.forEach(csv::writeRecord);
            }
            OutcomesFile.read(part, outcome -> {});
            Files.move(part, target);
        } catch (IOException e) {
            throw new GradusException.Data(
                    target + " cannot be written. Name another file with --into.");
        } finally {
            try {
                Files.deleteIfExists(part);
            } catch (IOException stays) {
                System.getLogger(OutcomesImport.class.getName())
                        .log(System.Logger.Level.WARNING, "{0} could not be taken back", part);
            }
        }
    }
}
