"""A change of mind in the middle of a wish: what was said last counts."""

from jobs.line import of_split

#: `{wrong}` was said first or is what is not meant.
CHANGES = (
    "{wrong}, no, {right}", "{wrong}, no wait, {right}", "{wrong}, i mean {right}",
    "{wrong}, sorry, {right}", "{wrong}, sorry, i mean {right}", "{wrong}, actually {right}",
    "{wrong}, or rather {right}", "{wrong}, er, {right}", "{wrong}, make that {right}",
    "{wrong}, scratch that, {right}", "{wrong}... no, {right}", "{wrong} no {right}",
    "{wrong} - no, {right}", "{wrong}, oh no, {right}", "{wrong}, wait, {right}",
    "{wrong}, hang on, {right}", "{wrong}, correction, {right}", "{wrong}, i meant {right}",
    "not {wrong} but {right}", "{right}, not {wrong}", "{right} and not {wrong}",
    "{right} instead of {wrong}", "{right} rather than {wrong}", "{wrong}, nope, {right}",
    "{wrong}, oops, {right}", "{wrong}, my mistake, {right}", "{wrong}, wrong, {right}",
    "{wrong}, let's say {right}", "{wrong}, better {right}", "{wrong}, better make it {right}",
    "{wrong}, on second thought {right}", "{wrong}, no no, {right}",
    "{wrong}, forget that, {right}", "{wrong}, well no, {right}", "{wrong}, uh, no, {right}",
    "{wrong} i mean {right}", "{wrong} no wait {right}", "{wrong}, hmm no, {right}",
    "{wrong}, excuse me, {right}", "{wrong}, ah no, {right}", "{wrong}, what am i saying, {right}",
    "{wrong}, um, no, make it {right}", "{wrong} or no, {right}", "{wrong} sorry {right}",
    "{wrong}, wait no, {right}", "{wrong}, i meant to say {right}", "{wrong}, rather {right}",
)  # fmt: skip

LATE = (
    ", no, {right}", ", no wait, {right}", ", i mean {right}", ", sorry, {right}",
    ", sorry, i mean {right}", ", i meant {right}", ", or rather {right}", ", actually {right}",
    ", no, i mean {right}", ", oh no, {right}", ", wait, {right}", ", hang on, {right}",
    ", oops, {right}", ", my mistake, {right}", ", make that {right}", ", no no, {right}",
    ", correction, {right}", ", i meant to say {right}", " no {right}", " sorry {right}",
    " i mean {right}", "... no, {right}", ", nope, {right}", ", wrong, {right}",
    ", scratch that, {right}",
)  # fmt: skip


def changed(filling, wrong, right):
    """The two phrases in one, of which the right one counts."""
    frame = filling.rng.choice(_OF[filling.split])
    filling.templates.append(frame)
    return frame.replace("{wrong}", wrong).replace("{right}", right)


def changed_late(filling, right):
    """What is said at the very end instead of a room said before."""
    frame = filling.rng.choice(_LATE[filling.split])
    filling.templates.append(frame)
    return frame.replace("{right}", right)


def templates(split):
    return _OF[split] + _LATE[split]


_OF = {split: of_split(CHANGES, split) for split in ("train", "test")}
_LATE = {split: of_split(LATE, split) for split in ("train", "test")}
