package dev.gradus.files;

import dev.gradus.chat.Sampling;
import dev.gradus.chat.Sampling.Effort;
import dev.gradus.task.Calling;
import dev.gradus.task.Calling.PromptText;
import dev.gradus.task.ModelName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Reads how chat models are called: providers, sampling, efforts, repeats, rewrites, batch. What
/// is not written is as in `Calling.standard()`.
final class CallingReader {
    private static final Calling STANDARD = Calling.standard();
    private static final List<String> EFFORTS =
            Arrays.stream(Effort.values()).map(Effort::word).toList();

    private final YamlMap root;
    private final Path folder;
    private final ProvidersReader providers;

    CallingReader(YamlMap root, Path folder) {
        this.folder = folder;
        this.root = root;
        this.providers = new ProvidersReader(root);
    }

    ProvidersReader providers() {
        return providers;
    }

    Calling read(List<PromptText> prompts, OptionalLong tokenBudget) {
        Optional<YamlMap> rewrites =
                root.get("rewrites").map(value -> value.map("{ most: 3 }").only("most", "writer"));
        return new Calling(
                providers.settings(),
                prompts,
                sampling(),
                root.get("repeats")
                        .map(value -> value.whole(1, 100, "a whole number, 1 to 100, as in 3"))
                        .orElse(STANDARD.repeats()),
                tokenBudget,
                root.get("batch").map(YamlValue::truth).orElse(STANDARD.batch()),
                rewrites.flatMap(map -> map.get("most"))
                        .map(value -> value.whole(0, 20, "a whole number, 0 to 20, as in 3"))
                        .orElse(STANDARD.rewrites()),
                rewrites.flatMap(map -> map.get("writer")).map(this::writer),
                efforts(),
                new ValidatorsReader(root, folder).read());
    }

    private ModelName writer(YamlValue value) {
        ModelName model = providers.model(value);
        if (model.inProcess()) {
            throw value.wrong("a chat model, as in openai/gpt-5: an encoder writes nothing");
        }
        return model;
    }

    private Sampling sampling() {
        Sampling standard = STANDARD.sampling();
        String wanted = "a mapping, as in sampling: { temperature: 0, max-tokens: 1024 }";
        Optional<YamlMap> map =
                root.get("sampling")
                        .map(value ->
                                value.map(wanted)
                                        .only(
                                                "temperature",
                                                "top-p",
                                                "max-tokens",
                                                "seed",
                                                "effort",
                                                "stop"));
        if (map.isEmpty()) {
            return standard;
        }
        YamlMap keys = map.get();
        return new Sampling(
                OptionalDouble.of(
                        keys.get("temperature")
                                .map(value ->
                                        value.number(
                                                "a number from 0 to 2, as in 0",
                                                number -> number >= 0 && number <= 2))
                                .orElse(standard.temperature().orElseThrow())),
                keys.get("top-p").stream()
                        .mapToDouble(value ->
                                value.number(
                                        "a number above 0 and up to 1, as in 0.9",
                                        number -> number > 0 && number <= 1))
                        .findFirst(),
                OptionalInt.of(
                        keys.get("max-tokens")
                                .map(value ->
                                        value.whole(
                                                1,
                                                1_000_000,
                                                "a whole number of tokens, 1 to 1000000"))
                                .orElse(standard.maxTokens().orElseThrow())),
                keys.get("seed").stream()
                        .mapToLong(value ->
                                value.whole(
                                        0, Integer.MAX_VALUE, "a whole number, 0 to 2147483647"))
                        .findFirst(),
                keys.get("effort").map(CallingReader::effort),
                keys.get("stop").map(CallingReader::stop).orElse(List.of()),
                false);
    }

    private static List<String> stop(YamlValue value) {
        String wanted = "a list of 1 to 16 texts, as in [ \"\\n\" ]";
        List<String> stop = new ArrayList<>();
        for (YamlValue item : value.list(wanted)) {
            if (!(item.node() instanceof YamlNode.Scalar scalar)
                    || item.isEmpty()
                    || scalar.text().isEmpty()) {
                throw item.wrong("a text in quotes, as in \"\\n\"");
            }
            stop.add(scalar.text());
        }
        if (stop.isEmpty() || stop.size() > 16) {
            throw value.wrong(wanted);
        }
        return stop;
    }

    private List<Effort> efforts() {
        List<Effort> efforts = new ArrayList<>();
        root.get("efforts")
                .ifPresent(value -> {
                    for (YamlValue item : value.list("a list, as in [ low, high ]")) {
                        Effort effort = effort(item);
                        if (efforts.contains(effort)) {
                            throw item.problem(
                                    "effort "
                                            + Quoted.value(effort.word())
                                            + " stands twice. Take one out.");
                        }
                        efforts.add(effort);
                    }
                });
        return efforts;
    }

    private static Effort effort(YamlValue value) {
        String wanted = "one of " + String.join(", ", EFFORTS);
        int place = EFFORTS.indexOf(value.text(wanted));
        if (place < 0) {
            throw value.wrong(Closest.hint(value.text(wanted), EFFORTS), wanted);
        }
        return Effort.values()[place];
    }

    /// Refuses every model that another machine serves, wherever the task names it.
    void refuseRemote() {
        List<YamlValue> named = new ArrayList<>(root.need("models", "").list(""));
        Stream.of("rewrites.writer", "score.judge.model", "tuning.base")
                .forEach(path -> at(path, named));
        for (YamlValue value : named) {
            providers.refuseRemote(value, ModelKey.of(value));
        }
    }

    private void at(String path, List<YamlValue> found) {
        YamlMap map = root;
        String[] keys = path.split("\\.");
        for (int i = 0; i < keys.length; i++) {
            Optional<YamlValue> value = map.get(keys[i]);
            if (value.isEmpty()) {
                return;
            }
            if (i == keys.length - 1) {
                found.add(value.get());
            } else if (value.get().isMapping()) {
                map = value.get().map("");
            } else {
                return;
            }
        }
    }
}
