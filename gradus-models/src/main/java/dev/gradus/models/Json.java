package dev.gradus.models;

import dev.gradus.chat.Tool;
import java.util.List;
import java.util.OptionalDouble;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What every language writes and reads in the same way.
final class Json {
    static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /// The text of a field, or empty.
    static String text(JsonNode node, String field) {
        return node.path(field).stringValue("");
    }

    /// A JSON document that is written into another.
    static void raw(JsonGenerator json, String field, String document) {
        json.writeName(field);
        json.writeRawValue(document);
    }

    static void number(JsonGenerator json, String field, OptionalDouble value) {
        if (value.isPresent()) {
            double number = value.getAsDouble();
            if (number == Math.rint(number)) {
                json.writeNumberProperty(field, (long) number);
            } else {
                json.writeNumberProperty(field, number);
            }
        }
    }

    /// Name, description and arguments of a tool, the schema under the provider's own name for it.
    static void tool(JsonGenerator json, Tool tool, String schemaField) {
        json.writeStringProperty("name", tool.name());
        if (!tool.description().isEmpty()) {
            json.writeStringProperty("description", tool.description());
        }
        raw(json, schemaField, tool.schema());
    }

    /// Tools as OpenAI's chat API writes functions; nothing where there are none.
    static void functions(JsonGenerator json, List<Tool> tools) {
        if (tools.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("tools");
        for (Tool tool : tools) {
            json.writeStartObject();
            json.writeStringProperty("type", "function");
            json.writeObjectPropertyStart("function");
            tool(json, tool, "parameters");
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /// Role and text of a message.
    static void turn(JsonGenerator json, String role, String text) {
        json.writeStringProperty("role", role);
        json.writeStringProperty("content", text);
    }

    /// The arguments of a call as an object: what the model wrote may not be one.
    static void object(JsonGenerator json, String field, String arguments) {
        JsonNode node;
        try {
            node = MAPPER.readTree(arguments);
        } catch (JacksonException e) {
            node = MAPPER.createObjectNode().put("unreadable", arguments);
        }
        json.writeName(field);
        json.writeTree(node.isObject() ? node : MAPPER.createObjectNode());
    }

    /// The sum over the log-probabilities of tokens, in a list of objects with `logprob`.
    static void logProbabilities(JsonNode tokens, String field, ReplyDraft draft) {
        for (JsonNode token : tokens.values()) {
            JsonNode value = token.path(field);
            if (value.isNumber()) {
                draft.logProbability(value.doubleValue());
            }
        }
    }
}
