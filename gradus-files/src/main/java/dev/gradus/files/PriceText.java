package dev.gradus.files;

import dev.gradus.cost.Price;
import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// Writes price tables of our own form.
public final class PriceText {
    private PriceText() {}

    /// The user's price file after a refresh: the newer rows, each with what only the older book
    /// knew of tuning, batch endpoints, shutdown and context, which a table of prices often leaves
    /// out.
    ///
    /// @throws IllegalArgumentException where rows are in different currencies, or there are none
    public static String of(List<PriceRow> rows, PriceBookFile older, String title) {
        String currency = rows.getFirst().price().currency();
        StringBuilder text = new StringBuilder();
        text.append("# ").append(title).append("\n");
        text.append(
                "# Tuning, batch, shutdown and context that it does not say are of the price table before it.\n");
        text.append("currency: ").append(currency).append("\nprices:\n");
        for (PriceRow row : PriceBookFile.of(rows).rows()) {
            if (!row.price().currency().equals(currency)) {
                throw new IllegalArgumentException("rows in " + currency + " and others");
            }
            text.append("  ")
                    .append(quoted(row.price().model().toString()))
                    .append(": { ")
                    .append(String.join(", ", fields(row, older)))
                    .append(" }\n");
        }
        return text.toString();
    }

    /// Puts a text in the place of a file, at once: a reader sees the old one or the new one.
    ///
    /// @throws GradusException.Data where it cannot be written
    public static void replace(Path file, String text) {
        Path target = file.toAbsolutePath().normalize();
        Path folder = target.getParent() == null ? target : target.getParent();
        try {
            Files.createDirectories(folder);
            Path next = FreshFile.beside(target);
            try {
                Files.write(next, text.getBytes(StandardCharsets.UTF_8));
                Files.move(
                        next,
                        target,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(next);
            }
        } catch (IOException e) {
            throw new GradusException.Data(
                    target
                            + ": the file cannot be written: "
                            + InputFile.reason(e)
                            + ". Make the folder writable, or set GRADUS_HOME to one that is.");
        }
    }

    private static List<String> fields(PriceRow row, PriceBookFile older) {
        Price price = row.price();
        Price before = older.row(price.model()).map(PriceRow::price).orElse(price);
        List<String> fields = new ArrayList<>();
        amount(fields, "prompt", price.promptPerMillion());
        amount(fields, "cached", price.cachedPerMillion());
        amount(fields, "completion", price.completionPerMillion());
        amount(
                fields,
                "batch",
                price.batchFactor().isPresent() ? price.batchFactor() : before.batchFactor());
        (price.contextTokens().isPresent() ? price.contextTokens() : before.contextTokens())
                .ifPresent(tokens -> fields.add("context: " + tokens));
        String tuning = price.tuning().isEmpty() ? before.tuning() : price.tuning();
        if (!tuning.isEmpty()) {
            fields.add("tuning: " + quoted(tuning));
        }
        price.shutdown().or(before::shutdown).ifPresent(day -> fields.add("shutdown: " + day));
        if (row.kind() == PriceRow.Kind.EMBEDDING) {
            fields.add("kind: " + row.kind().word());
        }
        fields.add("as-of: " + price.asOf());
        fields.add("source: " + quoted(price.source()));
        return fields;
    }

    private static void amount(List<String> fields, String key, OptionalDouble amount) {
        if (amount.isPresent()) {
            fields.add(key + ": " + plain(amount.getAsDouble()));
        }
    }

    /// An amount without exponent and without zeros at the end: `0.25`.
    public static String plain(double amount) {
        BigDecimal number = BigDecimal.valueOf(amount).stripTrailingZeros();
        return number.toPlainString();
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20 || c == 0x7f) {
                out.append(' ');
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
