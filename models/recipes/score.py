"""How many answers of a model are right: `score.py FOLDER --task commands --set SET.jsonl`.

FOLDER is what train.py leaves or what export.py makes of it. Answers are greedy, read until the end
token, and compared as edged's own `eval` does it: equal JSON values, else equal trimmed text.
"""

import argparse
import json
import sys
import time
from pathlib import Path

import numpy

import lines
import vocabulary

ANSWER_TOKENS_MAX = 256
ROWS_MAX = 64


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--task", required=True)
    parser.add_argument("--set", type=Path, required=True, help="a line is {id, input, expect}")
    parser.add_argument("--limit", type=int, help="only so many lines of the set")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--wrong", type=int, default=0, help="print so many wrong answers")
    asked = parser.parse_args()
    records = read(asked.set)[: asked.limit]
    found = score(asked.folder, asked.task, records, asked.threads)
    for wrong in found.pop("wrong")[: asked.wrong]:
        print(json.dumps(wrong, ensure_ascii=False), file=sys.stderr)
    print(json.dumps({"folder": str(asked.folder), "set": str(asked.set)} | found, indent=1))


def read(path):
    return [json.loads(line) for line in path.read_text().splitlines() if line.strip()]


def score(folder, task, records, threads=2):
    """The share of right answers, and the lines where the answer is wrong."""
    started = time.monotonic()
    tokenizer = vocabulary.load(folder)
    model = (Graph if (folder / "model.onnx").exists() else Weights)(folder, threads)
    answers = answered(
        model, tokenizer, lines.system_of(task), [record["input"] for record in records]
    )
    wrong = [
        {"id": record["id"], "input": record["input"], "expect": record["expect"], "answer": answer}
        for record, answer in zip(records, answers)
        if not same(record["expect"], answer)
    ]
    return {
        "task": task,
        "n": len(records),
        "exact_match": (len(records) - len(wrong)) / len(records),
        "seconds": round(time.monotonic() - started, 1),
        "wrong": wrong,
    }


def same(expect, answer):
    """Equal JSON values, else equal trimmed text."""
    try:
        return alike(expect, json.loads(answer))
    except ValueError:
        return isinstance(expect, str) and expect.strip() == answer.strip()


def alike(left, right):
    """Equality of JSON, where true is no number."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(alike(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(alike(*pair) for pair in zip(left, right))
    return isinstance(left, bool) == isinstance(right, bool) and left == right


def answered(model, tokenizer, system, inputs):
    """The answers, in the order of the inputs. Prompts of one length go together, unpadded."""
    by_length = {}
    for at, text in enumerate(inputs):
        messages = [{"role": "system", "content": system}, {"role": "user", "content": text}]
        ids = tokenizer.apply_chat_template(messages, add_generation_prompt=True, return_dict=False)
        by_length.setdefault(len(ids), []).append((at, ids))
    answers = [None] * len(inputs)
    for length in sorted(by_length):
        group = by_length[length]
        for first in range(0, len(group), ROWS_MAX):
            places, prompts = zip(*group[first : first + ROWS_MAX])
            for at, tokens in zip(
                places, greedy(model, numpy.array(prompts), tokenizer.eos_token_id)
            ):
                answers[at] = tokenizer.decode(tokens)
    return answers


def greedy(model, prompts, end):
    rows = [[] for _ in prompts]
    ended = numpy.zeros(len(prompts), dtype=bool)
    step, past = prompts, None
    room = min(ANSWER_TOKENS_MAX, vocabulary.CONTEXT_TOKENS - prompts.shape[1])
    for _ in range(room):
        logits, past = model.next(step, past)
        chosen = logits.argmax(axis=1)
        ended |= chosen == end
        if ended.all():
            break
        for row in numpy.flatnonzero(~ended):
            rows[row].append(int(chosen[row]))
        step = chosen[:, None]
    return rows


class Graph:
    """An exported folder, run by plain onnxruntime."""

    def __init__(self, folder, threads):
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(
            folder / "model.onnx", options, providers=["CPUExecutionProvider"]
        )
        self.names = [output.name for output in self.session.get_outputs()]
        self.past = [
            one for one in self.session.get_inputs() if one.name.startswith("past_key_values")
        ]
        self.head_dim = json.loads((folder / "genai_config.json").read_text())["model"]["decoder"][
            "head_size"
        ]

    def next(self, step, past):
        """The logits after the last token of each row, and what the graph remembers."""
        rows = len(step)
        if past is None:
            past = {
                one.name: numpy.zeros((rows, one.shape[1], 0, self.head_dim), numpy.float32)
                for one in self.past
            }
        total = next(iter(past.values())).shape[2] + step.shape[1]
        feeds = {
            "input_ids": step.astype(numpy.int64),
            "attention_mask": numpy.ones((rows, total), numpy.int64),
        }
        found = dict(zip(self.names, self.session.run(None, feeds | past)))
        logits = found.pop("logits")[:, -1]
        return logits, {
            name.replace("present", "past_key_values"): value for name, value in found.items()
        }


class Weights:
    """The weights as they were trained, run by transformers."""

    def __init__(self, folder, threads):
        import torch
        from transformers import LlamaForCausalLM

        torch.set_num_threads(threads)
        self.torch = torch
        self.model = LlamaForCausalLM.from_pretrained(folder).float().eval()

    def next(self, step, past):
        with self.torch.inference_mode():
            found = self.model(self.torch.from_numpy(step), past_key_values=past, use_cache=True)
        return found.logits[:, -1].numpy(), found.past_key_values


if __name__ == "__main__":
    main()
