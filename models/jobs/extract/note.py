"""One note while it is written: its pieces in order, what they say, how it is typed."""

import re

from jobs import noise
from jobs.extract import slots, times
from jobs.extract.phrases import EITHER, PHRASES, TAKEN_BACK
from jobs.extract.template import Slot
from jobs.line import Line

ORDER = ("people", "phone", "email", "day", "time", "place", "amount", "currency", "ref")
#: Fields that are copied as they stand in the note.
COPIED = ("people", "email", "place", "ref")
#: Mail addresses and numbers are as they are; only these change with how a note is typed.
PLAIN, SMALL, LOUD, CASUAL, SMALL_NAMES = "plain", "small", "loud", "casual", "small names"
STYLES = (PLAIN,) * 11 + (SMALL,) * 5 + (CASUAL,) * 3 + (SMALL_NAMES,) * 1
#: What another figure could be read as a part of, and what such a figure starts with.
RUNS_ON = {"place", "phone", "ref", "amount"}
STARTS = tuple("0123456789+(~")
TAKES_BACK = 0.04
HAS_CHOICE = 0.02


class Piece:
    __slots__ = ("text", "said", "slot", "begins")

    def __init__(self, text, said, slot, begins):
        self.text, self.said, self.slot, self.begins = text, said, slot, begins


class Note:
    """`chosen` are the templates that will be written, so each field is counted from the start."""

    def __init__(self, rng, split, chosen):
        self.rng, self.split = rng, split
        self.fields = [field for template in chosen for field in fields_of(template)]
        gone = [slots.FIELDS.get(name) for template in chosen for name in template.gone]
        #: Times of day in the note, those that are taken back among them.
        self.times = self.fields.count("time") + gone.count("time")
        self.pieces, self.templates, self.values = [], [], []
        self.begins = True
        self._part = self._clock = None

    def clock(self, rng):
        """How times are told in a note that has several."""
        if self._clock is None:
            self._clock = rng.choice(times.CLOCKS)
        return self._clock

    def part(self, rng):
        """The part of the day that is spoken of; one for the whole note."""
        if self._part is None:
            self._part = rng.choice(times.PART_NAMES)
        return self._part

    def begin(self):
        """What comes next begins a sentence."""
        self.begins = True

    def mark(self, text):
        """Punctuation and line breaks between two pieces."""
        self.pieces.append(Piece(text, {}, True, False))

    def write(self, template, counts=True):
        self.templates.append(template.text)
        for part in template.parts:
            if not isinstance(part, Slot):
                self._add(part, {}, False)
            elif part.name in PHRASES:
                self.write(self.rng.choice(PHRASES[part.name][self.split]), counts and part.counts)
            elif part.counts and counts and self._may_change(part.name):
                self._change(part.name)
            else:
                self._fill(part.name, counts and part.counts)

    def line(self):
        """The finished line."""
        style = self.rng.choice(STYLES) if self.rng.random() > 0.012 else LOUD
        typos = self.rng.random() < 0.15
        for piece in self.pieces:
            self._type(piece, style, typos)
        self._part_numbers()
        text = "".join(piece.text for piece in self.pieces).replace("# #", "#").replace("##", "#")
        text = re.sub(r"(?<!\.)\.\.(?!\.)", ".", text).strip()
        text = re.sub(r"([!?])\.(?!\.)", r"\1", text)
        return Line(text, self._answer(), tuple(self.templates), tuple(dict.fromkeys(self.values)))

    def _answer(self):
        found, people = {}, []
        for piece in self.pieces:
            people += [name for name in piece.said.get("people", ()) if name not in people]
            if "amount" not in found or "amount" not in piece.said:
                found.update(
                    {field: value for field, value in piece.said.items() if field not in found}
                )
        if people:
            found["people"] = people
        return {field: found[field] for field in ORDER if field in found}

    def _part_numbers(self):
        """A figure after a place or a number gets a comma, or nobody could tell where one ends."""
        for before, gap, after in zip(self.pieces, self.pieces[1:], self.pieces[2:]):
            if (
                gap.text == " "
                and after.text[:1] in STARTS
                and (RUNS_ON & before.said.keys() or before.text[-1:].isdigit())
            ):
                gap.text = ", "

    def _add(self, text, said, slot):
        self.pieces.append(Piece(text, said, slot, self.begins))
        self.begins = False

    def _fill(self, name, counts):
        text, said, values = slots.piece(self.rng, name, self)
        self._add(text, said if counts else {}, True)
        self.values += values
        return said

    def _may_change(self, name):
        field = slots.FIELDS.get(name)
        return (
            name in slots.AGAIN
            and self.fields.count(field) == 1
            and self.rng.random() < TAKES_BACK + HAS_CHOICE
        )

    def _change(self, name):
        """Says two things: the last counts if the first is taken back, else the first."""
        field = slots.FIELDS[name]
        takes_back = field == "people" or self.rng.random() < TAKES_BACK / (TAKES_BACK + HAS_CHOICE)
        if field in ("people", "email") and self.rng.random() < 0.7:
            self._fill(name, True)
            return
        template = self.rng.choice((TAKEN_BACK if takes_back else EITHER)[self.split])
        self.templates.append(template.text)
        self.times += field == "time"
        first = None
        for part in template.parts:
            if not isinstance(part, Slot):
                self._add(part, {}, False)
            elif part.name == "old":
                first = self._fill(name, part.counts)
            else:
                self._fill_anew(slots.AGAIN[name], part.counts, first)

    def _fill_anew(self, name, counts, first):
        """Another value than the first."""
        while True:
            text, said, values = slots.piece(self.rng, name, self)
            if first is None or said != first:
                break
        self._add(text, said if counts else {}, True)
        self.values += values

    def _type(self, piece, style, typos):
        if style == LOUD:
            respell(piece, str.upper)
        elif style == SMALL:
            respell(piece, str.lower)
        elif style == SMALL_NAMES and "people" in piece.said:
            respell(piece, str.lower)
        elif piece.begins and style != CASUAL:
            respell(piece, capital)
        if typos and not piece.slot and style != LOUD:
            piece.text = noise.slips(self.rng, piece.text, rate=0.1)


def respell(piece, spell):
    """Changes how a piece is written, and with it what is copied out of it."""
    before = piece.text
    if spell is capital and any(
        before.startswith(_copies(piece.said, field)) for field in ("people", "email", "ref")
    ):
        return
    piece.text = spell(before)
    fields = (
        COPIED
        if spell is not capital
        else ("place",)
        if before.startswith(_copies(piece.said, "place"))
        else ()
    )
    piece.said = {
        field: spelt(value, spell) if field in fields else value
        for field, value in piece.said.items()
    }


def _copies(said, field):
    value = said.get(field, ())
    return (value,) if isinstance(value, str) else tuple(value)


def spelt(value, spell):
    return [spell(name) for name in value] if isinstance(value, list) else spell(value)


def capital(text):
    return text[:1].upper() + text[1:]


def fields_of(template):
    """The fields that a template says, once for each slot; those of its phrases with them."""
    return FIELDS.get(template.text) or FIELDS.setdefault(template.text, tuple(_fields(template)))


def _fields(template):
    for name in template.slots:
        if name in PHRASES:
            yield from PHRASE_FIELDS[name]
        elif name in slots.FIELDS:
            yield slots.FIELDS[name]


#: Kept for each template text, as it never changes.
FIELDS = {}
#: What each phrase says, whichever of its forms is drawn.
PHRASE_FIELDS = {"when": ("day", "time")}
