"""Do rows of different lengths in one batch get the answer that each gets alone?

Question: "ragged batches by GQA slots and by PagedAttention, equal to each row alone".
How: four rows at different lengths decode together, greedily, and are compared token by token with
the same rows alone; then the cases that the scheduler counts on: a window of slots, chunks of a
prompt, a rewind, memory poisoned beyond a row's length, and (paged) one run that mixes prefill,
decode and verify rows. Equal means: the same tokens, and logits apart by no more than rounding;
both are written down.
"""

import numpy as np

from rows import Blocks, Slots, alike

SHARE = 3
POISON = 0x70  # 0x7070 is 9088 as float16, 0x70707070 is 3e29 as float32


def run(bench):
    for name, changes in (
        ("slots dense", {}),
        ("slots int4", {"bits": 4, "block": 32}),
        ("slots int4 block 128", {"bits": 4, "block": bench.small(128, 32)}),
    ):
        slots(bench, name, bench.plan("0.5b", **changes))
    if bench.provider != "cpu":
        slots(bench, "slots dense bf16", bench.plan("0.5b", precision="bf16"))
    for name, block, changes in (
        ("blocks of 256", 256, {}),
        ("blocks of 16", 16, {}),
        ("blocks of 64 int4", 64, {"bits": 4, "block": 32}),
        ("blocks of 256 bf16", 256, {"precision": "bf16"}),
    ):
        blocks(bench, name, bench.plan("0.5b", attention="paged", **changes), block)


def prompts(bench, plan):
    lengths = bench.small((7, 33, 80, 120), (3, 9, 17, 24))
    draw = np.random.default_rng(0)
    return [draw.integers(0, plan.shape.vocabulary, length) for length in lengths]


def slots(bench, name, plan):
    steps, length_max = bench.small(16, 5), bench.small(256, 64)
    with bench.notes.part(f"{name}: together as alone") as put:
        model = bench.open(plan)
        texts = prompts(bench, plan)
        pool = Slots(model, plan, len(texts), length_max)
        alone = [greedy(pool, row, text, steps) for row, text in enumerate(texts)]
        pool = Slots(model, plan, len(texts), length_max, byte=POISON)
        last = [pool.run([text], [len(text)], first=row)[0] for row, text in enumerate(texts)]
        together = [last]
        for step in range(1, steps):
            ids = [[logits.argmax()] for logits in together[-1]]
            together.append(pool.run(ids, [len(text) + step for text in texts]))
        put(placed=model.placement(), steps=steps, **compared(alone, together))
    if name != "slots dense":
        return
    long, other = texts[3], texts[1]
    with bench.notes.part(f"{name}: a window of two slots") as put:
        pool = Slots(model, plan, 4, length_max, byte=POISON)
        logits = [pool.run([texts[row]], [len(texts[row])], first=row)[0] for row in (1, 2)]
        got = pool.run(
            [[each.argmax()] for each in logits], [len(texts[1]) + 1, len(texts[2]) + 1], first=1
        )
        put(**alike(got, np.stack([alone[row][1] for row in (1, 2)])))
    with bench.notes.part(f"{name}: a prompt in chunks") as put:
        for chunk in bench.small((16, 37, 64), (5, 16)):
            pool = Slots(model, plan, 2, length_max, byte=POISON)
            for past in range(0, len(long), chunk):
                part = long[past : past + chunk]
                got = pool.run([part], [past + len(part)], first=1)
            put(**{f"chunk {chunk}": alike(got[0], alone[3][0])})
    with bench.notes.part(f"{name}: a rewind") as put:
        kept = bench.small(50, 10)
        text = np.concatenate([long[:kept], other])
        pool = Slots(model, plan, 2, length_max, byte=POISON)
        pool.run([long], [len(long)])
        got = pool.run([text[kept:]], [len(text)])
        wanted = pool.run([text], [len(text)], first=1)
        put(**alike(got, wanted))
    with bench.notes.part(f"{name}: prompts padded on the right") as put:
        width = len(other)
        ids = np.zeros((2, width), np.int64)
        ids[0, : len(texts[0])], ids[1] = texts[0], other
        pool = Slots(model, plan, 2, length_max, byte=POISON)
        got = pool.run(ids, [len(texts[0]), width], chosen=[len(texts[0]) - 1, 2 * width - 1])
        put(**alike(got, np.stack([alone[0][0], alone[1][0]])))
    with bench.notes.part(f"{name}: several rows of several tokens after a past") as put:
        pool = Slots(model, plan, 2, length_max)
        for row in (0, 1):
            pool.run([texts[row]], [len(texts[row])], first=row)
        try:
            pool.run([[1, 2, 3], [4, 5, 6]], [len(texts[0]) + 3, len(texts[1]) + 3])
            put(answer="accepted")
        except Exception as refusal:
            put(answer="refused", error=str(refusal)[:300])
        again = pool.run([texts[0]], [len(texts[0])])
        put(usable_afterwards=alike(again[0], alone[0][0])["same_token"])


def greedy(pool, row, text, steps):
    """The logits of every step of a row that decodes alone."""
    seen = [pool.run([text], [len(text)], first=row)[0]]
    for step in range(1, steps):
        seen.append(pool.run([[seen[-1].argmax()]], [len(text) + step], first=row)[0])
    return seen


def compared(alone, together):
    """`alone` [row][step], `together` [step][row]; a token that differs makes all later ones
    differ.
    """
    wanted = np.stack([np.stack(row) for row in alone], axis=1)
    got = np.stack([np.stack(rows) for rows in together])
    same = (wanted.argmax(-1) == got.argmax(-1)).cumprod(axis=0).astype(bool)
    # Logits are compared as long as both decode the same text.
    comparable = np.vstack([np.ones_like(same[:1]), same[:-1]])
    difference = np.abs(got - wanted).max(-1)[comparable]
    return {
        "tokens_equal": int(same.sum()),
        "tokens": int(same.size),
        "difference_over_spread": float(difference.max() / wanted.std()),
        "finite": bool(np.isfinite(got).all()),
    }


def blocks(bench, name, plan, block_size):
    steps, length_max = bench.small(16, 5), bench.small(256, 64)
    with bench.notes.part(f"{name}: together as alone") as put:
        model = bench.open(plan)
        texts = prompts(bench, plan)

        def pool():
            return Blocks(model, plan, len(texts), length_max, block_size, byte=POISON)

        one = pool()
        alone = []
        for row, text in enumerate(texts):
            seen = [one.run([(row, 0, text)])[0]]
            for step in range(1, steps):
                seen.append(one.run([(row, len(text) + step - 1, [seen[-1].argmax()])])[0])
            alone.append(seen)
        many = pool()
        together = [many.run([(row, 0, text) for row, text in enumerate(texts)])]
        for step in range(1, steps):
            together.append(
                many.run(
                    [
                        (row, len(text) + step - 1, [together[-1][row].argmax()])
                        for row, text in enumerate(texts)
                    ]
                )
            )
        put(placed=model.placement(), steps=steps, **compared(alone, together))
    with bench.notes.part(f"{name}: prefill, decode and verify rows in one run") as put:
        bench.cuda_only("PagedAttention")
        mixed, cut = pool(), len(texts[3]) // 2
        for row in (0, 1):
            mixed.run([(row, 0, texts[row])])
        mixed.run([(3, 0, texts[3][:cut])])
        drafts = [alone[1][0].argmax(), alone[1][1].argmax()]
        got = mixed.run(
            [
                (0, len(texts[0]), [alone[0][0].argmax()]),
                (1, len(texts[1]), drafts),
                (2, 0, texts[2]),
                (3, cut, texts[3][cut:]),
            ]
        )
        wanted = np.stack([alone[0][1], alone[1][2], alone[2][0], alone[3][0]])
        put(**alike(got, wanted))
