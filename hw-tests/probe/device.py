"""The machine, as it is found: NVML and the CUDA driver through ctypes, and nvidia-smi where NVML
is not.

Everything here reads, apart from filling memory that the caller owns. Clocks, power limits, modes
and MIG are never touched.
"""

import contextlib
import ctypes
import glob
import os
import platform
import shutil
import subprocess
import sys
from importlib import metadata
from importlib.util import find_spec

PACKAGES = (
    "numpy",
    "onnx",
    "onnxruntime",
    "onnxruntime-gpu",
    "onnxruntime-genai",
    "onnxruntime-genai-cuda",
    "tensorrt",
    "nvidia-cublas",
    "nvidia-cudnn-cu13",
    "nvidia-cudnn-cu12",
    "nvidia-cuda-runtime",
)
# In the order in which they need each other.
LIBRARIES = (
    "libcudart",
    "libnvrtc",
    "libcublasLt",
    "libcublas",
    "libcurand",
    "libcufft",
    "libcudnn",
)
NEEDED = ("libcudart", "libcublas", "libcublasLt", "libcurand")


class Memory(ctypes.Structure):
    _fields_ = [(name, ctypes.c_ulonglong) for name in ("total", "free", "used")]


class Nvml:
    """Device 0 as NVML sees it; raises OSError where there is none."""

    def __init__(self):
        self.library = ctypes.CDLL("libnvidia-ml.so.1")
        self.call("nvmlInit_v2")
        self.handle = ctypes.c_void_p()
        self.call("nvmlDeviceGetHandleByIndex_v2", 0, ctypes.byref(self.handle))

    def call(self, name, *arguments):
        status = getattr(self.library, name)(*arguments)
        if status != 0:
            raise OSError(f"{name} answered {status}")

    def text(self, name, *arguments):
        buffer = ctypes.create_string_buffer(96)
        self.call(name, *arguments, buffer, ctypes.c_uint(len(buffer)))
        return buffer.value.decode()

    def number(self, name, kind=ctypes.c_uint):
        value = kind()
        self.call(name, self.handle, ctypes.byref(value))
        return value.value

    def used_bytes(self):
        memory = Memory()
        self.call("nvmlDeviceGetMemoryInfo", self.handle, ctypes.byref(memory))
        return memory.used

    def total_bytes(self):
        memory = Memory()
        self.call("nvmlDeviceGetMemoryInfo", self.handle, ctypes.byref(memory))
        return memory.total

    def power_w(self):
        return self.number("nvmlDeviceGetPowerUsage") / 1e3

    def energy_j(self):
        """Since the driver was loaded; raises OSError where the device has no counter."""
        return self.number("nvmlDeviceGetTotalEnergyConsumption", ctypes.c_ulonglong) / 1e3


class Driver:
    """Few calls of the driver's API, in the primary context that the runtime uses too."""

    def __init__(self):
        self.library = ctypes.CDLL("libcuda.so.1")
        self.call("cuInit", 0)
        device = ctypes.c_int()
        self.call("cuDeviceGet", ctypes.byref(device), 0)
        context = ctypes.c_void_p()
        self.call("cuDevicePrimaryCtxRetain", ctypes.byref(context), device)
        self.call("cuCtxSetCurrent", context)

    def call(self, name, *arguments):
        status = getattr(self.library, name)(*arguments)
        if status != 0:
            raise OSError(f"{name} answered {status}")

    def allocate(self, size):
        pointer = ctypes.c_uint64()
        self.call("cuMemAlloc_v2", ctypes.byref(pointer), ctypes.c_size_t(size))
        return pointer.value

    def free(self, pointer):
        self.call("cuMemFree_v2", ctypes.c_uint64(pointer))

    def fill(self, pointer, byte, size):
        self.call(
            "cuMemsetD8_v2", ctypes.c_uint64(pointer), ctypes.c_ubyte(byte), ctypes.c_size_t(size)
        )
        self.wait()

    def copy(self, target, source, size):
        """From device to device, without waiting."""
        self.call(
            "cuMemcpyDtoDAsync_v2",
            ctypes.c_uint64(target),
            ctypes.c_uint64(source),
            ctypes.c_size_t(size),
            None,
        )

    def write(self, target, array):
        self.call(
            "cuMemcpyHtoD_v2",
            ctypes.c_uint64(target),
            ctypes.c_void_p(array.ctypes.data),
            ctypes.c_size_t(array.nbytes),
        )
        self.wait()

    def read(self, array, source):
        self.call(
            "cuMemcpyDtoH_v2",
            ctypes.c_void_p(array.ctypes.data),
            ctypes.c_uint64(source),
            ctypes.c_size_t(array.nbytes),
        )

    def wait(self):
        self.call("cuCtxSynchronize")


def preload():
    """Loads CUDA's libraries from Python packages, where ONNX Runtime would not look for them.

    Returns where each came from. What is not found here may still be found by the loader.
    """
    found = {}
    for name in LIBRARIES:
        paths = [
            path for entry in sys.path for path in glob.glob(f"{entry}/nvidia/*/lib/{name}.so.*")
        ]
        # The newest first: other packages may have brought an older CUDA too.
        paths.sort(key=lambda path: path.rpartition(".so.")[2].zfill(4), reverse=True)
        for path in [*paths, f"{name}.so.13", f"{name}.so.12", f"{name}.so.10", f"{name}.so.9"]:
            with contextlib.suppress(OSError):
                ctypes.CDLL(path, mode=ctypes.RTLD_GLOBAL)
                found[name] = path
                break
    return found


def missing():
    """What the real mode lacks on this machine, in words; empty where it can begin."""
    modules = ("numpy", "onnx", "onnxruntime")
    lacks = [f"the Python module {name}" for name in modules if not find_spec(name)]
    if lacks:
        return lacks
    import onnxruntime

    if "CUDAExecutionProvider" not in onnxruntime.get_available_providers():
        lacks.append(
            f"an ONNX Runtime with CUDA (this one, {onnxruntime.__version__}, has "
            f"{', '.join(onnxruntime.get_available_providers())}): onnxruntime-gpu"
        )
    try:
        ctypes.CDLL("libcuda.so.1")
    except OSError:
        lacks.append("the driver's libcuda.so.1")
    try:
        Nvml()
    except (OSError, AttributeError) as trouble:
        if not shutil.which("nvidia-smi"):
            lacks.append(f"a device that NVML or nvidia-smi shows ({trouble})")
    found = preload()
    lacks += [f"{name}.so" for name in NEEDED if name not in found]
    return lacks


def environment():
    """Device, driver and versions; a thing that cannot be read is left out, not guessed."""
    facts = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "kernel": platform.release(),
        "cpu_cores": os.cpu_count(),
        "packages": versions(),
    }
    with contextlib.suppress(OSError, AttributeError):
        nvml = Nvml()
        version = ctypes.c_int()
        nvml.call("nvmlSystemGetCudaDriverVersion_v2", ctypes.byref(version))
        facts["device"] = {
            "name": nvml.text("nvmlDeviceGetName", nvml.handle),
            "memory_bytes": nvml.total_bytes(),
            "driver": nvml.text("nvmlSystemGetDriverVersion"),
            "cuda_of_driver": f"{version.value // 1000}.{version.value % 1000 // 10}",
            "used_bytes_before": nvml.used_bytes(),
        }
    if "device" not in facts and shutil.which("nvidia-smi"):
        facts["device"] = by_nvidia_smi()
    return facts


def by_nvidia_smi():
    keys = ("name", "driver_version", "memory.total", "memory.used")
    ended = subprocess.run(
        ["nvidia-smi", f"--query-gpu={','.join(keys)}", "--format=csv,noheader"],
        capture_output=True,
        text=True,
        timeout=20,
    )
    lines = ended.stdout.splitlines()
    return dict(zip(keys, (cell.strip() for cell in lines[0].split(",")))) if lines else {}


def versions():
    found = {}
    for name in PACKAGES:
        with contextlib.suppress(metadata.PackageNotFoundError):
            found[name] = metadata.version(name)
    import onnxruntime

    found["onnxruntime (imported)"] = onnxruntime.__version__
    return found
