package dev.gradus.models.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.chat.Message;
import dev.gradus.chat.ToolCall;
import dev.gradus.check.TokenCounter;
import dev.gradus.spi.GradusException;
import dev.gradus.task.ScoreName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainingLinesTest {
    private static final List<Message> QUESTION =
            List.of(Message.system("Be short."), Message.user("Where\nis it?"));

    @Test
    void a_line_of_each_method_has_the_provider_s_shape() {
        assertThat(
                        TrainingLines.supervised(
                                List.of(Message.user("a \"b\""), Message.assistant("c"))))
                .isEqualTo(
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"a \\\"b\\\"\"},"
                                + "{\"role\":\"assistant\",\"content\":\"c\"}]}");
        assertThat(TrainingLines.preference(QUESTION, "here", "somewhere"))
                .isEqualTo(
                        "{\"input\":{\"messages\":[{\"role\":\"system\",\"content\":\"Be short.\"},"
                                + "{\"role\":\"user\",\"content\":\"Where\\nis it?\"}]},"
                                + "\"preferred_output\":[{\"role\":\"assistant\",\"content\":\"here\"}],"
                                + "\"non_preferred_output\":[{\"role\":\"assistant\",\"content\":\"somewhere\"}]}");
        assertThat(
                        TrainingLines.reinforcement(
                                List.of(Message.user("x")), Map.of("reference", "y", "kind", "z")))
                .isEqualTo(
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"kind\":\"z\","
                                + "\"reference\":\"y\"}");
    }

    @Test
    void tools_that_were_called_are_kept() {
        assertThat(
                        TrainingLines.supervised(
                                List.of(
                                        Message.user("w"),
                                        new Message.Assistant(
                                                "", List.of(new ToolCall("c1", "look", "{}"))),
                                        new Message.ToolResult("c1", "rain"),
                                        Message.assistant("It rains."))))
                .contains(
                        "\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":"
                                + "\"look\",\"arguments\":\"{}\"}}]")
                .contains("{\"role\":\"tool\",\"content\":\"rain\",\"tool_call_id\":\"c1\"}");
    }

    @Test
    void what_teaches_nothing_is_refused() {
        assertThatThrownBy(() -> TrainingLines.supervised(QUESTION))
                .hasMessage("an example to learn from ends in the assistant's answer");
        assertThatThrownBy(() -> TrainingLines.preference(QUESTION, "a", "a"))
                .hasMessage("the preferred and the rejected answer are the same");
        assertThatThrownBy(() -> TrainingLines.reinforcement(QUESTION, Map.of("messages", "x")))
                .hasMessage("a field of the grader cannot be named 'messages'");
    }

    @Test
    void tokens_are_those_of_the_texts_and_of_what_holds_them() {
        List<String> lines =
                List.of(
                        TrainingLines.supervised(
                                List.of(Message.user("12345678"), Message.assistant("1234"))),
                        TrainingLines.preference(List.of(Message.user("1234")), "12345678", "1"));

        assertThat(TrainingLines.tokens(lines, TokenCounter.byCharacters()))
                .isEqualTo((3 + 4 + 2 + 4 + 1) + (3 + 4 + 1 + 4 + 2 + 4 + 1));
    }

    @Test
    void a_score_becomes_the_grader_that_is_the_same_and_no_other() {
        assertThat(Grader.of(ScoreName.ACCURACY, Optional.of("label")))
                .isEqualTo(
                        "{\"type\":\"string_check\",\"name\":\"score\",\"input\":"
                                + "\"{{sample.output_json.label}}\",\"reference\":"
                                + "\"{{item.reference}}\",\"operation\":\"eq\"}");
        assertThat(Grader.of(ScoreName.CONTAINS, Optional.empty())).contains("\"like\"");
        assertThat(Grader.of(ScoreName.ROUGE_L, Optional.empty()))
                .contains("\"text_similarity\"", "\"evaluation_metric\":\"rouge_l\"");
        assertThat(Grader.judge("gpt-4o", "Is it polite?"))
                .contains("\"score_model\"", "Is it polite?", "\"range\":[0,1]");
        assertThatThrownBy(() -> Grader.of(ScoreName.TOKEN_F1, Optional.empty()))
                .isInstanceOf(GradusException.Usage.class)
                .hasMessageStartingWith("the score token-f1 is no grader of a provider.");
    }
}
