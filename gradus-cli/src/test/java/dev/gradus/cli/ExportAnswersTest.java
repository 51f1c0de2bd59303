package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.gradus.files.TaskFile;
import dev.gradus.scorer.HumanLabel;
import dev.gradus.scorer.HumanLabels;
import dev.gradus.task.Example;
import dev.gradus.testkit.FaultServer;
import dev.gradus.testkit.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command `export answers`, from a climb whose judge nobody has checked to one that counts.
class ExportAnswersTest {
    private static final String TASK =
            """
            task: towns
            brief: Say who the mayor is.
            examples: { file: train.jsonl, test: test.jsonl, input: text, expected: mayor }
            answer: text
            score: { judge: { model: local/judge, rubric: "The mayor is the right one."%s } }
            goal: { score: 0.5, matters: 0.05 }
            models: [ local/mayors ]
            providers: { local: { api: openai-chat, base-url: "%s" } }
            currency: USD
            """;

    @TempDir private Path temporary;

    @Test
    void answers_that_people_labelled_are_read_back_and_make_the_judge_count() throws Exception {
        try (FaultServer server = FaultServer.start(Wire.OPENAI_CHAT, ExportAnswersTest::reply)) {
            Path task = task(server, "");
            Path sheet = task.resolve("judged.csv");
            Cli unchecked = Cli.run("climb", task, "--only", "prompt", "--json");
            assertThat(unchecked.exitCode()).as(unchecked.err()).isEqualTo(6);
            assertThat(unchecked.document().texts("todo").toString())
                    .contains("gradus export answers --sample 50 --into judged.csv");

            Cli exported = Cli.run("export", "answers", task, "--sample", 50, "--into", sheet);
            assertThat(exported.exitCode()).as(exported.err()).isZero();
            assertThat(exported.out())
                    .startsWith("wrote " + sheet + ": 50 of 80 answers of mayors baseline to dev")
                    .contains("score.judge.calibration: judged.csv");
            assertThat(Cli.run("check", task(server, ", calibration: judged.csv")).err())
                    .contains("judged.csv:2: human is empty.");

            label(sheet);
            List<HumanLabel> labels = HumanLabels.read(sheet);
            assertThat(labels).hasSize(50);
            Set<String> test =
                    TaskFile.read(task).test().orElseThrow().stream()
                            .map(Example::input)
                            .collect(Collectors.toSet());
            assertThat(labels).noneMatch(label -> test.contains(label.example().input()));
            assertThat(labels)
                    .as("text with quotes, commas and line ends comes back as it was")
                    .allMatch(label -> label.answer().equals(reply(label.example().input())));

            Cli counted = Cli.run("climb", task, "--only", "prompt", "--json");
            assertThat(counted.document().count("judge.labels")).isEqualTo(50);
            assertThat(counted.document().texts("judge.flags")).isEmpty();
            assertThat(counted.exitCode()).as(counted.out()).isZero();
        }
    }

    @Test
    void a_larger_sample_begins_with_the_smaller_one_and_no_labels_are_written_over()
            throws Exception {
        try (FaultServer server = FaultServer.start(Wire.OPENAI_CHAT, ExportAnswersTest::reply)) {
            Path task = task(server, "");
            Cli none = Cli.run("export", "answers", task, "--into", temporary.resolve("n.csv"));
            assertThat(none.exitCode()).isEqualTo(2);
            Cli.run("climb", task, "--only", "prompt", "--json");
            Path ten = temporary.resolve("ten.csv");
            Path all = temporary.resolve("all.csv");
            Path other = temporary.resolve("other.csv");

            Cli.run("export", "answers", task, "--sample", 10, "--into", ten);
            Cli said = Cli.run("export", "answers", task, "--sample", 500, "--into", all, "--json");
            Cli.run("export", "answers", task, "--sample", 10, "--into", other, "--seed", 2);

            assertThat(said.document().count("answers")).isEqualTo(80);
            assertThat(Files.readString(all)).startsWith(Files.readString(ten));
            assertThat(Files.readString(other)).isNotEqualTo(Files.readString(ten));
            Cli again = Cli.run("export", "answers", task, "--into", ten);
            assertThat(again.exitCode()).isEqualTo(2);
            assertThat(again.err()).contains("what people labelled is not overwritten");
        }
    }

    /// As a person with a spreadsheet would.
    private static void label(Path sheet) throws Exception {
        List<List<String>> rows = new ArrayList<>();
        try (CsvReader<CsvRecord> read = CsvReader.builder().ofCsvRecord(sheet)) {
            read.forEach(row -> rows.add(new ArrayList<>(row.getFields())));
        }
        rows.subList(1, rows.size()).forEach(row -> row.set(3, "pass"));
        try (CsvWriter write = CsvWriter.builder().build(sheet)) {
            rows.forEach(write::writeRecord);
        }
    }

    private Path task(FaultServer server, String calibration) throws Exception {
        Path folder = temporary.resolve("towns");
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("gradus.yaml"), TASK.formatted(calibration, server.baseUrl()));
        Files.write(folder.resolve("train.jsonl"), rows(0, 400));
        Files.write(folder.resolve("test.jsonl"), rows(1000, 100));
        return folder;
    }

    private static List<String> rows(int from, int count) {
        List<String> rows = new ArrayList<>();
        IntStream.range(from, from + count)
                .forEach(i ->
                        rows.add(
                                "{\"text\": \""
                                        + question(i)
                                        + "\", \"mayor\": \"mayor"
                                        + i
                                        + "\"}"));
        return rows;
    }

    /// With words of its own, or all would be near twins.
    private static String question(int town) {
        String words =
                IntStream.range(0, 8)
                        .mapToObj(i -> "w" + Math.floorMod((town + 1) * (i + 7) * 7919, 99991))
                        .collect(Collectors.joining(" "));
        return "town" + town + " " + words + ", who is its mayor?";
    }

    /// Right throughout, in two lines with what a CSV file has to quote.
    private static String reply(String input) {
        if (input.contains("ANSWER TO GRADE")) {
            return "{\"reason\": \"r\", \"grade\": 5}";
        }
        String town = input.strip().split(" ")[0];
        return "It is \"" + town.replace("town", "mayor") + "\",\nas of " + town + ".";
    }
}
