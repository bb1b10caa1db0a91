"""Exports a model the way Optimum does: keys and values come in, grow by concatenation, and go out."""

import contextlib
import os
import warnings

import onnx
import torch
from transformers import DynamicCache

OPSET = 17


class Decoder(torch.nn.Module):
    """One step of a model, with its cache as plain tensors: `key, value` of each layer in turn."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask, position_ids, *past):
        cache = DynamicCache(list(zip(past[::2], past[1::2])))
        read = past[0].shape[2]
        place = torch.arange(input_ids.shape[1])[:, None] + read
        reach = torch.arange(attention_mask.shape[1])[None, :] <= place
        visible = reach[None, None] & (attention_mask[:, None, None, :] != 0)
        hidden = torch.finfo(past[0].dtype).min
        answer = self.model(
            input_ids=input_ids,
            attention_mask=torch.where(visible, 0.0, hidden).to(past[0].dtype),
            position_ids=position_ids,
            past_key_values=cache,
            use_cache=True,
        )
        present = [part for layer in answer.past_key_values.layers for part in (layer.keys, layer.values)]
        return answer.logits, *present


def export(model, path):
    """Writes `model`, in its own type of numbers, to `path`."""
    config = model.config
    past_names = [
        f"past_key_values.{layer}.{part}"
        for layer in range(config.num_hidden_layers)
        for part in ("key", "value")
    ]
    present_names = [name.replace("past_key_values", "present") for name in past_names]
    rows, new, read = 2, 3, 5
    past = [
        torch.ones(rows, config.num_key_value_heads, read, config.head_dim, dtype=model.dtype)
        for _ in past_names
    ]
    step = (
        torch.ones(rows, new, dtype=torch.long),
        torch.ones(rows, read + new, dtype=torch.long),
        torch.arange(read, read + new).repeat(rows, 1),
    )
    total = "past_sequence_length + sequence_length"
    axes = {name: {0: "batch_size", 1: "sequence_length"} for name in ("input_ids", "position_ids")}
    axes |= {"attention_mask": {0: "batch_size", 1: total}}
    axes |= {"logits": {0: "batch_size", 1: "sequence_length"}}
    axes |= {name: {0: "batch_size", 2: "past_sequence_length"} for name in past_names}
    axes |= {name: {0: "batch_size", 2: total} for name in present_names}
    with quietly(), torch.no_grad():
        torch.onnx.export(
            Decoder(model).eval(),
            (*step, *past),
            path,
            input_names=["input_ids", "attention_mask", "position_ids", *past_names],
            output_names=["logits", *present_names],
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
    graph = onnx.load(path)
    # The tracer writes down where its sources lie.
    for node in graph.graph.node:
        node.ClearField("doc_string")
    onnx.save(graph, path)


@contextlib.contextmanager
def quietly():
    """The tracer warns about each branch it follows; what it made of them is checked later on."""
    with warnings.catch_warnings(), open(os.devnull, "w") as nowhere:
        warnings.simplefilter("ignore")
        with contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
            yield
