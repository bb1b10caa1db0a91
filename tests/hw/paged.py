"""PagedAttention in numpy, for onnx's reference evaluator: what no CPU of ONNX Runtime computes.

Written from the operator's schema: packed q, k and v, blocks by table, rotary halves, causal.
Caches are changed in place, as the operator does.
"""

import numpy as np
from onnx.reference.op_run import OpRun


def rotated(x, cos, sin):
    half = x.shape[-1] // 2
    left, right = x[..., :half], x[..., half:]
    return np.concatenate([left * cos - right * sin, right * cos + left * sin], axis=-1)


class PagedAttention(OpRun):
    op_domain = "com.microsoft"

    def _run(
        self,
        qkv,
        key,
        value,
        keys,
        values,
        ends,
        past,
        table,
        cos,
        sin,
        slot_mapping,
        head_sink,
        q_norm_weight,
        k_norm_weight,
        k_scale,
        v_scale,
        bound,
        do_rotary=None,
        kv_num_heads=None,
        num_heads=None,
        **_attributes,
    ):
        unused = (
            key,
            value,
            slot_mapping,
            head_sink,
            q_norm_weight,
            k_norm_weight,
            k_scale,
            v_scale,
        )
        # onnx hands on what an earlier node gave out under no name: nothing, but not None.
        assert all(each is None or each.size == 0 for each in unused)
        size, head = keys.shape[1], keys.shape[3]
        packed = qkv.reshape(len(qkv), num_heads + 2 * kv_num_heads, head)
        out = np.zeros((len(qkv), num_heads, head), np.float32)
        assert do_rotary == 1
        for row in range(len(past)):
            begin, end = ends[row], ends[row + 1]
            assert end - begin <= bound[0] and past[row] + end - begin <= bound[1]
            for token in range(begin, end):
                at = past[row] + token - begin
                turned = rotated(packed[token, :-kv_num_heads], cos[at], sin[at])
                block, offset = table[row, at // size], at % size
                keys[block, offset] = turned[num_heads:]
                values[block, offset] = packed[token, -kv_num_heads:]
                seen = [(table[row, each // size], each % size) for each in range(at + 1)]
                k, v = (np.stack([cache[place] for place in seen]) for cache in (keys, values))
                for query in range(num_heads):
                    group = query * kv_num_heads // num_heads
                    scores = k[:, group] @ turned[query] / np.sqrt(head)
                    weights = np.exp(scores - scores.max())
                    out[token, query] = weights @ v[:, group] / weights.sum()
        return out.reshape(len(qkv), -1).astype(qkv.dtype), keys, values


class SkipSimplifiedLayerNormalization(OpRun):
    op_domain = "com.microsoft"

    def _run(self, x, skip, gamma, epsilon=None):
        total = x + skip
        normed = total / np.sqrt((total**2).mean(-1, keepdims=True) + epsilon) * gamma
        return normed.astype(x.dtype), np.empty(0, x.dtype), np.empty(0, x.dtype), total
