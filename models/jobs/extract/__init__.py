"""Short notes, in; the fields that they say, out.

A note is put together of beginnings and continuations, of sentences, of the lines of a form or of
bare values, or it is one whole template. Which words it is made of is in the modules beside this
one; none of them draws without being asked here. What a right answer is stands in
`models/sets/RULES.md`.
"""

from jobs.extract import clauses, fillers, parts, plain, sayings, wholes
from jobs.extract.forms import BARE, LABELLED, UNASKED
from jobs.extract.note import Note, fields_of
from jobs.extract.parts import ASIDES, TAILS
from jobs.extract.phrases import EITHER, PHRASES, TAKEN_BACK
from jobs.extract.talk import TALK
from jobs.extract.template import together

SYSTEM = "extract"
FILLERS = together(fillers.FILLERS, TALK)
EMPTY = together(fillers.EMPTY, TALK)
HEADS = together(parts.HEADS, sayings.HEADS, sayings.HEADS)
CLAUSES = together(clauses.CLAUSES, plain.CLAUSES, sayings.CLAUSES)
WHOLES = together(wholes.WHOLES, sayings.WHOLES, sayings.WHOLES)
#: More names than this are no short note.
PEOPLE_MAX = 6
POOLS = (
    HEADS,
    TAILS,
    ASIDES,
    CLAUSES,
    WHOLES,
    LABELLED,
    UNASKED,
    BARE,
    FILLERS,
    EMPTY,
    TAKEN_BACK,
    EITHER,
    *PHRASES.values(),
)
BETWEEN_SENTENCES = (
    ". ",
    ". ",
    ". ",
    ". ",
    ", ",
    ", ",
    "; ",
    " - ",
    "\n",
    "\n",
    "\n",
    " / ",
    " | ",
    "! ",
    " -- ",
    " ... ",
    "\n\n",
)
BETWEEN_PARTS = (" ", " ", " ", " ", ", ", ", ", ", ")
BETWEEN_LINES = ("\n", "\n", "\n", ", ", "; ", " | ", " / ")
BETWEEN_VALUES = (", ", ", ", ", ", " - ", " / ", "\n", " | ", "; ")
BULLETS = ("- ", "* ", "• ", "> ", "", "", "")
ENDS = (".", ".", ".", "", "", "", "", "!", " ", "...")


def draw(rng, split):
    """One line of the split; a note that names a whole crowd is drawn again."""
    while True:
        line = _made(rng, split).line()
        if len(line.expect.get("people", ())) <= PEOPLE_MAX:
            return line


def templates(split):
    """Every pattern that lines of the split are made of."""
    return tuple(dict.fromkeys(template.text for pool in POOLS for template in pool[split]))


def _made(rng, split):
    kind = rng.random()
    for share, make in MAKERS:
        kind -= share
        if kind < 0:
            return make(rng, split)
    return _nothing(rng, split)


def _chain(rng, split):
    """A beginning and its continuations: "lunch with Tom on tuesday in the canteen"."""
    head = rng.choice(HEADS[split])
    tails = _apart(rng, TAILS[split], rng.choice((1, 2, 2, 2, 3, 3, 3, 4)), fields_of(head))
    if rng.random() < 0.15:
        tails.insert(rng.randint(0, len(tails)), rng.choice(ASIDES[split]))
    note = _led(rng, split, [head, *tails])
    note.write(head)
    between = rng.choice(BETWEEN_PARTS) if rng.random() < 0.5 else None
    for tail in tails:
        note.mark(between or rng.choice(BETWEEN_PARTS))
        note.write(tail)
    if rng.random() < 0.15:
        note.mark(". ")
        note.begin()
        note.write(rng.choice(FILLERS[split]))
    return _closed(rng, split, note)


def _sentences(rng, split):
    clauses = _apart(rng, CLAUSES[split], rng.choice((1, 1, 2, 2, 2, 3)), ())
    if rng.random() < 0.3:
        clauses.insert(rng.randint(0, len(clauses)), rng.choice(FILLERS[split]))
    return _closed(rng, split, _joined(rng, _led(rng, split, clauses), clauses))


def _whole(rng, split):
    whole = rng.choice(WHOLES[split])
    more = [rng.choice(FILLERS[split])] if rng.random() < 0.12 else []
    if rng.random() < 0.12:
        more += _apart(rng, CLAUSES[split], 1, fields_of(whole))
    chosen = [whole, *more]
    if "\\n" not in whole.text and rng.random() < 0.3:
        rng.shuffle(chosen)
    return _closed(rng, split, _joined(rng, _led(rng, split, chosen), chosen))


def _form(rng, split):
    lines = _apart(rng, LABELLED[split], rng.choice((2, 3, 3, 4, 5)), ())
    for _ in range(rng.choice((0, 0, 0, 1, 1))):
        lines.insert(rng.randint(0, len(lines)), rng.choice(UNASKED[split]))
    note = Note(rng, split, lines)
    between, bullet = rng.choice(BETWEEN_LINES), rng.choice(BULLETS)
    return _listed(rng, note, lines, between, bullet if between == "\n" else "")


def _values(rng, split):
    bare = _apart(rng, BARE[split], rng.choice((1, 2, 2, 3, 3, 4)), ())
    if rng.random() < 0.35:
        extra = ASIDES if rng.random() < 0.3 else HEADS
        words = [word for word in extra[split] if not word.slots]
        bare.insert(rng.choice((0, len(bare))), rng.choice(words or extra[split]))
    return _listed(rng, Note(rng, split, bare), bare, rng.choice(BETWEEN_VALUES), "")


def _bullets(rng, split):
    """A list, one thing on each line."""
    lines = _apart(rng, CLAUSES[split], rng.choice((1, 2, 2, 3)), ())
    for _ in range(rng.choice((0, 1, 1, 2))):
        lines.insert(rng.randint(0, len(lines)), rng.choice(FILLERS[split]))
    note = Note(rng, split, lines)
    if rng.random() < 0.3:
        note.mark(rng.choice(("TODO", "todo:", "Notes", "To do:", "list", "Notes:")) + "\n")
    return _listed(rng, note, lines, "\n", rng.choice(BULLETS[:4]))


def _nothing(rng, split):
    kind = rng.random()
    if kind < 0.4:
        chosen = [rng.choice(EMPTY[split])]
        if rng.random() < 0.3:
            chosen.append(rng.choice(FILLERS[split]))
    elif kind < 0.9:
        chosen = [rng.choice(FILLERS[split]) for _ in range(rng.choice((1, 2, 2, 3)))]
    else:
        chosen = [head for head in rng.sample(HEADS[split], 2) if not fields_of(head)]
        chosen += [rng.choice(ASIDES[split]) for _ in range(rng.choice((0, 1, 2)))]
    return _closed(rng, split, _joined(rng, _led(rng, split, chosen), chosen))


def _apart(rng, pool, count, taken):
    """So many templates of the pool that say different things; now and then, the same again."""
    chosen, taken = [], [field for field in taken if field != "people"]
    again = rng.random() < 0.05
    for _ in range(count * 4):
        if len(chosen) == count:
            break
        template = rng.choice(pool)
        fields = fields_of(template)
        if template in chosen or fields.count("people") > 2:
            continue
        if again and "time" not in taken or not set(fields) & set(taken):
            chosen.append(template)
            taken += [field for field in fields if field != "people" or rng.random() < 0.7]
    return chosen


def _led(rng, split, chosen):
    """A note for the templates, maybe with a word before them."""
    note = Note(rng, split, chosen)
    if rng.random() < 0.1:
        note.write(rng.choice(PHRASES["lead"][split]))
        note.mark(" ")
    return note


def _joined(rng, note, chosen):
    between = rng.choice(BETWEEN_SENTENCES)
    for at, template in enumerate(chosen):
        if at:
            note.mark(between)
            if between[0] in ".!\n":
                note.begin()
        note.write(template)
    return note


def _listed(rng, note, lines, between, bullet):
    big = rng.random() < 0.5
    for at, template in enumerate(lines):
        if at:
            note.mark(between)
        if bullet:
            note.mark(bullet)
        note.begins = big
        note.write(template)
    return note


def _closed(rng, split, note):
    if rng.random() < 0.07:
        note.mark(rng.choice((". ", ", ", " - ", "\n", "! ")))
        note.write(rng.choice(PHRASES["close"][split]))
    else:
        note.mark(rng.choice(ENDS))
    return note


#: Each way to make a note with its share; what is left says nothing.
MAKERS = (
    (0.27, _chain),
    (0.19, _sentences),
    (0.22, _whole),
    (0.07, _form),
    (0.06, _values),
    (0.04, _bullets),
)
