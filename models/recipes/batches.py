"""Owns how examples become tensors: the template, the cutting into tokens, batches of like lengths.

A process of its own prepares chunks ahead, so training never waits. A chunk depends on nothing but
the seed and its number: who goes on with a run asks for the next chunk.
"""

import multiprocessing
import os
import queue
import random
from typing import NamedTuple

import torch
from torch.nn import functional

import lines
import vocabulary

CHUNK_LINES = 8192
#: Chunks that lie ready; one more would only take memory.
READY_MAX = 2
#: What cross entropy leaves out.
IGNORED = -100
#: The places are filled up to a multiple of this: libraries keep something for each size they meet.
PLACES_STEP = 128


class Batch(NamedTuple):
    #: One example a row, filled up on the right.
    ids: torch.Tensor
    #: Where the head is computed: before each token of an answer, counted through all rows.
    places: torch.Tensor
    #: What stands there; IGNORED behind the last.
    wanted: torch.Tensor

    def count(self):
        """How many tokens are to be learned."""
        return int((self.wanted != IGNORED).sum())


def endless(weights, seed, tokenizer_dir, batch_tokens, first_chunk=0):
    """(chunk number, its batches) from `first_chunk` on, prepared in another process."""
    context = multiprocessing.get_context("spawn")
    ready = context.Queue(READY_MAX)
    process = context.Process(
        target=prepare, args=(weights, seed, str(tokenizer_dir), first_chunk, ready), daemon=True
    )
    process.start()
    try:
        number = first_chunk
        while True:
            yield number, batches(unpacked(ready.get()), batch_tokens, f"{seed} {number}")
            number += 1
    finally:
        process.terminate()


def prepare(weights, seed, tokenizer_dir, number, ready):
    os.nice(5)
    # One process beside the two that compute: it must not compute itself.
    torch.set_num_threads(1)
    encode = encoder(vocabulary.load(tokenizer_dir))
    while True:
        chunk = packed(encode(lines_of(weights, seed, number, tokenizer_dir)))
        while not given(chunk, ready):
            # Whoever wanted it may have been killed.
            if not multiprocessing.parent_process().is_alive():
                ready.cancel_join_thread()
                return
        number += 1


def given(chunk, ready):
    try:
        ready.put(chunk, timeout=5)
    except queue.Full:
        return False
    return True


def lines_of(weights, seed, number, tokenizer_dir):
    pieces = vocabulary.word_pieces(vocabulary.load(tokenizer_dir))
    return lines.chunk(weights, seed, number, CHUNK_LINES, pieces)


def encoder(tokenizer):
    """A function from examples to (tokens, how many are the prompt); too long ones are left out."""
    model = tokenizer.backend_tokenizer
    ids = {name: tokenizer.convert_tokens_to_ids(name) for name in vocabulary.SPECIAL}

    def encode(examples):
        for example in examples:
            system, user, answer = (
                model.encode(text or "", add_special_tokens=False).ids for text in example
            )
            prompt = [ids[vocabulary.SYSTEM], *system] if example.system else []
            prompt += [ids[vocabulary.USER], *user, ids[vocabulary.ASSISTANT]]
            whole = [*prompt, *answer, ids[vocabulary.END]]
            if len(whole) <= vocabulary.CONTEXT_TOKENS:
                yield whole, len(prompt)

    return encode


def packed(rows):
    """As few tensors, not thousands of lists, for the way between the processes."""
    rows = list(rows)
    return (
        torch.tensor([token for whole, _ in rows for token in whole], dtype=torch.int16).numpy(),
        torch.tensor([(len(whole), prompt) for whole, prompt in rows], dtype=torch.int32).numpy(),
    )


def unpacked(pair):
    tokens, shape = (torch.from_numpy(array) for array in pair)
    return list(zip(tokens.split(shape[:, 0].tolist()), shape[:, 1].tolist()))


def batches(rows, batch_tokens, seed):
    """Rows of like length together, as many as the budget holds, in an order of their own."""
    rows = sorted(rows, key=lambda row: len(row[0]))
    groups, group = [], []
    for row in reversed(rows):
        longest = len(group[0][0]) if group else len(row[0])
        if group and longest * (len(group) + 1) > batch_tokens:
            groups.append(group)
            group = []
        group.append(row)
    groups.append(group)
    random.Random(seed).shuffle(groups)
    return [batch(group) for group in groups]


def batch(group):
    length = max(len(tokens) for tokens, _ in group)
    ids = torch.zeros(len(group), length, dtype=torch.long)
    asked = torch.zeros(len(group), length, dtype=torch.bool)
    for at, (tokens, prompt) in enumerate(group):
        ids[at, : len(tokens)] = tokens
        asked[at, prompt - 1 : len(tokens) - 1] = True
    places = asked.flatten().nonzero().squeeze(1)
    wanted = ids.flatten()[places + 1]
    beyond = -len(places) % PLACES_STEP
    return Batch(
        ids,
        functional.pad(places, (0, beyond)),
        functional.pad(wanted, (0, beyond), value=IGNORED),
    )
