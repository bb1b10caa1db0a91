"""The job `greenhouse`: what a grower wishes, in; the settings of the gear of each bay, out.

An adapter learns it on the boxed model, which knows nothing of it. What a right answer is stands in
`models/adapters/RULES.md`; how it is said, in `words`, `manners` and `refusals`.
"""

from jobs import names
from jobs.greenhouse import amounts, manners, refusals, words
from jobs.draft import Draft, phrases_of
from jobs.greenhouse.gear import ACTS, CROPS, EVERYWHERE, GEAR, MISSING, NURSERY, STUFF, VERBS
from jobs.line import of_split

SYSTEM = "greenhouse"

#: How often each gear is spoken of.
GEARS = "vent vent shade shade drip drip mist mist lamps lamps gas gas fan fan day night ec".split()
TIMED = ("drip", "mist", "lamps")
LETTERS = "abcdefgh"
BAYS_MAX = 60
BEFORE_BAY = ("", "", "", "bay ", "bay ", "zone ", "house ")
MADE_UP_SHARE = {"train": 0.5, "test": 0.2}
#: The first words of the sentences that a "could you" can stand before.
LEADING = frozenset(
    "set put bring move take get adjust change turn hold keep fix run switch dial have make "
    "let go give leave park lower raise drop push program enter note start fire kick do "
    "operate supply provide treat send heat warm cool open close shut draw pull roll stop cut "
    "kill water irrigate drip mist fog light throw fully".split()
)


def draw(rng, split):
    draft = Draft(rng, split)
    if draft.chance(0.16):
        said, why = _refused(draft)
        return draft.line(_wrapped(draft, said), {"set": [], "why": why})
    said, orders = _wish(draft)
    return draft.line(_wrapped(draft, said), {"set": merged(orders)})


def templates(split):
    return tuple(
        dict.fromkeys(
            text for pool in (words, manners, refusals) for text in phrases_of(pool, split)
        )
    )


def merged(orders):
    """One object per bay and time, in the order in which they were first said; the last counts."""
    bays = {}
    for order in orders:
        bays.setdefault((order["zone"], order.get("at")), {}).update(order)
    return list(bays.values())


def _wish(draft):
    count = draft.rng.choices((1, 2, 3), (64, 29, 7))[0]
    if count == 1:
        return _alone(draft)
    said, orders = _clause(draft)
    for _ in range(count - 1):
        same = orders[-1]["zone"] if draft.chance(0.15) and _codes(orders) else None
        more, added = _clause(draft, same, taken={key for order in orders for key in order})
        said = draft.pick(manners.JOIN, x=said, y=more)
        orders += added
    return said, orders


def _alone(draft):
    """One wish, perhaps with a time, or with something that is not wished."""
    said, orders = _everywhere(draft) if draft.chance(0.07) else _clause(draft)
    kind = draft.rng.random()
    if kind < 0.12:
        hour, minute = draft.rng.randrange(24), draft.rng.randrange(0, 60, 5)
        time = draft.keep(f"{hour}:{minute:02}" if draft.chance(0.5) else f"{hour:02}:{minute:02}")
        said = draft.pick(manners.AT, x=said, t=time)
        orders = [order | {"at": f"{hour:02}:{minute:02}"} for order in orders]
    elif kind < 0.24 and orders[0]["zone"] != "all":
        gear = draft.rng.choice(GEARS)
        other = [order["zone"] for order in orders]
        said = draft.pick(
            manners.EXCEPT, x=said, z=lambda: _bay(draft, but=other)[0], g=_gear(draft, gear)
        )
    return said, orders


def _codes(orders):
    return orders[-1]["zone"] not in ("all", "nursery")


def _clause(draft, zone=None, taken=()):
    """`(said, orders)` of one clause: of the bay `zone`, if given, without the gear `taken`."""
    gears = [gear for gear in GEARS if not zone or gear not in taken]
    if draft.chance(0.17):
        return _several(draft, zone, gears)
    gear = draft.rng.choice(gears)
    said, zones, settings = _setting(draft, gear, zone)
    return said, [{"zone": one} | settings for one in zones]


def _several(draft, zone, gears):
    """Two or three gears of the same bays."""
    count = 3 if draft.chance(0.2) else 2
    chosen = []
    while len(chosen) < count:
        gear = draft.rng.choice(gears)
        if gear not in chosen:
            chosen.append(gear)
    slots, settings = {}, {}
    for slot, gear in zip(("f", "f2", "f3"), chosen, strict=False):
        amount, settings[gear] = _amount(draft, gear)
        slots[slot] = draft.pick(words.FRAGMENT, g=_gear(draft, gear), v=amount)
    said, zones = _bays(draft, zone)
    said = draft.pick(words.SEVERAL_3 if count == 3 else words.SEVERAL, z=said, **slots)
    return said, [{"zone": one} | settings for one in zones]


def _everywhere(draft):
    """A wish without a bay is for all of them; beside a second one it could mean that one's."""
    gear = draft.rng.choice(GEARS)
    if gear in ACTS and draft.chance(0.4):
        verbs, value = draft.rng.choice(ACTS[gear])
        said = draft.pick(
            words.ACT_ALL, do=draft.keep(draft.rng.choice(verbs)), g=_gear(draft, gear)
        )
        return said, [{"zone": "all", gear: value}]
    amount, value = _amount(draft, gear)
    said = draft.pick(words.LEVEL_ALL, g=_gear(draft, gear), v=amount)
    return said, [{"zone": "all", gear: value}]


def _setting(draft, gear, zone):
    rng = draft.rng
    said, zones = _bays(draft, zone)
    kind = rng.random()
    if gear in ACTS and kind < 0.3:
        verbs, value = rng.choice(ACTS[gear])
        verb = draft.keep(rng.choice(verbs))
        return draft.pick(words.ACT, do=verb, g=_gear(draft, gear), z=said), zones, {gear: value}
    if gear in (*TIMED, "gas", "fan") and kind < 0.4:
        off = "off" if gear == "fan" else 0
        return draft.pick(words.OFF, g=_gear(draft, gear), z=said), zones, {gear: off}
    amount, value = _amount(draft, gear)
    if gear in ("day", "night") and kind < 0.25:
        other, night = _amount(draft, "night")
        low, value = (amount, value) if gear == "day" else _amount(draft, "day")
        return draft.pick(words.BOTH, z=said, v=low, w=other), zones, {"day": value, "night": night}
    if gear in TIMED and kind < 0.6:
        pool, slot, choices = (
            (words.DOSE, "s", STUFF) if rng.random() < 0.5 else (words.GIVE, "do", VERBS)
        )
        sentence = draft.pick(
            pool, z=said, v=amount, **{slot: draft.keep(rng.choice(choices[gear]))}
        )
    elif gear in TIMED and kind < 0.9:
        pool = words.RUN if rng.random() < 0.6 else words.RUN_TOLD
        sentence = draft.pick(pool, g=_gear(draft, gear), z=said, v=amount)
    elif gear in ("day", "night") and kind < 0.7:
        sentence = draft.pick(words.DAY if gear == "day" else words.NIGHT, z=said, v=amount)
    else:
        pool = words.LEVEL if rng.random() < 0.6 else words.LEVEL_TOLD
        sentence = draft.pick(pool, g=_gear(draft, gear), z=said, v=amount)
    if draft.chance(0.08):
        amount, value = _amount(draft, gear)
        sentence = draft.pick(manners.AMEND, x=sentence, v=amount)
    return sentence, zones, {gear: value}


def _gear(draft, gear):
    return draft.rng.choice(GEAR[gear])


def _amount(draft, gear):
    said, value = amounts.amount(draft.rng, gear)
    return draft.keep(said), value


def _bays(draft, zone=None):
    """`(said, zones)`: one bay or more, or all."""
    rng = draft.rng
    if zone:
        return draft.keep(zone), (zone,)
    kind = rng.random()
    if kind < 0.06:
        return draft.keep(rng.choice(EVERYWHERE)), ("all",)
    said, first = _bay(draft)
    if kind < 0.80:
        return said, (first,)
    other, second = _bay(draft, but=(first,))
    if kind < 0.85:
        return draft.pick(manners.BAYS_AMENDED, a=said, b=other), (second,)
    return draft.pick(manners.BAYS, a=said, b=other), (first, second)


def _bay(draft, but=()):
    """`(said, zone)` of one bay; bays are open-class, the nursery is not."""
    rng = draft.rng
    if "nursery" not in but and rng.random() < 0.05:
        return draft.keep(rng.choice(NURSERY)), "nursery"
    while True:
        zone = names.drawn(
            rng, draft.split, lambda rng: f"{rng.choice(LETTERS)}{rng.randint(1, BAYS_MAX)}"
        )
        if zone not in but:
            break
    said = zone.upper() if rng.random() < 0.12 else zone
    return draft.value(zone, rng.choice(BEFORE_BAY) + said), zone


def _refused(draft):
    """`(said, why)` of something that cannot be done."""
    rng = draft.rng
    kind = rng.random()
    if kind < 0.08:
        gear = rng.choice(tuple(amounts.BOUNDS))
        slots = {"g": _gear(draft, gear), "z": _bay(draft)[0]}
        amount = draft.keep(amounts.impossible(rng, gear))
        return draft.pick(refusals.TOO_MUCH, v=amount, **slots), "unclear"
    slots = {
        "z": lambda: _bay(draft)[0],
        "n": str(rng.randint(2, 90)),
        "crop": lambda: _crop(draft),
        "thing": lambda: _open(draft, MISSING),
    }
    if kind < 0.5:
        gear = rng.choice(tuple(ACTS))
        verbs, _ = rng.choice(ACTS[gear])
        slots |= {"g": _gear(draft, gear), "do": rng.choice(verbs)}
        return draft.pick(refusals.UNCLEAR, **slots), "unclear"
    if kind < 0.65:
        said = draft.pick(refusals.NO_SUCH_JOB, **slots)
    else:
        said = draft.pick(refusals.NO_SUCH, **slots)
    if draft.chance(0.25):
        wish, _ = _clause(draft)
        pair = {"x": wish, "y": said} if rng.random() < 0.5 else {"x": said, "y": wish}
        said = draft.pick(manners.JOIN, **pair)
    return said, "no_such_gear"


def _crop(draft):
    return _open(draft, CROPS)


def _open(draft, known):
    """A thing of the open class: made up at times, so that none can be known by heart."""
    if draft.chance(MADE_UP_SHARE[draft.split]):
        return draft.value(names.word(draft.rng, draft.split))
    return draft.value(draft.rng.choice(of_split(known, draft.split)))


def _wrapped(draft, said):
    kind = draft.rng.random()
    if kind < 0.14 and said.split(" ", 1)[0] in LEADING:
        return draft.pick(manners.ASK, x=said)
    if kind < 0.34:
        return draft.pick(manners.WRAP, x=said)
    if kind < 0.44:
        return draft.pick(manners.ASIDE, x=said, crop=lambda: _crop(draft))
    return said
