package dev.gradus.files;

import dev.gradus.task.ModelName;
import dev.gradus.task.Money;
import dev.gradus.task.Recipe;
import dev.gradus.task.TuningCosts;
import dev.gradus.task.TuningPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/// Reads `tuning`: what fine-tuning would cost the team, and how it would be done. Costs that are
/// not written stay unknown; the recipe has the defaults of its method on an encoder, and others
/// for a chat model.
final class TuningReader {
    private static final int MOST_SUITES = 100;
    private static final String[] KEYS = {
        "training",
        "labelling-per-example",
        "evaluation",
        "retrains-per-year",
        "serving-per-1k",
        "base",
        "method",
        "rank",
        "alpha",
        "dropout",
        "learning-rate",
        "epochs",
        "batch",
        "warmup",
        "weight-decay",
        "clip",
        "patience",
        "start",
        "seeds",
        "spent",
        "held",
        "limit",
        "forgetting",
        "forgetting-margin"
    };
    private final Optional<YamlMap> map;
    private final String currency;

    TuningReader(YamlMap root, String currency) {
        this.currency = currency;
        this.map =
                root.get("tuning")
                        .map(value ->
                                value.map(
                                                "a mapping, as in tuning: { training: 50,"
                                                        + " labelling-per-example: 0.40 }")
                                        .only(KEYS));
    }

    TuningCosts costs() {
        return map.map(tuning ->
                        new TuningCosts(
                                money(tuning, "training"),
                                money(tuning, "labelling-per-example"),
                                money(tuning, "evaluation"),
                                retrains(tuning),
                                money(tuning, "serving-per-1k"),
                                tuning.get("spent").map(YamlValue::truth).orElse(false)))
                .orElseGet(TuningCosts::unknown);
    }

    private Optional<Money> money(YamlMap tuning, String key) {
        return tuning.get(key).map(value -> value.money(currency));
    }

    private static OptionalDouble retrains(YamlMap tuning) {
        return tuning.get("retrains-per-year").stream()
                .mapToDouble(value ->
                        value.number(
                                "a number of times a year, 0 to 365, as in 2",
                                times -> times >= 0 && times <= 365))
                .findFirst();
    }

    /// @param name reads a model's name
    /// @param models of the task: what is tuned where no base is written is one of them
    TuningPlan plan(Function<YamlValue, ModelName> name, List<ModelName> models) {
        TuningPlan standard = TuningPlan.standard();
        return map.map(tuning -> plan(tuning, tuning.get("base").map(name), models, standard))
                .orElse(standard);
    }

    private static TuningPlan plan(
            YamlMap tuning, Optional<ModelName> base, List<ModelName> models, TuningPlan standard) {
        boolean chats = base.map(List::of).orElse(models).stream().noneMatch(ModelName::inProcess);
        return new TuningPlan(
                base,
                recipe(tuning, chats),
                tuning.get("forgetting").map(TuningReader::suites).orElse(standard.forgetting()),
                tuning.get("forgetting-margin")
                        .map(value ->
                                value.number(
                                        "a difference above 0 and up to 0.5, as in 0.02",
                                        one -> one > 0 && one <= 0.5))
                        .orElse(standard.margin()),
                tuning.get("limit").map(YamlValue::duration));
    }

    private static Recipe recipe(YamlMap tuning, boolean chats) {
        Recipe.Kind kind =
                word(
                        tuning,
                        "method",
                        Recipe.Kind.values(),
                        Recipe.Kind::word,
                        Recipe.standard().kind());
        Recipe standard = chats ? Recipe.generative() : Recipe.standard(kind);
        return new Recipe(
                kind,
                whole(tuning, "rank", 256, "as in 8", standard.rank()),
                above(tuning, "alpha", 4096, "as in 16", standard.alpha()),
                share(tuning, "dropout", 0.9, "as in 0.1", standard.dropout()),
                above(tuning, "learning-rate", 1, "as in 2e-3", standard.learningRate()),
                whole(tuning, "epochs", 1000, "as in 5", standard.epochs()),
                whole(tuning, "batch", 1024, "as in 16", standard.batch()),
                below(tuning, "warmup", 0, true, 1, "as in 0.1", standard.warmup()),
                share(tuning, "weight-decay", 1, "as in 0.01", standard.weightDecay()),
                above(tuning, "clip", 1000, "as in 1", standard.clip()),
                whole(tuning, "patience", 1000, "as in 3", standard.patience()),
                word(tuning, "start", Recipe.Start.values(), Recipe.Start::word, standard.start()),
                whole(tuning, "seeds", 20, "as in 3", standard.seeds()),
                below(tuning, "held", 0, false, 0.5, "as in 0.1", standard.held()));
    }

    private static int whole(YamlMap tuning, String key, int most, String as, int standard) {
        String wanted = "a whole number, 1 to " + most + ", " + as;
        return tuning.get(key).map(value -> value.whole(1, most, wanted)).orElse(standard);
    }

    private static double above(YamlMap tuning, String key, int most, String as, double standard) {
        String wanted = "a number above 0 and up to " + most + ", " + as;
        return tuning.get(key)
                .map(value -> value.number(wanted, one -> one > 0 && one <= most))
                .orElse(standard);
    }

    private static double share(
            YamlMap tuning, String key, double most, String as, double standard) {
        String wanted =
                "a number from 0 to " + (most == 1 ? "1" : Double.toString(most)) + ", " + as;
        return tuning.get(key)
                .map(value -> value.number(wanted, one -> one >= 0 && one <= most))
                .orElse(standard);
    }

    private static double below(
            YamlMap tuning,
            String key,
            double least,
            boolean included,
            double end,
            String as,
            double standard) {
        String wanted =
                (included ? "a share from 0 and below " : "a share above 0 and below ")
                        + (end == 1 ? "1" : Double.toString(end))
                        + ", "
                        + as;
        return tuning.get(key)
                .map(value ->
                        value.number(
                                wanted,
                                one -> (included ? one >= least : one > least) && one < end))
                .orElse(standard);
    }

    private static <T> T word(
            YamlMap tuning, String key, T[] all, Function<T, String> word, T standard) {
        Optional<YamlValue> value = tuning.get(key);
        if (value.isEmpty()) {
            return standard;
        }
        List<String> words = Arrays.stream(all).map(word).toList();
        String wanted =
                String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
        String text = value.get().text(wanted);
        int place = words.indexOf(text);
        if (place < 0) {
            throw value.get().wrong(Closest.hint(text, words), wanted);
        }
        return all[place];
    }

    private static List<String> suites(YamlValue value) {
        String wanted = "a list of folders, each with a task file, as in [ ../mail, ../faq ]";
        List<String> folders = new ArrayList<>();
        List<YamlValue> items = value.list(wanted);
        if (items.size() > MOST_SUITES) {
            throw value.problem(
                    value.path()
                            + " names "
                            + items.size()
                            + " folders, and at most "
                            + MOST_SUITES
                            + " are read. Take some out.");
        }
        for (YamlValue item : items) {
            String folder = item.text("a folder with a task file, as in ../mail");
            if (folders.contains(folder)) {
                throw item.problem(
                        "folder " + Quoted.value(folder) + " stands twice. Take one out.");
            }
            folders.add(folder);
        }
        return folders;
    }
}
