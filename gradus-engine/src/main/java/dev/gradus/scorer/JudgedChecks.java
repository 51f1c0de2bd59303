package dev.gradus.scorer;

import dev.gradus.answer.internal.PlainJson;
import dev.gradus.task.Example;
import dev.gradus.task.ModelName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which examples of the score `checks` a model judges: those with an `llm-rubric`.
public final class JudgedChecks {
    private static final String KIND = "llm-rubric";

    private JudgedChecks() {}

    /// True where one of the example's checks is judged by a model.
    public static boolean in(Example example) {
        return check(example).isPresent();
    }

    /// The model that judges, where the check names one.
    public static Optional<ModelName> model(Example example) {
        return check(example)
                .map(check -> check.get("model"))
                .filter(String.class::isInstance)
                .map(name -> ModelName.parse((String) name));
    }

    private static Optional<Map<?, ?>> check(Example example) {
        if (!example.expected().contains(KIND)
                || !(PlainJson.read(example.expected()).orElse("") instanceof List<?> checks)) {
            return Optional.empty();
        }
        for (Object check : checks) {
            if (check instanceof Map<?, ?> map
                    && (map.containsKey(KIND) || map.containsKey("not-" + KIND))) {
                return Optional.of(map);
            }
        }
        return Optional.empty();
    }
}
