package dev.gradus.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.files.OutcomesFile;
import dev.gradus.files.TaskFile;
import dev.gradus.verdict.VerdictKind;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The constructed example: the same outcomes end in other verdicts as the money changes. The
/// totals were added up by hand.
class TicketsTest {
    private static final Path EXAMPLE = Path.of("../examples/judge/tickets-18");

    private static JudgeReport judge(String outcomes, String task) {
        OutcomeTable table = new OutcomeTable(outcomes);
        OutcomesFile.read(EXAMPLE.resolve(outcomes), table::add);
        JudgeOptions options =
                JudgeOptions.standard()
                        .withTask(TaskFile.read(EXAMPLE.resolve(task)).task())
                        .withSplit("test");
        return new Judge(options, InstantSource.system()).report(table);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "without-tuned.csv | busy.yaml        | NOT_YET | opus / shots  | 1,168,800 USD",
                "with-tuned.csv    | busy.yaml        | STOP    | haiku / tuned | 93,486 USD",
                "with-tuned.csv    | quiet.yaml       | STOP    | opus / shots  | 2,338 USD",
                "with-tuned.csv    | quiet-spent.yaml | STOP    | haiku / tuned | 179 USD",
                "without-tuned.csv | hosted.yaml      | STOP    | opus / shots  | 116,880 USD",
                "without-tuned.csv | open.yaml        | NOT_YET | opus / shots  | 116,880 USD"
            })
    void ends_as_the_money_says(
            String outcomes, String task, VerdictKind kind, String winner, String total) {
        JudgeReport report = judge(outcomes, task);

        assertThat(report.verdict()).contains(kind);
        assertThat(report.winner()).contains(winner);
        assertThat(String.join(" ", report.reasons())).contains(total);
    }

    @ParameterizedTest
    @CsvSource({"quiet.yaml", "quiet-spent.yaml"})
    void names_the_outlay(String task) {
        assertThat(judge("with-tuned.csv", task).reasons())
                .anySatisfy(reason -> assertThat(reason).contains("outlay").contains("4,000 USD"));
    }
}
