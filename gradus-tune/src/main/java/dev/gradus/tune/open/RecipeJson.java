package dev.gradus.tune.open;

import dev.gradus.spi.GradusException;
import dev.gradus.task.Recipe;
import dev.gradus.task.Scoring;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `recipe.json`: every value that the scripts read.
final class RecipeJson {
    static final String FILE = "recipe.json";
    static final String SCHEMA = "gradus.open-recipe/1";

    /// Rows that are on the GPU at once; the rest of a batch is accumulated.
    private static final int MOST_AT_ONCE = 4;

    /// Pull towards the base, in DPO: the default of Rafailov et al. (2023).
    private static final double BETA = 0.1;

    private static final int GENERATIONS = 8;
    private static final int MOST_ANSWER_TOKENS = 512;

    private RecipeJson() {}

    static int microBatch(Recipe recipe) {
        return BigInteger.valueOf(recipe.batch())
                .gcd(BigInteger.valueOf(MOST_AT_ONCE))
                .intValueExact();
    }

    static Map<String, Object> fields(
            Scoring score, OpenRecipes.Tool tool, OpenOptions options, TrainingReport report) {
        Recipe recipe = options.recipe();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("schema", SCHEMA);
        fields.put("tool", tool.word());
        fields.put("method", OpenRecipes.word(options.method()));
        fields.put("base", options.base());
        fields.put("dataset", report.dataset());
        fields.put("dora", recipe.kind() == Recipe.Kind.DORA);
        fields.put("rank", recipe.rank());
        fields.put("alpha", recipe.alpha());
        fields.put("dropout", recipe.dropout());
        fields.put("four_bit", options.fourBit());
        fields.put("learning_rate", recipe.learningRate());
        fields.put("epochs", recipe.epochs());
        fields.put("batch", recipe.batch());
        fields.put("micro_batch", microBatch(recipe));
        fields.put("warmup", recipe.warmup());
        fields.put("weight_decay", recipe.weightDecay());
        fields.put("clip", recipe.clip());
        fields.put("patience", recipe.patience());
        fields.put("max_length", options.maxLength());
        fields.put("seed", options.seed());
        switch (options.method()) {
            case SFT -> {}
            case DPO -> fields.put("beta", BETA);
            case GRPO -> {
                fields.put("generations", GENERATIONS);
                fields.put("answer_tokens", Math.min(MOST_ANSWER_TOKENS, options.maxLength()));
                fields.put("reward", reward(score));
            }
        }
        return fields;
    }

    /// How the reward is computed: the task's own score, where Python can compute it alike.
    private static Map<String, Object> reward(Scoring score) {
        if (score instanceof Scoring.Command command) {
            return Map.of("kind", "command", "command", List.copyOf(command.command()));
        }
        String kind =
                switch (score.name()) {
                    case ACCURACY, MACRO_F1 -> "label";
                    case EXACT -> "exact";
                    case CONTAINS -> "contains";
                    case JSON_FIELDS,
                            TOKEN_F1,
                            ROUGE_L,
                            CHECKS,
                            NUMERIC,
                            REGEX,
                            SIMILARITY,
                            JUDGE,
                            CEL,
                            COMMAND ->
                            throw new GradusException.Data(
                                    "score "
                                            + score.word()
                                            + " cannot be the reward of a GRPO recipe, which knows"
                                            + " accuracy, macro-f1 (as accuracy), exact, contains and"
                                            + " command. Write it as score: { command: [ ... ] }, or"
                                            + " tune by SFT.");
                };
        return Map.of("kind", kind);
    }
}
