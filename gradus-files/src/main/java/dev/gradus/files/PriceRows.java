package dev.gradus.files;

import dev.gradus.cost.Price;
import dev.gradus.spi.GradusException;
import dev.gradus.task.ModelName;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Reads price tables of our own form, row by row.
final class PriceRows {
    static final int MOST_ROWS = 10_000;
    static final double MOST_PER_MILLION = 100_000;

    /// Below it, a price per token was written by mistake: the cheapest known is 0.0028.
    private static final double LEAST_PER_MILLION = 0.0001;

    private static final long MOST_CONTEXT = 1_000_000_000;
    private static final String EXAMPLE =
            "currency: USD, as-of: 2026-11-20, source: WHERE, and prices: { provider/model: { prompt: 0.25, completion: 2 } }";
    private static final String ROW = "a mapping, as in { prompt: 0.25, completion: 2 }";

    private final YamlMap root;
    private final Optional<LocalDate> asOf;
    private final Optional<String> source;
    private final String currency;

    private PriceRows(YamlMap root) {
        this.root = root.only("currency", "as-of", "source", "prices", "tuning");
        this.currency = currency();
        this.asOf = root.get("as-of").map(PriceRows::date);
        this.source = root.get("source").map(PriceRows::source);
    }

    /// The table itself, for those who read its parts.
    static YamlMap table(InputFile file, String text) {
        return YamlMap.of(file, text, EXAMPLE);
    }

    /// Every row; the first that is wrong is refused.
    static List<PriceRow> read(InputFile file, YamlMap table) {
        return read(
                file,
                table,
                problem -> {
                    throw problem;
                });
    }

    /// The rows that are right; each other is told.
    static List<PriceRow> read(
            InputFile file, YamlMap root, Consumer<? super GradusException> refused) {
        PriceRows table = new PriceRows(root);
        YamlMap prices = table.root.need("prices", EXAMPLE).map(ROW);
        if (prices.keys().size() > MOST_ROWS) {
            throw prices.problem(
                    String.format(
                            java.util.Locale.ROOT,
                            "prices has %,d rows, and at most %,d are read. Take out what you do not call.",
                            prices.keys().size(),
                            MOST_ROWS));
        }
        List<PriceRow> rows = new ArrayList<>();
        for (YamlNode.Entry entry : prices.mapping().entries()) {
            try {
                rows.add(table.row(file, entry));
            } catch (GradusException.Data wrong) {
                refused.accept(wrong);
            }
        }
        return rows;
    }

    private PriceRow row(InputFile file, YamlNode.Entry entry) {
        YamlNode.Scalar key = entry.key();
        ModelName model = name(file, key);
        YamlMap row =
                new YamlValue(file, key.text(), entry.value())
                        .map(ROW)
                        .only(
                                "prompt",
                                "cached",
                                "completion",
                                "batch",
                                "context",
                                "tuning",
                                "shutdown",
                                "kind",
                                "as-of",
                                "source");
        Price price =
                new Price(
                        model,
                        perMillion(row, "prompt"),
                        perMillion(row, "cached"),
                        perMillion(row, "completion"),
                        number(row, "batch", "a share above 0 and at most 1, as in 0.5", 0, 1),
                        currency,
                        context(row),
                        row.get("tuning")
                                .map(value -> value.text("yes, no, or what is known"))
                                .orElse(""),
                        row.get("shutdown").map(PriceRows::date),
                        row.get("as-of")
                                .map(PriceRows::date)
                                .or(() -> asOf)
                                .orElseThrow(() ->
                                        missing(
                                                row,
                                                "as-of",
                                                "the day it was true, as in as-of: 2026-11-20")),
                        row.get("source")
                                .map(PriceRows::source)
                                .or(() -> source)
                                .orElseThrow(() ->
                                        missing(
                                                row,
                                                "source",
                                                "where it stands, as in source: our contract of May")));
        return new PriceRow(price, kind(row), file.shown() + ":" + key.line() + ":" + key.column());
    }

    private static ModelName name(InputFile file, YamlNode.Scalar key) {
        try {
            return ModelName.parse(key.text());
        } catch (IllegalArgumentException wrong) {
            throw file.problem(
                    key.line(),
                    key.column(),
                    Quoted.value(key.text())
                            + " is no model's name. Write provider/model, as in openai/gpt-5-mini.");
        }
    }

    private static GradusException missing(YamlMap row, String key, String wanted) {
        return row.problem(
                row.path()
                        + " has no "
                        + key
                        + ", and the file has none for all. Write "
                        + wanted
                        + ", in the row or at the top.");
    }

    private static OptionalDouble perMillion(YamlMap row, String key) {
        OptionalDouble price =
                number(
                        row,
                        key,
                        "an amount per million tokens, 0 to 100,000, or take it out where it is not known",
                        -1,
                        MOST_PER_MILLION);
        if (price.isPresent()
                && price.getAsDouble() > 0
                && price.getAsDouble() < LEAST_PER_MILLION) {
            throw row.need(key, "")
                    .wrong(", which looks like a price per token", "the amount per million tokens");
        }
        return price;
    }

    private static OptionalDouble number(
            YamlMap row, String key, String wanted, double above, double most) {
        return row.get(key)
                .map(value ->
                        OptionalDouble.of(
                                value.number(
                                        wanted,
                                        number -> number > above && number >= 0 && number <= most)))
                .orElse(OptionalDouble.empty());
    }

    private static OptionalLong context(YamlMap row) {
        return row.get("context")
                .map(value ->
                        OptionalLong.of(
                                value.whole(
                                        1,
                                        (int) MOST_CONTEXT,
                                        "a whole number of tokens, 1 to 1,000,000,000")))
                .orElse(OptionalLong.empty());
    }

    private static PriceRow.Kind kind(YamlMap row) {
        Optional<YamlValue> value = row.get("kind");
        if (value.isEmpty()) {
            return PriceRow.Kind.CHAT;
        }
        return switch (value.get().text("chat or embedding")) {
            case "chat" -> PriceRow.Kind.CHAT;
            case "embedding" -> PriceRow.Kind.EMBEDDING;
            default -> throw value.get().wrong("chat or embedding");
        };
    }

    private String currency() {
        String wanted = "a currency by its three letters, as in USD";
        YamlValue value = root.need("currency", wanted);
        String text = value.text(wanted);
        if (!text.matches("[A-Z]{3}")) {
            throw value.wrong(wanted);
        }
        return text;
    }

    static LocalDate date(YamlValue value) {
        String wanted = "a day, as in 2026-11-20";
        try {
            return LocalDate.parse(value.text(wanted));
        } catch (DateTimeParseException wrong) {
            throw value.wrong(wanted);
        }
    }

    static String source(YamlValue value) {
        String text = value.text("where the price stands, in one line");
        return text.length() <= 300 ? text : text.substring(0, 300);
    }
}
