package dev.gradus.cli;

import dev.gradus.files.JsonText;
import dev.gradus.files.LoadedTask;
import dev.gradus.report.HtmlReport;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.Ledger.ClimbRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The verdict as a page.
@Command(
        name = "report",
        description = "Write a climb's verdict as one self-contained HTML page.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Mixin private TaskArgument task = new TaskArgument();

    @Option(
            names = "--climb",
            paramLabel = "N",
            description = "The climb's number; default: the newest that has a verdict.")
    private @Nullable Long climb;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write the page; default: DIR/.gradus/report.html.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Say where the page is as JSON (gradus.report/1).")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        LoadedTask loaded = task.place().read();
        try (Ledger ledger = task.place().openReadOnly(loaded)) {
            ClimbRecord record =
                    wanted(ledger, climb == null ? OptionalLong.empty() : OptionalLong.of(climb));
            Map<String, ?> verdict =
                    JsonText.parseObject(record.verdict().orElseThrow(), "the stored verdict");
            Path file =
                    Optional.ofNullable(out)
                            .orElseGet(() ->
                                    loaded.folder().resolve(".gradus").resolve("report.html"));
            long bytes = write(file, HtmlReport.render(verdict, tuning(ledger, loaded, record)));
            PrintWriter screen = spec.commandLine().getOut();
            if (json) {
                Map<String, Object> document = new LinkedHashMap<>();
                document.put("schema", "gradus.report/1");
                document.put("climb", record.id());
                document.put("file", file.toAbsolutePath().toString());
                document.put("bytes", bytes);
                screen.println(JsonText.writePretty(document));
            } else {
                screen.println(
                        "wrote "
                                + file
                                + " ("
                                + (bytes + 999) / 1000
                                + " kB, climb "
                                + record.id()
                                + ")");
            }
            screen.flush();
            return 0;
        }
    }

    /// The newest tuning that stands on this climb.
    private static Optional<Map<String, ?>> tuning(
            Ledger ledger, LoadedTask loaded, ClimbRecord climb) {
        for (Ledger.TuningRecord record : ledger.tunings(loaded.task().name())) {
            Map<String, ?> document = JsonText.parseObject(record.json(), "the stored tuning");
            if (new Document(document).count("climb") == climb.id()) {
                return Optional.of(document);
            }
        }
        return Optional.empty();
    }

    /// The finished climb of this number; the newest where none is given.
    static ClimbRecord wanted(Ledger ledger, OptionalLong number) {
        return ledger.climbs().stream()
                .filter(record -> record.verdict().isPresent())
                .filter(record -> number.isEmpty() || record.id() == number.getAsLong())
                .findFirst()
                .orElseThrow(() ->
                        new GradusException.Usage(
                                number.isPresent()
                                        ? "the ledger has no finished climb "
                                                + number.getAsLong()
                                                + "; gradus runs lists them"
                                        : "the ledger has no finished climb yet: run gradus climb first"));
    }

    static long write(Path file, String page) {
        Path whole = file.toAbsolutePath();
        Path part = whole.resolveSibling(whole.getFileName() + ".part");
        try {
            if (whole.getParent() != null) {
                Files.createDirectories(whole.getParent());
            }
            Files.writeString(part, page);
            Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
            return Files.size(whole);
        } catch (IOException wrong) {
            throw new GradusException.Data(
                    file
                            + " cannot be written ("
                            + wrong.getMessage()
                            + "). Name another file with --out.");
        }
    }
}
