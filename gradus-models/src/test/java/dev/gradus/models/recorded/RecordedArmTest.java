package dev.gradus.models.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Message;
import dev.gradus.chat.Sampling;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Model;
import dev.gradus.spi.ModelSource;
import dev.gradus.task.ModelName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedArmTest {
    @TempDir private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(
                folder.resolve("outcomes.csv"),
                """
                task,item_id,arm,rung,model,gold,pred,correct,prompt_tokens,completion_tokens,latency_ms,cost_usd
                t,i1,plain,baseline,GPT-3,18,26,0,100,3,12.5,
                t,i2,plain,baseline,GPT-3,3,3,1,,,,
                t,i3,plain,baseline,GPT-3,3,,,,,,
                t,i1,other,baseline,GPT-3,18,18,1,,,,
                t,i1,other,baseline,GPT-4,18,18,1,,,,
                """);
        Files.writeString(
                folder.resolve("items.csv"),
                "item_id,question,gold\ni1,How many eggs?,18\ni2, How many bolts? ,3\ni3,How long?,3\n");
    }

    @Test
    void the_input_alone_is_answered_as_the_arm_answered_it() {
        Model arm = open("recorded/plain");

        assertThat(arm.answer(CassetteTest.call("How many eggs?", 0)).text()).isEqualTo("26");
        assertThat(arm.answer(CassetteTest.call("How many eggs?", 0)).usage().prompt())
                .hasValue(100);
        assertThat(arm.recordedLatencyNanos(CassetteTest.call("How many eggs?", 0)))
                .hasValue(12_500_000);
        assertThat(arm.answer(CassetteTest.call("How many bolts?\n", 0)).text()).isEqualTo("3");
        assertThat(arm.recordedLatencyNanos(CassetteTest.call("How many bolts?", 0))).isEmpty();
    }

    @Test
    void a_prompt_that_says_more_has_no_recorded_reply_and_judge_is_named() {
        Model arm = open("recorded/plain");
        Model.Call more =
                new Model.Call(
                        ChatRequest.of(
                                Sampling.standard(),
                                Message.system("Answer with a number."),
                                Message.user("How many eggs?")),
                        0,
                        Duration.ofSeconds(1));

        assertThatThrownBy(() -> arm.answer(more))
                .isInstanceOfSatisfying(
                        CallFailure.class,
                        miss -> assertThat(miss.kind()).isEqualTo(CallFailure.Kind.NOT_RECORDED))
                .hasMessage(
                        "recorded/plain: outcomes.csv has no reply to this request: the request"
                                + " says more than an input, and the prompt that the arm was asked"
                                + " with is not recorded. It asks 'How many eggs?'. Use a prompt"
                                + " that is the input alone ({{ input }}), or compare recorded arms"
                                + " with gradus judge outcomes.csv.");
        assertThatThrownBy(() -> arm.answer(CassetteTest.call("How long?", 0)))
                .hasMessageContaining("its answer to this item is not recorded");
        assertThatThrownBy(() -> arm.answer(CassetteTest.call("How many eggs?", 1)))
                .hasMessageContaining("repeat 1 is asked");
    }

    @Test
    void an_arm_is_named_with_its_model_where_several_have_it() {
        assertThat(
                        open("recorded/other@GPT-4")
                                .answer(CassetteTest.call("How many eggs?", 0))
                                .text())
                .isEqualTo("18");
        assertThatThrownBy(() -> open("recorded/other"))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "outcomes.csv: arm 'other' has outcomes of several models: GPT-3, GPT-4."
                                + " Name one: recorded/other@GPT-3.");
        assertThatThrownBy(() -> open("recorded/plane"))
                .hasMessageStartingWith("outcomes.csv: there is no arm 'plane'")
                .hasMessageEndingWith("Name one of them: recorded/ARM@MODEL.");
    }

    private Model open(String name) {
        return new RecordedModelSource()
                .open(
                        ModelName.parse(name),
                        CassetteTest.options(
                                Map.of("outcomes", "outcomes.csv", "items", "items.csv")),
                        new ModelSource.Place(folder, variable -> Optional.empty()));
    }
}
