package dev.gradus.cli;

import dev.gradus.cost.Price;
import dev.gradus.files.PriceRow;
import dev.gradus.files.PriceText;
import dev.gradus.spi.EncoderSource.EncoderFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Encoders and priced models, as a table and as a document.
final class ModelsScreen {
    private static final String UNKNOWN = "-";

    private ModelsScreen() {}

    static String text(List<EncoderFacts> encoders, List<PriceRow> rows) {
        List<String> lines = new ArrayList<>();
        if (!encoders.isEmpty()) {
            encoders(encoders, lines);
        }
        if (!encoders.isEmpty() && !rows.isEmpty()) {
            lines.add("");
        }
        if (!rows.isEmpty()) {
            prices(rows, lines);
        }
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }

    private static void encoders(List<EncoderFacts> encoders, List<String> lines) {
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%-24s %-10s %6s %7s %8s %8s  %s",
                        "model",
                        "installed",
                        "layers",
                        "weights",
                        "tokens",
                        "size",
                        "licence"));
        for (EncoderFacts facts : encoders) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%-24s %-10s %6d %7s %8d %5d MB  %s",
                            facts.name(),
                            facts.installed() ? "yes" : "no",
                            facts.layers(),
                            facts.quantized() ? "int8" : "fp32",
                            facts.maxTokens(),
                            facts.megabytes(),
                            facts.licence()));
        }
        lines.add(
                "All of them run in this process and cost CPU time at machine.rate-per-core-hour.");
    }

    private static void prices(List<PriceRow> rows, List<String> lines) {
        int width = rows.stream().mapToInt(row -> name(row).length()).max().orElse(0);
        String layout = "%-" + Math.max(24, width) + "s %9s %9s %9s %5s %9s %-10s %-10s  %s";
        lines.add(
                String.format(
                        Locale.ROOT,
                        layout,
                        "model, per million tokens",
                        "prompt",
                        "cached",
                        "answer",
                        "batch",
                        "context",
                        "shutdown",
                        "as of",
                        "tuning"));
        for (PriceRow row : rows) {
            Price price = row.price();
            lines.add(
                    String.format(
                                    Locale.ROOT,
                                    layout,
                                    name(row),
                                    amount(price.promptPerMillion()),
                                    amount(price.cachedPerMillion()),
                                    amount(price.completionPerMillion()),
                                    amount(price.batchFactor()),
                                    tokens(price.contextTokens()),
                                    price.shutdown().map(Object::toString).orElse(UNKNOWN),
                                    price.asOf(),
                                    price.tuning().isEmpty() ? UNKNOWN : price.tuning())
                            .stripTrailing());
        }
        lines.add(
                "In "
                        + String.join(
                                ", ",
                                rows.stream()
                                        .map(row -> row.price().currency())
                                        .distinct()
                                        .toList())
                        + "; - is not known, never 0. A price was true on its day: ask the provider"
                        + " before you pay. --json says where each stands.");
    }

    private static String name(PriceRow row) {
        return row.price().model() + (row.kind() == PriceRow.Kind.EMBEDDING ? " (embedding)" : "");
    }

    static String amount(OptionalDouble amount) {
        return amount.isPresent() ? PriceText.plain(amount.getAsDouble()) : UNKNOWN;
    }

    private static String tokens(OptionalLong tokens) {
        return tokens.isPresent() ? String.format(Locale.ROOT, "%,d", tokens.getAsLong()) : UNKNOWN;
    }

    static Map<String, Object> document(List<EncoderFacts> encoders, List<PriceRow> rows) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "gradus.models/1");
        document.put("models", encoders.stream().map(ModelsScreen::tree).toList());
        document.put("prices", rows.stream().map(ModelsScreen::tree).toList());
        return document;
    }

    private static Map<String, Object> tree(EncoderFacts facts) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("model", facts.name().toString());
        tree.put("installed", facts.installed());
        tree.put("dimensions", facts.dimensions());
        tree.put("layers", facts.layers());
        tree.put("quantized", facts.quantized());
        tree.put("maxTokens", facts.maxTokens());
        tree.put("megabytes", facts.megabytes());
        tree.put("licence", facts.licence());
        return tree;
    }

    private static Map<String, @Nullable Object> tree(PriceRow row) {
        Price price = row.price();
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("model", price.model().toString());
        tree.put("kind", row.kind().word());
        tree.put("promptPerMillion", price.promptPerMillion());
        tree.put("cachedPerMillion", price.cachedPerMillion());
        tree.put("completionPerMillion", price.completionPerMillion());
        tree.put("batchFactor", price.batchFactor());
        tree.put("currency", price.currency());
        tree.put("contextTokens", price.contextTokens());
        tree.put("tuning", price.tuning().isEmpty() ? null : price.tuning());
        tree.put("shutdown", price.shutdown().map(Object::toString).orElse(null));
        tree.put("asOf", price.asOf().toString());
        tree.put("source", price.source());
        tree.put("place", row.place());
        return tree;
    }
}
