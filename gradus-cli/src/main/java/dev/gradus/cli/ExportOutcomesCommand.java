package dev.gradus.cli;

import dev.gradus.OutcomeExport;
import dev.gradus.OutcomeExport.Tried;
import dev.gradus.files.JsonText;
import dev.gradus.files.LoadedTask;
import dev.gradus.score.RecordedOutcome;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.Ledger.ClimbRecord;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The answers of a climb as rows that `gradus judge`, or a person's own statistics, reads.
@Command(
        name = "outcomes",
        description = {
            "What every candidate of a climb answered to the dev examples, a row each, as gradus",
            "judge reads them; what a candidate was not asked is marked so.",
            "Nothing is called, and no answer to the test is shown."
        },
        mixinStandardHelpOptions = true)
final class ExportOutcomesCommand implements Callable<Integer> {
    private static final String BASELINE = "baseline";
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private TaskArgument task = new TaskArgument();

    @Option(
            names = "--into",
            paramLabel = "FILE",
            required = true,
            description = "The CSV file to write; never one that is there.")
    private Path into = Path.of("");

    @Option(
            names = "--climb",
            paramLabel = "N",
            description = "The climb's number; default: the newest that has a verdict.")
    private @Nullable Long climb;

    @Option(names = "--json", description = "Print as JSON (gradus.export/1).")
    private boolean json;

    @Override
    public Integer call() {
        LoadedTask loaded = task.place().read();
        try (Ledger ledger = task.place().openReadOnly(loaded)) {
            ClimbRecord record =
                    ReportCommand.wanted(
                            ledger, climb == null ? OptionalLong.empty() : OptionalLong.of(climb));
            Document verdict =
                    new Document(
                            JsonText.parseObject(
                                    record.verdict().orElseThrow(), "the stored verdict"));
            List<String> unknown = new ArrayList<>();
            OutcomeExport export =
                    OutcomeExport.of(
                            Requests.quiet(loaded),
                            ledger,
                            tried(ledger, verdict, unknown),
                            fresh(verdict) ? OptionalLong.of(record.id()) : OptionalLong.empty());
            export.write(into);
            PrintWriter out = spec.commandLine().getOut();
            out.println(
                    json
                            ? JsonText.writePretty(document(export, record, unknown))
                            : text(export, record, unknown));
            out.flush();
            return 0;
        }
    }

    private static boolean fresh(Document verdict) {
        return verdict.text("options.fresh").filter("true"::equals).isPresent();
    }

    /// Every candidate of the climb's rungs; the lowest baseline is one for `judge` too.
    ///
    /// @param unknown takes the titles of those whose definition is not in the ledger
    private static List<Tried> tried(Ledger ledger, Document verdict, List<String> unknown) {
        List<Tried> tried = new ArrayList<>();
        for (Document rung : verdict.documents("rungs")) {
            for (Document one : rung.documents("candidates")) {
                String word =
                        one.text("role").filter(BASELINE::equals).isPresent()
                                ? BASELINE
                                : rung.text("rung").orElse("");
                KnownCandidates.definition(ledger, one.text("candidate").orElse(""))
                        .ifPresentOrElse(
                                candidate -> tried.add(new Tried(candidate, word)),
                                () -> unknown.add(one.text("title").orElse("")));
            }
        }
        return tried;
    }

    private String text(OutcomeExport export, ClimbRecord record, List<String> unknown) {
        long notAsked = export.rows().stream().filter(row -> !row.asked()).count();
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        "wrote %s: climb %d, %d candidates, %,d answers to dev%s",
                        into,
                        record.id(),
                        export.arms().size(),
                        export.rows().size() - notAsked,
                        notAsked == 0
                                ? ""
                                : String.format(Locale.ROOT, ", %,d not asked", notAsked)));
        export.without().forEach(title -> text.append("\nleft out: ").append(without(title)));
        unknown.forEach(title -> text.append("\nleft out: ").append(undefined(title)));
        if (!export.costs()) {
            text.append(
                    "\nNo cost stands in it: cost_usd is in USD, and this task's money is not.");
        }
        return text.toString();
    }

    private static String without(String title) {
        return title + ", which has no dev answers: it was measured over folds, or never answered";
    }

    private static String undefined(String title) {
        return title + ", whose definition is not in this ledger";
    }

    private Map<String, Object> document(
            OutcomeExport export, ClimbRecord record, List<String> unknown) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "gradus.export/1");
        document.put("climb", record.id());
        document.put("file", into.toString());
        document.put("answers", export.rows().stream().filter(RecordedOutcome::asked).count());
        document.put("notAsked", export.rows().stream().filter(row -> !row.asked()).count());
        document.put("costs", export.costs());
        document.put(
                "arms",
                export.arms().stream()
                        .map(arm -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("candidate", arm.candidate());
                            one.put("arm", arm.name());
                            one.put("rung", arm.rung());
                            one.put("answers", arm.outcomes());
                            one.put("notAsked", arm.notAsked());
                            return one;
                        })
                        .toList());
        List<String> left = new ArrayList<>();
        export.without().forEach(title -> left.add(without(title)));
        unknown.forEach(title -> left.add(undefined(title)));
        document.put("leftOut", left);
        return document;
    }
}
