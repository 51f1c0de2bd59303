package dev.gradus.cli;

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
            List<KnownRun> runs = KnownRun.in(ledger);
            PrintWriter out = spec.commandLine().getOut();
            out.println(json ? JsonText.writePretty(document(climbs, runs)) : screen(climbs, runs));
            out.flush();
            return 0;
        }
    }

    private static String screen(List<ClimbRecord> climbs, List<KnownRun> runs) {
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
                        "%-17s %-46s %9s %8s %7s",
                        "candidate",
                        "title",
                        "outcomes",
                        "missing",
                        "score"));
        for (KnownRun run : runs) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%-17s %-46s %,9d %,8d %7s",
                            run.candidate(),
                            run.title(),
                            run.outcomes(),
                            run.missing(),
                            run.score().isPresent()
                                    ? String.format(
                                            Locale.ROOT, "%.1f", 100 * run.score().getAsDouble())
                                    : "-"));
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static Document verdict(ClimbRecord climb) {
        return new Document(
                climb.verdict()
                        .<Map<String, ?>>map(
                                text -> JsonText.parseObject(text, "the stored verdict"))
                        .orElse(Map.of()));
    }

    private static Map<String, @Nullable Object> document(
            List<ClimbRecord> climbs, List<KnownRun> runs) {
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
        for (KnownRun run : runs) {
            Map<String, @Nullable Object> tree = new LinkedHashMap<>();
            tree.put("candidate", run.candidate());
            tree.put("title", run.title());
            tree.put("examples", run.examples());
            tree.put("outcomes", run.outcomes());
            tree.put("missing", run.missing());
            tree.put("score", run.score().isPresent() ? run.score().getAsDouble() : null);
            runTrees.add(tree);
        }
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("schema", "gradus.runs/1");
        document.put("climbs", climbTrees);
        document.put("runs", runTrees);
        return document;
    }
}
