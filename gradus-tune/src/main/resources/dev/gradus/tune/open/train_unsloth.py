"""Tunes with Unsloth: LoRA on all linear layers. Run it in its folder, on a GPU: python train_unsloth.py

Reads recipe.json, train.jsonl and held.jsonl; leaves adapter/. Run again, it goes on from its newest checkpoint.
"""

from unsloth import FastLanguageModel  # first: it changes what is imported after it

import gradus_tune as gradus
from datasets import Dataset
from trl import SFTConfig, SFTTrainer

LINEAR = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


def main():
    values = gradus.recipe()
    model, tokenizer = FastLanguageModel.from_pretrained(
        model_name=values["base"],
        max_seq_length=values["max_length"],
        load_in_4bit=values["four_bit"],
        random_state=values["seed"],
    )
    model = FastLanguageModel.get_peft_model(
        model,
        r=values["rank"],
        lora_alpha=values["alpha"],
        lora_dropout=values["dropout"],
        use_dora=values["dora"],
        target_modules=LINEAR,
        random_state=values["seed"],
    )
    progress = gradus.Progress()
    trainer = SFTTrainer(
        model=model,
        args=SFTConfig(**gradus.shared_arguments(values), max_length=values["max_length"], packing=False),
        train_dataset=Dataset.from_list(gradus.asked_and_answered("train.jsonl")),
        eval_dataset=Dataset.from_list(gradus.asked_and_answered("held.jsonl")),
        processing_class=tokenizer,
        callbacks=[progress],
    )
    gradus.run(trainer, progress, values)


if __name__ == "__main__":
    main()
