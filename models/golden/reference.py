"""What transformers answers, greedily and in fp32."""

from typing import NamedTuple

import numpy
import torch

NEW_TOKENS = 48
DISTINCT_MIN = 20


class Answer(NamedTuple):
    prompt_ids: list[int]
    greedy_ids: list[int]
    #: One row per token of prompt and answer, but the last of the answer.
    logits: numpy.ndarray
    #: How far ahead of the second best each token of the answer was, at least.
    margin: float


def greedy(model, prompt_ids, ends, margin_min):
    """The answer, or nothing if it ends early, repeats itself, or is a close call anywhere."""
    greedy_ids, rows, margin = [], [], float("inf")
    past, step = None, prompt_ids
    with torch.inference_mode():
        while len(greedy_ids) < NEW_TOKENS:
            out = model(input_ids=torch.tensor([step]), past_key_values=past, use_cache=True)
            past = out.past_key_values
            rows.append(out.logits[0])
            (best, second), (token, _) = (side.tolist() for side in out.logits[0, -1].topk(2))
            margin = min(margin, best - second)
            if margin <= margin_min or token in ends:
                return None
            greedy_ids.append(token)
            step = [token]
    if len(set(greedy_ids)) < DISTINCT_MIN:
        return None
    return Answer(list(prompt_ids), greedy_ids, torch.cat(rows).numpy(), margin)
