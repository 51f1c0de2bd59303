package dev.gradus.models;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Tells whether a JSON Schema is one that providers can hold an answer to token by token: objects
/// list all they may hold. OpenAI and Anthropic refuse others when asked to be strict; then the
/// schema is sent as guidance, and whoever reads the answer checks it. One per model.
final class StrictSchemas {
    private static final int MOST_REMEMBERED = 256;

    private final boolean everythingRequired;
    private final Map<String, Boolean> known = new ConcurrentHashMap<>();

    /// @param everythingRequired true where every property must be required too, as OpenAI asks
    StrictSchemas(boolean everythingRequired) {
        this.everythingRequired = everythingRequired;
    }

    boolean contain(String schema) {
        if (known.size() > MOST_REMEMBERED) {
            known.clear();
        }
        return known.computeIfAbsent(schema, this::read);
    }

    private boolean read(String schema) {
        try {
            JsonNode root = Json.MAPPER.readTree(schema);
            return root.isObject() && holds(root);
        } catch (JacksonException e) {
            return false;
        }
    }

    private boolean holds(JsonNode node) {
        if (node.isObject() && (node.path("properties").isObject() || isObjectType(node))) {
            if (!node.path("additionalProperties").isBoolean()
                    || node.path("additionalProperties").booleanValue()
                    || (everythingRequired && !requiresAll(node))) {
                return false;
            }
        }
        for (JsonNode child : node.values()) {
            if (child.isContainer() && !holds(child)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isObjectType(JsonNode node) {
        return node.path("type").stringValue("").equals("object");
    }

    private static boolean requiresAll(JsonNode node) {
        JsonNode required = node.path("required");
        return node.path("properties").properties().stream()
                .allMatch(property ->
                        required.values().stream()
                                .anyMatch(name -> name.stringValue("").equals(property.getKey())));
    }
}
