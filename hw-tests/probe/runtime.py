"""ONNX Runtime as the daemon would use it: plain Run with inputs and outputs at fixed addresses.

`Place` says where tensors live and makes them; `Model` is one session and where its nodes ended up;
`Step` is one prepared run. Windows into larger tensors need raw pointers, which only IoBinding
takes in Python: `Window` does that.
"""

import ctypes
import os
from collections import Counter

import numpy as np
import onnxruntime
from onnx import TensorProto
from onnxruntime.capi import onnxruntime_pybind11_state as native

from device import Driver, preload
from harness import NotRun
from weights import WIDTH, narrow, widen

PROVIDERS = {
    "cpu": "CPUExecutionProvider",
    "cuda": "CUDAExecutionProvider",
    "tensorrt": "TensorrtExecutionProvider",
    "rtx": "NvTensorRTRTXExecutionProvider",
}
NUMPY = {
    TensorProto.FLOAT: np.float32,
    TensorProto.FLOAT16: np.float16,
    TensorProto.INT64: np.int64,
    TensorProto.INT32: np.int32,
    TensorProto.UINT8: np.uint8,
    TensorProto.INT8: np.int8,
}
# What ONNX Runtime says of an operator that no provider of the session has. In float16 it first
# casts to float32, and then finds that the operator does not take that.
NO_KERNEL = (
    "could not find an implementation for {}",
    "of input parameter (insertedprecisionfreecast_",
)


class Place:
    """The provider's memory. On the CPU all goes through numpy, on a device through the driver."""

    def __init__(self, provider):
        self.provider = provider
        self.device = "cpu" if provider == "cpu" else "cuda"
        self.driver = None
        if self.device == "cuda":
            preload()
            self.driver = Driver()

    def empty(self, kind, dims, byte=0):
        """Every byte set to `byte`: what a fresh device holds must not decide an answer."""
        value = onnxruntime.OrtValue.ortvalue_from_shape_and_type(list(dims), kind, self.device, 0)
        size = int(np.prod(dims, dtype=np.int64)) * WIDTH[kind]
        if self.driver:
            self.driver.fill(value.data_ptr(), byte, size)
        else:
            raw(value.data_ptr(), size)[:] = byte
        return value

    def put(self, array, kind=None, where=None):
        """A copy of `array` there; bfloat16 comes as bits, `kind` names it."""
        array = np.ascontiguousarray(array)
        kind = kind or onnx_kind(array)
        if (where or self.device) == "cpu":
            copy = array.copy()
            value = onnxruntime.OrtValue.ortvalue_from_shape_and_type(
                list(copy.shape), kind, "cpu", 0
            )
            raw(value.data_ptr(), copy.nbytes)[:] = copy.reshape(-1).view(np.uint8)
            return value
        value = onnxruntime.OrtValue.ortvalue_from_shape_and_type(
            list(array.shape), kind, self.device, 0
        )
        if array.size:
            self.driver.write(value.data_ptr(), array)
        return value

    def change(self, value, array):
        """New content at the same address."""
        array = np.ascontiguousarray(array)
        if value.device_name() == "cpu":
            raw(value.data_ptr(), array.nbytes)[:] = array.reshape(-1).view(np.uint8)
        else:
            self.driver.write(value.data_ptr(), array)

    def read(self, array, value):
        """Fills `array` with the bits of `value`."""
        if value.device_name() == "cpu":
            array.reshape(-1).view(np.uint8)[:] = raw(value.data_ptr(), array.nbytes)
        else:
            self.driver.read(array, value.data_ptr())


def raw(pointer, size):
    """The CPU's memory at `pointer` as bytes to read and write."""
    if not size:
        return np.empty(0, np.uint8)
    return np.ctypeslib.as_array(
        ctypes.cast(pointer, ctypes.POINTER(ctypes.c_uint8)), shape=(size,)
    )


def onnx_kind(array):
    return next(kind for kind, known in NUMPY.items() if array.dtype == known)


def numbers(array, kind):
    """`array` of floats as what a tensor of `kind` takes."""
    return narrow(np.asarray(array, np.float32), kind)


def floats(value):
    return widen(value.numpy(), TensorProto.FLOAT16)


class Model:
    """One session. `only` refuses nodes on any other provider than the asked one."""

    def __init__(self, path, place, provider_options=None, config=None, only=False):
        if place.device == "cuda":
            preload()
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.add_session_config_entry("session.record_ep_graph_assignment_info", "1")
        if only and place.provider != "cpu":
            options.add_session_config_entry("session.disable_cpu_ep_fallback", "1")
        for key, value in (config or {}).items():
            options.add_session_config_entry(key, value)
        if place.provider == "cpu":
            # The dry run shares the machine with other tests.
            options.intra_op_num_threads = 1
        provider = PROVIDERS[place.provider]
        given = {} if place.provider == "cpu" else {"device_id": "0", **(provider_options or {})}
        chain = [(provider, given)]
        if place.provider in ("tensorrt", "rtx"):
            chain.append((PROVIDERS["cuda"], {"device_id": "0"}))
        source = path if isinstance(path, bytes) else os.fspath(path)
        self.session = onnxruntime.InferenceSession(source, options, providers=chain)
        if provider not in self.session.get_providers():
            # ONNX Runtime falls back to the CPU and only logs it.
            raise RuntimeError(
                f"{provider} was dropped: the session has {self.session.get_providers()}"
            )
        self.place = place
        self.kinds = {each.name: each.type for each in self.session.get_inputs()}
        self.outputs = [each.name for each in self.session.get_outputs()]

    def placement(self):
        """{provider: {operator: nodes}} as the session reports it."""
        found = {}
        for subgraph in self.session.get_provider_graph_assignment_info():
            counts = found.setdefault(subgraph.ep_name, Counter())
            counts.update(node.op_type for node in subgraph.get_nodes())
        return {provider: dict(sorted(counts.items())) for provider, counts in found.items()}


class Step:
    """One prepared plain Run: `feeds` and `fetches` are name -> OrtValue and stay in place."""

    def __init__(self, model, feeds, fetches, run_config=None):
        self.session, self.feeds, self.fetches = model.session, feeds, fetches
        self.options = onnxruntime.RunOptions()
        for key, value in (run_config or {}).items():
            self.options.add_run_config_entry(key, value)
        self.inputs, self.results = vector(feeds), vector(fetches)
        self.names, self.asked = list(feeds), list(fetches)
        self.devices = [device_of(value) for value in fetches.values()]

    def run(self):
        self.session.run_with_ortvaluevector(
            self.options, self.names, self.inputs, self.asked, self.results, self.devices
        )


def vector(values):
    made = native.OrtValueVector()
    for value in values.values():
        made.push_back(value._ortvalue)
    return made


def device_of(value):
    # The name carries the vendor, without which two equal places count as different ones.
    name = "cpu" if value.device_name() == "cpu" else "cuda"
    return onnxruntime.OrtDevice.make(name, 0)._get_c_device()


class Window:
    """One run by IoBinding over parts of tensors: (device, kind, dims, pointer) or an OrtValue by
    name.
    """

    def __init__(self, model, feeds, fetches):
        self.model, self.feeds, self.fetches = model, feeds, fetches

    def run(self):
        binding = self.model.session.io_binding()
        for bound, take in ((self.feeds, binding.bind_input), (self.fetches, binding.bind_output)):
            for name, value in bound.items():
                if isinstance(value, tuple):
                    device, kind, dims, pointer = value
                    take(name, device, 0, NUMPY.get(kind, kind), dims, pointer)
                elif take == binding.bind_input:
                    binding.bind_ortvalue_input(name, value)
                else:
                    binding.bind_ortvalue_output(name, value)
        self.model.session.run_with_iobinding(binding)


def lacks_kernel(refusal, operator):
    """Whether ONNX Runtime refused for want of a kernel for `operator`, and for nothing else."""
    text = str(refusal).lower()
    return operator.lower() in text and any(
        sign.format(operator.lower()) in text for sign in NO_KERNEL
    )


def refuse_without_kernel(path, place, operators):
    """On the CPU: the graph must be refused for want of a kernel for one of `operators`."""
    try:
        Model(path, place)
    except Exception as refusal:
        for operator in operators:
            if lacks_kernel(refusal, operator):
                raise NotRun(f"no CPU kernel for {operator}") from refusal
        raise
    raise RuntimeError(f"a CPU session took {operators}: the dry run can go further than it does")
