package dev.gradus.cli;

import dev.gradus.StoredRun;
import dev.gradus.files.JsonText;
import dev.gradus.files.LoadedTask;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.Ledger.ClimbRecord;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What the ledger holds: climbs and runs.
@Command(
        name = "runs",
        description = "List the climbs and runs in the ledger; totals are counted from its rows.",
        mixinStandardHelpOptions = true)
final class RunsCommand implements Callable<Integer> {
    @Mixin private TaskArgument task = new TaskArgument();

    @Option(names = "--json", description = "Print as JSON (gradus.runs/1).")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        LoadedTask loaded = task.place().read();
        try (Ledger ledger = task.place().openReadOnly(loaded)) {
            List<ClimbRecord> climbs = ledger.climbs();
            StoredRun.Listed runs =
                    StoredRun.all(
                            Requests.quiet(loaded),
                            ledger,
                            id -> KnownCandidates.definition(ledger, id));
            PrintWriter out = spec.commandLine().getOut();
            out.println(json ? JsonText.writePretty(document(climbs, runs)) : screen(climbs, runs));
            out.flush();
            return 0;
        }
    }

    private static String screen(List<ClimbRecord> climbs, StoredRun.Listed runs) {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%-6s %-20s %-13s %s",
                        "climb",
                        "begun (UTC)",
                        "verdict",
                        "headline"));
        for (ClimbRecord climb : climbs) {
            Document verdict = verdict(climb);
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%-6d %-20s %-13s %s",
                            climb.id(),
                            climb.begun().toString().substring(0, 19).replace('T', ' '),
                            verdict.text("verdict").orElse("unfinished"),
                            verdict.text("headline").orElse("goes on at the next gradus climb")));
        }
        lines.add("");
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%-17s %-40s %-14s %15s %7s %-12s %7s %10s",
                        "candidate",
                        "title",
                        "on",
                        "answers",
                        "missing",
                        "score by",
                        "score",
                        "per 1,000"));
        for (StoredRun run : runs.runs()) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%-17s %-40s %-14s %15s %,7d %-12s %7s %10s",
                            run.candidate().id(),
                            Text.cut(run.candidate().title(), 40),
                            run.on(),
                            answers(run),
                            run.missing(),
                            run.scoredBy().orElse("another"),
                            Text.percent(run.score()),
                            run.costPerThousand()
                                    .map(money ->
                                            String.format(Locale.ROOT, "%.4f", money.amount()))
                                    .orElse("-")));
        }
        if (runs.undefined() > 0) {
            lines.add(
                    runs.undefined()
                            + (runs.undefined() == 1 ? " run" : " runs")
                            + " of candidates whose definition is not in this ledger: not listed");
        }
        return String.join(System.lineSeparator(), lines);
    }

    /// `240 of 804` where a climb stopped asking, or was stopped itself.
    private static String answers(StoredRun run) {
        return run.of().isPresent() && run.of().getAsInt() != run.outcomes()
                ? String.format(Locale.ROOT, "%,d of %,d", run.outcomes(), run.of().getAsInt())
                : String.format(Locale.ROOT, "%,d", run.outcomes());
    }

    private static Document verdict(ClimbRecord climb) {
        return new Document(
                climb.verdict()
                        .<Map<String, ?>>map(
                                text -> JsonText.parseObject(text, "the stored verdict"))
                        .orElse(Map.of()));
    }

    private static Map<String, @Nullable Object> document(
            List<ClimbRecord> climbs, StoredRun.Listed runs) {
        List<Object> climbTrees = new ArrayList<>();
        for (ClimbRecord climb : climbs) {
            Document verdict = verdict(climb);
            Map<String, @Nullable Object> tree = new LinkedHashMap<>();
            tree.put("climb", climb.id());
            tree.put("task", climb.task());
            tree.put("begun", climb.begun().toString());
            tree.put("finished", climb.finished().map(Object::toString).orElse(null));
            tree.put("verdict", verdict.text("verdict").orElse(null));
            tree.put("headline", verdict.text("headline").orElse(null));
            climbTrees.add(tree);
        }
        List<Object> runTrees = new ArrayList<>();
        for (StoredRun run : runs.runs()) {
            Map<String, @Nullable Object> tree = new LinkedHashMap<>();
            tree.put("candidate", run.candidate().id());
            tree.put("title", run.candidate().title());
            tree.put("examples", run.examples());
            tree.put("on", run.on());
            tree.put("of", run.of().isPresent() ? run.of().getAsInt() : null);
            tree.put("outcomes", run.outcomes());
            tree.put("missing", run.missing());
            tree.put("scoredBy", run.scoredBy().orElse(null));
            tree.put("score", run.score().isPresent() ? run.score().getAsDouble() : null);
            tree.put(
                    "costPerThousand",
                    run.costPerThousand()
                            .map(money ->
                                    Map.of("amount", money.amount(), "currency", money.currency()))
                            .orElse(null));
            runTrees.add(tree);
        }
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("schema", "gradus.runs/1");
        document.put("climbs", climbTrees);
        document.put("runs", runTrees);
        document.put("undefined", runs.undefined());
        return document;
    }
}
