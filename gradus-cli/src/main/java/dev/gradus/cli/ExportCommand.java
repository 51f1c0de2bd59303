package dev.gradus.cli;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Shots;
import dev.gradus.files.JsonText;
import dev.gradus.files.LoadedTask;
import dev.gradus.prompt.PebbleRenderer;
import dev.gradus.prompt.PromptVariables;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import dev.gradus.task.Example;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What a climb found, to be taken elsewhere.
@Command(
        name = "export",
        description = "Take what a climb found elsewhere: export prompt.",
        synopsisSubcommandLabel = "WHAT",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    /// Nothing named: say what there is.
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "prompt",
            description = {
                "The winner's prompt as plain text: its template, or filled for one example.",
                "Nothing is called."
            },
            mixinStandardHelpOptions = true)
    int prompt(
            @Mixin TaskArgument task,
            @Option(
                            names = "--candidate",
                            paramLabel = "ID",
                            description =
                                    "A candidate of the ledger, or the beginning of its id; default:"
                                            + " the newest verdict's winner.")
                    @Nullable String candidate,
            @Option(
                            names = "--example",
                            paramLabel = "N",
                            description = "Filled for the N-th example, from 1.")
                    @Nullable Integer example,
            @Option(names = "--json", description = "Print as JSON (gradus.export/1).")
                    boolean json) {
        LoadedTask loaded = task.place().read();
        try (Ledger ledger = task.place().openReadOnly(loaded)) {
            Candidate.Prompted prompted = prompted(candidate(ledger, candidate));
            String system = prompted.prompt().system();
            String user = prompted.prompt().user();
            if (example != null) {
                Map<String, Object> variables =
                        variables(loaded, prompted, example(loaded, example));
                PebbleRenderer renderer = new PebbleRenderer();
                system = renderer.render(system, variables);
                user = renderer.render(user, variables);
            }
            PrintWriter out = spec.commandLine().getOut();
            out.println(
                    json
                            ? JsonText.writePretty(document(prompted, system, user))
                            : text(system.strip(), user.strip()));
            out.flush();
            return 0;
        }
    }

    private static String text(String system, String user) {
        return (system.isEmpty() ? "" : "# system\n" + system + "\n\n") + "# user\n" + user;
    }

    private static Map<String, Object> document(
            Candidate.Prompted prompted, String system, String user) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "gradus.export/1");
        document.put("candidate", prompted.id());
        document.put("title", prompted.title());
        document.put("model", prompted.model().toString());
        document.put("system", system.strip());
        document.put("user", user.strip());
        document.put("shots", prompted.shots().fields());
        document.put("sampling", prompted.sampling().fields());
        return document;
    }

    private static Candidate candidate(Ledger ledger, @Nullable String wanted) {
        if (wanted == null) {
            String winner =
                    ledger.climbs().stream()
                            .flatMap(climb -> climb.verdict().stream())
                            .findFirst()
                            .map(json ->
                                    new Document(JsonText.parseObject(json, "the stored verdict")))
                            .flatMap(verdict -> verdict.text("winner.candidate"))
                            .orElseThrow(() ->
                                    new GradusException.Usage(
                                            "the ledger has no verdict with a winner yet: run gradus climb first"));
            return definition(ledger, winner);
        }
        Set<String> ids = new TreeSet<>();
        ledger.runTotals().stream()
                .map(Ledger.RunTotal::candidate)
                .filter(id -> id.startsWith(wanted))
                .forEach(ids::add);
        if (ids.size() != 1) {
            throw new GradusException.Usage(
                    "the ledger has "
                            + (ids.isEmpty() ? "no candidate" : ids.size() + " candidates")
                            + " whose id begins with '"
                            + wanted
                            + "'; gradus runs lists them");
        }
        return definition(ledger, ids.iterator().next());
    }

    private static Candidate definition(Ledger ledger, String id) {
        return KnownRun.definition(ledger, id)
                .orElseThrow(() ->
                        new GradusException.Usage(
                                "the definition of candidate "
                                        + id
                                        + " is not in this ledger; gradus runs lists those that are"));
    }

    /// Of a cascade, the stronger part.
    private static Candidate.Prompted prompted(Candidate candidate) {
        return switch (candidate) {
            case Candidate.Prompted prompted -> prompted;
            case Candidate.Cascade cascade -> prompted(cascade.second());
            case Candidate.Encoded encoded ->
                    throw new GradusException.Usage(
                            "candidate "
                                    + encoded.id()
                                    + " ("
                                    + encoded.title()
                                    + ") is a classifier and has no prompt. Name another: --candidate ID; gradus runs lists them");
        };
    }

    private static Example example(LoadedTask loaded, int number) {
        List<Example> examples = loaded.examples();
        if (number < 1 || number > examples.size()) {
            throw new GradusException.Usage(
                    "--example is 1 to " + examples.size() + ", not " + number);
        }
        return examples.get(number - 1);
    }

    private static Map<String, Object> variables(
            LoadedTask loaded, Candidate.Prompted prompted, Example example) {
        List<Shots.Shot> shots =
                switch (prompted.shots()) {
                    case Shots.None none -> List.of();
                    case Shots.Fixed fixed -> fixed.shots();
                    case Shots.Retrieved retrieved ->
                            throw new GradusException.Usage(
                                    "this candidate's shots are found for each input by "
                                            + retrieved.encoder()
                                            + ". Leave --example out: the template is printed.");
                };
        return new PromptVariables(loaded.task().brief(), prompted).of(shots, example);
    }
}
