package dev.gradus;

import dev.gradus.task.Example;
import dev.gradus.task.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a tuning is asked to do.
///
/// @param climb the ladder below it, as it would be climbed
/// @param override why it should run although gates do not pass; empty to obey them
/// @param others the tasks of `tuning.forgetting`, in their order
public record TuneRequest(ClimbRequest climb, Optional<String> override, List<Other> others) {
    public TuneRequest {
        others = List.copyOf(others);
        if (override.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("an override has a reason");
        }
    }

    /// A task that the tuned model must not lose.
    ///
    /// @param examples all of its own
    /// @param folder of its task file, for what its score and prompts name; empty for the folder of
    ///   the task that is tuned
    public record Other(Task task, List<Example> examples, Optional<Path> folder) {
        public Other {
            examples = List.copyOf(examples);
        }

        public Other(Task task, List<Example> examples) {
            this(task, examples, Optional.empty());
        }
    }
}
