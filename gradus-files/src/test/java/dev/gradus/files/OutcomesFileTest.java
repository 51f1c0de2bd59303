package dev.gradus.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.score.RecordedOutcome;
import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomesFileTest {
    @TempDir Path folder;

    @Test
    void reads_the_recorded_answers_of_three_chat_models() {
        LoadedOutcomes loaded =
                OutcomesFile.read(Path.of("../examples/judge/banking77-3llm/outcomes.csv"));

        assertThat(loaded.outcomes()).hasSize(3_000);
        assertThat(loaded.outcomes().stream().map(RecordedOutcome::armName).distinct()).hasSize(6);
        assertThat(loaded.notes()).isEmpty();
        assertThat(loaded.outcomes().get(0))
                .isEqualTo(
                        new RecordedOutcome(
                                "banking77",
                                "train-06883",
                                "zero_shot_label_list",
                                "baseline",
                                "Claude-4.5-Sonnet",
                                "change_pin",
                                "edit_personal_details",
                                OptionalDouble.of(0),
                                OptionalLong.empty(),
                                OptionalLong.empty(),
                                OptionalDouble.empty(),
                                OptionalDouble.empty()));
    }

    @Test
    void reads_columns_in_any_order_and_says_what_it_did_not_read() throws IOException {
        LoadedOutcomes loaded =
                read(
                        "cost_usd,correct,arm,item_id,latncy_ms,prompt_tokens,latency_ms\n2e-4,0.25,a,1,5,120,1.5\n,,a,2,,,\n");

        assertThat(loaded.outcomes())
                .containsExactly(
                        new RecordedOutcome(
                                "o",
                                "1",
                                "a",
                                "",
                                "",
                                "",
                                "",
                                OptionalDouble.of(0.25),
                                OptionalLong.of(120),
                                OptionalLong.empty(),
                                OptionalDouble.of(1.5),
                                OptionalDouble.of(2e-4)),
                        new RecordedOutcome(
                                "o",
                                "2",
                                "a",
                                "",
                                "",
                                "",
                                "",
                                OptionalDouble.empty(),
                                OptionalLong.empty(),
                                OptionalLong.empty(),
                                OptionalDouble.empty(),
                                OptionalDouble.empty()));
        assertThat(loaded.notes())
                .containsExactly(
                        new FileNote(
                                "o.csv:1",
                                "column 'latncy_ms' (closest: 'latency_ms') is not read."),
                        new FileNote(
                                "o.csv",
                                "there is no column 'task'; the rows are read as one task, 'o'."));
    }

    @Test
    void computes_what_is_correct_where_only_gold_and_pred_were_recorded() throws IOException {
        LoadedOutcomes loaded =
                read(
                        "task,arm,item_id,gold,pred,correct\nt,a,1,x,x,\nt,a,2,x,y,\nt,a,3,x,,\nu,a,4,x,y,1\nu,a,5,x,x,\n");

        assertThat(loaded.outcomes().stream().map(RecordedOutcome::correct))
                .containsExactly(
                        OptionalDouble.of(1),
                        OptionalDouble.of(0),
                        OptionalDouble.empty(),
                        OptionalDouble.of(1),
                        OptionalDouble.empty());
        assertThat(loaded.notes())
                .containsExactly(
                        new FileNote(
                                "o.csv",
                                "correct is empty in 2 rows with gold and pred; it was computed there: 1 where pred is gold to the letter, else 0."),
                        new FileNote(
                                "o.csv",
                                "correct is empty in 1 row with gold and pred, and other rows of the task have a score: these are missing, not wrong."));
    }

    @Test
    void reads_which_items_an_arm_was_not_asked() throws IOException {
        LoadedOutcomes loaded =
                read(
                        "task,arm,item_id,gold,correct,asked\nt,a,1,x,1,yes\nt,a,2,x,,No\nt,a,3,x,,\nt,a,4,x,,0\n");

        assertThat(loaded.outcomes())
                .extracting(RecordedOutcome::asked)
                .containsExactly(true, false, true, false);
        assertThat(loaded.notes()).isEmpty();
        assertRefused(
                "task,arm,item_id,correct,asked\nt,a,1,,perhaps\n",
                "o.csv:2: asked is 'perhaps'. Write no where the arm was not asked the item, else yes or nothing.");
        assertRefused(
                "task,arm,item_id,correct,asked\nt,a,1,0,no\n",
                "o.csv:2: asked is no, and there is a score. Write yes, or leave pred and correct empty.");
    }

    @Test
    void reads_json_lines() throws IOException {
        Files.writeString(
                folder.resolve("o.jsonl"),
                "{\"task\":\"t\",\"item_id\":1,\"arm\":\"a\",\"correct\":null}\n{\"task\":\"t\",\"item_id\":2,\"arm\":\"a\",\"correct\":1,\"cost_usd\":0.5}\n");

        assertThat(OutcomesFile.read(folder.resolve("o.jsonl")).outcomes())
                .extracting(RecordedOutcome::correct)
                .containsExactly(OptionalDouble.empty(), OptionalDouble.of(1));
    }

    @Test
    void refuses_a_row_without_an_item_and_a_broken_count_of_tokens() {
        assertRefused(
                "task,arm,item_id,correct\nt,a, ,1\n",
                "o.csv:2: item_id is empty. Write it, or take the row out.");
        assertRefused(
                "task,arm,item_id,correct,prompt_tokens\nt,a,1,1,1.5\n",
                "o.csv:2: prompt_tokens is '1.5'. Write a whole number of tokens, 0 or more, or leave it empty where it was not recorded.");
        assertRefused(
                "task,arm,item_id,correct,prompt_tokens\nt,a,1,1,Infinity\n",
                "o.csv:2: prompt_tokens is 'Infinity'. Write a whole number of tokens, 0 or more, or leave it empty where it was not recorded.");
        assertRefused(
                "task,item_id,correct\nt,1,1\n",
                "o.csv:1: there is no column 'arm'; the columns are 'task', 'item_id', 'correct'. Add it: what each way of answering is called.");
    }

    @Test
    void finds_a_row_that_repeats_another_among_many() {
        StringBuilder rows = new StringBuilder("task,arm,item_id,correct\n");
        for (int i = 0; i < 5_000; i++) {
            rows.append("t,a,").append(i).append(",1\nt,b,").append(i).append(",0\n");
        }
        assertRefused(
                rows + "t,b,4321,0\n",
                "o.csv:10002: item '4321' of arm 'b' stands already on line 8645. Keep one row an item and arm; average repeats first.");
    }

    private void assertRefused(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage("%s", message);
    }

    private LoadedOutcomes read(String text) throws IOException {
        Files.writeString(folder.resolve("o.csv"), text);
        return OutcomesFile.read(folder.resolve("o.csv"));
    }
}
