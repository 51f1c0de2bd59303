package dev.gradus.cli;

import dev.gradus.cost.Price;
import dev.gradus.files.FileNote;
import dev.gradus.files.JsonText;
import dev.gradus.files.PriceBookFile;
import dev.gradus.files.PriceChanges;
import dev.gradus.files.PriceTable;
import dev.gradus.files.PriceText;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Takes a newer price table as the user's own, and says what it says otherwise.
///
/// @param userFile that is written
/// @param table that is read
/// @param asOf the day on which the table was true, where the user says it
record PriceRefresh(Path userFile, Path table, Optional<LocalDate> asOf) {
    private static final int MOST_SHOWN = 20;

    String run(boolean json) {
        PriceTable newer = PriceTable.read(table, asOf);
        PriceBookFile before = PriceBookFile.standing(userFile);
        PriceBookFile after = PriceBookFile.of(newer.rows());
        PriceChanges changes = PriceChanges.between(before, after);
        String title = "Written by gradus models --refresh " + table.getFileName() + ".";
        PriceText.replace(userFile, PriceText.of(after.rows(), before, title));
        return json
                ? JsonText.writePretty(document(newer, after, changes))
                : String.join(System.lineSeparator(), lines(newer, after, before, changes))
                        + System.lineSeparator();
    }

    private List<String> lines(
            PriceTable newer, PriceBookFile after, PriceBookFile before, PriceChanges changes) {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "wrote %s: %,d models as of %s",
                        userFile,
                        after.rows().size(),
                        days(after)));
        if (asOf.isEmpty() && String.valueOf(table.getFileName()).endsWith(".json")) {
            lines.add(
                    "The table says no day: this is the day on which its file was changed last."
                            + " --as-of DAY says it better.");
        }
        names(lines, "new", changes.added().stream().map(PriceRefresh::shown).toList());
        names(lines, "dearer", changes.dearer().stream().map(PriceRefresh::shown).toList());
        names(lines, "cheaper", changes.cheaper().stream().map(PriceRefresh::shown).toList());
        names(lines, "otherwise", changes.otherwise().stream().map(PriceRefresh::shown).toList());
        names(
                lines,
                "gone, priced as before",
                changes.gone().stream()
                        .map(price -> price.model() + " (as of " + price.asOf() + ")")
                        .toList());
        lines.add(String.format(Locale.ROOT, "the same: %,d", changes.same()));
        leftOut(newer, lines);
        older(after, before, lines);
        return lines;
    }

    private static void names(List<String> lines, String what, List<String> names) {
        lines.add(String.format(Locale.ROOT, "%s: %,d", what, names.size()));
        names.stream().limit(MOST_SHOWN).forEach(name -> lines.add("  " + name));
        if (names.size() > MOST_SHOWN) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "  and %,d more: --json lists all",
                            names.size() - MOST_SHOWN));
        }
    }

    private static void leftOut(PriceTable newer, List<String> lines) {
        int others = newer.otherProviders().values().stream().mapToInt(Integer::intValue).sum();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "left out: %,d of providers that are not called from here, %,d that are for"
                                + " neither chat nor embedding, %,d without a price or with 0,"
                                + " %,d doubles, %,d that are wrong",
                        others,
                        newer.otherKinds(),
                        newer.unpriced(),
                        newer.doubles(),
                        newer.leftOut().size()));
        newer.leftOut().stream().limit(MOST_SHOWN).forEach(note -> lines.add("  " + note));
        if (newer.leftOut().size() > MOST_SHOWN) {
            lines.add("  and more: --json lists all");
        }
    }

    /// A table that is older than what it takes the place of is taken as told, but never silently.
    private static void older(PriceBookFile after, PriceBookFile before, List<String> lines) {
        long older =
                after.prices().stream()
                        .filter(price ->
                                before.price(price.model())
                                        .filter(old -> old.asOf().isAfter(price.asOf()))
                                        .isPresent())
                        .count();
        if (older > 0) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%,d models were known as of a later day than this table is. To have those back, delete the file that was written.",
                            older));
        }
    }

    private static String days(PriceBookFile book) {
        return book.prices().stream()
                .map(Price::asOf)
                .distinct()
                .sorted()
                .map(LocalDate::toString)
                .limit(5)
                .collect(Collectors.joining(", "));
    }

    private static String shown(Price price) {
        return price.model() + ": " + amounts(price);
    }

    private static String shown(PriceChanges.Change change) {
        return change.model() + ": " + amounts(change.before()) + " -> " + amounts(change.after());
    }

    private static String amounts(Price price) {
        return ModelsScreen.amount(price.promptPerMillion())
                + " / "
                + ModelsScreen.amount(price.cachedPerMillion())
                + " / "
                + ModelsScreen.amount(price.completionPerMillion())
                + " "
                + price.currency();
    }

    private Map<String, Object> document(
            PriceTable newer, PriceBookFile after, PriceChanges changes) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "gradus.prices/1");
        document.put("file", userFile.toString());
        document.put("models", after.rows().size());
        document.put("new", changes.added().stream().map(PriceRefresh::tree).toList());
        document.put("dearer", changes.dearer().stream().map(PriceRefresh::tree).toList());
        document.put("cheaper", changes.cheaper().stream().map(PriceRefresh::tree).toList());
        document.put("otherwise", changes.otherwise().stream().map(PriceRefresh::tree).toList());
        document.put("gone", changes.gone().stream().map(PriceRefresh::tree).toList());
        document.put("same", changes.same());
        document.put("otherProviders", newer.otherProviders());
        document.put("otherKinds", newer.otherKinds());
        document.put("unpriced", newer.unpriced());
        document.put("doubles", newer.doubles());
        document.put("leftOut", newer.leftOut().stream().map(PriceRefresh::tree).toList());
        return document;
    }

    private static Map<String, Object> tree(FileNote note) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("where", note.where());
        tree.put("why", note.text());
        return tree;
    }

    private static Map<String, Object> tree(PriceChanges.Change change) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("model", change.model().toString());
        tree.put("before", tree(change.before()));
        tree.put("after", tree(change.after()));
        return tree;
    }

    private static Map<String, Object> tree(Price price) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("model", price.model().toString());
        tree.put("promptPerMillion", price.promptPerMillion());
        tree.put("cachedPerMillion", price.cachedPerMillion());
        tree.put("completionPerMillion", price.completionPerMillion());
        tree.put("currency", price.currency());
        tree.put("asOf", price.asOf().toString());
        return tree;
    }
}
