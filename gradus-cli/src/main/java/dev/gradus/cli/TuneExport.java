package dev.gradus.cli;

import dev.gradus.Checker;
import dev.gradus.files.Books;
import dev.gradus.files.JsonText;
import dev.gradus.files.LoadedTask;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import dev.gradus.tune.open.OpenOptions;
import dev.gradus.tune.open.OpenRecipes;
import dev.gradus.tune.open.OpenRecipes.Written;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `gradus tune --export`: a recipe for open weights, from the train examples of the climb. Tunes
/// nothing, so no gate is asked; what the newest climb says of them is shown.
final class TuneExport {
    @Option(
            names = "--export",
            paramLabel = "TOOL",
            description = "Write a recipe for axolotl, trl or unsloth, and tune nothing.")
    private @Nullable String tool;

    @Option(
            names = "--into",
            paramLabel = "FOLDER",
            description = "Where --export writes; a new folder, or an earlier recipe's.")
    private @Nullable Path into;

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            description = "What an exported recipe learns by: sft (default), dpo or grpo.")
    private @Nullable String method;

    boolean wanted() {
        return tool != null;
    }

    /// @throws GradusException.Usage where an option of the export stands without the other
    void refuseHalf() {
        if (tool == null && (into != null || method != null)) {
            throw new GradusException.Usage(
                    (into != null ? "--into" : "--method")
                            + " belongs to --export. Name the tool: --export trl.");
        }
        if (tool != null && into == null) {
            throw new GradusException.Usage(
                    "--export needs a folder to write into, as in --into recipe.");
        }
    }

    int write(TaskPlace place, LoadedTask loaded, long seed, boolean json, PrintWriter out) {
        OpenRecipes.Tool chosen =
                one("--export", tool, OpenRecipes.Tool.values(), OpenRecipes.Tool.TRL);
        OpenOptions.Method by =
                one("--method", method, OpenOptions.Method.values(), OpenOptions.Method.SFT);
        Written written =
                OpenRecipes.write(
                        loaded.task(),
                        Checker.splits(Requests.quiet(loaded)).train(),
                        chosen,
                        Optional.ofNullable(into).orElseThrow(),
                        OpenOptions.of(loaded.task())
                                .withMethod(by)
                                .withSeed(Math.floorMod(seed, Integer.MAX_VALUE)));
        List<Document> gates = gates(place, loaded);
        out.println(
                json
                        ? JsonText.writePretty(document(loaded, chosen, by, written, gates))
                        : screen(written, gates));
        out.flush();
        return 0;
    }

    private static <E extends Enum<E>> E one(
            String option, @Nullable String word, E[] all, E otherwise) {
        if (word == null) {
            return otherwise;
        }
        return Arrays.stream(all)
                .filter(value -> word(value).equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new GradusException.Usage(
                                option
                                        + " is '"
                                        + (word.length() > 80 ? word.substring(0, 80) : word)
                                        + "'. Write one of: "
                                        + Arrays.stream(all)
                                                .map(TuneExport::word)
                                                .collect(Collectors.joining(", "))
                                        + "."));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /// Of the task's newest climb; empty where none is in the ledger.
    private static List<Document> gates(TaskPlace place, LoadedTask loaded) {
        if (!Files.exists(place.ledgerFile(loaded))) {
            return List.of();
        }
        try (Ledger ledger = place.openReadOnly(loaded)) {
            return ledger.climbs().stream()
                    .filter(climb -> climb.task().equals(loaded.task().name()))
                    .flatMap(climb -> climb.verdict().stream())
                    .findFirst()
                    .map(verdict ->
                            new Document(JsonText.parseObject(verdict, "the stored verdict"))
                                    .documents("gates"))
                    .orElse(List.of());
        }
    }

    private static List<String> closed(List<Document> gates) {
        return gates.stream()
                .filter(gate -> !gate.text("status").orElse("").equals("pass"))
                .map(gate -> gate.text("gate").orElse(""))
                .toList();
    }

    private static String screen(Written written, List<Document> gates) {
        List<String> lines = new java.util.ArrayList<>();
        lines.addAll(
                Text.wrapped(
                        "",
                        String.format(
                                Locale.ROOT,
                                "Wrote %s: %,d examples to learn from, %,d held out; dev and test are"
                                        + " not in it.",
                                written.folder(),
                                written.report().learned(),
                                written.report().held())));
        Map<String, Integer> left = written.report().leftOut();
        if (!left.isEmpty()) {
            lines.addAll(Text.wrapped("Left out: ", Books.words(left)));
        }
        lines.addAll(Text.wrapped("Files: ", String.join(", ", written.files())));
        List<String> closed = closed(gates);
        lines.addAll(
                Text.wrapped(
                        "Gates: ",
                        gates.isEmpty()
                                ? "unknown, as no climb is in the ledger. gradus climb says whether"
                                        + " tuning is the right lever at all."
                                : closed.isEmpty()
                                        ? "all " + gates.size() + " pass, by the newest climb."
                                        : closed.size()
                                                + " of "
                                                + gates.size()
                                                + " do not pass, by the newest climb: "
                                                + String.join(", ", closed)
                                                + "."));
        lines.add("Where the GPU is:");
        lines.add("  " + written.command());
        return String.join(System.lineSeparator(), lines);
    }

    private static Map<String, @Nullable Object> document(
            LoadedTask loaded,
            OpenRecipes.Tool tool,
            OpenOptions.Method method,
            Written written,
            List<Document> gates) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("schema", "gradus.tune-export/1");
        document.put("task", loaded.task().name());
        document.put("tool", word(tool));
        document.put("method", word(method));
        document.put("folder", written.folder().toString());
        document.put("files", written.files());
        document.put("learned", written.report().learned());
        document.put("heldOut", written.report().held());
        document.put("leftOut", written.report().leftOut());
        document.put("dataset", written.report().dataset());
        document.put("command", written.command());
        document.put("gates", gates.isEmpty() ? null : gates.size());
        document.put("gatesClosed", gates.isEmpty() ? null : closed(gates));
        return document;
    }
}
