"""Loads an adapter with PEFT and compares its vectors with those of the merged ONNX graph.

    python peft_check.py BASE ADAPTER VECTORS [MERGED]

BASE      folder that EncoderExport wrote: model.safetensors, config.json, tokenizer.json
ADAPTER   folder with adapter_model.safetensors and adapter_config.json, or a whole model.safetensors
VECTORS   safetensors file: `ids.N` [tokens] and `vector.N` [dimensions] per text, written by Gradus through
          ONNX Runtime; metadata `pooling`, mean or cls
MERGED    merged.onnx, run by Python's ONNX Runtime too; left out without it

Ends with 0 where every value differs by less than 1e-4. Needs torch, transformers, peft, safetensors, numpy;
onnxruntime for MERGED.
"""

import os
import sys

# PEFT would look the base up on the hub by its name.
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import numpy as np
import torch
from safetensors import safe_open
from transformers import BertModel

LIMIT = 1e-4


def load(base, adapter):
    if os.path.exists(os.path.join(adapter, "model.safetensors")):
        from safetensors.torch import load_file

        model = BertModel.from_pretrained(base, add_pooling_layer=False)
        missing, strange = model.load_state_dict(
            load_file(os.path.join(adapter, "model.safetensors")), strict=False
        )
        weights = [name for name in missing if "position_ids" not in name]
        if weights or strange:
            sys.exit(f"missing {weights}, strange {strange}")
        return model.eval()
    from peft import PeftModel

    model = BertModel.from_pretrained(base, add_pooling_layer=False)
    tuned = PeftModel.from_pretrained(model, adapter)
    tuned.eval()
    with safe_open(os.path.join(adapter, "adapter_model.safetensors"), "pt") as file:
        given = {name: file.get_tensor(name) for name in file.keys()}
    from peft import get_peft_model_state_dict

    loaded = get_peft_model_state_dict(tuned)
    if set(given) != set(loaded):
        sys.exit(f"PEFT has other tensors: {sorted(set(given) ^ set(loaded))[:4]}")
    for name, value in given.items():
        if not torch.equal(value, loaded[name]):
            sys.exit(f"PEFT did not load {name}")
    return tuned


def pooled(hidden, pooling):
    vector = hidden.mean(axis=0) if pooling == "mean" else hidden[0]
    return vector / np.linalg.norm(vector)


def main(base, adapter, vectors, merged=None):
    model = load(base, adapter)
    session = None
    if merged:
        import onnxruntime

        session = onnxruntime.InferenceSession(merged, providers=["CPUExecutionProvider"])
    worst = {"PEFT": 0.0, "ONNX Runtime in Python": 0.0}
    with safe_open(vectors, "np") as file:
        pooling = file.metadata()["pooling"]
        texts = sorted(name[4:] for name in file.keys() if name.startswith("ids."))
        for text in texts:
            ids = file.get_tensor("ids." + text).astype(np.int64)[None, :]
            wanted = file.get_tensor("vector." + text)
            with torch.no_grad():
                hidden = model(
                    input_ids=torch.from_numpy(ids), attention_mask=torch.ones_like(torch.from_numpy(ids))
                ).last_hidden_state[0]
            ours = pooled(hidden.numpy(), pooling)
            worst["PEFT"] = max(worst["PEFT"], float(np.abs(ours - wanted).max()))
            if session:
                feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
                hidden = session.run(None, feed)[0][0]
                gap = float(np.abs(pooled(hidden, pooling) - wanted).max())
                worst["ONNX Runtime in Python"] = max(worst["ONNX Runtime in Python"], gap)
    if not session:
        del worst["ONNX Runtime in Python"]
    for name, gap in worst.items():
        print(f"{os.path.basename(adapter)}, {name}: {len(texts)} texts, largest difference {gap:.2e}")
    if not texts or max(worst.values()) >= LIMIT:
        sys.exit(f"the largest difference must stay below {LIMIT:g}")


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    main(*sys.argv[1:])
