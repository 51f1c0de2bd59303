/// Fine-tuning of generative models with open weights, outside this process: training sets,
/// complete recipes for Axolotl, TRL with PEFT, and Unsloth, and the run of a recipe as a child
/// process.
///
/// Texts of a task are data here: they go into JSON files that scripts read, never into code. The
/// scripts are the same bytes whatever the task.
///
/// Dependencies: Jackson 3 (`tools.jackson.core:jackson-databind`) writes the files and reads what
/// a training run leaves.
@NullMarked
package dev.gradus.tune.open;

import org.jspecify.annotations.NullMarked;
