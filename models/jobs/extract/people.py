"""Names of people: of many cultures, made up, with and without a title, long and short."""

from jobs import names
from jobs.extract.words import FIRST, LAST
from jobs.line import TEST, TRAIN, of_split

TITLES = "Mr Mr. Mrs Mrs. Ms Ms. Dr Dr. Prof Prof. Mr Mrs Ms Dr Miss".split()
CAPITALS = "ABCDEFGHIJKLMNOPRSTW"
_FIRST = {split: of_split(FIRST.split(), split) for split in (TRAIN, TEST)}
_LAST = {
    split: of_split((name.replace("_", " ") for name in LAST.split()), split)
    for split in (TRAIN, TEST)
}


def first(rng, split):
    if rng.random() < (0.4 if split == TRAIN else 0.1):
        return _made_up(rng, split)
    return rng.choice(_FIRST[split])


def last(rng, split):
    if rng.random() < (0.4 if split == TRAIN else 0.1):
        return _made_up(rng, split)
    return rng.choice(_LAST[split])


def person(rng, split):
    """(what stands in the note, the name in it, the open values in it)"""
    kind = rng.random()
    if kind < 0.47:
        name = first(rng, split)
        return name, name, (name,)
    if kind < 0.72:
        one, two = first(rng, split), last(rng, split)
        return f"{one} {two}", f"{one} {two}", (one, two)
    if kind < 0.88:
        name, values = _titled(rng, split)
        return f"{rng.choice(TITLES)} {name}", name, values
    if kind < 0.91:
        two = last(rng, split)
        gap = rng.choice((". ", ".", " "))
        return (name := f"{rng.choice(CAPITALS)}{gap}{two}"), name, (two,)
    if kind < 0.94:
        one = first(rng, split)
        return (name := f"{one} {rng.choice(CAPITALS)}"), name, (one,)
    if kind < 0.95:
        one, two = first(rng, split), first(rng, split)
        return (name := f"{one}-{two}"), name, (one, two)
    if kind < 0.97:
        one, two, three = first(rng, split), last(rng, split), last(rng, split)
        gap = rng.choice((" ", "-"))
        return (name := f"{one} {two}{gap}{three}"), name, (one, two, three)
    if kind < 0.985:
        one, two = first(rng, split), last(rng, split)
        return (name := f"{one} {rng.choice(CAPITALS)}. {two}"), name, (one, two)
    two = last(rng, split)
    return two, two, (two,)


def _titled(rng, split):
    two = last(rng, split)
    if rng.random() < 0.8:
        return two, (two,)
    one = first(rng, split)
    return f"{one} {two}", (one, two)


def _made_up(rng, split):
    return names.word(rng, split).capitalize()
