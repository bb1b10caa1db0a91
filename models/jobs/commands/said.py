"""Pools of patterns and open values, each parted by split, and what is put together from them."""

import re
from typing import NamedTuple

from jobs.line import TEST, TRAIN, of_split

BARS = re.compile(r"\n| \| ")
#: What may be put around a saying: an order can be asked for ("could you {x}"), a statement cannot.
ORDER = "order"
STATEMENT = "statement"


class Said(NamedTuple):
    """Something said, not yet typed: lower case, with marks and apostrophes where they belong."""

    text: str
    calls: tuple = ()
    #: `no_such_device`, `unclear`, or nothing when there are calls.
    error: str = ""
    templates: tuple = ()
    values: tuple = ()
    #: Phrases in which nobody mistypes.
    keep: tuple = ()
    form: str = ORDER
    #: The end is a copied value of any length ("play .."): what follows could seem a part of it.
    open_end: bool = False

    def expect(self):
        if self.error:
            return {"calls": [], "error": self.error}
        return {"calls": list(self.calls)}


def of_wish(wish, form):
    """A wish as something said."""
    last = wish.calls[-1]["args"]
    copied = last.get("what") or last.get("label")
    return Said(
        wish.text,
        calls=wish.calls,
        templates=wish.templates,
        values=wish.values,
        keep=wish.keep,
        form=form,
        open_end=bool(copied) and wish.text.endswith(copied),
    )


class Pool:
    """Entries between bars or line ends of a text; `draw` gives those of the split only."""

    def __init__(self, block):
        self.entries = entries(block)
        self._of = {split: of_split(self.entries, split) for split in (TRAIN, TEST)}
        for split, found in self._of.items():
            assert found, f"nothing for {split} among {self.entries[:2]}.."

    def of(self, split):
        return self._of[split]

    def draw(self, rng, split):
        return rng.choice(self._of[split])


def entries(block):
    """The parts of a text between bars and line ends, each once."""
    return tuple(dict.fromkeys(part.strip() for part in BARS.split(block) if part.strip()))


def around(pattern, said, slot="x", **changed):
    """The saying with a pattern around it."""
    text = pattern.replace("{" + slot + "}", said.text)
    return said._replace(text=text, templates=(*said.templates, pattern), **changed)


def joined(pattern, parts):
    """Several sayings in a pattern with the slots {a} to {d}; their calls in spoken order."""
    text = pattern
    for slot, part in zip("abcd", parts, strict=False):
        text = text.replace("{" + slot + "}", part.text, 1)
    return Said(
        text,
        calls=tuple(call for part in parts for call in part.calls),
        error=worst(part.error for part in parts),
        templates=(*(name for part in parts for name in part.templates), pattern),
        values=tuple(value for part in parts for value in part.values),
        keep=tuple(phrase for part in parts for phrase in part.keep),
        form=parts[0].form if pattern.startswith(("{a}", "first {a}")) else STATEMENT,
        open_end=parts[-1].open_end,
    )


def worst(errors):
    """The answer of a sentence whose parts are answered so: what does not exist counts first."""
    errors = set(errors)
    for error in ("no_such_device", "unclear"):
        if error in errors:
            return error
    return ""
