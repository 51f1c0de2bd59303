package dev.gradus.files;

import dev.gradus.packed.PackedList;
import dev.gradus.task.Example;
import dev.gradus.task.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A task file that was read, with everything it names.
///
/// @param task what the model must do
/// @param examples the rows of `examples.file`, in its order
/// @param test the rows of `examples.test`, in its order; empty where a test is to be cut from the
///   examples
/// @param file the task file
/// @param folder where it stands: the home of the ledger and of relative paths
/// @param documents `documents` as it stands, for the retrieval rung
/// @param tools one text a tool as it stands, for the tools rung
/// @param notes what was read as it stands and should be known
/// @param places `file:line:column` of each value, by its path of keys: `goal.matters`
public record LoadedTask(
        Task task,
        List<Example> examples,
        Optional<List<Example>> test,
        Path file,
        Path folder,
        Optional<String> documents,
        List<String> tools,
        List<FileNote> notes,
        Map<String, String> places) {
    public LoadedTask {
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(documents, "documents");
        examples = PackedList.copyOf(examples);
        test = test.map(PackedList::copyOf);
        tools = List.copyOf(tools);
        notes = List.copyOf(notes);
        places = Map.copyOf(places);
    }

    /// Where a value stands, for a message: `gradus.yaml:6:22`; the task file's name where it is
    /// not written.
    public String place(String path) {
        String name = String.valueOf(file.getFileName());
        return places.getOrDefault(path, name);
    }
}
