package dev.gradus.files;

import dev.gradus.cost.Price;
import dev.gradus.spi.GradusException;
import dev.gradus.task.ModelName;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// Reads litellm's table as a stream: one object a model, prices in USD per token. Only the facts
/// that a price book has are taken.
final class TokenPrices {
    /// Their name of a provider, and ours.
    static final Map<String, String> PROVIDERS =
            Map.ofEntries(
                    Map.entry("anthropic", "anthropic"),
                    Map.entry("azure", "azure"),
                    Map.entry("cerebras", "cerebras"),
                    Map.entry("deepinfra", "deepinfra"),
                    Map.entry("deepseek", "deepseek"),
                    Map.entry("fireworks_ai", "fireworks"),
                    Map.entry("gemini", "gemini"),
                    Map.entry("groq", "groq"),
                    Map.entry("mistral", "mistral"),
                    Map.entry("moonshot", "moonshot"),
                    Map.entry("openai", "openai"),
                    Map.entry("openrouter", "openrouter"),
                    Map.entry("perplexity", "perplexity"),
                    Map.entry("together_ai", "together"),
                    Map.entry("xai", "xai"));

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(20)
                                    .maxStringLength(1 << 20)
                                    .maxNumberLength(100)
                                    .build())
                    .build();

    private static final int MOST_LEFT_OUT = 1_000;
    private static final BigDecimal MOST_PER_TOKEN = new BigDecimal("0.1");

    private final InputFile file;
    private final LocalDate asOf;
    private final Map<ModelName, PriceRow> rows = new LinkedHashMap<>();
    private final List<FileNote> leftOut = new ArrayList<>();
    private final Map<String, Integer> otherProviders = new HashMap<>();
    private int otherKinds;
    private int doubles;

    TokenPrices(InputFile file, LocalDate asOf) {
        this.file = file;
        this.asOf = asOf;
    }

    PriceTable read(Reader reader) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), reader)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw file.problem(
                        "this is no table of models by name. Hand in a JSON object as litellm publishes it.");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                int line = parser.currentTokenLocation().getLineNr();
                parser.nextToken();
                row(line, key, fields(parser));
                if (rows.size() > PriceRows.MOST_ROWS) {
                    throw file.problem(
                            line,
                            "the table has more than 10,000 models. Take out what you do not call.");
                }
            }
        } catch (JacksonException e) {
            throw broken(e);
        }
        return new PriceTable(
                List.copyOf(rows.values()), leftOut, otherProviders, otherKinds, 0, doubles);
    }

    private GradusException broken(JacksonException e) {
        String reason = e.getOriginalMessage().lines().findFirst().orElse("").strip();
        return file.problem(
                e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr()),
                e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getColumnNr()),
                "this is not JSON: " + reason + ". Fetch the file again.");
    }

    /// The plain values of the object that the parser stands at, as they are written.
    private static Map<String, String> fields(JsonParser parser) {
        Map<String, String> fields = new HashMap<>();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return fields;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (token.isStructStart()) {
                parser.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                fields.put(name, parser.getString());
            }
        }
        return fields;
    }

    private void row(int line, String key, Map<String, String> fields) {
        String mode = fields.getOrDefault("mode", "");
        if (!mode.equals("chat") && !mode.equals("embedding")) {
            otherKinds++;
            return;
        }
        String theirs = fields.getOrDefault("litellm_provider", "");
        String ours = PROVIDERS.get(theirs);
        if (ours == null) {
            if (otherProviders.size() < MOST_LEFT_OUT) {
                otherProviders.merge(theirs.isEmpty() ? "none named" : theirs, 1, Integer::sum);
            }
            return;
        }
        boolean prefixed = key.startsWith(theirs + "/");
        String model = prefixed ? key.substring(theirs.length() + 1) : key;
        try {
            PriceRow row = row(line, new ModelName(ours, model.strip()), mode, fields);
            PriceRow known = rows.get(row.price().model());
            if (known != null) {
                doubles++;
            }
            if (known == null || prefixed) {
                rows.put(row.price().model(), row);
            }
        } catch (IllegalArgumentException wrong) {
            if (leftOut.size() < MOST_LEFT_OUT) {
                leftOut.add(
                        new FileNote(
                                file.shown() + ":" + line,
                                Quoted.value(key)
                                        + ": "
                                        + wrong.getMessage()
                                        + ". The row is left out."));
            }
        }
    }

    private PriceRow row(int line, ModelName name, String mode, Map<String, String> fields) {
        boolean embedding = mode.equals("embedding");
        Optional<BigDecimal> prompt = price(fields, "input_cost_per_token");
        Optional<BigDecimal> completion = price(fields, "output_cost_per_token");
        Optional<BigDecimal> cached = price(fields, "cache_read_input_token_cost");
        boolean priced =
                prompt.filter(one -> one.signum() > 0).isPresent()
                        && (embedding || completion.filter(one -> one.signum() > 0).isPresent());
        Price price =
                new Price(
                        name,
                        perMillion(priced ? prompt : Optional.empty()),
                        perMillion(cached.filter(one -> priced && one.signum() > 0)),
                        embedding && priced
                                ? OptionalDouble.of(0)
                                : perMillion(priced ? completion : Optional.empty()),
                        batch(fields, priced ? prompt : Optional.empty()),
                        "USD",
                        tokens(fields),
                        "",
                        day(fields),
                        asOf,
                        source(fields));
        return new PriceRow(
                price,
                embedding ? PriceRow.Kind.EMBEDDING : PriceRow.Kind.CHAT,
                file.shown() + ":" + line);
    }

    private static Optional<BigDecimal> price(Map<String, String> fields, String field) {
        Optional<BigDecimal> price = number(fields, field);
        if (price.isPresent()
                && (price.get().signum() < 0 || price.get().compareTo(MOST_PER_TOKEN) > 0)) {
            throw new IllegalArgumentException(
                    field
                            + " is "
                            + Quoted.value(String.valueOf(fields.get(field)))
                            + ", and a price per token is 0 to 0.1");
        }
        return price;
    }

    private static Optional<BigDecimal> number(Map<String, String> fields, String field) {
        String text = fields.get(field);
        if (text == null) {
            return Optional.empty();
        }
        if (text.length() > 40 || !YamlValue.NUMBER.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    field + " is " + Quoted.value(text) + ", and a number is wanted");
        }
        BigDecimal number = new BigDecimal(text);
        if (number.precision() - number.scale() > 15 || number.scale() > 40) {
            throw new IllegalArgumentException(
                    field + " is " + Quoted.value(text) + ", which is no sensible number");
        }
        return Optional.of(number);
    }

    private static OptionalDouble perMillion(Optional<BigDecimal> perToken) {
        return perToken.map(price ->
                        OptionalDouble.of(
                                price.movePointRight(6)
                                        .setScale(9, RoundingMode.HALF_UP)
                                        .doubleValue()))
                .orElse(OptionalDouble.empty());
    }

    private static OptionalDouble batch(Map<String, String> fields, Optional<BigDecimal> prompt) {
        Optional<BigDecimal> batch = price(fields, "input_cost_per_token_batches");
        if (batch.isEmpty() || prompt.isEmpty()) {
            return OptionalDouble.empty();
        }
        double share = batch.get().divide(prompt.get(), 3, RoundingMode.HALF_UP).doubleValue();
        return share > 0 && share <= 1 ? OptionalDouble.of(share) : OptionalDouble.empty();
    }

    private static OptionalLong tokens(Map<String, String> fields) {
        return number(fields, "max_input_tokens")
                .filter(tokens ->
                        tokens.signum() > 0
                                && tokens.compareTo(BigDecimal.valueOf(1_000_000_000)) <= 0)
                .map(tokens -> OptionalLong.of(tokens.longValue()))
                .orElse(OptionalLong.empty());
    }

    private static Optional<LocalDate> day(Map<String, String> fields) {
        String text = fields.getOrDefault("deprecation_date", "");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException wrong) {
            throw new IllegalArgumentException(
                    "deprecation_date is "
                            + Quoted.value(text)
                            + ", and a day as in 2026-11-20 is wanted",
                    wrong);
        }
    }

    private String source(Map<String, String> fields) {
        String theirs = fields.getOrDefault("source", "").strip();
        return theirs.startsWith("http") && theirs.length() <= 200
                ? file.shown() + ", by it from " + theirs
                : file.shown();
    }
}
