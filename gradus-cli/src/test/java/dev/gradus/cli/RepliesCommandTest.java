package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.chat.ChatReply;
import dev.gradus.chat.Usage;
import dev.gradus.files.TaskFile;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.Ledger.StoredReply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepliesCommandTest {
    private static final int REPLIES = 600;

    @TempDir private Path temporary;

    @Test
    void what_one_ledger_exports_another_imports_and_knows_the_second_time() {
        Path from = SmallTask.in(temporary.resolve("from"));
        Path to = SmallTask.in(temporary.resolve("to"));
        Path file = temporary.resolve("replies.jsonl");
        List<StoredReply> paid = new ArrayList<>();
        try (Ledger ledger = ledger(from)) {
            for (int i = 0; i < REPLIES; i++) {
                StoredReply reply = reply(i);
                paid.add(reply);
                ledger.recordReply(reply);
            }
        }

        Cli exported = Cli.run("replies", "export", file, from);
        Cli imported = Cli.run("replies", "import", file, to);
        Cli again = Cli.run("replies", "import", file, to, "--json");

        assertThat(exported.out()).isEqualTo("wrote " + file + ": 600 replies\n");
        assertThat(imported.out()).isEqualTo("600 new, 0 known already\n");
        assertThat(again.document().count("new")).isZero();
        assertThat(again.document().count("known")).isEqualTo(REPLIES);
        List<StoredReply> taken = new ArrayList<>();
        try (Ledger ledger = ledger(to)) {
            ledger.eachReply(taken::add);
        }
        assertThat(taken).containsExactlyInAnyOrderElementsOf(paid);
    }

    @Test
    void nothing_is_taken_from_a_file_with_a_wrong_line_and_no_file_is_written_over()
            throws Exception {
        Path task = SmallTask.in(temporary.resolve("task"));
        ledger(task).close();
        Path file =
                Files.writeString(
                        temporary.resolve("bad.jsonl"),
                        "{\"key\":\"0123456789abcdef0123456789abcdef\",\"reply\":{\"text\":\"a\"}}\n{\"key\":3}\n");

        Cli imported = Cli.run("replies", "import", file, task);
        Cli exported = Cli.run("replies", "export", file, task);

        assertThat(imported.exitCode()).isEqualTo(3);
        assertThat(imported.err())
                .isEqualToNormalizingNewlines(
                        "bad.jsonl:2: key is '3', and a text is wanted. Fix the line, or take it out.\n");
        assertThat(exported.exitCode()).isEqualTo(2);
        assertThat(exported.err())
                .isEqualToNormalizingNewlines(
                        file + ": there is such a file already. Name another one, or delete it.\n");
        try (Ledger ledger = ledger(task)) {
            List<StoredReply> taken = new ArrayList<>();
            ledger.eachReply(taken::add);
            assertThat(taken).isEmpty();
        }
    }

    @Test
    void without_a_word_of_what_to_do_it_says_what_there_is() {
        Cli said = Cli.run("replies");

        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.err())
                .contains("gradus replies export FILE, or gradus replies import FILE");
    }

    private static Ledger ledger(Path task) {
        TaskPlace place = new TaskPlace(task, Optional.empty());
        return place.open(TaskFile.read(task), "a test");
    }

    private static StoredReply reply(int number) {
        return new StoredReply(
                String.format("%032x", number + 1),
                0,
                ChatReply.of("answer " + number, Usage.of(100 + number, 3)),
                1_234_567L + number,
                number % 2 == 0 ? OptionalDouble.of(0.001 * number) : OptionalDouble.empty());
    }
}
