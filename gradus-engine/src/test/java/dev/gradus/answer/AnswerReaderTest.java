package dev.gradus.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.chat.ChatReply;
import dev.gradus.chat.ToolCall;
import dev.gradus.chat.Usage;
import dev.gradus.spi.GradusException;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Label;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
    private static final AnswerShape LABELS =
            labels("card_arrival", "refund", "refund_status", "other");
    private static final AnswerShape TICKET =
            new AnswerShape.Json(
                    """
                    {"type":"object","required":["id"],"additionalProperties":false,
                     "properties":{"id":{"type":"integer"},"tags":{"type":"array","items":{"type":"string"}}}}
                    """);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "refund_status",
                "  refund_status\n",
                "Refund_Status.",
                "\"refund_status\"",
                "`refund status`",
                "**Refund Status**",
                "refund-status",
                "RefundStatus",
                "```\nrefund_status\n```",
                "```json\n{\"label\": \"refund_status\"}\n```",
                "{\"label\": \"Refund status\"}",
                "{\"intent\": \"refund_status\", \"why\": \"asks about a refund\"}",
                "[\"refund_status\"]",
                "Label: refund_status",
                "**Answer:** refund_status",
                "The label is: refund_status",
                "Some thought about refund and other.\n\nFinal answer: refund_status",
                "refund_status\n\nThe customer asks about a refund.",
                "The customer asks when the money comes.\nrefund_status",
                "<think>refund or other?</think>\nrefund_status",
                "I would say this is refund_status.",
            })
    void reads_a_label_as_a_patient_person_would(String reply) {
        assertThat(AnswerReader.of(LABELS).read(reply))
                .isEqualTo(new Reading(true, "refund_status", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "I am not sure.",
                "refund or other",
                "refund, other",
                "It is not a refund.",
                "This isn't card_arrival",
                "Label: refund\nLabel: other",
                "refund\nother",
                "{\"label\": [\"refund\", \"other\"]}",
                "{\"label\": \"refund\"} {\"label\": \"other\"}",
                "Is it refund?",
                "wrong_refund",
                "It is card_arrival_refund_late.",
                "refund\nWait, let me reconsider. Looking at the query \"I was",
                "The message says a great deal about many things, among them the refund that was promised"
                        + " long ago by an agent of the bank, and the card that has been lost since.",
            })
    void never_guesses_a_label(String reply) {
        Reading reading = AnswerReader.of(LABELS).read(reply);
        assertThat(reading.valid()).isFalse();
        assertThat(reading.answer()).isEqualTo(reply.strip());
        assertThat(reading.problem())
                .contains(
                        "Answer with exactly one of these labels and nothing else: card_arrival, refund");
    }

    @Test
    void labels_that_differ_in_little_are_told_apart_or_not_at_all() {
        AnswerShape close = labels("C", "C++", "a-1", "a1", "+", "No", "no");
        assertThat(AnswerReader.of(close).read("C++").answer()).isEqualTo("C++");
        assertThat(AnswerReader.of(close).read("\"c\"").answer()).isEqualTo("C");
        assertThat(AnswerReader.of(close).read("'a1'").answer()).isEqualTo("a1");
        assertThat(AnswerReader.of(close).read("a 1").valid()).isFalse();
        assertThat(AnswerReader.of(close).read(" + ").answer()).isEqualTo("+");
        assertThat(AnswerReader.of(close).read("No").answer()).isEqualTo("No");
        assertThat(AnswerReader.of(close).read("NO").valid()).isFalse();
    }

    @Test
    void reads_strictly_where_asked_to() {
        AnswerReader strict = AnswerReader.strict(LABELS);
        assertThat(strict.read(" refund\n").answer()).isEqualTo("refund");
        assertThat(strict.read("Refund").problem())
                .isEqualTo(
                        "The answer 'Refund' is none of the labels. Answer with exactly one of these"
                                + " labels and nothing else: card_arrival, refund, refund_status, other");
        assertThat(AnswerReader.strict(TICKET).read("here: {\"id\":1}").valid()).isFalse();
    }

    @Test
    void finds_the_document_and_writes_it_in_one_way() {
        AnswerReader reader = AnswerReader.of(TICKET);
        Stream.of(
                        "{ \"tags\": [\"a\"], \"id\": 1.0 }",
                        "```json\n{\"id\": 1, \"tags\": [\"a\"]}\n```",
                        "Here it is:\n{\"id\":1,\"tags\":[\"a\"]}\nHope {that} helps [x]!",
                        "<think>{\"id\": 2}</think>{\"id\": 1, \"tags\": [\"a\"]}",
                        "[see] {\"id\":1,\"tags\":[\"a\"]} {\"id\":1,\"tags\":[\"a\"]}")
                .forEach(reply ->
                        assertThat(reader.read(reply))
                                .isEqualTo(new Reading(true, "{\"id\":1,\"tags\":[\"a\"]}", "")));
    }

    @Test
    void says_what_is_wrong_with_a_document() {
        AnswerReader reader = AnswerReader.of(TICKET);
        assertThat(reader.read("{\"id\":\"x\",\"more\":1}").problem())
                .startsWith("The JSON does not satisfy the schema: ")
                .contains("/id: string found, integer expected")
                .contains("'more'");
        assertThat(reader.read("sorry").problem()).contains("no JSON document");
        assertThat(reader.read("{\"id\":1").problem()).contains("no JSON document");
        assertThat(reader.read("{\"id\":1,\"id\":2}").valid()).isFalse();
        assertThat(reader.read("{\"id\":1} or {\"id\":2}").problem())
                .isEqualTo("The answer has 2 different JSON documents. Answer with one.");
        assertThat(reader.read("[".repeat(100_000)).valid()).isFalse();
        assertThat(reader.read("{\"a\":".repeat(20_000)).valid()).isFalse();
    }

    @Test
    void a_schema_reaches_nothing_and_must_be_one() {
        assertThatThrownBy(() -> AnswerReader.of(new AnswerShape.Json("no")))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining("is no JSON object");
        assertThatThrownBy(() ->
                        AnswerReader.of(
                                        new AnswerShape.Json(
                                                "{\"$ref\":\"http://127.0.0.1:1/x.json\"}"))
                                .read("{}"))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining("cannot be used");
    }

    @Test
    void forms_hold_labels_and_are_read_back() {
        assertThat(AnswerForms.schema(labels("a", "b")))
                .isEqualTo(
                        "{\"additionalProperties\":false,\"properties\":{\"label\":{\"enum\":[\"a\",\"b\"],"
                                + "\"type\":\"string\"}},\"required\":[\"label\"],\"type\":\"object\"}");
        assertThat(AnswerForms.schema(TICKET)).isEqualTo(((AnswerShape.Json) TICKET).schema());
        assertThat(
                        AnswerForms.text(
                                labels("a", "b"),
                                ChatReply.of("{\"label\":\"a\"}", Usage.unknown())))
                .isEqualTo("a");
        AnswerShape list = new AnswerShape.Json("{\"type\":\"array\"}");
        assertThat(AnswerForms.schema(list))
                .contains("\"properties\":{\"answer\":{\"type\":\"array\"}}");
        ChatReply called =
                new ChatReply(
                        "",
                        List.of(new ToolCall("1", "answer", "{\"answer\":[1,2.50]}")),
                        ChatReply.Finish.TOOLS,
                        Usage.unknown(),
                        OptionalDouble.empty(),
                        "");
        assertThat(AnswerForms.text(list, called)).isEqualTo("[1,2.5]");
        assertThat(AnswerReader.of(list).read("{\"answer\":[1]}").answer()).isEqualTo("[1]");
        assertThat(
                        AnswerForms.text(
                                new AnswerShape.Text(),
                                ChatReply.of("{\"answer\":\"x\"}", Usage.unknown())))
                .isEqualTo("x");
    }

    private static AnswerShape labels(String... names) {
        return new AnswerShape.Labels(Stream.of(names).map(Label::of).toList());
    }
}
