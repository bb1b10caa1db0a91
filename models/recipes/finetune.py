"""Teaches a served model something more: `finetune.py FOLDER LINES.jsonl ADAPTER_DIR`.

FOLDER is what edged serves, so what is trained on top of are the very numbers that it computes
with, read back out of the quantised graph. A line is {"messages": [system, user, assistant]}; what
is learned is the last answer. ADAPTER_DIR is a LoRA adapter as PEFT writes it, for `edgectl
adapters add`.
"""

import argparse
import json
import random
import sys
import time
from pathlib import Path

import torch
from onnx import numpy_helper
from peft import LoraConfig, get_peft_model
from torch.nn import functional
from transformers import LlamaForCausalLM

import batches
import shape
import train
import vocabulary

sys.path.append(str(Path(__file__).resolve().parents[1] / "golden"))
import readback  # noqa: E402

RANK_MAX = 16
PROJECTIONS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
BATCH_TOKENS = 2048
WARM_STEPS = 10


def main():
    asked = arguments()
    torch.manual_seed(asked.seed)
    torch.set_num_threads(asked.threads)
    tokenizer = vocabulary.load(asked.folder)
    rows = [
        row for line in asked.lines.read_text().splitlines() for row in encoded(tokenizer, line)
    ]
    model = get_peft_model(served(asked.folder, tokenizer), lora(asked))
    learned = sum(p.numel() for p in model.parameters() if p.requires_grad)
    print(f"{len(rows)} lines, {learned:,} parameters of rank {asked.rank}", flush=True)
    teach(model, rows, asked)
    # The table of words was not touched, and asking where it came from needs a network.
    model.save_pretrained(asked.adapter, save_embedding_layers=False)
    size = sum(path.stat().st_size for path in asked.adapter.iterdir())
    print(f"{asked.adapter}: {size / (1 << 20):.2f} MiB")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("lines", type=Path)
    parser.add_argument("adapter", type=Path)
    parser.add_argument(
        "--rank", type=int, default=16, choices=range(1, RANK_MAX + 1), metavar="RANK"
    )
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def lora(asked):
    return LoraConfig(
        task_type="CAUSAL_LM", r=asked.rank, lora_alpha=2 * asked.rank, target_modules=PROJECTIONS
    )


def served(folder, tokenizer):
    """The model of a folder that export.py made, with all its rounding."""
    config = shape.config(shape_of(folder), tokenizer)
    # Where the head is quantised and the table is not, they are no longer one.
    config.tie_word_embeddings = False
    model = LlamaForCausalLM(config)
    path = folder / "model.onnx"
    model = readback.read_back(model, path, torch.float32)
    tensors = {tensor.name: tensor for tensor in readback.onnx.load(path).graph.initializer}
    last = f"layers.{config.num_hidden_layers}.final_norm_layernorm"
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.dim() == 1:
                tensor = tensors.get(name) or tensors[f"model.{last}.weight"]
                parameter.copy_(torch.from_numpy(numpy_helper.to_array(tensor).copy()))
    model.name_or_path = folder.resolve().name
    return model


def shape_of(folder):
    config = json.loads((folder / "genai_config.json").read_text())
    width = config["model"]["decoder"]["hidden_size"]
    for name, sizes in shape.SHAPES.items():
        if sizes["hidden_size"] == width:
            return name
    raise SystemExit(f"{folder}: no model of this recipe has a width of {width}")


def encoded(tokenizer, line):
    """(tokens, how many of them are the prompt), as in training."""
    *asked, answer = json.loads(line)["messages"]
    assert answer["role"] == "assistant", "the last message is to be learned"
    prompt = tokenizer.apply_chat_template(asked, add_generation_prompt=True, return_dict=False)
    whole = [*prompt, *tokenizer.encode(answer["content"]), tokenizer.eos_token_id]
    if len(whole) <= vocabulary.CONTEXT_TOKENS:
        yield torch.tensor(whole), len(prompt)


def teach(model, rows, asked):
    parameters = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=asked.rate, weight_decay=0.0, fused=True)
    coming = [
        batch
        for epoch in range(asked.epochs)
        for batch in batches.batches(shuffled(rows, epoch), BATCH_TOKENS, epoch)
    ]
    started = shown = time.monotonic()
    for number, batch in enumerate(coming):
        rate = min(1.0, (number + 1) / WARM_STEPS) * (1 - number / len(coming))
        optimizer.param_groups[0]["lr"] = asked.rate * rate
        loss = loss_of(model.get_base_model(), batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, train.CLIP_NORM)
        optimizer.step()
        optimizer.zero_grad()
        if time.monotonic() - shown > train.PROGRESS_S or number + 1 == len(coming):
            shown = time.monotonic()
            passed = f"step {number + 1} of {len(coming)}, {shown - started:.0f} s"
            print(f"{passed}, loss {loss.item():.4f}", flush=True)


def loss_of(model, batch):
    """Of the answers alone; the head is computed only there."""
    with torch.autocast("cpu", torch.bfloat16):
        states = model.model(input_ids=batch.ids, use_cache=False).last_hidden_state
        logits = model.lm_head(states.flatten(0, 1)[batch.places])
    return functional.cross_entropy(logits.float(), batch.wanted)


def shuffled(rows, seed):
    return random.Random(seed).sample(rows, len(rows))


if __name__ == "__main__":
    main()
