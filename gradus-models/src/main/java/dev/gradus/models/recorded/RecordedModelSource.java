package dev.gradus.models.recorded;

import dev.gradus.chat.ProviderSettings;
import dev.gradus.files.Closest;
import dev.gradus.files.Quoted;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Model;
import dev.gradus.spi.ModelSource;
import dev.gradus.task.ModelName;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// Opens recorded models: `recorded/openai/gpt-5-mini` with `providers: { recorded: { cassette:
/// replies.jsonl } }`, and `recorded/ARM` with `outcomes: outcomes.csv, items: items.csv` (and
/// `input-column`). Models of one cassette share it; it closes with the last of them.
public final class RecordedModelSource implements ModelSource {
    private static final String PROVIDER = "recorded";
    private static final List<String> OPTIONS =
            List.of("cassette", "outcomes", "items", "input-column");

    private final Map<Path, Shared> open = new HashMap<>();

    private static final class Shared {
        private final Cassette cassette;
        private int users;

        private Shared(Cassette cassette) {
            this.cassette = cassette;
        }
    }

    @Override
    public boolean knows(ModelName name, ProviderSettings settings) {
        return name.provider().equals(PROVIDER) && settings.api().isEmpty();
    }

    @Override
    public Model open(ModelName name, ProviderSettings settings, Place place) {
        Map<String, String> options = settings.options();
        refuseUnknown(options);
        Optional<Path> cassette = path(options, "cassette", place);
        Optional<Path> outcomes = path(options, "outcomes", place);
        if (cassette.isPresent() == outcomes.isPresent()) {
            throw new GradusException.Data(
                    "models names "
                            + name
                            + ", and providers.recorded names "
                            + (cassette.isPresent()
                                    ? "both a cassette and outcomes"
                                    : "no recording")
                            + ". Write providers: { recorded: { cassette: replies.jsonl } }, or"
                            + " { outcomes: outcomes.csv, items: items.csv }.");
        }
        if (outcomes.isPresent()) {
            Path items =
                    path(options, "items", place)
                            .orElseThrow(() ->
                                    new GradusException.Data(
                                            "providers.recorded.items is missing: outcomes name their items by id, and a request holds only the text. Write items: FILE, with the columns item_id and input."));
            return new ArmReader(
                            outcomes.get(), items, Optional.ofNullable(options.get("input-column")))
                    .read(name);
        }
        return play(name, original(name), cassette.get());
    }

    private static ModelName original(ModelName name) {
        try {
            return ModelName.parse(name.model());
        } catch (IllegalArgumentException wrong) {
            throw new GradusException.Data(
                    "models names "
                            + name
                            + ", and a cassette is asked for a model by its whole name. Write"
                            + " recorded/PROVIDER/MODEL, as in recorded/openai/gpt-5-mini.");
        }
    }

    private synchronized Model play(ModelName name, ModelName original, Path file) {
        Shared shared = open.computeIfAbsent(file, one -> new Shared(Cassette.open(one)));
        shared.users++;
        AtomicBoolean closed = new AtomicBoolean();
        return new RecordedModel(
                name,
                original,
                shared.cassette,
                () -> {
                    if (closed.compareAndSet(false, true)) {
                        giveBack(file, shared);
                    }
                });
    }

    private synchronized void giveBack(Path file, Shared shared) {
        if (--shared.users == 0) {
            open.remove(file);
            shared.cassette.close();
        }
    }

    private static Optional<Path> path(Map<String, String> options, String key, Place place) {
        String value = options.get(key);
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(place.folder().resolve(value).toAbsolutePath().normalize());
        } catch (InvalidPathException wrong) {
            throw new GradusException.Data(
                    "providers.recorded."
                            + key
                            + " is "
                            + Quoted.value(value)
                            + ". Write the name of a file, relative to the task's folder.");
        }
    }

    private static void refuseUnknown(Map<String, String> options) {
        for (String key : options.keySet()) {
            if (!OPTIONS.contains(key)) {
                throw new GradusException.Data(
                        "providers.recorded has the unknown key "
                                + Quoted.value(key)
                                + Closest.hint(key, OPTIONS)
                                + ". The keys are "
                                + String.join(", ", OPTIONS)
                                + ".");
            }
        }
    }
}
