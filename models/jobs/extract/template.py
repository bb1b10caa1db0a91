"""How a piece of a note is written down: plain text with `{slots}`; a `~` marks what is taken back.

`{~day}` is drawn like `{day}` and stands in the note, but does not count for the answer.
"""

import re
from typing import NamedTuple

from jobs.line import TEST, TRAIN, of_split

SLOT = re.compile(r"\{(~?)(\w+)\}")


class Slot(NamedTuple):
    name: str
    counts: bool


class Template(NamedTuple):
    text: str
    #: Text and slots in turn.
    parts: tuple
    #: The names of the slots that count.
    slots: tuple
    #: The names of the slots that are taken back.
    gone: tuple


def parse(text):
    parts, at = [], 0
    for found in SLOT.finditer(text):
        if found.start() > at:
            parts.append(text[at : found.start()])
        parts.append(Slot(found[2], not found[1]))
        at = found.end()
    if at < len(text):
        parts.append(text[at:])
    slots = [part for part in parts if isinstance(part, Slot)]
    counting = tuple(slot.name for slot in slots if slot.counts)
    return Template(
        text, tuple(parts), counting, tuple(slot.name for slot in slots if not slot.counts)
    )


def pool(text):
    """The templates of a block of text, one per line (`\\n` inside is a line break), by split."""
    return split_pool(line.strip().replace("\\n", "\n") for line in text.strip().splitlines())


def together(*pools):
    """One pool of several."""
    return {split: tuple(one for some in pools for one in some[split]) for split in (TRAIN, TEST)}


def split_pool(texts):
    texts = tuple(text for text in texts if text)
    return {split: tuple(map(parse, of_split(texts, split))) for split in (TRAIN, TEST)}
