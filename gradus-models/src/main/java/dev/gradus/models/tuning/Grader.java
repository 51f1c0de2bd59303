package dev.gradus.models.tuning;

import dev.gradus.spi.GradusException;
import dev.gradus.task.ScoreName;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A task's score as a grader of OpenAI's reinforcement tuning
/// (https://platform.openai.com/docs/guides/graders). What is expected stands in the example's
/// field `reference`.
public final class Grader {
    /// The field of an example that holds what is expected.
    public static final String REFERENCE = "reference";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String EXPECTED = "{{item.reference}}";

    private Grader() {}

    /// The grader that is the same as a score.
    ///
    /// @param field of the JSON answer that is graded; empty for the whole answer
    /// @throws GradusException.Usage where no grader is
    public static String of(ScoreName score, Optional<String> field) {
        String answer =
                field.map(name -> "{{sample.output_json." + name + "}}")
                        .orElse("{{sample.output_text}}");
        return switch (score) {
            case ACCURACY, MACRO_F1, EXACT -> check(answer, "eq");
            case CONTAINS -> check(answer, "like");
            case ROUGE_L -> similarity(answer, "rouge_l");
            case SIMILARITY -> similarity(answer, "cosine");
            case JSON_FIELDS, TOKEN_F1, CHECKS, NUMERIC, REGEX, JUDGE, CEL, COMMAND ->
                    throw new GradusException.Usage(
                            "the score "
                                    + score.word()
                                    + " is no grader of a provider. Tune by sft or dpo, reinforce"
                                    + " with open weights, or give a grader of your own.");
        };
    }

    /// A grader that asks a model.
    ///
    /// @param model that the provider has
    /// @param rubric what it is to go by; the answer and what is expected follow it
    public static String judge(String model, String rubric) {
        ObjectNode json = named("score_model").put("model", model);
        ObjectNode message = json.putArray("input").addObject().put("role", "user");
        message.put(
                "content",
                rubric
                        + "\n\nThe answer:\n{{sample.output_text}}\n\nWhat is expected:\n"
                        + EXPECTED
                        + "\n\nAnswer with a score from 0 to 1.");
        json.putArray("range").add(0).add(1);
        return json.toString();
    }

    private static String check(String answer, String operation) {
        return named("string_check")
                .put("input", answer)
                .put("reference", EXPECTED)
                .put("operation", operation)
                .toString();
    }

    private static String similarity(String answer, String metric) {
        return named("text_similarity")
                .put("input", answer)
                .put("reference", EXPECTED)
                .put("evaluation_metric", metric)
                .toString();
    }

    private static ObjectNode named(String type) {
        return JSON.createObjectNode().put("type", type).put("name", "score");
    }
}
