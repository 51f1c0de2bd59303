package dev.gradus.prompt;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Shots;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Example;
import dev.gradus.task.Label;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a candidate's templates read for one example: `input`, `brief`, `shots`, `labels`,
/// `schema`, and the example's other columns by their names. One place, so that the prompt that is
/// measured, served and exported is the same.
public final class PromptVariables {
    private final Map<String, Object> same;

    /// @param brief of the task
    public PromptVariables(String brief, Candidate.Prompted candidate) {
        this.same =
                Map.of(
                        "brief",
                        brief,
                        "labels",
                        candidate
                                .answer()
                                .asLabels()
                                .map(shape ->
                                        shape.labels().stream()
                                                .map(PromptVariables::label)
                                                .toList())
                                .orElse(List.of()),
                        "schema",
                        candidate.answer() instanceof AnswerShape.Json json ? json.schema() : "");
    }

    /// @param shots that the candidate shows for this example
    public Map<String, Object> of(List<Shots.Shot> shots, Example example) {
        Map<String, Object> variables = new HashMap<>(example.variables());
        variables.putAll(same);
        variables.put("input", example.input());
        variables.put("shots", shots.stream().map(PromptVariables::shot).toList());
        return variables;
    }

    private static Map<String, String> shot(Shots.Shot shot) {
        return Map.of("input", shot.input(), "expected", shot.expected());
    }

    private static Map<String, String> label(Label label) {
        return Map.of("name", label.name(), "description", label.description().orElse(""));
    }
}
