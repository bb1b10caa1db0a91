"""Everyday events in their wordings, written out and parted: both splits know each event."""

from itertools import product

from jobs.line import TEST, TRAIN, of_split
from jobs.triage import events_machine, events_system
from jobs.triage.pattern import MARK, Pattern


def by_cell():
    """For each (label, severity) and split: the events, each a tuple of patterns."""
    cells = {}
    blocks = (events_system.BLOCKS + events_machine.BLOCKS).replace("\n  ", " ")
    for line in filter(None, blocks.splitlines()):
        if line.startswith("= "):
            cell = cells.setdefault(tuple(line[2:].split()), {TRAIN: [], TEST: []})
            continue
        texts = wordings(line)
        for split in (TRAIN, TEST):
            if chosen := tuple(Pattern(text) for text in of_split(texts, split)):
                cell[split].append(chosen)
    return cells


def wordings(line):
    """Every text that the `<one|two>` of a line can make."""
    pieces, end = [], 0
    for mark in MARK.finditer(line):
        if mark[2] is None:
            continue
        pieces += [(line[end : mark.start()],), tuple(mark[2].split("|"))]
        end = mark.end()
    pieces.append((line[end:],))
    texts = ("".join(chosen).replace(" ,", ",").replace(" :", ":") for chosen in product(*pieces))
    return tuple(dict.fromkeys(" ".join(text.split()) for text in texts))
