"""TensorRT and TensorRT-RTX, only where their libraries are.

Question: "TensorRT and TensorRT-RTX providers only if their libraries can be had, else 'not run'".
How: their libraries are looked for by name; with them, a chain of plain products (no operator of
ONNX Runtime's own, which TensorRT does not know) is opened with the provider and with CUDA: the
time to build the engine, and of a run.
"""

import ctypes
import time

import numpy as np
from onnx import helper

from decoder import IR_VERSION, PRECISION
from harness import NotRun
from runtime import Model, Place, Step
from weights import noise

SHARE = 1
LIBRARIES = {"tensorrt": "libnvinfer.so.10", "rtx": "libtensorrt_rtx.so.1"}
LAYERS = 8


def run(bench):
    for provider, library in LIBRARIES.items():
        with bench.notes.part(provider) as put:
            bench.cuda_only(library)
            try:
                ctypes.CDLL(library, mode=ctypes.RTLD_GLOBAL)
            except OSError as missing:
                raise NotRun(f"{library} is not here ({missing})") from missing
            put(**opened(bench, Place(provider)))
    with bench.notes.part("cuda, for comparison") as put:
        put(**opened(bench, bench.place))


def opened(bench, place):
    kind = PRECISION["f32" if bench.provider == "cpu" else "f16"]
    side, rows = bench.small((2048, 64), (32, 4))
    since = time.perf_counter()
    model = Model(chain(kind, side, rows), place)
    x = place.put(np.resize(noise(kind, 4099, 1.0), (rows, side)), kind)
    step = Step(model, {"x": x}, {f"x{LAYERS}": place.empty(kind, [rows, side])})
    step.run()
    built_s = time.perf_counter() - since
    return {"built_s": built_s, "placed": model.placement(), **bench.notes.timed(step.run)}


def chain(kind, side, rows):
    nodes, tensors, x = [], [], "x"
    for layer in range(LAYERS):
        weight = np.resize(noise(kind, 8191 + layer, 0.03), (side, side))
        tensors.append(
            helper.make_tensor(f"w{layer}", kind, weight.shape, weight.tobytes(), raw=True)
        )
        nodes.append(helper.make_node("MatMul", [x, f"w{layer}"], [f"p{layer}"], name=f"p{layer}"))
        nodes.append(
            helper.make_node("Tanh", [f"p{layer}"], [f"x{layer + 1}"], name=f"x{layer + 1}")
        )
        x = f"x{layer + 1}"
    info = helper.make_tensor_value_info
    graph = helper.make_graph(
        nodes, "chain", [info("x", kind, [rows, side])], [info(x, kind, [rows, side])], tensors
    )
    opset = helper.make_opsetid("", 21)
    return helper.make_model(
        graph, opset_imports=[opset], ir_version=IR_VERSION
    ).SerializeToString()
