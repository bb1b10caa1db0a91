"""Trains the boxed model from nothing: `train.py --tokenizer DIR --minutes 75`.

What it leaves in the working folder: `checkpoint.pt` every few minutes, from which the same command
goes on; `loss.jsonl`, the curve; `model/`, the finished weights as transformers writes them.
"""

import argparse
import json
import os
import shutil
import time
from pathlib import Path

import torch
from torch.nn import functional
from transformers import LlamaForCausalLM

import batches
import lines
import network
import shape
import vocabulary

WORK_DIR = Path.home() / ".cache/edged-model"
BATCH_TOKENS = 8192
CHECKPOINT_S = 300
PROGRESS_S = 10
#: The share of the run in which the rates rise, and the one in which they fall to nothing.
WARM_SHARE, COOL_SHARE = 0.01, 0.65
#: The share of the run that half of the layers do alone: they learn as much from a token by then,
#: in half of the time.
SHALLOW_SHARE = 0.4
CLIP_NORM = 1.0
#: Of how far a weight moves back to zero in a step, before it is multiplied by the rate.
DECAY = 0.1
#: How often Muon turns a step nearer to an orthogonal one; each time costs a share of the run.
TURNS = 4


def main():
    asked = arguments()
    torch.manual_seed(asked.seed)
    torch.set_num_threads(asked.threads)
    asked.work_dir.mkdir(parents=True, exist_ok=True)
    tokenizer = vocabulary.load(asked.tokenizer)
    config = shape.config(asked.shape, tokenizer)
    run = Run(asked, config)
    print(f"{run.parameters():,} parameters, {asked.threads} threads, on {run.device}", flush=True)
    if asked.checkpoint.exists():
        run.resume()
    run.train()
    save(run, config, tokenizer, asked)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--work-dir", type=Path, default=WORK_DIR)
    parser.add_argument("--shape", choices=shape.SHAPES, default="boxed")
    parser.add_argument("--tasks", nargs="+", default=list(lines.WEIGHTS))
    budget = parser.add_mutually_exclusive_group(required=True)
    budget.add_argument("--minutes", type=float, help="how long to compute, in all runs together")
    budget.add_argument("--tokens", type=float, help="how many tokens to read")
    parser.add_argument("--batch-tokens", type=int, default=BATCH_TOKENS)
    parser.add_argument("--optimizer", choices=("muon", "adamw"), default="muon")
    parser.add_argument("--rate", type=float, default=3e-3, help="of AdamW")
    parser.add_argument("--matrix-rate", type=float, default=0.02, help="of Muon")
    # A third faster, after a minute of compiling; needs a C++ compiler.
    compiler = shutil.which("c++") is not None
    parser.add_argument("--compile", action=argparse.BooleanOptionalAction, default=compiler)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    asked = parser.parse_args()
    asked.checkpoint = asked.work_dir / "checkpoint.pt"
    return asked


class Run:
    """One run: the weights, their optimizers, and how far it is."""

    def __init__(self, asked, config):
        self.asked = asked
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.layers = config.num_hidden_layers
        self.net = network.Llama(config, self.layers // 2).to(self.device)
        self.optimizers = []
        self.ready()
        self.chunk = self.batch = self.step = self.tokens = 0
        self.seconds = 0.0

    def ready(self):
        """Makes what follows from the layers there are, and keeps what the optimizers know."""
        known = {name: state for made in self.optimizers for name, state in made.state.items()}
        self.optimizers = optimizers(self.net, self.asked)
        for made in self.optimizers:
            for group in made.param_groups:
                made.state.update((p, known[p]) for p in group["params"] if p in known)
        self.forward = (
            torch.compile(self.net, dynamic=True) if self.asked.compile else self.net
        )

    def parameters(self):
        return sum(parameter.numel() for parameter in self.net.parameters())

    def grow(self):
        self.net.model.double()
        self.ready()
        print(f"{len(self.net.model.layers)} layers from here on", flush=True)

    def train(self):
        self.shown = Progress(self)
        self.started = time.monotonic() - self.seconds
        saved = time.monotonic()
        for batch in self.coming():
            if (done := self.done()) >= 1:
                break
            if done >= SHALLOW_SHARE and len(self.net.model.layers) < self.layers:
                self.grow()
            loss = self.learn(batch, rate_at(done))
            self.step += 1
            self.tokens += batch.ids.numel()
            self.shown.add(loss, batch)
            if time.monotonic() - saved > CHECKPOINT_S:
                self.keep()
                saved = time.monotonic()
        self.shown.show()
        self.keep()

    def coming(self):
        """The batches that were not yet learned from."""
        asked = self.asked
        weights = {task: lines.WEIGHTS[task] for task in asked.tasks}
        chunks = batches.endless(
            weights, asked.seed, asked.tokenizer, asked.batch_tokens, self.chunk
        )
        for number, chunk in chunks:
            first = self.batch if number == self.chunk else 0
            for at in range(first, len(chunk)):
                self.chunk, self.batch = number, at + 1
                yield chunk[at]

    def done(self):
        """The share of the budget that is used up."""
        self.seconds = time.monotonic() - self.started
        if self.asked.tokens:
            return self.tokens / self.asked.tokens
        return self.seconds / (60 * self.asked.minutes)

    def left(self, speed):
        """How many seconds it takes from here on."""
        if self.asked.tokens:
            return (self.asked.tokens - self.tokens) / speed
        return 60 * self.asked.minutes - self.seconds

    def learn(self, batch, rate):
        ids, places, wanted = (part.to(self.device) for part in batch)
        logits = self.forward(ids, places)
        loss = functional.cross_entropy(logits.float(), wanted)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), CLIP_NORM)
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = group["rate"] * rate
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        return loss.item()

    def keep(self):
        """Writes the checkpoint: whole or not at all."""
        state = {
            name: getattr(self, name) for name in ("chunk", "batch", "step", "tokens", "seconds")
        }
        state["net"] = self.net.state_dict()
        state["optimizers"] = [optimizer.state_dict() for optimizer in self.optimizers]
        beside = self.asked.checkpoint.with_suffix(".new")
        torch.save(state, beside)
        os.replace(beside, self.asked.checkpoint)

    def resume(self):
        state = torch.load(self.asked.checkpoint, map_location=self.device)
        if any(f".layers.{self.layers - 1}." in name for name in state["net"]):
            self.grow()
        self.net.load_state_dict(state["net"])
        for optimizer, kept in zip(self.optimizers, state["optimizers"]):
            optimizer.load_state_dict(kept)
        for name in ("chunk", "batch", "step", "tokens", "seconds"):
            setattr(self, name, state[name])
        print(f"goes on at step {self.step}, after {self.seconds / 60:.1f} minutes", flush=True)


class Progress:
    """A line every few seconds, for people and for the curve."""

    def __init__(self, run):
        self.run = run
        path = run.asked.work_dir / "loss.jsonl"
        # What came after the checkpoint comes again.
        before = path.read_text().splitlines(keepends=True) if path.exists() else []
        self.file = open(path, "w")
        self.file.writelines(point for point in before if json.loads(point)["step"] <= run.step)
        self.clear()

    def clear(self):
        self.since, self.read, self.losses, self.weights = time.monotonic(), 0, 0.0, 0

    def add(self, loss, batch):
        self.read += batch.ids.numel()
        self.losses += loss * batch.count()
        self.weights += batch.count()
        if time.monotonic() - self.since > PROGRESS_S:
            self.show()

    def show(self):
        if not self.weights:
            return
        run, passed = self.run, time.monotonic() - self.since
        done, loss, speed = run.done(), self.losses / self.weights, self.read / passed
        left = run.left(speed)
        point = {"step": run.step, "tokens": run.tokens, "seconds": round(run.seconds, 1)}
        point |= {"loss": round(loss, 5), "tokens_per_s": round(speed)}
        self.file.write(json.dumps(point) + "\n")
        self.file.flush()
        print(
            f"step {run.step:6}  {run.tokens / 1e6:7.2f}M tokens  {speed:6.0f}/s  loss {loss:7.4f}"
            f"  {100 * done:5.1f} %  {left / 60:5.1f} minutes left",
            flush=True,
        )
        self.clear()


def optimizers(net, asked):
    """Muon for the matrices inside, which it turns further with each token; AdamW for all else."""
    inside = [p for name, p in net.named_parameters() if p.dim() == 2 and "layers" in name]
    table = [net.model.embed_tokens.weight]
    vectors = [p for p in net.parameters() if p.dim() == 1]
    adam = [
        {"params": table, "weight_decay": 0.0, "rate": asked.rate},
        {"params": vectors, "weight_decay": 0.0, "rate": asked.rate},
    ]
    if asked.optimizer == "adamw":
        adam.append({"params": inside, "weight_decay": DECAY, "rate": asked.rate})
    settings = {"betas": (0.9, 0.95), "eps": 1e-10, "fused": True, "lr": asked.rate}
    made = [torch.optim.AdamW(adam, **settings)]
    if asked.optimizer == "muon":
        group = {"params": inside, "rate": asked.matrix_rate}
        settings = {"weight_decay": DECAY, "momentum": 0.95, "ns_steps": TURNS}
        made.append(torch.optim.Muon([group], lr=asked.matrix_rate, **settings))
    return made


def rate_at(done):
    """Up, along, down to nothing."""
    if done < WARM_SHARE:
        return max(done / WARM_SHARE, 0.01)
    if done < 1 - COOL_SHARE:
        return 1.0
    return max(0.0, (1 - done) / COOL_SHARE)


def save(run, config, tokenizer, asked):
    """The weights as transformers has them, put in place when they are whole."""
    folder = asked.work_dir / "model"
    beside = folder.with_suffix(".new")
    shutil.rmtree(beside, ignore_errors=True)
    model = LlamaForCausalLM(config)
    state = {name: value.float().cpu() for name, value in run.net.state().items()}
    missing, unexpected = model.load_state_dict(state, strict=False)
    assert not unexpected and missing == ["lm_head.weight"], (missing, unexpected)
    model.tie_weights()
    model.generation_config = shape.generation(tokenizer)
    model.save_pretrained(beside)
    for name in vocabulary.FILES:
        shutil.copy(asked.tokenizer / name, beside / name)
    shutil.rmtree(folder, ignore_errors=True)
    beside.rename(folder)
    print(f"{folder}: {run.parameters():,} parameters after {run.tokens / 1e6:.1f}M tokens")


if __name__ == "__main__":
    main()
