"""The little language in which wishes are written down, and what a sentence says while it grows.

`{slot}` stands for a list of phrases or for a function that also notes what it said; `(a|b|)` is
one of these; `<part>` is written out by `crossed`, so that each phrase makes its own template.
"""

import itertools
import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from jobs.commands.wish import Wish
from jobs.line import TEST, TRAIN, of_split

PART = re.compile(r"<(\w+)>")
TOKEN = re.compile(r"\{(\w+)\}|([(|)])")
SPACES = re.compile(r" {2,}| +(?=[,;:.])")


class Intent(NamedTuple):
    """One thing that can be wished and the ways to say it."""

    tool: str
    #: What a filled template asks for: a list of calls.
    meaning: Callable
    #: Groups of templates, each `(weight, templates)`.
    wishes: tuple
    remarks: tuple = ()
    #: What `{slot}` means besides the common slots.
    slots: dict = {}
    weight: float = 1.0


class Filling:
    """A sentence that grows, and what it has said so far."""

    def __init__(self, rng, split, slots):
        self.rng = rng
        self.split = split
        self.slots = slots
        self.took = {}
        self.templates = []
        self.values = []
        self.keep = []
        #: A change of mind that is to be said at the very end.
        self.late = ""

    def fill(self, template):
        text = self.say(template) + self.late
        return SPACES.sub(lambda gap: "" if self._before_mark(gap) else " ", text).strip(" ,")

    def say(self, template):
        """The text of a template or of a part of one."""
        return self._grow(parsed(template))

    def take(self, name, value):
        self.took.setdefault(name, []).append(value)

    def all_of(self, name, otherwise=()):
        """What was taken under the name, in spoken order."""
        return self.took.get(name) or list(otherwise)

    def one(self, name, otherwise=None):
        found = self.took.get(name)
        return found[-1] if found else otherwise

    @staticmethod
    def _before_mark(gap):
        return gap.end() < len(gap.string) and gap.string[gap.end()] in ",;:."

    def _grow(self, nodes):
        return "".join([node if type(node) is str else self._node(node) for node in nodes])

    def _node(self, node):
        kind, content = node
        if kind == "choice":
            return self._grow(self.rng.choice(content))
        slot = self.slots[content]
        return slot(self) if callable(slot) else self.say(self.rng.choice(slot))


def crossed(frames, **parts):
    """Each frame with each combination of its `<parts>` written out, once."""
    written = {}
    for frame in frames:
        named = list(dict.fromkeys(PART.findall(frame)))
        for chosen in itertools.product(*(parts[name] for name in named)):
            text = frame
            for name, phrase in zip(named, chosen):
                text = text.replace(f"<{name}>", phrase)
            written[text] = None
    return tuple(written)


def grouped(weight, frames, usual, other, **parts):
    """Two groups: the frames with the phrases that most people use, and with the others."""
    return (weight * 0.6, crossed(frames, **usual, **parts)), (
        weight * 0.4,
        crossed(frames, **other, **parts),
    )


def draw(intent, rng, split, remark=False):
    filling = Filling(rng, split, intent.slots)
    template = chosen(rng, by_split(intent.remarks if remark else intent.wishes, split))
    filling.templates.append(template)
    text = filling.fill(template)
    calls = tuple(intent.meaning(filling))
    return Wish(text, calls, tuple(filling.templates), tuple(filling.values), tuple(filling.keep))


def any_of(intents, rng, split):
    """A wish for one of the intents that have templates in the split."""
    key = id(intents), split
    if key not in _ANY_OF:
        found = [intent for intent in intents if by_split(intent.wishes, split)[1]]
        weights = tuple(itertools.accumulate(intent.weight for intent in found))
        _ANY_OF[key] = found, weights
    found, weights = _ANY_OF[key]
    return draw(rng.choices(found, cum_weights=weights)[0], rng, split)


def chosen(rng, groups):
    weights, lists = groups
    return rng.choice(rng.choices(lists, cum_weights=weights)[0])


def by_split(groups, split):
    """The groups with their templates of the split, and their weights summed up."""
    # Kept by identity: the groups live as long as the program, and to hash them each time is slow.
    key = id(groups), split
    if key not in _BY_SPLIT:
        kept = [(weight, own) for weight, all_ in groups if (own := of_split(all_, split))]
        summed = tuple(itertools.accumulate(weight for weight, _ in kept))
        _BY_SPLIT[key] = summed, tuple(own for _, own in kept)
    return _BY_SPLIT[key]


_BY_SPLIT = {}
_ANY_OF = {}


def all_templates(intents, split):
    assert split in (TRAIN, TEST)
    lists = (
        found
        for intent in intents
        for groups in (intent.wishes, intent.remarks)
        for found in by_split(groups, split)[1]
    )
    return tuple(dict.fromkeys(itertools.chain.from_iterable(lists)))


@cache
def parsed(template):
    nodes, at, mark = _sequence(template, 0)
    assert at == len(template) and not mark, template
    return nodes


def _sequence(template, at):
    """The nodes up to a closing mark, where the text goes on, and that mark."""
    nodes = []
    while found := TOKEN.search(template, at):
        if found.start() > at:
            nodes.append(template[at : found.start()])
        at = found.end()
        if found[1]:
            nodes.append(("slot", found[1]))
        elif found[2] == "(":
            choices, mark = [], "|"
            while mark == "|":
                choice, at, mark = _sequence(template, at)
                choices.append(choice)
            assert mark == ")", template
            nodes.append(("choice", tuple(choices)))
        else:
            return tuple(nodes), at, found[2]
    if at < len(template):
        nodes.append(template[at:])
    return tuple(nodes), len(template), ""
