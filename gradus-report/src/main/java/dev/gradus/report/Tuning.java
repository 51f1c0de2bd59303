package dev.gradus.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// A tuning beside the verdict of its task, as the section "Fine-tuning" reads them. Without a
/// tuning the verdict's own forecast is left.
record Tuning(Node node, Node verdict) {
    /// Slices of the forgetting suite that are drawn; the rest is counted.
    static final int MOST_SLICES = 60;

    /// Epochs and seeds in a table; the rest is counted.
    static final int MOST_EPOCHS = 100;

    boolean isPresent() {
        return !node.isUnknown();
    }

    Chip outcome() {
        return Words.release(node.at("release").text("decision"));
    }

    /// The pilot's forecast: of the tuning, else of the verdict.
    Node forecast() {
        return node.has("forecast") ? node.at("forecast") : verdict.at("forecast");
    }

    /// The gates that do not pass, in their order.
    List<Node> closed() {
        return node.list("gates").stream()
                .filter(gate -> !Words.gate(gate).tone().equals("good"))
                .toList();
    }

    /// `9 of 12 gates pass.`
    String gates() {
        int all = node.list("gates").size();
        int closed = closed().size();
        return closed == 0
                ? "All %d gates pass.".formatted(all)
                : "%d of %d gates pass.".formatted(all - closed, all);
    }

    /// Where the tuning and the verdict on the page are of different climbs.
    boolean isOfAnotherClimb() {
        return node.has("climb") && !node.text("climb").equals(verdict.text("climb"));
    }

    /// The paired differences, that of the sealed test first, each with what it is set against.
    List<Comparisons.Row> differences() {
        List<Comparisons.Row> rows = new ArrayList<>();
        Node comparison = node.at("comparison");
        add(rows, comparison.at("test"), "sealed test");
        add(rows, comparison.at("dev"), "dev");
        Node frozen = comparison.at("frozen");
        if (!frozen.isUnknown()) {
            String title = frozen.textOr("title", "the frozen encoder, linear");
            rows.add(new Comparisons.Row(frozen, title, title(), "dev, frozen classifier"));
        }
        return rows;
    }

    private void add(List<Comparisons.Row> rows, Node comparison, String where) {
        if (!comparison.isUnknown()) {
            rows.add(new Comparisons.Row(comparison, best(comparison), title(), where));
        }
    }

    private String best(Node comparison) {
        Node best = node.at("best");
        String id = comparison.text("baseline");
        return !best.isUnknown() && best.text("candidate").equals(id)
                ? best.textOr("title", id)
                : Words.title(verdict, id);
    }

    String title() {
        return node.at("tuned").textOr("title", "the tuned model");
    }

    /// `lora, rank 8, alpha 16, ...`: whatever of the recipe is known.
    String recipe() {
        Node recipe = node.at("training").at("recipe");
        List<String> parts = new ArrayList<>();
        if (recipe.has("method")) {
            parts.add(recipe.text("method"));
        }
        for (String key : List.of("rank", "alpha", "dropout")) {
            part(parts, key, recipe.number(key));
        }
        part(parts, "learning rate", recipe.number("learningRate"));
        recipe.number("epochs")
                .ifPresent(most -> parts.add("at most " + Figures.count(most) + " epochs"));
        part(parts, "batch", recipe.number("batch"));
        recipe.number("warmup").ifPresent(share -> parts.add("warm-up " + Figures.percent(share)));
        part(parts, "weight decay", recipe.number("weightDecay"));
        part(parts, "clip", recipe.number("clip"));
        part(parts, "patience", recipe.number("patience"));
        if (recipe.has("start")) {
            parts.add("head started from " + recipe.text("start"));
        }
        recipe.number("held")
                .ifPresent(share -> parts.add(Figures.percent(share) + " of train held out"));
        return parts.isEmpty() ? Figures.UNKNOWN : String.join(", ", parts);
    }

    private static void part(List<String> parts, String name, OptionalDouble value) {
        value.ifPresent(number -> parts.add(name + " " + Figures.plain(number)));
    }

    /// The last part of a path: where a machine keeps its files stays with the machine.
    static String folder(String path) {
        String whole = path.replaceAll("[/\\\\]+$", "");
        int at = Math.max(whole.lastIndexOf('/'), whole.lastIndexOf('\\'));
        return whole.substring(at + 1);
    }
}
