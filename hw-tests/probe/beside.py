"""The same model in onnxruntime-genai, beside ours.

Question: "onnxruntime-genai CUDA beside it where its wheel can be had".
How: the 0.5B graph with genai's inputs, a genai_config.json beside it, one prompt for all rows,
then tokens one by one, timed; its loop includes sampling, as its caller cannot leave that out. No
tokenizer is needed. Without the package the part says so.
"""

import importlib
import json
import os
import time
from pathlib import Path

import numpy as np

from decoder import write
from harness import REPETITIONS_MIN, NotRun

SHARE = 2
MODULES = ("onnxruntime_genai", "onnxruntime_genai_cuda")


def run(bench):
    for weights in ({}, {"bits": 4, "block": 32}):
        with bench.notes.part("0.5b " + ("int4" if weights else "dense")) as put:
            genai = imported()
            put(version=genai.__version__)
            plan = bench.plan("0.5b", genai=True, **weights)
            model = genai.Model(opened(genai, folder(bench, plan), bench.provider))
            for batch in bench.small((1, 8, 32), (1, 2)):
                put(**{f"batch {batch}": decode(bench, genai, model, plan, batch)})


def imported():
    for name in MODULES:
        try:
            return importlib.import_module(name)
        except ImportError as missing:
            why = missing
    raise NotRun(f"onnxruntime-genai cannot be imported ({why})")


def folder(bench, plan):
    """A folder as genai wants it. The weights are linked, as the graph names files beside it."""
    made = Path(bench.work_dir) / plan.file.removesuffix(".onnx")
    made.mkdir(exist_ok=True)
    path, shape = write(plan, bench.files), plan.shape
    for file in [path, *Path(bench.work_dir).glob("*.bin")]:
        target = made / ("model.onnx" if file == path else file.name)
        if not target.exists():
            os.link(file, target)
    names = {
        "past_key_names": "past_key_values.%d.key",
        "past_value_names": "past_key_values.%d.value",
    }
    decoder = {
        "session_options": {"log_id": "probe", "provider_options": []},
        "filename": "model.onnx",
        "head_size": shape.head_size,
        "hidden_size": shape.hidden,
        "num_attention_heads": shape.heads,
        "num_hidden_layers": shape.layers,
        "num_key_value_heads": shape.kv_heads,
        "inputs": {"input_ids": "input_ids", "attention_mask": "attention_mask", **names},
        "outputs": {
            "logits": "logits",
            "present_key_names": "present.%d.key",
            "present_value_names": "present.%d.value",
        },
    }
    config = {
        "model": {
            "bos_token_id": 1,
            "eos_token_id": 2,
            "pad_token_id": 0,
            "type": "llama",
            "vocab_size": shape.vocabulary,
            "context_length": plan.context_max,
            "decoder": decoder,
        },
        "search": {
            "max_length": plan.context_max,
            "min_length": 0,
            "do_sample": False,
            "past_present_share_buffer": True,
            "num_beams": 1,
        },
    }
    (made / "genai_config.json").write_text(json.dumps(config, indent=1))
    return made


def opened(genai, path, provider):
    config = genai.Config(str(path))
    config.clear_providers()
    if provider != "cpu":
        config.append_provider(provider)
    return config


def decode(bench, genai, model, plan, batch):
    context, tokens = bench.small((512, 24), (16, 8))
    params = genai.GeneratorParams(model)
    params.set_search_options(
        batch_size=batch, max_length=context + tokens + 1, min_length=context + tokens
    )
    generator = genai.Generator(model, params)
    ids = np.random.default_rng(3).integers(
        3, plan.shape.vocabulary, (batch, context), dtype=np.int32
    )
    generator.append_tokens(ids)
    spent_ms = []
    for _ in range(tokens):
        if len(spent_ms) >= REPETITIONS_MIN:
            if bench.notes.left_s() <= 0:
                break
        else:
            bench.notes.check_time()
        since = time.perf_counter()
        generator.generate_next_token()
        generator.get_next_tokens()
        spent_ms.append((time.perf_counter() - since) * 1e3)
    # The first step still holds what the prompt set up.
    spent_ms = sorted(spent_ms[2:])
    median = spent_ms[len(spent_ms) // 2]
    return {
        "median_ms": median,
        "repetitions": len(spent_ms),
        "tokens_per_s": batch / median * 1e3,
        "context": context,
    }
