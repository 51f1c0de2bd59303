package dev.gradus;

import dev.gradus.spi.GradusException;
import dev.gradus.spi.Model;
import dev.gradus.spi.ModelSource;
import dev.gradus.task.ModelName;
import dev.gradus.task.Task;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The task's chat models, each opened when it is first called. Thread-safe.
final class ChatModels implements AutoCloseable {
    private final Task task;
    private final List<ModelSource> sources;
    private final ModelSource.Place place;
    private final Map<ModelName, Model> open = new ConcurrentHashMap<>();

    ChatModels(Task task, List<ModelSource> sources, ModelSource.Place place) {
        this.task = task;
        this.sources = List.copyOf(sources);
        this.place = place;
    }

    /// The models of the task that do not run in this process, the cheapest first.
    ///
    /// @throws GradusException.Data where nothing on the class path knows one of them
    List<ModelName> named() {
        List<ModelName> named = task.models().stream().filter(one -> !one.inProcess()).toList();
        named.forEach(this::source);
        return named;
    }

    Model model(ModelName name) {
        return open.computeIfAbsent(
                name, one -> source(one).open(one, task.calling().provider(one.provider()), place));
    }

    private ModelSource source(ModelName name) {
        return sources.stream()
                .filter(one -> one.knows(name, task.calling().provider(name.provider())))
                .findFirst()
                .orElseThrow(() ->
                        new GradusException.Data(
                                "models names "
                                        + name
                                        + ", and no provider '"
                                        + name.provider()
                                        + "' is known. Say how it is reached: providers: { "
                                        + name.provider()
                                        + ": { api: openai-chat, base-url:"
                                        + " \"http://127.0.0.1:8000/v1\" } }."));
    }

    @Override
    public void close() {
        open.values().forEach(Model::close);
    }
}
