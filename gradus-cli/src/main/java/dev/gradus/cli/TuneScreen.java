package dev.gradus.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/// A tuning as a person reads it in a terminal: the gates, what training did, what was gained and
/// lost, what became of it.
final class TuneScreen {
    private final Document tune;
    private final List<String> lines = new ArrayList<>();

    private TuneScreen(Map<String, ?> document) {
        this.tune = new Document(document);
    }

    static String text(Map<String, ?> document) {
        return new TuneScreen(document).text();
    }

    private String text() {
        gates();
        tune.text("override").ifPresent(reason -> lines.addAll(Text.wrapped("Override: ", reason)));
        tune.document("forecast").ifPresent(this::forecast);
        tune.document("training").ifPresent(this::training);
        comparisons();
        tune.document("forgetting").ifPresent(this::forgetting);
        lines.add("");
        lines.addAll(Text.wrapped("", tune.text("headline").orElse("")));
        tune.texts("release.why").forEach(why -> lines.addAll(Text.wrapped("  - ", why)));
        if (tune.document("release").isEmpty()) {
            refused();
        }
        tune.text("adapter.folder")
                .ifPresent(folder ->
                        lines.addAll(
                                Text.wrapped(
                                        "Adapter: ",
                                        "version "
                                                + tune.count("adapter.version")
                                                + " in "
                                                + folder)));
        return String.join(System.lineSeparator(), lines);
    }

    private void gates() {
        lines.add(
                tune.text("task").orElse("")
                        + ": the gates of fine-tuning, by climb "
                        + tune.count("climb"));
        for (Document gate : tune.documents("gates")) {
            String mark =
                    switch (gate.text("status").orElse("")) {
                        case "pass" -> "pass   ";
                        case "fail" -> "FAIL   ";
                        default -> "unknown";
                    };
            lines.addAll(
                    Text.wrapped(
                            String.format(
                                    Locale.ROOT, "  %s %-24s", mark, gate.text("gate").orElse("")),
                            gate.text("have").orElse("")));
        }
    }

    /// What to do instead, in its order.
    private void refused() {
        lines.add("Do first:");
        int number = 1;
        for (String todo : tune.texts("todo")) {
            lines.addAll(Text.wrapped(String.format(Locale.ROOT, "  %d. ", number++), todo));
        }
        lines.addAll(
                Text.wrapped(
                        "",
                        "Whoever knows better says why: gradus tune --override \"REASON\". It is"
                                + " recorded."));
    }

    private void forecast(Document forecast) {
        lines.add("");
        lines.add("Pilot inside train, on the same held-out examples:");
        // Of an encoder "frozen" says it; of a chat model it is the best candidate below.
        String untuned =
                forecast.text("against").filter(words -> !words.contains("frozen")).isPresent()
                        ? "untuned"
                        : "frozen";
        for (Document size : forecast.documents("sizes")) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "  %,7d examples   %s %s   tuned %s   gain %s",
                            size.count("trainExamples"),
                            untuned,
                            Text.percent(size.number("frozen.value")),
                            Text.percent(size.number("tuned.value")),
                            points(size, "gain")));
        }
        lines.add(
                String.format(
                        Locale.ROOT,
                        "  forecast for %,d: %s points, at least %s",
                        forecast.count("trainExamples"),
                        Text.signed(forecast.number("gain.value")),
                        Text.signed(forecast.number("gain.lowerBound"))));
        forecast.texts("notes").forEach(note -> lines.addAll(Text.wrapped("  ", note)));
    }

    private void training(Document training) {
        lines.add("");
        if (training.text("job").isPresent()) {
            hosted(training);
            return;
        }
        lines.add(
                String.format(
                        Locale.ROOT,
                        "Tuned %s by %s on %,d examples: held-out %s at epoch %d; %.0f s, %.0f CPU s",
                        training.text("base").orElse(""),
                        training.text("recipe.method").orElse(""),
                        training.count("examples"),
                        Text.percent(training.number("heldScore")),
                        training.count("bestEpoch"),
                        training.number("wallSeconds").orElse(0),
                        training.number("cpuSeconds").orElse(0)));
        List<Document> seeds = training.documents("seeds");
        if (seeds.size() > 1) {
            lines.add(
                    "  held-out over "
                            + seeds.size()
                            + " seeds: "
                            + String.join(
                                    ", ",
                                    seeds.stream()
                                            .map(seed -> Text.percent(seed.number("heldScore")))
                                            .toList()));
        }
        training.texts("notes").forEach(note -> lines.addAll(Text.wrapped("  ", note)));
    }

    /// At a provider.
    private void hosted(Document training) {
        OptionalDouble cost = training.number("cost");
        lines.addAll(
                Text.wrapped(
                        "",
                        String.format(
                                Locale.ROOT,
                                "Tuned %s on %,d examples x %d epochs at its provider, job %s: %s",
                                training.text("base").orElse(""),
                                training.count("examples"),
                                training.count("recipe.epochs"),
                                training.text("job").orElse(""),
                                cost.isPresent()
                                        ? String.format(
                                                Locale.ROOT,
                                                "%s%.2f %s",
                                                training.text("costMeasured")
                                                                .orElse("")
                                                                .equals("true")
                                                        ? ""
                                                        : "about ",
                                                cost.getAsDouble(),
                                                training.text("currency").orElse(""))
                                        : "its cost is unknown")));
        lines.add("  " + training.text("model").orElse(""));
        training.texts("notes").forEach(note -> lines.addAll(Text.wrapped("  ", note)));
    }

    private void comparisons() {
        compared("dev", "on dev, against the best below      ");
        compared("frozen", "on dev, against the frozen encoder  ");
        compared("test", "on the sealed test, against the best");
    }

    private void compared(String key, String what) {
        tune.document("comparison." + key)
                .ifPresent(one ->
                        lines.add(
                                String.format(
                                        Locale.ROOT,
                                        "  %s  %s -> %s  %s points, p %.2g",
                                        what,
                                        Text.percent(one.number("scoreBaseline")),
                                        Text.percent(one.number("scoreCandidate")),
                                        points(one, "difference"),
                                        one.number("pGreater").orElse(1))));
    }

    private void forgetting(Document forgetting) {
        lines.add("");
        lines.add(
                String.format(
                        Locale.ROOT,
                        "What must not be lost (margin %s points): %s",
                        Text.percent(forgetting.number("margin")),
                        forgetting.text("status").orElse("").replace('-', ' ')));
        for (Document slice : forgetting.documents("slices")) {
            String suite = slice.text("suite").orElse("");
            String name = slice.text("slice").orElse("");
            lines.addAll(
                    Text.wrapped(
                            "  ",
                            String.format(
                                    Locale.ROOT,
                                    "%s: %s -> %s [%s, %s] on %,d: %s",
                                    name.equals(suite) ? suite : suite + " / " + name,
                                    Text.percent(slice.number("base")),
                                    Text.percent(slice.number("tuned")),
                                    Text.signed(slice.number("low")),
                                    Text.signed(slice.number("high")),
                                    slice.count("n"),
                                    slice.text("status").orElse("").replace('-', ' '))));
        }
    }

    private static String points(Document document, String path) {
        return Text.signed(document.number(path + ".value"))
                + " ["
                + Text.signed(document.number(path + ".low"))
                + ", "
                + Text.signed(document.number(path + ".high"))
                + "]";
    }
}
