package dev.gradus.files;

import dev.gradus.cost.Price;
import dev.gradus.cost.TuningFacts;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.PriceBook;
import dev.gradus.task.ModelName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// Prices from files: the table that comes with Gradus, over it the user's own in the home folder,
/// over that the `prices.yaml` beside the task file. A row wins whole over one below it. Immutable.
///
/// A recorded model (`recorded/openai/gpt-5-mini`) costs what the recorded one costs, and a tuned
/// one (`openai/ft:gpt-4.1-2025-04-14:acme::1`) what the tuned models of its base cost. What is
/// known of tuning stands in a table of its own, by provider and by model; a model's facts win, one
/// by one, over its provider's.
public final class PriceBookFile implements PriceBook {
    /// The name of a price file, beside the task file and in the user's folder.
    public static final String NAME = "prices.yaml";

    private static final String RECORDED = "recorded";

    private final Map<ModelName, PriceRow> rows;
    private final Map<String, TuningRows.Row> tuning;
    private final Optional<String> currency;

    private PriceBookFile(
            Map<ModelName, PriceRow> rows,
            Map<String, TuningRows.Row> tuning,
            Optional<String> currency) {
        this.rows = rows;
        this.tuning = tuning;
        this.currency = currency;
    }

    /// The table that comes with Gradus. Its rows say of which day they are: not of today.
    public static PriceBookFile shipped() {
        try (InputStream in = PriceBookFile.class.getResourceAsStream(NAME)) {
            if (in == null) {
                throw new IllegalStateException("gradus-files was built without " + NAME);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return read(new InputFile(Path.of(NAME), "the price table of Gradus"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One price file.
    ///
    /// @throws GradusException.Data with line and column, where a value is wrong
    public static PriceBookFile read(Path file) {
        InputFile input = new InputFile(file, file.toString());
        return read(input, input.text());
    }

    private static PriceBookFile read(InputFile file, String text) {
        YamlMap table = PriceRows.table(file, text);
        return new PriceBookFile(
                byName(PriceRows.read(file, table)),
                TuningRows.read(file, table),
                Optional.empty());
    }

    /// The prices that hold for a task: the shipped ones, the user's, the task's own.
    ///
    /// @param taskFolder where `prices.yaml` may stand beside the task file
    /// @param userFile as `userFile` names it
    public static PriceBookFile standing(Path taskFolder, Path userFile) {
        return standing(userFile).under(taskFolder.resolve(NAME));
    }

    /// The prices that hold outside a task: the shipped ones and the user's.
    public static PriceBookFile standing(Path userFile) {
        return shipped().under(userFile);
    }

    private PriceBookFile under(Path file) {
        return Files.exists(file) ? read(file).over(this) : this;
    }

    /// The user's own price file: `$GRADUS_HOME/prices.yaml`, or `.gradus/prices.yaml` in the home
    /// folder. It need not be there.
    ///
    /// @param environment values of environment variables, by name
    /// @param home the user's home folder
    public static Path userFile(Function<String, Optional<String>> environment, Path home) {
        return environment
                .apply("GRADUS_HOME")
                .filter(value -> !value.isBlank())
                .map(Path::of)
                .orElseGet(() -> home.resolve(".gradus"))
                .resolve(NAME);
    }

    /// A book of these rows; of two for one model the last.
    public static PriceBookFile of(Collection<PriceRow> rows) {
        return new PriceBookFile(byName(rows), Map.of(), Optional.empty());
    }

    private static Map<ModelName, PriceRow> byName(Collection<PriceRow> rows) {
        Map<ModelName, PriceRow> byName = new TreeMap<>();
        rows.forEach(row -> byName.put(row.price().model(), row));
        return byName;
    }

    /// This book's rows, and those of `lower` for models that this one does not know; what they say
    /// of tuning likewise, by provider and by model.
    public PriceBookFile over(PriceBookFile lower) {
        Map<ModelName, PriceRow> all = new TreeMap<>(lower.rows);
        all.putAll(rows);
        Map<String, TuningRows.Row> allTuning = new TreeMap<>(lower.tuning);
        allTuning.putAll(tuning);
        return new PriceBookFile(all, allTuning, currency);
    }

    /// The same book for a task that reckons in a currency: asking it for a price in another one is
    /// refused, as nothing here knows a rate.
    public PriceBookFile in(String taskCurrency) {
        return new PriceBookFile(rows, tuning, Optional.of(taskCurrency));
    }

    /// Every row, by name.
    public List<PriceRow> rows() {
        return List.copyOf(rows.values());
    }

    /// The row of a model; empty where nothing is known of it.
    public Optional<PriceRow> row(ModelName model) {
        PriceRow row = rows.get(model);
        if (row != null) {
            return Optional.of(row);
        }
        if (model.provider().equals(RECORDED) && model.model().indexOf('/') > 0) {
            return row(ModelName.parse(model.model()));
        }
        if (model.model().startsWith("ft:") && model.model().indexOf(':', 3) > 0) {
            int end = model.model().indexOf(':', 3);
            return Optional.ofNullable(
                    rows.get(new ModelName(model.provider(), model.model().substring(0, end))));
        }
        return Optional.empty();
    }

    /// @throws GradusException.Data where the price is in another currency than `in` named
    @Override
    public Optional<Price> price(ModelName model) {
        Optional<PriceRow> row = row(model);
        row.ifPresent(this::refuseOtherCurrency);
        return row.map(PriceRow::price).map(this::withTuning);
    }

    @Override
    public List<Price> prices() {
        return rows.values().stream().map(PriceRow::price).map(this::withTuning).toList();
    }

    private Price withTuning(Price price) {
        return price.withTuningFacts(
                facts(price.model().toString(), price.currency())
                        .over(facts(price.model().provider(), price.currency())));
    }

    /// A price of training in another currency than the model's is no known one: nothing here knows
    /// a rate.
    private TuningFacts facts(String key, String priced) {
        TuningRows.Row row = tuning.get(key);
        if (row == null) {
            return TuningFacts.unknown();
        }
        return row.currency().equals(priced) ? row.facts() : row.facts().withoutPrice();
    }

    private void refuseOtherCurrency(PriceRow row) {
        String priced = row.price().currency();
        if (currency.isPresent() && !currency.get().equals(priced)) {
            throw new GradusException.Data(
                    row.place()
                            + ": "
                            + row.price().model()
                            + " is priced in "
                            + priced
                            + ", and the currency of the task is "
                            + currency.get()
                            + ". Write currency: "
                            + priced
                            + " in gradus.yaml, or the model's price in "
                            + currency.get()
                            + " in a "
                            + NAME
                            + " beside it.");
        }
    }
}
