"""How a template is written, and how it becomes text.

`{slot}` is filled from `slots.SLOTS`; `<one|two|three>` is one of its ways, slots and all.
A template is taken apart once, when the package is loaded.
"""

import re

from jobs.triage.slots import SLOTS

MARK = re.compile(r"\{(\w+)\}|<([^<>]*\|[^<>]*)>")


class Pattern:
    """A template with its parts: plain text, slots (functions), choices (tuples of parts)."""

    __slots__ = ("text", "parts")

    def __init__(self, text, slots=SLOTS):
        self.text = text
        self.parts = _parts(text, slots)

    def fill(self, draw):
        """The text with every slot filled from `draw`, which the slots' functions get."""
        return "".join(_said(part, draw) for part in self.parts)


def patterns(block, slots=SLOTS):
    """The patterns of a block with one template a line; empty lines only part the events."""
    return tuple(Pattern(line.strip(), slots) for line in block.splitlines() if line.strip())


def _parts(text, slots):
    parts = []
    end = 0
    for mark in MARK.finditer(text):
        if mark.start() > end:
            parts.append(text[end : mark.start()])
        if mark[1]:
            parts.append(slots[mark[1]])
        else:
            parts.append(tuple(_parts(way, slots) for way in mark[2].split("|")))
        end = mark.end()
    if end < len(text):
        parts.append(text[end:])
    return parts


def _said(part, draw):
    if isinstance(part, str):
        return part
    if isinstance(part, tuple):
        return "".join(_said(piece, draw) for piece in draw.rng.choice(part))
    return part(draw)
