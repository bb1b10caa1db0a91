"""The job `beds`: what a ward asks of the transport of patients, in; the orders, out.

An adapter learns it on the boxed model, which knows nothing of it. What a right answer is stands in
`models/adapters/RULES.md`; how it is said, in `words`, `manners` and `refusals`.
"""

from jobs import names
from jobs.beds import clock, manners, refusals, wards, words
from jobs.draft import Draft, phrases_of
from jobs.line import of_split

SYSTEM = "beds"

FLOORS = "123456789"
WINGS = "abcdef"
BEDS_MAX = 40
MADE_UP_SHARE = {"train": 0.5, "test": 0.2}
#: The first words of the sentences that a "could you" can stand before.
LEADING = frozenset(
    "take bring move transfer transport send get fetch collect pick escort accompany push "
    "wheel drive roll carry shift relocate deliver hand help see go come order arrange "
    "organise book return call page tell write print cancel stop postpone dim open turn play "
    "lock clean make repair free reserve block raise wash feed wake weigh measure draw change "
    "discharge refill throw count leave".split()
)


def draw(rng, split):
    draft = Draft(rng, split)
    if draft.chance(0.18):
        said, why = _refused(draft)
        return draft.line(_wrapped(draft, said), {"move": [], "why": why})
    others = rng.choices((0, 1, 2), (70, 25, 5))[0]
    said, moves = _order(draft, alone=not others)
    for _ in range(others):
        more, added = _order(draft, alone=False)
        said = draft.pick(manners.JOIN, x=said, y=more)
        moves += added
    return draft.line(_wrapped(draft, said), {"move": moves})


def templates(split):
    return tuple(
        dict.fromkeys(
            text for pool in (words, manners, refusals) for text in phrases_of(pool, split)
        )
    )


def _order(draft, alone):
    """`(said, moves)` of one sentence: one move, or two if it stands alone."""
    if draft.chance(0.2):
        said, moves = _back(draft)
        return _detailed(draft, said, moves, alone)
    who, bed = _who(draft)
    to, place = _to(draft)
    beds = [bed]
    if alone and draft.chance(0.15):
        other, second = _who(draft)
        who, beds = draft.pick(manners.PAIR, a=who, b=other), [bed, second]
    said = draft.pick(words.GO if draft.chance(0.5) else words.GO_TOLD, who=who, to=to)
    moves = [{"from": bed, "to": place} for bed in beds]
    if alone and len(beds) == 1 and place in wards.PLACES and draft.chance(0.12):
        said = draft.pick(words.ROUND, x=said)
        moves.append({"from": place, "to": bed})
    return _detailed(draft, said, moves, alone)


def _back(draft):
    """From a place to a bed or to another place."""
    here = draft.rng.choice(tuple(wards.PLACES))
    frm = draft.keep(draft.rng.choice(wards.PLACES[here]))
    if draft.chance(0.75):
        to, place = _bed(draft)
    else:
        to, place = _to(draft, but=here)
    said = draft.pick(words.BACK, n=lambda: _name(draft), frm=frm, to=to)
    return said, [{"from": here, "to": place}]


def _detailed(draft, said, moves, alone):
    """The details of an order, in any order of words; they hold for each of its moves."""
    rng = draft.rng
    details = {"prio": "soon"}
    steps = [
        step for step, share in ((_how, 0.35), (_when, 0.6), (_needs, 0.3)) if draft.chance(share)
    ]
    rng.shuffle(steps)
    for step in steps:
        before = alone and draft.chance(0.2)
        said, found = step(draft, said, before)
        details |= found
    if draft.chance(0.06):
        said = draft.pick(
            manners.NOT_WISHED, x=said, who=lambda: _bed(draft)[0], **_unwished(draft, details)
        )
    order = ("how", "prio", "at", "needs")
    return said, [move | {key: details[key] for key in order if key in details} for move in moves]


def _how(draft, said, before):
    how = draft.rng.choice(tuple(wards.HOW))
    phrase = draft.keep(draft.rng.choice(wards.HOW[how]))
    pool = manners.HOW_FIRST if before else manners.HOW
    return draft.pick(pool, x=said, how=phrase), {"how": how}


def _when(draft, said, before):
    """A clock time is a plan; the rest is said or not."""
    if draft.chance(0.5):
        phrase, time = clock.time(draft.rng)
        pool = manners.AT_FIRST if before else manners.AT
        return draft.pick(pool, x=said, t=draft.keep(phrase)), {"prio": "plan", "at": time}
    prio = "now" if draft.chance(0.75) else "soon"
    phrase = draft.keep(draft.rng.choice(wards.PRIO[prio]))
    pool = manners.PRIO_FIRST if before else manners.PRIO
    return draft.pick(pool, x=said, prio=phrase), {"prio": prio}


def _needs(draft, said, before):
    count = 2 if draft.chance(0.3) else 1
    needs = draft.rng.sample(tuple(wards.NEEDS), count)
    phrases = [draft.keep(draft.rng.choice(wards.NEEDS[need])) for need in needs]
    phrase = phrases[0] if count == 1 else draft.pick(manners.PAIR, a=phrases[0], b=phrases[1])
    pool = manners.NEEDS_FIRST if before else manners.NEEDS
    return draft.pick(pool, x=said, needs=phrase), {"needs": needs}


def _unwished(draft, details):
    need = draft.rng.choice([need for need in wards.NEEDS if need not in details.get("needs", ())])
    how = draft.rng.choice([how for how in wards.HOW if how != details.get("how")])
    return {
        "needs": draft.keep(draft.rng.choice(wards.NEEDS[need])),
        "how": draft.keep(draft.rng.choice(wards.HOW[how])),
    }


def _who(draft):
    said, bed = _bed(draft)
    return draft.pick(words.WHO, b=said, n=lambda: _name(draft)), bed


def _to(draft, but=None):
    """`(said, to)`: a place, a ward or a bed; at times with a second thought."""
    said, to = _goal(draft, but)
    if draft.chance(0.06):
        other, last = _goal(draft, but)
        if last != to:
            return draft.pick(manners.PLACE_AMENDED, a=said, b=other), last
    return said, to


def _goal(draft, but=None):
    kind = draft.rng.random()
    if kind < 0.75:
        place = draft.rng.choice([place for place in wards.PLACES if place != but])
        return draft.keep(draft.rng.choice(wards.PLACES[place])), place
    return _ward(draft) if kind < 0.88 else _bed(draft)


def _ward(draft):
    ward = names.drawn(draft.rng, draft.split, _any_ward)
    return draft.value(ward, draft.pick(words.WARD, w=_cased(draft, ward))), ward


def _bed(draft):
    """`(said, bed)`: beds are open-class, as ward and number together; each is said once."""
    bed = names.drawn(draft.rng, draft.split, _any_bed)
    while bed in draft.values:
        bed = names.drawn(draft.rng, draft.split, _any_bed)
    ward, number = bed.split("-")
    return draft.value(bed, draft.pick(words.BED, w=_cased(draft, ward), r=number)), bed


def _any_ward(rng):
    return rng.choice(FLOORS) + rng.choice(WINGS)


def _any_bed(rng):
    return f"{_any_ward(rng)}-{rng.randint(1, BEDS_MAX)}"


def _cased(draft, ward):
    return ward.upper() if draft.chance(0.15) else ward


def _name(draft):
    rng = draft.rng
    if draft.chance(MADE_UP_SHARE[draft.split]):
        name = names.word(rng, draft.split)
    else:
        name = rng.choice(of_split(wards.NAMES, draft.split))
    name = name.lower() if draft.chance(0.4) else name.capitalize()
    return draft.value(name.lower(), f"{rng.choice(wards.TITLES)} {name}")


def _refused(draft):
    """`(said, why)` of something that is no order."""
    slots = {
        "to": lambda: _goal(draft)[0],
        "who": lambda: _who(draft)[0],
        "n": lambda: _name(draft),
        "b": lambda: _bed(draft)[0],
        "w": lambda: _ward(draft)[1],
        "thing": lambda: _thing(draft),
    }
    if draft.chance(0.55):
        return draft.pick(refusals.UNCLEAR, **slots), "unclear"
    said = draft.pick(refusals.OTHER, **slots)
    if draft.chance(0.2):
        order, _ = _order(draft, alone=False)
        pair = {"x": order, "y": said} if draft.chance(0.5) else {"x": said, "y": order}
        said = draft.pick(manners.JOIN, **pair)
    return said, "not_transport"


def _thing(draft):
    if draft.chance(MADE_UP_SHARE[draft.split] / 2):
        return "the " + draft.value(names.word(draft.rng, draft.split))
    return draft.value(draft.rng.choice(of_split(wards.THINGS, draft.split)))


def _wrapped(draft, said):
    kind = draft.rng.random()
    if kind < 0.14 and said.split(" ", 1)[0] in LEADING:
        return draft.pick(manners.ASK, x=said)
    if kind < 0.32:
        return draft.pick(manners.WRAP, x=said, n=lambda: _last_name(draft))
    if kind < 0.40:
        return draft.pick(manners.ASIDE, x=said, n=lambda: _last_name(draft))
    return said


def _last_name(draft):
    return _name(draft).rsplit(" ", 1)[1]
