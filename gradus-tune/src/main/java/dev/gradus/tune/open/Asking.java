package dev.gradus.tune.open;

import dev.gradus.task.AnswerShape;
import dev.gradus.task.Example;
import dev.gradus.task.Task;
import java.util.Objects;
import java.util.Optional;

/// What the model is asked for an example. A tuned model answers well to what it was tuned on, so
/// this must be what it will be asked when it is measured and served.
@FunctionalInterface
public interface Asking {

    Asked of(Example example);

    /// The messages before the answer.
    ///
    /// @param system empty where there is no system message
    /// @param user the input, as the prompt shows it
    record Asked(Optional<String> system, String user) {
        public Asked {
            Objects.requireNonNull(system, "system");
            Objects.requireNonNull(user, "user");
        }
    }

    /// The brief, the names of the labels or the schema, and the input alone: the words of the
    /// prompt `baseline`, without shots. A tuned model needs no more, and every token of the
    /// instruction is paid for at each call.
    static Asking baseline(Task task) {
        String system =
                (task.brief()
                                + switch (task.answer()) {
                                    case AnswerShape.Labels labels ->
                                            "\nAnswer with one of: "
                                                    + String.join(", ", labels.names());
                                    case AnswerShape.Json json ->
                                            "\nAnswer with a JSON document of this schema: "
                                                    + json.schema();
                                    case AnswerShape.Text text -> "";
                                })
                        .strip();
        return example -> new Asked(Optional.of(system), example.input().strip());
    }
}
