package dev.gradus.cli;

import dev.gradus.files.JsonText;
import dev.gradus.files.LoadedTask;
import dev.gradus.models.recorded.Cassette;
import dev.gradus.models.recorded.CassetteLine;
import dev.gradus.spi.Ledger;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The replies of chat models that a ledger keeps, to and from a cassette.
@Command(
        name = "replies",
        description = "Export the replies that were paid for, or import them into another ledger.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {RepliesCommand.Export.class, RepliesCommand.Import.class})
final class RepliesCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to do: gradus replies export FILE, or gradus replies import FILE.");
    }

    /// What both have.
    abstract static class Half implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "FILE", description = "The cassette: JSON lines.")
        private Path file = Path.of("replies.jsonl");

        @Parameters(
                index = "1",
                paramLabel = "DIR",
                defaultValue = ".",
                description =
                        "Folder with a gradus.yaml, or the file itself; default: this folder.")
        private Path folder = Path.of(".");

        @Option(
                names = "--ledger",
                paramLabel = "FILE",
                description = "The ledger; default: DIR/.gradus/ledger.db.")
        private @Nullable Path ledger;

        @Option(names = "--json", description = "Print as JSON (gradus.replies/1).")
        private boolean json;

        @Spec private CommandSpec spec = CommandSpec.create();

        TaskPlace place() {
            return new TaskPlace(folder, Optional.ofNullable(ledger));
        }

        Path file() {
            return file;
        }

        int print(Map<String, Object> fields, String text) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("schema", "gradus.replies/1");
            document.put("file", file.toString());
            document.putAll(fields);
            spec.commandLine().getOut().print(json ? JsonText.writePretty(document) : text + "\n");
            spec.commandLine().getOut().flush();
            return 0;
        }
    }

    @Command(
            name = "export",
            description = "Write every reply of the ledger to a cassette that is not there yet.",
            mixinStandardHelpOptions = true)
    static final class Export extends Half {
        @Override
        public Integer call() {
            LoadedTask loaded = place().read();
            try (Ledger ledger = place().openReadOnly(loaded)) {
                long count =
                        Cassette.write(
                                file(),
                                lines ->
                                        ledger.eachReply(
                                                reply -> lines.accept(CassetteLine.of(reply))));
                return print(
                        Map.of("exported", count),
                        String.format(
                                Locale.ROOT,
                                "wrote %s: %s",
                                file(),
                                count == 1
                                        ? "1 reply"
                                        : String.format(Locale.ROOT, "%,d replies", count)));
            }
        }
    }

    @Command(
            name = "import",
            description = "Take the replies of a cassette into the ledger; those it has stay.",
            mixinStandardHelpOptions = true)
    static final class Import extends Half {
        @Override
        public Integer call() {
            LoadedTask loaded = place().read();
            // Every line is checked before the first is taken.
            Cassette.each(file(), line -> {});
            try (Ledger ledger = place().open(loaded, "gradus replies import")) {
                ReplyImport replies = new ReplyImport(ledger);
                Cassette.each(file(), replies::add);
                replies.finish();
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("new", replies.added());
                fields.put("known", replies.known());
                fields.put("withoutLatency", replies.withoutLatency());
                return print(fields, replies.text());
            }
        }
    }
}
