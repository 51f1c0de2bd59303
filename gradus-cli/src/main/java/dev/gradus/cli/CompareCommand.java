package dev.gradus.cli;

import dev.gradus.Gradus;
import dev.gradus.candidate.Candidate;
import dev.gradus.files.JsonText;
import dev.gradus.files.LoadedTask;
import dev.gradus.score.Comparison;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import dev.gradus.stats.Interval;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Two runs, paired.
@Command(
        name = "compare",
        description = {
            "Compare two candidates on the same dev examples, paired.",
            "A and B are ids or titles as gradus runs prints them; the first letters do."
        },
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "The baseline.")
    private String first = "";

    @Parameters(index = "1", paramLabel = "B", description = "The candidate.")
    private String second = "";

    @Parameters(
            index = "2",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Folder with a gradus.yaml, or the file itself; default: this folder.")
    private Path folder = Path.of(".");

    @Option(
            names = "--ledger",
            paramLabel = "FILE",
            description = "The ledger; default: DIR/.gradus/ledger.db.")
    private @Nullable Path ledger;

    @Option(names = "--json", description = "Print as JSON (gradus.compare/1).")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        TaskPlace task = new TaskPlace(folder, Optional.ofNullable(ledger));
        LoadedTask loaded = task.read();
        try (Ledger open = task.openReadOnly(loaded)) {
            Candidate baseline = named(open, first);
            Candidate candidate = named(open, second);
            Gradus.Compared compared =
                    Gradus.with(open).compare(Requests.quiet(loaded), baseline, candidate);
            PrintWriter out = spec.commandLine().getOut();
            out.println(
                    json
                            ? JsonText.writePretty(document(compared, baseline, candidate))
                            : screen(compared, baseline, candidate));
            out.flush();
            return 0;
        }
    }

    private static Candidate named(Ledger ledger, String words) {
        List<Candidate> found =
                KnownCandidates.measured(ledger).stream()
                        .flatMap(id -> KnownCandidates.definition(ledger, id).stream())
                        .filter(one -> one.id().startsWith(words) || one.title().startsWith(words))
                        .toList();
        List<Candidate> exact = found.stream().filter(one -> one.title().equals(words)).toList();
        List<Candidate> wanted = exact.isEmpty() ? found : exact;
        if (wanted.size() == 1) {
            return wanted.getFirst();
        }
        throw new GradusException.Usage(
                wanted.isEmpty()
                        ? "no run's id or title begins with '"
                                + words
                                + "'. gradus runs lists them."
                        : "'"
                                + words
                                + "' fits "
                                + wanted.size()
                                + " runs: "
                                + String.join(
                                        "; ",
                                        wanted.stream()
                                                .map(one -> one.id() + " " + one.title())
                                                .toList())
                                + ". Give more of the id.");
    }

    private static String screen(
            Gradus.Compared compared, Candidate baseline, Candidate candidate) {
        Comparison comparison = compared.comparison();
        Interval interval = comparison.difference(0.95);
        return String.format(
                Locale.ROOT,
                "baseline   %s  %s  %.2f%ncandidate  %s  %s  %.2f%n"
                        + "difference %+.2f points, 95 %% interval [%+.2f, %+.2f], on %,d dev examples%s%n"
                        + "only the candidate is right on %,d, only the baseline on %,d; missing %,d%n"
                        + "p = %.3g two-sided, %.3g that the candidate is no better (%s)%n"
                        + "cost of 1,000 calls: %s",
                baseline.id(),
                baseline.title(),
                100 * comparison.scoreBaseline(),
                candidate.id(),
                candidate.title(),
                100 * comparison.scoreCandidate(),
                100 * comparison.difference(),
                100 * interval.low(),
                100 * interval.high(),
                comparison.n(),
                compared.notAsked() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "; %,d were not asked of both, and the limits hold all the same",
                                compared.notAsked()),
                comparison.candidateOnly(),
                comparison.baselineOnly(),
                comparison.missing(),
                comparison.p(),
                comparison.pGreater(),
                comparison.method(),
                comparison.costDelta().map(delta -> delta + " more").orElse("unknown"));
    }

    private static Map<String, @Nullable Object> document(
            Gradus.Compared compared, Candidate baseline, Candidate candidate) {
        Comparison comparison = compared.comparison();
        Interval interval = comparison.difference(0.95);
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("schema", "gradus.compare/1");
        document.put("baseline", baseline.id());
        document.put("baselineTitle", baseline.title());
        document.put("candidate", candidate.id());
        document.put("candidateTitle", candidate.title());
        document.put("split", "dev");
        document.put("n", comparison.n());
        document.put("scoreBaseline", comparison.scoreBaseline());
        document.put("scoreCandidate", comparison.scoreCandidate());
        document.put("baselineOnly", comparison.baselineOnly());
        document.put("candidateOnly", comparison.candidateOnly());
        document.put("p", comparison.p());
        document.put("pGreater", comparison.pGreater());
        document.put(
                "difference",
                Map.of(
                        "value",
                        comparison.difference(),
                        "low",
                        interval.low(),
                        "high",
                        interval.high(),
                        "level",
                        0.95));
        document.put("missing", comparison.missing());
        document.put("notAsked", compared.notAsked());
        document.put("method", comparison.method());
        document.put("costDelta", comparison.costDelta().map(one -> one.amount()).orElse(null));
        return document;
    }
}
