"""Writes the outcomes of this example: constructed, not recorded.

Every arm answers the same 2,000 items at exactly the rate that the article gives it. Which items an
arm gets right is drawn from one difficulty per item plus noise of its own, so that arms agree as
models do: what is hard for one is hard for the next.
"""

import random

LABELS = [
    "billing", "refund", "invoice-copy", "payment-failed", "login", "password-reset", "two-factor",
    "account-closure", "shipping-delay", "lost-parcel", "damaged-item", "return-label", "warranty",
    "outage", "bug-report", "feature-request", "data-export", "complaint",
]
ARMS = [  # arm, rung, model, right of 2,000, USD a call, milliseconds
    ("plain", "baseline", "sonnet", 1420, 0.005, 900),
    ("sharp-prompt", "prompt", "sonnet", 1680, 0.005, 950),
    ("shots", "examples", "sonnet", 1760, 0.005, 1000),
    ("shots", "model", "opus", 1840, 0.060, 1900),
    ("tuned", "tune", "haiku", 1820, 0.0004, 350),
]
ITEMS = 2000
HEAD = ("task,item_id,arm,rung,model,gold,pred,correct,prompt_tokens,completion_tokens,latency_ms,"
        "cost_usd")


def main():
    draw = random.Random(18)
    gold = [draw.choice(LABELS) for _ in range(ITEMS)]
    difficulty = [draw.gauss(0, 1) for _ in range(ITEMS)]
    rows = []
    for arm, rung, model, right, cost, middle in ARMS:
        hard = [difficulty[i] + 0.6 * draw.gauss(0, 1) for i in range(ITEMS)]
        easiest = set(sorted(range(ITEMS), key=hard.__getitem__)[:right])
        for i in range(ITEMS):
            is_right = i in easiest
            pred = gold[i] if is_right else draw.choice([one for one in LABELS if one != gold[i]])
            millis = round(middle * draw.lognormvariate(0, 0.25))
            rows.append((arm, f"tickets-18,t{i:04d},{arm},{rung},{model},{gold[i]},{pred},"
                              f"{int(is_right)},,,{millis},{cost}"))
    for name, keep in (("with-tuned.csv", True), ("without-tuned.csv", False)):
        with open(name, "w", encoding="utf-8", newline="\n") as out:
            out.write(HEAD + "\n")
            out.writelines(line + "\n" for arm, line in rows if keep or arm != "tuned")


main()
