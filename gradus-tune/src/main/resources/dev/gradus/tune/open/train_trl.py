"""Tunes with TRL and PEFT: LoRA on all linear layers. Run it in its folder: python train_trl.py

Reads recipe.json, train.jsonl and held.jsonl; leaves adapter/. Run again, it goes on from its newest checkpoint.
"""

import gradus_tune as gradus
import torch
from datasets import Dataset
from peft import LoraConfig
from transformers import AutoModelForCausalLM, AutoTokenizer, BitsAndBytesConfig


def main():
    values = gradus.recipe()
    if values["four_bit"] and not torch.cuda.is_available():
        raise SystemExit("four_bit needs a GPU of NVIDIA: write the recipe without it, or run it on one")
    lora = LoraConfig(
        r=values["rank"],
        lora_alpha=values["alpha"],
        lora_dropout=values["dropout"],
        use_dora=values["dora"],
        target_modules="all-linear",
        task_type="CAUSAL_LM",
    )
    tokenizer = AutoTokenizer.from_pretrained(values["base"])
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    progress = gradus.Progress()
    trainer = {"sft": sft, "dpo": dpo, "grpo": grpo}[values["method"]](
        values, base(values), dict(processing_class=tokenizer, peft_config=lora, callbacks=[progress])
    )
    gradus.run(trainer, progress, values)


def base(values):
    kind = gradus.precision()
    dtype = torch.bfloat16 if kind["bf16"] else torch.float16 if kind["fp16"] and values["four_bit"] else torch.float32
    four = BitsAndBytesConfig(
        load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_use_double_quant=True, bnb_4bit_compute_dtype=dtype
    )
    return AutoModelForCausalLM.from_pretrained(
        values["base"], dtype=dtype, **(dict(quantization_config=four) if values["four_bit"] else {})
    )


def sft(values, model, more):
    from trl import SFTConfig, SFTTrainer

    return SFTTrainer(
        model=model,
        args=SFTConfig(
            **gradus.shared_arguments(values),
            max_length=values["max_length"],
            packing=False,  # short answers: packed rows would see one another
        ),
        train_dataset=Dataset.from_list(gradus.asked_and_answered("train.jsonl")),
        eval_dataset=Dataset.from_list(gradus.asked_and_answered("held.jsonl")),
        **more,
    )


def dpo(values, model, more):
    from trl import DPOConfig, DPOTrainer

    # A tenth of the rate: preferences move the answers far with small steps.
    arguments = gradus.shared_arguments(values) | {"learning_rate": values["learning_rate"] / 10}
    return DPOTrainer(
        model=model,
        args=DPOConfig(**arguments, max_length=values["max_length"], beta=values["beta"]),
        train_dataset=Dataset.from_list(gradus.rows("train.jsonl")),
        eval_dataset=Dataset.from_list(gradus.rows("held.jsonl")),
        **more,
    )


def grpo(values, model, more):
    from trl import GRPOConfig, GRPOTrainer

    # A batch of questions, each answered `generations` times, at a tenth of the rate.
    arguments = gradus.shared_arguments(values, better="eval_reward", greater=True) | {
        "learning_rate": values["learning_rate"] / 10,
        "per_device_train_batch_size": values["generations"],
        "per_device_eval_batch_size": values["generations"],
        "gradient_accumulation_steps": values["batch"],
    }
    return GRPOTrainer(
        model=model,
        args=GRPOConfig(
            **arguments, num_generations=values["generations"], max_completion_length=values["answer_tokens"]
        ),
        reward_funcs=[gradus.reward_function(values)],
        train_dataset=Dataset.from_list(gradus.rows("train.jsonl")),
        eval_dataset=Dataset.from_list(gradus.rows("held.jsonl")),
        **more,
    )


if __name__ == "__main__":
    main()
