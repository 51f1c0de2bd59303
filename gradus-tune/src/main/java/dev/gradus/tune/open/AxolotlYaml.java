package dev.gradus.tune.open;

import dev.gradus.task.Recipe;
import java.util.StringJoiner;

/// A recipe as Axolotl reads it. Every text is a JSON string, which is a YAML scalar that nothing
/// in it can leave. The keys are those of Axolotl 0.19.
final class AxolotlYaml {
    static final String FILE = "axolotl.yaml";

    private final OpenOptions options;
    private final TrainingReport report;
    private final StringJoiner lines = new StringJoiner("\n", "", "\n");

    private AxolotlYaml(OpenOptions options, TrainingReport report) {
        this.options = options;
        this.report = report;
    }

    static String of(OpenOptions options, TrainingReport report) {
        return new AxolotlYaml(options, report).written();
    }

    private String written() {
        Recipe recipe = options.recipe();
        comment("Run in this folder: axolotl train " + FILE);
        text("base_model", options.base());
        adapter(recipe);
        data();
        comment("One epoch's steps on one GPU; with N GPUs divide both by N.");
        long steps = Math.ceilDiv(report.learned(), recipe.batch());
        text("eval_strategy", "steps");
        text("save_strategy", "steps");
        plain("eval_steps", steps);
        plain("save_steps", steps);
        plain("early_stopping_patience", recipe.patience());
        plain("load_best_model_at_end", true);
        text("metric_for_best_model", "eval_loss");
        plain("greater_is_better", false);
        plain("save_total_limit", 2);
        plain("auto_resume_from_checkpoints", true);
        plain("num_epochs", recipe.epochs());
        plain("micro_batch_size", RecipeJson.microBatch(recipe));
        plain("gradient_accumulation_steps", recipe.batch() / RecipeJson.microBatch(recipe));
        plain("learning_rate", recipe.learningRate());
        text("lr_scheduler", "linear");
        plain("warmup_ratio", recipe.warmup());
        text("optimizer", "adamw_torch");
        plain("weight_decay", recipe.weightDecay());
        plain("max_grad_norm", recipe.clip());
        comment("bf16 where the GPU has it.");
        text("bf16", "auto");
        plain("gradient_checkpointing", true);
        plain("seed", options.seed());
        plain("logging_steps", 1);
        text("output_dir", OpenRecipes.ADAPTER);
        text("dataset_prepared_path", "prepared");
        return lines.toString();
    }

    private void adapter(Recipe recipe) {
        text("adapter", options.fourBit() ? "qlora" : "lora");
        plain("load_in_4bit", options.fourBit());
        plain("lora_r", recipe.rank());
        plain("lora_alpha", recipe.alpha());
        plain("lora_dropout", recipe.dropout());
        plain("lora_target_linear", true);
        plain("peft_use_dora", recipe.kind() == Recipe.Kind.DORA);
    }

    private void data() {
        dataset("datasets", OpenRecipes.TRAIN);
        dataset("test_datasets", OpenRecipes.HELD);
        text("chat_template", "tokenizer_default");
        plain("sequence_len", options.maxLength());
        text("excess_length_strategy", "truncate");
        comment("Answers are short and rows are many: packed rows would see one another.");
        plain("sample_packing", false);
        plain("eval_sample_packing", false);
        plain("pad_to_sequence_len", false);
    }

    private void dataset(String name, String file) {
        lines.add(name + ":");
        lines.add("  - path: " + OpenFiles.json(file));
        lines.add("    ds_type: json");
        lines.add("    split: train");
        lines.add("    type: chat_template");
        lines.add("    field_messages: messages");
        lines.add("    roles_to_train: [\"assistant\"]");
    }

    private void text(String key, String value) {
        lines.add(key + ": " + OpenFiles.json(value));
    }

    private void plain(String key, boolean value) {
        lines.add(key + ": " + value);
    }

    private void plain(String key, long value) {
        lines.add(key + ": " + value);
    }

    /// Without an exponent: YAML 1.1 takes `2.0E-4` for a number only in some of its readers.
    private void plain(String key, double value) {
        lines.add(key + ": " + new java.math.BigDecimal(Double.toString(value)).toPlainString());
    }

    private void comment(String text) {
        lines.add("# " + text);
    }
}
