package dev.gradus.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.cost.Economics;
import dev.gradus.files.OutcomesFile;
import dev.gradus.files.TaskFile;
import dev.gradus.task.Goal;
import dev.gradus.task.Money;
import dev.gradus.task.Task;
import dev.gradus.verdict.VerdictKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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

    /// 2,000 items would have shown 2 points, and show one point no more than before with one more.
    @Test
    void asks_for_the_rows_that_would_show_what_is_seen() {
        assertThat(judge("with-tuned.csv", "quiet.yaml").comparisons())
                .filteredOn(pair ->
                        pair.baseline().equals("haiku / tuned")
                                && pair.candidate().equals("opus / shots"))
                .singleElement()
                .satisfies(pair -> {
                    assertThat(pair.difference()).isEqualTo(0.01, within(1e-9));
                    assertThat(pair.more().orElseThrow()).isGreaterThan(2000);
                });
    }

    @Test
    void names_the_part_of_the_goal_that_is_missed_though_the_score_is_met() {
        Task task = TaskFile.read(EXAMPLE.resolve("quiet.yaml")).task();
        OutcomeTable table = new OutcomeTable("without-tuned.csv");
        OutcomesFile.read(EXAMPLE.resolve("without-tuned.csv"), table::add);
        Goal dear =
                new Goal(
                        0.9,
                        0.02,
                        Optional.of(Money.of(1, "USD")),
                        Optional.of(Duration.ofMillis(100)));

        JudgeReport report =
                new Judge(
                                JudgeOptions.standard().withTask(task).withGoal(dear),
                                InstantSource.system())
                        .report(table);

        assertThat(report.headline())
                .contains("cost 60.00 USD per 1,000 calls, you asked for at most 1.00 USD")
                .contains("you asked for at most 100 ms");
    }

    /// No gain is larger than the errors that are left, and no model is paid for answering.
    @Test
    void turns_at_no_value_that_cannot_be() {
        assertThat(judge("with-tuned.csv", "quiet.yaml").economics().flips())
                .extracting(Economics.Flip::assumption)
                .containsExactly("traffic.calls-per-day", "outlay of tuning");
    }

    @ParameterizedTest
    @CsvSource({"quiet.yaml", "quiet-spent.yaml"})
    void names_the_outlay(String task) {
        assertThat(judge("with-tuned.csv", task).reasons())
                .anySatisfy(reason -> assertThat(reason).contains("outlay").contains("4,000 USD"));
    }
}
