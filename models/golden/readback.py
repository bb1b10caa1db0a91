"""Reads the weights of an export back into a model of transformers, so that a reference has the very
numbers that the export has, after all rounding."""

import copy
import re
from typing import NamedTuple

import numpy
import onnx
import torch
from onnx import numpy_helper

#: Where a projection stands, by the name of the node that multiplies with it.
PLACE = re.compile(
    r"(?:layers\.(?P<layer>\d+)/(?P<block>attn|self_attn|mlp)/)?"
    r"(?P<name>qkv_proj|[qkvo]_proj|gate_proj|up_proj|down_proj|lm_head|embed_tokens)"
    r"/(?:MatMul|Gather)(?:_Q4|_Q8|_quant)?$"
)


class Graph(NamedTuple):
    nodes: list
    tensors: dict
    #: The transposed tensors: the same table can be read both ways.
    transposed: dict


def read_back(model, path, dtype):
    """A copy of `model` with the matrices found in the graph at `path`, and all else as `dtype` has it."""
    read = copy.deepcopy(model).to(dtype).float()
    graph = open_graph(path)
    found = {}
    for node in graph.nodes:
        place = PLACE.search(node.name)
        if place and node.op_type in READERS:
            found |= rows_of(read.config, place, READERS[node.op_type](graph, node))
    parameters = dict(read.named_parameters())
    matrices = {name for name, parameter in parameters.items() if parameter.dim() == 2}
    if read.config.tie_word_embeddings:
        head = found.pop("lm_head.weight")
        assert numpy.array_equal(head, found["model.embed_tokens.weight"]), "tied, but not equal"
    assert found.keys() == matrices, f"{path}: read {sorted(found)}, need {sorted(matrices)}"
    with torch.no_grad():
        for name, values in found.items():
            parameters[name].copy_(torch.from_numpy(numpy.ascontiguousarray(values)))
    return read


def open_graph(path):
    graph = onnx.load(path).graph
    tensors = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    transposed = {
        node.output[0]: tensors[node.input[0]].T
        for node in graph.node
        if node.op_type == "Transpose" and node.input[0] in tensors
    }
    return Graph(list(graph.node), tensors, transposed)


def rows_of(config, place, matrix):
    """The parameters that `matrix`, one row per output, holds under the names of transformers."""
    layer, name = place["layer"], place["name"]
    if layer is None:
        return {("lm_head" if name == "lm_head" else f"model.{name}") + ".weight": matrix}
    block = "mlp" if place["block"] == "mlp" else "self_attn"
    prefix = f"model.layers.{layer}.{block}."
    if name != "qkv_proj":
        return {f"{prefix}{name}.weight": matrix}
    queries = config.num_attention_heads * config.head_dim
    keys = config.num_key_value_heads * config.head_dim
    parts = numpy.split(matrix, [queries, queries + keys])
    return {f"{prefix}{part}_proj.weight": rows for part, rows in zip("qkv", parts)}


def plain(graph, node):
    weight = node.input[1]
    matrix = graph.tensors[weight] if weight in graph.tensors else graph.transposed[weight]
    return matrix.T.astype(numpy.float32)


def looked_up(graph, node):
    table = node.input[0]
    if table in graph.transposed:
        return graph.transposed[table].astype(numpy.float32)
    values = graph.tensors[table]
    if values.dtype.kind == "f":
        return values.astype(numpy.float32)
    return scaled(graph, table)


def blocks(graph, node):
    """MatMulNBits: blocks of a row share a scale; the value in the middle stands for zero."""
    attributes = {attribute.name: attribute.i for attribute in node.attribute}
    bits, block, columns = (attributes[name] for name in ("bits", "block_size", "K"))
    packed, scales = (graph.tensors[name] for name in node.input[1:3])
    assert len(node.input) == 3, "zero points are not expected"
    if bits == 4:
        packed = numpy.stack([packed & 15, packed >> 4], axis=-1)
    values = packed.reshape(attributes["N"], -1, block).astype(numpy.float32) - (1 << (bits - 1))
    values *= scales.reshape(attributes["N"], -1, 1).astype(numpy.float32)
    return values.reshape(attributes["N"], -1)[:, :columns]


def dynamic(graph, node):
    return scaled(graph, node.input[1]).T


def scaled(graph, name):
    """A tensor as onnxruntime's quantiser writes it, with its scale and zero point beside it."""
    base = name.removesuffix("_quantized")
    scale, zero = graph.tensors[f"{base}_scale"], graph.tensors[f"{base}_zero_point"]
    return (graph.tensors[name].astype(numpy.float32) - zero.astype(numpy.float32)) * scale


READERS = {"MatMul": plain, "MatMulNBits": blocks, "MatMulInteger": dynamic, "Gather": looked_up}
