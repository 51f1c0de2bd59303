"""What the recipes share: values from recipe.json, progress, stopping, going on, the reward of GRPO.

Everything about the task is in recipe.json, train.jsonl and held.jsonl; this file is the same for every task.
"""

import json
import math
import os
import signal
import subprocess
from pathlib import Path

# Telemetry off, before anything is imported that would ask.
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

from transformers import EarlyStoppingCallback, TrainerCallback  # noqa: E402

FOLDER = Path(__file__).resolve().parent
CHECKPOINTS = FOLDER / "checkpoints"
ADAPTER = FOLDER / "adapter"


def recipe():
    return json.loads((FOLDER / "recipe.json").read_text("utf-8"))


def rows(name):
    with open(FOLDER / name, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def asked_and_answered(name):
    """Chat rows as prompt and completion: the loss is on the answer alone, whatever the chat template."""
    return [{"prompt": row["messages"][:-1], "completion": row["messages"][-1:]} for row in rows(name)]


def precision():
    """bf16 where the GPU has it, fp16 on an older one, 32 bits on a CPU."""
    import torch

    gpu = torch.cuda.is_available()
    bf16 = gpu and torch.cuda.is_bf16_supported()
    return {"bf16": bf16, "fp16": gpu and not bf16}


def shared_arguments(values, better="eval_loss", greater=False):
    """What every trainer takes: one evaluation and one checkpoint an epoch, the best one kept."""
    return dict(
        output_dir=str(CHECKPOINTS),
        num_train_epochs=values["epochs"],
        per_device_train_batch_size=values["micro_batch"],
        per_device_eval_batch_size=values["micro_batch"],
        gradient_accumulation_steps=values["batch"] // values["micro_batch"],
        learning_rate=values["learning_rate"],
        lr_scheduler_type="linear",
        warmup_steps=values["warmup"],  # below 1: a share of all steps
        weight_decay=values["weight_decay"],
        max_grad_norm=values["clip"],
        optim="adamw_torch",
        seed=values["seed"],
        data_seed=values["seed"],
        eval_strategy="epoch",
        save_strategy="epoch",
        save_total_limit=2,
        load_best_model_at_end=True,
        metric_for_best_model=better,
        greater_is_better=greater,
        restore_callback_states_from_checkpoint=True,
        logging_steps=1,
        report_to="none",
        **precision(),
    )


def newest_checkpoint():
    """The newest checkpoint that is whole: one that was being written when the process died is passed over."""
    whole = [
        folder
        for folder in CHECKPOINTS.glob("checkpoint-*")
        if folder.name[11:].isdigit()
        and all((folder / name).is_file() for name in ("trainer_state.json", "optimizer.pt", "scheduler.pt"))
        and _is_json(folder / "trainer_state.json")
    ]
    return str(max(whole, key=lambda folder: int(folder.name[11:]))) if whole else None


def _is_json(path):
    try:
        json.loads(path.read_text("utf-8"))
        return True
    except ValueError:
        return False


class Progress(TrainerCallback):
    """One line of JSON a step; ends at a loss that is no number, and in order when it is asked to."""

    def __init__(self):
        self.asked_to_stop = False
        signal.signal(signal.SIGTERM, self._stop)

    def _stop(self, *_):
        self.asked_to_stop = True

    def on_log(self, args, state, control, logs=None, **kwargs):
        told = {"step": state.global_step, "steps": state.max_steps}
        told.update({k: v for k, v in (logs or {}).items() if k in ("loss", "eval_loss", "learning_rate", "reward", "eval_reward")})
        print(json.dumps(told), flush=True)
        for key in ("loss", "eval_loss"):
            if key in told and not math.isfinite(told[key]):
                raise SystemExit(f"the {key} is no number at step {state.global_step}: lower the learning rate")

    def on_step_end(self, args, state, control, **kwargs):
        if self.asked_to_stop:
            control.should_save = True
            control.should_training_stop = True


def run(trainer, progress, values):
    """Trains, from the newest checkpoint on, and leaves the adapter of the best epoch."""
    trainer.add_callback(EarlyStoppingCallback(values["patience"]))
    start = newest_checkpoint()
    if start:
        print(json.dumps({"going_on_from": Path(start).name}), flush=True)
    trainer.train(resume_from_checkpoint=start)
    trainer.save_model(str(ADAPTER))
    state = trainer.state
    summary = {
        "steps": state.global_step,
        "epochs": state.epoch,
        "best": state.best_metric,
        "stopped": progress.asked_to_stop,
        "log": state.log_history,
    }
    (ADAPTER / "training.json").write_text(json.dumps(summary, indent=2), "utf-8")
    print(json.dumps({"done": True, "step": state.global_step, "steps": state.max_steps}), flush=True)


SEEN = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TEMP", "SystemRoot")


def reward_function(values):
    """The task's own score of an answer, from 0 to 1."""
    reward = values["reward"]
    kind = reward["kind"]

    def one(answer, expected, known):
        if kind == "label":
            return float(answer.strip().strip("\"'`.").casefold() == expected.strip().casefold())
        if kind == "exact":
            return float(answer.strip() == expected.strip())
        if kind == "contains":
            return float(expected in answer)
        return _asked(reward["command"], {"answer": answer, "expected": expected, **known})

    def score(completions, expected, id, input, variables, **_):
        answers = [c if isinstance(c, str) else c[-1]["content"] for c in completions]
        return [
            one(answer, right, {"id": name, "input": text, "variables": json.loads(more)})
            for answer, right, name, text, more in zip(answers, expected, id, input, variables, strict=True)
        ]

    score.__name__ = "task_score"
    return score


def _asked(command, question):
    """A command of the task: JSON on standard input, a number from 0 to 1 on standard output, no key in sight."""
    done = subprocess.run(
        command,
        input=json.dumps(question),
        capture_output=True,
        text=True,
        timeout=30,
        cwd=FOLDER,
        env={name: os.environ[name] for name in SEEN if name in os.environ},
    )
    try:
        value = float(done.stdout)
    except ValueError:
        value = math.nan
    if done.returncode != 0 or not 0 <= value <= 1:
        raise SystemExit(
            f"the command {command[0]!r} ended with code {done.returncode} and wrote {done.stdout[:80]!r}, "
            f"where a number from 0 to 1 is due: {done.stderr[-300:]}"
        )
    return value
