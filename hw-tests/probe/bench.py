"""What a section is handed: where tensors live, its notes, and the shapes of 0.5B, 1B and 8B."""

import onnx

from decoder import SHAPES, TINY, Plan, write
from harness import NotRun, shown
from runtime import Model, Place, lacks_kernel, refuse_without_kernel
from weights import Files


class Bench:
    def __init__(self, notes, work_dir, provider="cuda", tiny=False):
        self.notes, self.provider, self.tiny = notes, provider, tiny
        self.place = Place(provider)
        self.files = Files(work_dir, tiny)
        self.work_dir = work_dir

    def shape(self, name):
        return TINY if self.tiny else SHAPES[name]

    def plan(self, name, **changes):
        """The plan of a graph; the CPU computes slots in float32, as served there."""
        attention = changes.get("attention", "gqa")
        precision = "f32" if self.provider == "cpu" and attention == "gqa" else "f16"
        length_max = 128 if self.tiny else 4096
        return Plan(
            self.shape(name), **{"precision": precision, "context_max": length_max, **changes}
        )

    def open(self, plan, **options):
        """A session on the graph of `plan`. On the CPU a paged one must be refused, and the part
        ends.
        """
        path = write(plan, self.files)
        if self.provider == "cpu" and plan.attention == "paged":
            onnx.checker.check_model(str(path))
            # In bfloat16 the CPU has no product either, and says so first.
            others = ["MatMul"] if plan.precision == "bf16" else []
            refuse_without_kernel(path, self.place, ["PagedAttention", *others])
        return Model(path, self.place, **options)

    def cuda_only(self, what):
        if self.provider == "cpu":
            raise NotRun(f"{what} needs a GPU")

    def small(self, real, tiny):
        return tiny if self.tiny else real

    def refused(self, put, refusal, operator):
        """On a GPU a refusal is an answer. On the CPU only the missing kernel is expected."""
        if self.provider != "cpu":
            put(answer="refused", error=shown(refusal))
        elif lacks_kernel(refusal, operator):
            raise NotRun(f"no CPU kernel for {operator} in this type") from refusal
        else:
            raise refusal
