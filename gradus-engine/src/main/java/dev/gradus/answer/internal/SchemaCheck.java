package dev.gradus.answer.internal;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
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
            SchemaRegistry registry =
                    SchemaRegistry.withDefaultDialect(
                            SpecificationVersion.DRAFT_2020_12,
                            builder -> builder.schemaRegistryConfig(config));
            Schema rules = registry.getSchema(SchemaLocation.of(dialect(document.orElseThrow())));
            List<Error> errors = rules.validate(text, InputFormat.JSON);
            if (!errors.isEmpty()) {
                throw unusable(words(errors));
            }
            this.schema = registry.getSchema(text, InputFormat.JSON);
            schema.initializeValidators();
        } catch (SchemaException | JacksonException | IllegalArgumentException wrong) {
            throw unusable(plain(wrong));
        }
    }

    private static String dialect(Object document) {
        return document instanceof Map<?, ?> map && map.get("$schema") instanceof String named
                ? named
                : SpecificationVersion.DRAFT_2020_12.getDialectId();
    }

    /// What is wrong with the document in words; empty where nothing is.
    public Optional<String> problem(Object document) {
        List<Error> errors;
        try {
            errors = schema.validate(PlainJson.write(document), InputFormat.JSON);
        } catch (SchemaException wrong) {
            throw unusable(plain(wrong));
        }
        return errors.isEmpty() ? Optional.empty() : Optional.of(words(errors));
    }

    private static String words(List<Error> errors) {
        String words =
                errors.stream()
                        .limit(SHOWN)
                        .map(SchemaCheck::words)
                        .collect(Collectors.joining("; "));
        int more = errors.size() - SHOWN;
        return words + (more > 0 ? "; and " + more + " more" : "");
    }

    private static String words(Error error) {
        String place = error.getInstanceLocation().toString();
        return (place.isEmpty() || place.equals("$") ? "the document" : place)
                + ": "
                + Quoted.cut(error.getMessage(), 300);
    }

    private static String plain(RuntimeException wrong) {
        return String.valueOf(wrong.getMessage())
                .replaceFirst("^java[\\w.]*FileNotFoundException: ", "nothing is read from ");
    }

    private static GradusException.Data unusable(String why) {
        return new GradusException.Data(
                "the answer's JSON Schema cannot be used: "
                        + Quoted.cut(why, 300)
                        + ". Correct it; a $ref reaches no other file and no address.");
    }
}
