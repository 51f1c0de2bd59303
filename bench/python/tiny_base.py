"""Makes a tiny random Llama and its tokenizer from the words of a task: tiny_base.py WORDS_FILE FOLDER

Nothing is downloaded. Two layers of width 64: it knows nothing, so whatever it answers rightly later it was taught.
"""

import sys
from pathlib import Path

import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

TEMPLATE = (
    "{% for message in messages %}{{ '<' + message['role'] + '> ' + message['content'] + ' <end> ' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<assistant> ' }}{% endif %}"
)


def main(words_file, folder):
    specials = ["<pad>", "<unk>", "<end>", "<system>", "<user>", "<assistant>"]
    split = pre_tokenizers.WhitespaceSplit()
    words = sorted({word for word, _ in split.pre_tokenize_str(Path(words_file).read_text("utf-8"))})
    vocabulary = {word: i for i, word in enumerate(specials + words)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = split
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", unk_token="<unk>", eos_token="<end>", model_max_length=256
    )
    fast.chat_template = TEMPLATE
    torch.manual_seed(7)
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(vocabulary),
            hidden_size=64,
            intermediate_size=128,
            num_hidden_layers=2,
            num_attention_heads=4,
            num_key_value_heads=4,
            max_position_embeddings=256,
            initializer_range=0.1,
            bos_token_id=None,
            eos_token_id=fast.eos_token_id,
            pad_token_id=fast.pad_token_id,
        )
    )
    # Adapters leave the last layer as it is, and answers would stay unsure on so small a one.
    with torch.no_grad():
        model.lm_head.weight.mul_(4)
    model.save_pretrained(folder)
    fast.save_pretrained(folder)
    print(f"base: {sum(p.numel() for p in model.parameters()):,} random weights, {len(vocabulary)} words", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
