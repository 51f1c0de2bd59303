package dev.gradus.cli;

import dev.gradus.AnswerSample;
import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Shots;
import dev.gradus.files.JsonText;
import dev.gradus.files.LoadedTask;
import dev.gradus.prompt.PebbleRenderer;
import dev.gradus.prompt.PromptVariables;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import dev.gradus.task.Example;
import dev.gradus.task.Scoring;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What a climb found, to be taken elsewhere.
@Command(
        name = "export",
        description = "Take what a climb found elsewhere: export prompt, answers, outcomes.",
        synopsisSubcommandLabel = "WHAT",
        subcommands = ExportOutcomesCommand.class,
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

    @Command(
            name = "answers",
            description = {
                "A random sample of a candidate's answers to the dev examples, for people to label:",
                "with at least 50 labels a goal may rest on a model that judges.",
                "Nothing is called, and no answer to the test is shown."
            },
            mixinStandardHelpOptions = true)
    int answers(
            @Mixin TaskArgument task,
            @Option(
                            names = "--into",
                            paramLabel = "FILE",
                            required = true,
                            description = "The CSV file to write; never one that is there.")
                    Path into,
            @Option(
                            names = "--sample",
                            paramLabel = "N",
                            defaultValue = "50",
                            description = "How many, in random order; default: 50.")
                    int sample,
            @Option(
                            names = "--candidate",
                            paramLabel = "ID",
                            description =
                                    "A candidate of the ledger, or the beginning of its id; default:"
                                            + " the newest verdict's winner.")
                    @Nullable String candidate,
            @Option(
                            names = "--seed",
                            paramLabel = "N",
                            defaultValue = "1",
                            description = "Of the random draw; default: 1.")
                    long seed,
            @Option(names = "--json", description = "Print as JSON (gradus.export/1).")
                    boolean json) {
        if (sample < 1) {
            throw new GradusException.Usage(
                    "--sample is " + sample + ". Write 1 or more answers, as in 50.");
        }
        LoadedTask loaded = task.place().read();
        try (Ledger ledger = task.place().openReadOnly(loaded)) {
            AnswerSample drawn =
                    AnswerSample.draw(
                            Requests.quiet(loaded),
                            ledger,
                            candidate(ledger, candidate),
                            sample,
                            seed);
            drawn.write(into);
            PrintWriter out = spec.commandLine().getOut();
            out.println(
                    json
                            ? JsonText.writePretty(document(drawn, into, seed))
                            : text(drawn, into, loaded));
            out.flush();
            return 0;
        }
    }

    private static String text(AnswerSample drawn, Path into, LoadedTask loaded) {
        Scoring score = loaded.task().score();
        String where =
                loaded.folder()
                        .toAbsolutePath()
                        .normalize()
                        .relativize(into.toAbsolutePath().normalize())
                        .toString();
        return String.format(
                Locale.ROOT,
                "wrote %s: %,d of %,d answers of %s to dev, in random order%n"
                        + "Fill the column human: 0 (bad) to 1 (good), or pass or fail.%s",
                into,
                drawn.rows().size(),
                drawn.there(),
                drawn.candidate().title(),
                switch (score.name()) {
                    case JUDGE, CHECKS ->
                            String.format(
                                    " Then name the file in gradus.yaml: score.%s.calibration: %s",
                                    score.word(), where);
                    default -> "";
                });
    }

    private static Map<String, Object> document(AnswerSample drawn, Path into, long seed) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "gradus.export/1");
        document.put("candidate", drawn.candidate().id());
        document.put("title", drawn.candidate().title());
        document.put("file", into.toString());
        document.put("answers", drawn.rows().size());
        document.put("of", drawn.there());
        document.put("seed", seed);
        return document;
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
                    KnownCandidates.winner(ledger.climbs())
                            .orElseThrow(() ->
                                    new GradusException.Usage(
                                            "the ledger has no verdict with a winner yet: run gradus climb first"));
            return definition(ledger, winner);
        }
        List<String> ids =
                KnownCandidates.measured(ledger).stream()
                        .filter(id -> id.startsWith(wanted))
                        .toList();
        if (ids.size() != 1) {
            throw new GradusException.Usage(
                    "the ledger has "
                            + (ids.isEmpty() ? "no candidate" : ids.size() + " candidates")
                            + " whose id begins with '"
                            + wanted
                            + "'; gradus runs lists them");
        }
        return definition(ledger, ids.getFirst());
    }

    private static Candidate definition(Ledger ledger, String id) {
        return KnownCandidates.definition(ledger, id)
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
