package dev.gradus.tune.open;

import dev.gradus.task.AnswerShape;
import dev.gradus.task.Example;
import dev.gradus.task.Example.Origin;
import dev.gradus.task.Goal;
import dev.gradus.task.Label;
import dev.gradus.task.ModelName;
import dev.gradus.task.Policy;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Task;
import dev.gradus.task.TuningCosts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tasks and examples of the tests.
final class Tasks {
    static final AnswerShape LABELS =
            new AnswerShape.Labels(
                    List.of(Label.of("refund"), Label.of("delivery"), Label.of("login")));

    private Tasks() {}

    static Task intents() {
        return of("Name the intent.", LABELS, ScoreName.ACCURACY, "vllm/Qwen/Qwen3-4B");
    }

    static Task of(String brief, AnswerShape answer, ScoreName score, String... models) {
        return new Task(
                "intents",
                brief,
                answer,
                score,
                new Goal(0.9, 0.01, Optional.empty(), Optional.empty()),
                Optional.empty(),
                new Policy(Policy.Stage.PRODUCTION, false, 12),
                List.of(models).stream().map(ModelName::parse).toList(),
                Optional.empty(),
                Optional.empty(),
                TuningCosts.unknown(),
                Optional.empty(),
                "USD");
    }

    /// Different inputs, the labels in turn.
    static List<Example> examples(int count) {
        List<Example> examples = new ArrayList<>();
        List<String> names = ((AnswerShape.Labels) LABELS).names();
        for (int i = 0; i < count; i++) {
            examples.add(Example.of("e" + i, "message number " + i, names.get(i % names.size())));
        }
        return examples;
    }

    static Example grouped(String id, String input, String expected, String group) {
        return new Example(
                id,
                input,
                expected,
                Origin.HUMAN,
                true,
                Map.of(),
                Optional.of(group),
                new Example.Source("train.csv", 1));
    }

    static Example synthetic(String id, boolean verified) {
        return new Example(
                id,
                "made up " + id,
                "refund",
                Origin.SYNTHETIC,
                verified,
                Map.of(),
                Optional.empty(),
                new Example.Source("train.csv", 1));
    }
}
