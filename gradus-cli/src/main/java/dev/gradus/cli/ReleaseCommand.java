package dev.gradus.cli;

import dev.gradus.Candidates;
import dev.gradus.files.CandidateJson;
import dev.gradus.files.JsonText;
import dev.gradus.files.LoadedTask;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.Ledger.ClimbRecord;
import dev.gradus.spi.Release;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Who is live, and why.
@Command(
        name = "release",
        description = {
            "Show which candidate is live and why; promote one, or roll the live one back.",
            "A candidate that no verdict and no tuning stands behind needs a reason."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {" 0:done", " 2:usage", " 3:data", "70:a bug"},
        mixinStandardHelpOptions = true)
final class ReleaseCommand implements Callable<Integer> {
    @Mixin private TaskArgument task = new TaskArgument();

    @Option(
            names = "--promote",
            paramLabel = "ID",
            description = "Make this candidate live; gradus runs lists their ids.")
    private @Nullable String promote;

    @Option(names = "--rollback", description = "Take back the live one; the one before is live.")
    private boolean rollback;

    @Option(names = "--why", paramLabel = "REASON", description = "Recorded with the act.")
    private @Nullable String why;

    @Option(names = "--json", description = "Print as JSON (gradus.release/1).")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (promote != null && rollback) {
            throw new GradusException.Usage(
                    "--promote and --rollback are two acts: do one after the other.");
        }
        LoadedTask loaded = task.place().read();
        String name = loaded.task().name();
        boolean acts = promote != null || rollback;
        try (Ledger ledger =
                acts
                        ? task.place().open(loaded, "gradus release")
                        : task.place().openReadOnly(loaded)) {
            if (promote != null) {
                ledger.recordRelease(promotion(ledger, name, promote));
            } else if (rollback) {
                ledger.recordRelease(takenBack(ledger, name));
            }
            List<Release> releases = ledger.releases(name);
            PrintWriter out = spec.commandLine().getOut();
            out.println(json ? JsonText.writePretty(document(name, releases)) : screen(releases));
            out.flush();
            return 0;
        }
    }

    private Release promotion(Ledger ledger, String name, String id) {
        String title =
                Candidates.definition(ledger, id)
                        .map(definition -> CandidateJson.read(definition).title())
                        .orElseThrow(() ->
                                new GradusException.Usage(
                                        "'"
                                                + id
                                                + "' is no candidate of this ledger. gradus runs"
                                                + " lists them."));
        Optional<String> verdict = verdictFor(ledger, name, id);
        if (verdict.isEmpty() && why == null) {
            throw new GradusException.Usage(
                    title
                            + " is not the winner of a climb that ended in \"stop\", so nothing shows"
                            + " that it is good enough. Say why it should be live all the same:"
                            + " --why \"...\".");
        }
        return new Release(
                name,
                id,
                title,
                Release.Act.PROMOTED,
                why == null ? verdict.orElseThrow() : why,
                Instant.now());
    }

    /// The newest verdict of the task, where it says "stop" by this candidate.
    private static Optional<String> verdictFor(Ledger ledger, String name, String id) {
        return ledger.climbs().stream()
                .filter(climb -> climb.task().equals(name) && climb.verdict().isPresent())
                .findFirst()
                .map(ReleaseCommand::verdict)
                .filter(verdict ->
                        verdict.text("verdict").orElse("").equals("stop")
                                && verdict.text("winner.candidate").orElse("").equals(id))
                .flatMap(verdict -> verdict.text("headline"));
    }

    private static Document verdict(ClimbRecord climb) {
        return new Document(
                JsonText.parseObject(climb.verdict().orElseThrow(), "the stored verdict"));
    }

    private Release takenBack(Ledger ledger, String name) {
        Release live =
                Release.live(ledger.releases(name))
                        .orElseThrow(() ->
                                new GradusException.Usage(
                                        "nothing is live for "
                                                + name
                                                + ", so there is nothing to roll back."));
        return new Release(
                name,
                live.candidate(),
                live.title(),
                Release.Act.ROLLED_BACK,
                why == null ? "Rolled back by hand." : why,
                Instant.now());
    }

    private static String screen(List<Release> releases) {
        List<String> lines = new ArrayList<>();
        Optional<Release> live = Release.live(releases);
        lines.addAll(
                Text.wrapped(
                        "",
                        live.map(one ->
                                        "Live: "
                                                + one.title()
                                                + " ("
                                                + one.candidate()
                                                + ") since "
                                                + minute(one.at())
                                                + ".")
                                .orElse("Nothing is live yet.")));
        live.ifPresent(one -> lines.addAll(Text.wrapped("  ", one.why())));
        if (!releases.isEmpty()) {
            lines.add("");
            for (Release act : releases.reversed()) {
                lines.addAll(
                        Text.wrapped(
                                String.format("%-16s  %-11s  ", minute(act.at()), act.act().word()),
                                act.title() + ": " + act.why()));
            }
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static String minute(Instant at) {
        return at.toString().substring(0, 16).replace('T', ' ');
    }

    private static Map<String, @Nullable Object> document(String name, List<Release> releases) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("schema", "gradus.release/1");
        document.put("task", name);
        document.put("live", Release.live(releases).map(ReleaseCommand::tree).orElse(null));
        document.put("acts", releases.stream().map(ReleaseCommand::tree).toList());
        return document;
    }

    private static Map<String, @Nullable Object> tree(Release act) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("candidate", act.candidate());
        tree.put("title", act.title());
        tree.put("act", act.act().word());
        tree.put("why", act.why());
        tree.put("at", act.at().toString());
        return tree;
    }
}
