package dev.gradus.cli;

import dev.gradus.files.JsonText;
import dev.gradus.files.PriceBookFile;
import dev.gradus.files.PriceRow;
import dev.gradus.files.TaskFile;
import dev.gradus.spi.EncoderSource;
import dev.gradus.spi.EncoderSource.EncoderFacts;
import dev.gradus.spi.GradusException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The models that can be named in a task file, with what is known of their prices.
@Command(
        name = "models",
        description = {
            "List the models that a task file can name, with their prices.",
            "An encoder that is not installed is fetched once by: gradus models get embedded/NAME",
            "A model that is not listed can be used all the same: its cost is unknown then."
        },
        mixinStandardHelpOptions = true)
final class ModelsCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "TEXT",
            arity = "0..1",
            description = "Only models whose name holds this text, as in gpt-5.")
    private String wanted = "";

    @Option(
            names = "--task",
            paramLabel = "DIR",
            description = "Folder of a task whose prices.yaml counts; default: this folder.")
    private Path task = Path.of(".");

    @Option(
            names = "--refresh",
            paramLabel = "FILE",
            description = {
                "Take a newer price table: JSON of litellm's form, or YAML like prices.yaml.",
                "Written to GRADUS_HOME/prices.yaml (default: ~/.gradus/prices.yaml)."
            })
    private @Nullable Path refresh;

    @Option(
            names = "--as-of",
            paramLabel = "DAY",
            description =
                    "The day on which the table was true, as in 2026-11-20; default for JSON: the"
                            + " day on which the file was changed last.")
    private @Nullable LocalDate asOf;

    @Option(names = "--json", description = "Print as JSON (gradus.models/1, gradus.prices/1).")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Path userFile =
                PriceBookFile.userFile(
                        name -> Optional.ofNullable(System.getenv(name)),
                        Path.of(System.getProperty("user.home", ".")));
        PrintWriter out = spec.commandLine().getOut();
        if (refresh != null) {
            out.print(new PriceRefresh(userFile, refresh, Optional.ofNullable(asOf)).run(json));
            out.flush();
            return 0;
        }
        if (asOf != null) {
            throw new GradusException.Usage(
                    "--as-of says of which day a newer table is. Add --refresh FILE, or take it out.");
        }
        List<EncoderFacts> encoders = encoders();
        List<PriceRow> rows = rows(userFile);
        if (!wanted.isEmpty() && encoders.isEmpty() && rows.isEmpty()) {
            throw new GradusException.Usage(
                    "no model's name holds '"
                            + wanted
                            + "'. gradus models lists all; one that is not listed can be used, at an unknown cost.");
        }
        out.print(
                json
                        ? JsonText.writePretty(ModelsScreen.document(encoders, rows))
                        : ModelsScreen.text(encoders, rows));
        out.flush();
        return 0;
    }

    private List<EncoderFacts> encoders() {
        List<EncoderFacts> encoders = new ArrayList<>();
        for (EncoderSource source : ServiceLoader.load(EncoderSource.class)) {
            source.encoders().stream()
                    .filter(facts -> isWanted(facts.name().toString()))
                    .forEach(encoders::add);
        }
        return encoders;
    }

    private List<PriceRow> rows(Path userFile) {
        boolean isTask = Files.exists(task.resolve(TaskFile.NAME));
        PriceBookFile book =
                isTask ? PriceBookFile.standing(task, userFile) : PriceBookFile.standing(userFile);
        return book.rows().stream()
                .filter(row -> isWanted(row.price().model().toString()))
                .toList();
    }

    private boolean isWanted(String name) {
        return name.toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT));
    }
}
