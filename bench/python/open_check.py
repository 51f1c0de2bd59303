"""Tunes a tiny generative model by the files that Gradus writes, serves it, and measures it by Gradus.

open_check.py ROOT WORK: ROOT is the checkout; WORK gets everything that is made. JAVA runs OpenTuning.java beside
this file, on the class path GRADUS_CLASSPATH. Ends with one line that says what held, and 1 where anything did not.
"""

import csv
import json
import os
import random
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT, WORK = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
HERE = Path(__file__).resolve().parent
LABELS = {
    "refund": ["money", "repay", "reimburse"],
    "delivery": ["parcel", "courier", "shipment"],
    "login": ["password", "account", "locked"],
    "invoice": ["bill", "receipt", "tax"],
}
FILLER = [a + b for a in ("ba", "de", "fi", "go", "lu", "mo", "ne", "pi", "ra", "su", "ti", "vo") for b in "bcdfglmnprst"]
ROWS = 480
OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "GRADUS_PYTHON": sys.executable}


def main():
    began = time.time()
    shutil.rmtree(WORK, ignore_errors=True)
    task = WORK / "task"
    task.mkdir(parents=True)
    write_task(task)
    base = WORK / "base"
    words = task / "words.txt"
    run([sys.executable, HERE / "tiny_base.py", words, base])

    sft = WORK / "sft"
    # Asked to stop, then gone on from the checkpoint: both must leave an adapter.
    stopped = tune(task, "sft", base, sft, stop=STOP_AT)
    tuned = tune(task, "sft", base, sft)
    history = json.loads((sft / "adapter" / "training.json").read_text("utf-8"))
    losses = [row["loss"] for row in history["log"] if "loss" in row]
    held = [row["eval_loss"] for row in history["log"] if "eval_loss" in row]
    compared, counts = measured(task, base, sft)
    before, after = compared["scoreBaseline"], compared["scoreCandidate"]

    # A few steps each: that they run, and what they leave, is the question here.
    dpo = tune(task, "dpo", base, WORK / "dpo", stop=FEW_STEPS)
    grpo = tune(task, "grpo", base, WORK / "grpo", stop=FEW_STEPS)

    checks = {
        f"stopped when asked to, at step {stopped['step']} of {stopped['steps']}, with an adapter": "asked" in stopped["note"]
        and STOP_AT <= stopped["step"] < stopped["steps"],
        "went on from its checkpoint": "going_on_from" in (sft / "training.log").read_text("utf-8"),
        f"loss falls to less than half: {losses[0]:.3f} to {losses[-1]:.3f}": losses[-1] < losses[0] / 2,
        f"held-out loss falls: {held[0]:.3f} to {min(held):.3f}": min(held) < held[0],
        "progress was followed": tuned["step"] == tuned["steps"] > 0,
        f"{counts['sameInstruction']} of {counts['calls']} served calls had the instruction that was tuned on": counts["calls"]
        == counts["sameInstruction"]
        > 0,
        f"tuned {after:.3f} against base {before:.3f} on {compared['n']} dev examples": after > before + 0.3,
        f"DPO leaves an adapter after {dpo['step']} steps": dpo["step"] >= FEW_STEPS,
        f"GRPO leaves an adapter after {grpo['step']} steps": grpo["step"] >= FEW_STEPS,
    }
    for words, holds in checks.items():
        print(("ok      " if holds else "FAILED  ") + words, flush=True)
    failed = sum(not holds for holds in checks.values())
    print(
        f"open weights: base {100 * before:.1f} %, tuned {100 * after:.1f} % on {compared['n']} dev examples; "
        f"{len(checks) - failed} checks passed, {failed} failed, {time.time() - began:.0f} s",
        flush=True,
    )
    return 1 if failed else 0


STOP_AT = 20
FEW_STEPS = 4


def write_task(folder):
    draw = random.Random(11)
    rows = []
    for i in range(ROWS):
        label = list(LABELS)[i % len(LABELS)]
        text = draw.sample(FILLER, draw.randint(6, 10))
        text.insert(draw.randrange(len(text) + 1), draw.choice(LABELS[label]))
        rows.append((f"m{i}", " ".join(text), label))
    with open(folder / "train.csv", "w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([("id", "text", "intent"), *rows])
    brief = "Name the one intent of the message"
    prompt = (
        "{{ brief }}\nAnswer with one of: {% for label in labels %}{{ label.name }}"
        "{% if not loop.last %}, {% endif %}{% endfor %}"
    )
    (folder / "prompt.txt").write_text(prompt, "utf-8")
    names = ", ".join(LABELS)
    (folder / "words.txt").write_text(
        " ".join(FILLER + [w for more in LABELS.values() for w in more] + list(LABELS)) + f"\n{brief}\nAnswer with one of: {names}\n",
        "utf-8",
    )
    (folder / "gradus.yaml").write_text(
        f"""task: tiny-intents
brief: {brief}
examples: {{ file: train.csv, id: id, input: text, expected: intent }}
answer: {{ labels: [ {names} ] }}
score: accuracy
goal: {{ score: 0.9, matters: 0.05 }}
models: [ tiny/base, tiny/tuned ]
prompts: [ prompt.txt ]
providers: {{ tiny: {{ api: openai-chat, base-url: "http://127.0.0.1:9/v1" }} }}
""",
        "utf-8",
    )


def tune(task, method, base, into, stop=0):
    java = [os.environ["JAVA"], "-cp", os.environ["GRADUS_CLASSPATH"], HERE / "OpenTuning.java"]
    done = run([*java, task, method, base, into, str(stop)], capture=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


def measured(task, base, sft):
    """The paired comparison of base and tuned on dev, through Gradus's own adapter for such servers."""
    server = subprocess.Popen(
        [sys.executable, HERE / "serve.py", base, sft / "adapter", sft / "train.jsonl"],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | OFFLINE,
    )
    try:
        port = int(server.stdout.readline())
        yaml = task / "gradus.yaml"
        yaml.write_text(yaml.read_text("utf-8").replace("127.0.0.1:9/", f"127.0.0.1:{port}/"), "utf-8")
        run([ROOT / "gradus", "gate", task, "--write-baseline"])
        baseline = json.loads((task / "baseline.json").read_text("utf-8"))
        candidate = json.loads(json.dumps(baseline["candidate"]).replace("tiny/base", "tiny/tuned"))
        (WORK / "tuned.json").write_text(json.dumps(candidate), "utf-8")
        done = run([ROOT / "gradus", "gate", task, "--candidate", WORK / "tuned.json", "--json"], capture=True)
        document = json.loads(done.stdout)
        print(document["headline"], flush=True)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/counts", timeout=10) as reply:
            return document["comparison"], json.load(reply)
    finally:
        server.terminate()
        server.wait(10)


def run(command, capture=False):
    command = [str(word) for word in command]
    done = subprocess.run(
        command, stdout=subprocess.PIPE if capture else None, text=True, env=os.environ | OFFLINE, timeout=900
    )
    if done.returncode != 0:
        raise SystemExit(f"open weights: FAILED, {' '.join(command)[-300:]} ended with code {done.returncode}")
    return done


if __name__ == "__main__":
    sys.exit(main())
