package dev.gradus.answer.internal;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.gradus.spi.GradusException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;

/// Holds JSON documents to a JSON Schema (draft 2020-12 unless `$schema` says otherwise). Opens no
/// connection: a `$ref` to another place is an error. Thread-safe.
public final class SchemaCheck {
    private static final int SHOWN = 5;
    private final Schema schema;

    /// @throws GradusException.Data where the schema is none
    public SchemaCheck(String text) {
        Optional<Object> document = PlainJson.read(text);
        if (!(document.orElse("") instanceof Map<?, ?> || document.orElse("") instanceof Boolean)) {
            throw new GradusException.Data(
                    "the answer's schema is no JSON object: "
                            + Quoted.of(text)
                            + ". Give a JSON Schema.");
        }
        try {
            SchemaRegistryConfig config =
                    SchemaRegistryConfig.builder()
                            .locale(Locale.ENGLISH)
                            .formatAssertionsEnabled(true)
                            .build();
            this.schema =
                    SchemaRegistry.withDefaultDialect(
                                    SpecificationVersion.DRAFT_2020_12,
                                    registry -> registry.schemaRegistryConfig(config))
                            .getSchema(text, InputFormat.JSON);
            schema.initializeValidators();
        } catch (SchemaException | JacksonException | IllegalArgumentException wrong) {
            throw unusable(wrong);
        }
    }

    /// What is wrong with the document in words; empty where nothing is.
    public Optional<String> problem(Object document) {
        List<Error> errors;
        try {
            errors = schema.validate(PlainJson.write(document), InputFormat.JSON);
        } catch (SchemaException wrong) {
            throw unusable(wrong);
        }
        if (errors.isEmpty()) {
            return Optional.empty();
        }
        String words =
                errors.stream()
                        .limit(SHOWN)
                        .map(SchemaCheck::words)
                        .collect(Collectors.joining("; "));
        int more = errors.size() - SHOWN;
        return Optional.of(words + (more > 0 ? "; and " + more + " more" : ""));
    }

    private static String words(Error error) {
        String place = error.getInstanceLocation().toString();
        return (place.isEmpty() || place.equals("$") ? "the document" : place)
                + ": "
                + Quoted.cut(error.getMessage(), 300);
    }

    private static GradusException.Data unusable(RuntimeException wrong) {
        return new GradusException.Data(
                "the answer's JSON Schema cannot be used: "
                        + Quoted.cut(String.valueOf(wrong.getMessage()), 300)
                        + ". Correct it; a $ref reaches no other file and no address.");
    }
}
