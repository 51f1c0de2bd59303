"""A small OpenAI-compatible server on loopback: serve.py BASE ADAPTER TRAIN_JSONL. Prints its port, then serves.

Two models on one set of weights: `base` with the adapter switched off, `tuned` with it on. Counts the calls whose
instruction is the one that was tuned on, at GET /counts.
"""

import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer

LONGEST_BODY = 1 << 20
MOST_TOKENS = 8


class Served:
    def __init__(self, base, adapter, train):
        torch.set_num_threads(1)
        self.tokenizer = AutoTokenizer.from_pretrained(base)
        self.model = PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained(base), adapter).eval()
        self.lock = threading.Lock()
        with open(train, encoding="utf-8") as lines:
            self.instruction = json.loads(next(lines))["messages"][0]["content"]
        self.counts = {"calls": 0, "sameInstruction": 0}

    def answer(self, name, messages, most):
        text = self.tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        asked = self.tokenizer(text, return_tensors="pt", add_special_tokens=False)
        with self.lock, torch.no_grad():
            self.counts["calls"] += 1
            self.counts["sameInstruction"] += messages[0]["content"] == self.instruction
            if name == "base":
                with self.model.disable_adapter():
                    out = self._generate(asked, most)
            else:
                out = self._generate(asked, most)
        said = out[0, asked["input_ids"].shape[1] :]
        whole = said[-1].item() == self.tokenizer.eos_token_id
        reply = self.tokenizer.decode(said, skip_special_tokens=True)
        return reply, asked["input_ids"].shape[1], len(said), "stop" if whole else "length"

    def _generate(self, asked, most):
        return self.model.generate(
            input_ids=asked["input_ids"],
            attention_mask=asked["attention_mask"],
            max_new_tokens=min(most, MOST_TOKENS),
            do_sample=False,
            pad_token_id=self.tokenizer.pad_token_id,
        )


def handler(served):
    class OneCall(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def do_GET(self):
            if self.path == "/counts":
                self.reply(200, served.counts)
            else:
                names = [{"id": name, "object": "model"} for name in ("base", "tuned")]
                self.reply(200, {"object": "list", "data": names})

        def do_POST(self):
            length = int(self.headers.get("Content-Length", 0))
            if length > LONGEST_BODY:
                return self.reply(413, {"error": {"message": "too large"}})
            body = json.loads(self.rfile.read(length))
            if self.path != "/v1/chat/completions" or body.get("model") not in ("base", "tuned"):
                return self.reply(404, {"error": {"message": f"there is no {self.path} of {body.get('model')}"}})
            most = body.get("max_completion_tokens") or body.get("max_tokens") or MOST_TOKENS
            text, asked, said, finish = served.answer(body["model"], body["messages"], most)
            choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text}}
            usage = {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}
            reply = {"id": "chatcmpl-1", "object": "chat.completion", "created": int(time.time()), "model": body["model"]}
            self.reply(200, reply | {"choices": [choice], "usage": usage})

        def reply(self, status, document):
            raw = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

    return OneCall


class Server(ThreadingHTTPServer):
    def handle_error(self, request, address):
        # A client that drops a connection it no longer needs is no error.
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, address)


if __name__ == "__main__":
    server = Server(("127.0.0.1", 0), handler(Served(*sys.argv[1:])))
    print(server.server_address[1], flush=True)
    server.serve_forever()
