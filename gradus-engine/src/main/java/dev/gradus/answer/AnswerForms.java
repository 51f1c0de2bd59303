package dev.gradus.answer;

import dev.gradus.answer.internal.PlainJson;
import dev.gradus.chat.ChatReply;
import dev.gradus.chat.Form;
import dev.gradus.chat.Tool;
import dev.gradus.task.AnswerShape;
import java.util.List;
import java.util.Map;

/// The forms that a provider is asked to hold an answer to, and how a reply in such a form becomes
/// the text that an [AnswerReader] reads.
public final class AnswerForms {
    static final String LABEL = "label";
    static final String ANSWER = "answer";
    private static final String TOOL = "answer";

    private AnswerForms() {}

    /// JSON Schema with an object at the root, as every provider wants it: `{"label": one of the
    /// names}` for labels; the task's own schema where its root is an object, else `{"answer":
    /// it}`; `{"answer": text}` for text.
    public static String schema(AnswerShape shape) {
        return switch (shape) {
            case AnswerShape.Labels labels ->
                    PlainJson.write(
                            object(LABEL, Map.of("type", "string", "enum", labels.names())));
            case AnswerShape.Json json when !wraps(json) -> json.schema();
            case AnswerShape.Json json ->
                    PlainJson.write(object(ANSWER, PlainJson.read(json.schema()).orElse(true)));
            case AnswerShape.Text text -> PlainJson.write(object(ANSWER, Map.of("type", "string")));
        };
    }

    /// The provider's own structured output.
    public static Form structured(AnswerShape shape) {
        return new Form.Schema(TOOL, schema(shape));
    }

    /// A tool that the model must call.
    public static Form tool(AnswerShape shape) {
        return new Form.Forced(
                new Tool(TOOL, "Gives the answer. Call it exactly once.", schema(shape)));
    }

    /// What the reply gives as the answer: the arguments of its call, else its text; taken out of
    /// the object that [#schema] put around it. Read it by [AnswerReader#of].
    public static String text(AnswerShape shape, ChatReply reply) {
        String given =
                reply.calls().stream()
                        .filter(call -> call.name().equals(TOOL))
                        .findFirst()
                        .map(call -> call.arguments())
                        .orElse(reply.text());
        String field =
                switch (shape) {
                    case AnswerShape.Labels labels -> LABEL;
                    case AnswerShape.Json json -> wraps(json) ? ANSWER : "";
                    case AnswerShape.Text text -> ANSWER;
                };
        return PlainJson.read(given.strip())
                .filter(document -> document instanceof Map<?, ?> map && map.size() == 1)
                .map(document -> ((Map<?, ?>) document).get(field))
                .map(value ->
                        value instanceof String text ? text(shape, text) : PlainJson.write(value))
                .orElse(given);
    }

    /// A right answer as a model would write it in the form of [#schema]: what [#text] reads back.
    public static String written(AnswerShape shape, String expected) {
        return switch (shape) {
            case AnswerShape.Labels labels -> PlainJson.write(Map.of(LABEL, expected));
            case AnswerShape.Json json when !wraps(json) -> expected;
            case AnswerShape.Json json ->
                    PlainJson.write(Map.of(ANSWER, PlainJson.read(expected).orElse(expected)));
            case AnswerShape.Text text -> PlainJson.write(Map.of(ANSWER, expected));
        };
    }

    /// A text inside JSON is JSON again where the task wants a document.
    private static String text(AnswerShape shape, String text) {
        return shape instanceof AnswerShape.Json ? PlainJson.write(text) : text;
    }

    /// True where the schema's root is not an object for sure.
    static boolean wraps(AnswerShape.Json json) {
        return !(PlainJson.read(json.schema()).orElse("") instanceof Map<?, ?> root
                && ("object".equals(root.get("type")) || root.containsKey("properties")));
    }

    private static Map<String, Object> object(String field, Object schema) {
        return Map.of(
                "type",
                "object",
                "properties",
                Map.of(field, schema),
                "required",
                List.of(field),
                "additionalProperties",
                false);
    }
}
