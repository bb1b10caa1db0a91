"""Writes the model folders that the tests of edged read, and beside each what it must answer.

`make golden` runs this. The folders are small and random, but otherwise as the usual tools write them;
the answers come from transformers in fp32. Each folder is tried with plain onnxruntime before it is
written, so a test of ours that goes red is about our code.
"""

import json
import logging
import math
import sys
import tempfile
from pathlib import Path
from typing import Callable, NamedTuple

import numpy
import torch
import transformers

import folders
import readback
import reference
import runtime
import text
import vocabularies
import weights

OUT = Path(__file__).resolve().parents[2] / "engine/tests/data/models"
BYTES_MAX = 8 << 20
#: None is the whole prompt at once.
CHUNKS = (None, 1, 16, 37)
#: Prompts tried for each kind; the one whose answer is clearest is kept.
CANDIDATES = 60
#: The steps of the answer whose logits are written down.
STEPS = (0, 23, 47)
#: Other machines round differently: what is allowed, as a multiple of what is seen here.
SLACK = 2
#: What is always allowed, and what is seen at most of a sound export: logits spread by about 4.
FLOOR = 1e-3
SEEN_MAX = {"fp32": 1e-4, "fp16": 0.05, "int4": 0.5, "int8": 1.0}

STEADY = 1.8
SAMPLING = {"do_sample": True, "temperature": 0.7, "top_p": 0.8, "top_k": 20, "repetition_penalty": 1.05}


class Fixture(NamedTuple):
    architecture: str
    vocabulary: Callable
    seed: int
    write: Callable
    graph: str
    format: str
    precision: str
    #: What edged must run it with on a CPU.
    backend: str
    model: dict = {}

    def dtype(self):
        return torch.float16 if self.precision == "fp16" else torch.float32


def genai(architecture, vocabulary, seed, precision, backend, provider="cpu", **model):
    def write(made, words, folder):
        folders.genai(made, words, folder, precision=precision, provider=provider)

    return Fixture(
        architecture, vocabulary, seed, write, "model.onnx", "genai", precision, backend, model
    )


def hugging_face(architecture, vocabulary, seed, precision, backend, graph, write, **model):
    return Fixture(
        architecture, vocabulary, seed, write, graph, "hugging-face", precision, backend, model
    )


FIXTURES = {
    "genai-llama-fp32": genai("llama", vocabularies.headers, 11, "fp32", "ragged", layers=3),
    "genai-qwen2-fp32": genai(
        "qwen2", vocabularies.chatml, 12, "fp32", "ragged", tied=True, sampling=SAMPLING
    ),
    "genai-qwen3-fp32": genai("qwen3", vocabularies.chatml, 13, "fp32", "ragged"),
    "genai-int4": genai("llama", vocabularies.headers, 14, "int4", "ragged", steady=STEADY),
    "genai-int8": genai("qwen2", vocabularies.chatml, 15, "int8", "ragged", steady=STEADY),
    "genai-fp16": genai("llama", vocabularies.headers, 16, "fp16", "plain", provider="cuda"),
    "hf-optimum": hugging_face(
        "llama", vocabularies.sentencepiece, 21, "fp32", "plain", "model.onnx", folders.optimum
    ),
    "hf-transformersjs": hugging_face(
        "qwen2",
        vocabularies.chatml,
        22,
        "int4",
        "ragged",
        "onnx/model_q4.onnx",
        folders.transformers_js_q4,
        steady=STEADY,
        sampling=SAMPLING,
    ),
    "hf-fp16": hugging_face(
        "qwen2",
        vocabularies.chatml,
        23,
        "fp16",
        "plain",
        "onnx/model_fp16.onnx",
        lambda *made: folders.transformers_js(*made, "fp16"),
    ),
    "hf-int8": hugging_face(
        "llama",
        vocabularies.headers,
        25,
        "int8",
        "plain",
        "onnx/model_quantized.onnx",
        lambda *made: folders.transformers_js(*made, "quantized"),
        steady=2.2,
    ),
}


def main():
    torch.set_num_threads(1)
    logging.disable(logging.WARNING)
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    wanted = sys.argv[1:] or list(FIXTURES)
    OUT.mkdir(parents=True, exist_ok=True)
    columns = f"{'folder':18} {'KiB':>5} {'most':>8} {'mean':>8} {'margin':>7}"
    print(f"{columns}  tokens of the prompts / distinct ones of the answers")
    for name in wanted:
        make(name, FIXTURES[name])
    total = sum(path.stat().st_size for path in OUT.rglob("*") if path.is_file())
    print(f"{total / 1024:.0f} KiB of {BYTES_MAX / 1024:.0f}")
    if total > BYTES_MAX:
        sys.exit(f"make golden: the folders have {total} bytes, more than {BYTES_MAX}")


def make(name, fixture):
    words = fixture.vocabulary()
    model = weights.model(fixture.architecture, words, fixture.seed, **fixture.model)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / name
        fixture.write(model, words, folder)
        exact = readback.read_back(model, folder / fixture.graph, fixture.dtype())
        export = runtime.Export(folder / fixture.graph)
        # tokenizer.json as it is: the class for a model_type may put its own splitting of words in.
        tokenizer = transformers.PreTrainedTokenizerFast.from_pretrained(folder)
        prompts, seen = choose(name, exact, export, tokenizer, words)
        if seen["max"] > SEEN_MAX[fixture.precision]:
            sys.exit(f"make golden: {name}: a logit is off by {seen['max']:.2g}")
        folders.replace(folder, OUT / name)
    golden = {
        "reference": f"transformers {transformers.__version__} in fp32, with the weights of this export",
        "format": fixture.format,
        "architecture": fixture.architecture,
        "precision": fixture.precision,
        "layers": model.config.num_hidden_layers,
        "vocabulary": words.size,
        "context_tokens": vocabularies.CONTEXT_TOKENS,
        "end_tokens": words.ends,
        "backend": fixture.backend,
        "logits_seen": {kind: round_up(value) for kind, value in seen.items()},
        "logits_tolerance": {kind: round_up(max(SLACK * value, FLOOR)) for kind, value in seen.items()},
        "prompts": prompts,
    }
    (OUT / f"{name}.golden.json").write_text(rendered(golden))
    size = sum(path.stat().st_size for path in (OUT / name).rglob("*") if path.is_file())
    margin = min(prompt["margin"] for prompt in prompts)
    shapes = " ".join(f"{len(p['prompt_ids'])}/{len(set(p['greedy_ids']))}" for p in prompts)
    print(
        f"{name:18} {size / 1024:5.0f} {seen['max']:8.2g} {seen['mean']:8.2g} {margin:7.2g}  {shapes}",
        flush=True,
    )


def choose(name, model, export, tokenizer, words):
    """One prompt of each kind, and how far the export is from the reference on all of them."""
    kinds = {
        "short": text.short_texts(),
        "long": text.long_texts(),
        "question": text.questions(),
        "conversation": text.conversations(),
    }
    prompts, seen = [], {"max": 0.0, "mean": 0.0}
    for kind, candidates in kinds.items():
        asked, answer = clearest(model, tokenizer, words, candidates)
        if answer is None:
            sys.exit(f"make golden: {name}: no {kind} prompt of {CANDIDATES} has a usable answer")
        for chunk in CHUNKS:
            rows = export.logits(answer.prompt_ids, answer.greedy_ids, chunk)
            first = len(answer.prompt_ids) - 1
            if rows[first:].argmax(axis=1).tolist() != answer.greedy_ids:
                sys.exit(f"make golden: {name}: {kind}, chunks of {chunk}: not transformers' answer")
            apart = numpy.abs(rows - answer.logits)
            for kind_of, value in (("max", apart.max()), ("mean", apart.mean())):
                seen[kind_of] = max(seen[kind_of], float(value))
        prompts.append(asked | recorded(answer, words))
    return prompts, seen


def clearest(model, tokenizer, words, candidates):
    asked, best = None, None
    for candidate, _ in zip(candidates, range(CANDIDATES)):
        key = "text" if isinstance(candidate, str) else "messages"
        answer = reference.greedy(
            model, encoded(tokenizer, candidate), words.ends, best.margin if best else 0.0
        )
        if answer:
            asked, best = {key: candidate}, answer
    return asked, best


def encoded(tokenizer, candidate):
    if isinstance(candidate, str):
        return tokenizer(candidate).input_ids
    rendered = tokenizer.apply_chat_template(candidate, add_generation_prompt=True, return_dict=True)
    return rendered["input_ids"]


def recorded(answer, words):
    first = len(answer.prompt_ids) - 1
    return {
        "prompt_ids": answer.prompt_ids,
        "greedy_ids": answer.greedy_ids,
        "margin": round(answer.margin, 3),
        "logits": [
            {"step": step, "values": [round(float(value), 3) for value in answer.logits[first + step]]}
            for step in STEPS
        ],
    }


def round_up(value):
    """To one digit, so that the last bits of another machine do not show."""
    unit = 10.0 ** math.floor(math.log10(value))
    return float(f"{math.ceil(value / unit) * unit:.0e}")


def rendered(golden):
    """JSON with each list of numbers on a line of its own."""
    lists = []

    def shelve(value):
        if isinstance(value, dict):
            return {key: shelve(inner) for key, inner in value.items()}
        if isinstance(value, list) and value and isinstance(value[0], (int, float)):
            lists.append(json.dumps(value, separators=(",", ":")))
            return f"@{len(lists) - 1}@"
        return [shelve(inner) for inner in value] if isinstance(value, list) else value

    whole = json.dumps(shelve(golden), indent=1, ensure_ascii=False)
    for index, numbers in enumerate(lists):
        whole = whole.replace(f'"@{index}@"', numbers)
    return whole + "\n"


if __name__ == "__main__":
    main()
