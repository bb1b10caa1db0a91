"""A line in the making: which templates and values went into it, and how it is written down.

Knows no job. The jobs of the two adapters in `models/adapters/` are written with it.
"""

from jobs import noise
from jobs.line import TEST, TRAIN, Line, of_split

#: How many lines are mistyped, and how many of the words of such a line.
MISTYPED_SHARE = 0.12
SLIP_RATE = 0.08


class Phrases:
    """Templates of one kind, one per line of the text, kept apart by split."""

    def __init__(self, text):
        lines = tuple(dict.fromkeys(line.strip() for line in text.strip().splitlines()))
        self.of = {split: of_split(lines, split) for split in (TRAIN, TEST)}
        assert all(self.of.values()), f"a split has none of: {lines}"


def phrases_of(module, split):
    """All templates of a split that stand in the module's pools."""
    pools = (pool for pool in vars(module).values() if isinstance(pool, Phrases))
    return tuple(dict.fromkeys(text for pool in pools for text in pool.of[split]))


class Slots(dict):
    """What stands for the slots of a template; a function is asked only if its slot is there."""

    def __getitem__(self, slot):
        filling = super().__getitem__(slot)
        return filling() if callable(filling) else filling


class Draft:
    def __init__(self, rng, split):
        self.rng = rng
        self.split = split
        self.templates = []
        self.values = []
        #: Phrases that no slip of the fingers may touch.
        self.kept = []

    def chance(self, share):
        return self.rng.random() < share

    def pick(self, pool, **slots):
        """A template of the pool with its slots filled; it is noted as used."""
        template = self.rng.choice(pool.of[self.split])
        self.templates.append(template)
        return template.format_map(Slots(slots))

    def keep(self, phrase):
        self.kept.append(phrase)
        return phrase

    def value(self, text, said=None):
        """Notes an open-class value, and gives the form in which it is said."""
        self.values.append(text)
        return self.keep(text if said is None else said)

    def line(self, said, expect):
        rng = self.rng
        if self.chance(MISTYPED_SHARE):
            said = noise.slips(rng, said, keep=self.kept, rate=SLIP_RATE)
        if self.chance(0.5):
            said = said[:1].upper() + said[1:]
        if said[-1] not in ".?!":
            said += rng.choice(("", "", "", "", ".", ".", ".", "!"))
        return Line(said, expect, tuple(self.templates), tuple(self.values))
