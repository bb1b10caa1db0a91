"""What each slot of a template is filled with: the text of the note and what it says.

A piece is (text, {field: value}, open values). `about` is the note being written: which
split it belongs to, how many times of day it has, which part of the day it has said.
"""

from jobs.extract import figures, people, places, things, times

LINKS = (" and ", " and ", " and ", " & ", " + ", ", ", "/")


def piece(rng, name, about):
    return FILLED[name](rng, about)


def _person(rng, about):
    text, name, values = people.person(rng, about.split)
    return text, {"people": [name]}, values


def _first(rng, about):
    name = people.first(rng, about.split)
    return name, {"people": [name]}, (name,)


def _people(rng, about):
    count = rng.choice((1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 5))
    draw = _first if rng.random() < 0.45 else _person
    pieces, seen = [], set()
    while len(pieces) < count:
        text, said, values = draw(rng, about)
        if not seen & set(values):
            pieces.append((text, said, values))
            seen.update(values)
    texts = [text for text, _, _ in pieces]
    text = texts[0]
    if count > 1:
        end = (
            rng.choice(LINKS)
            if count == 2
            else rng.choice((" and ", " and ", ", and ", " & ", ", ", " + "))
        )
        text = (
            (rng.choice((" + ", "/", " & ", " and ")) if rng.random() < 0.12 else ", ").join(
                texts[:-1]
            )
            + end
            + texts[-1]
        )
    return text, {"people": [said["people"][0] for _, said, _ in pieces]}, tuple(seen)


def _phone(rng, about):
    text, digits = figures.phone(rng, about.split)
    return text, {"phone": digits}, (text,)


def _email(rng, about):
    text = figures.email(rng, about.split)
    return text, {"email": text}, (text,)


def _day(rng, about):
    if not about.times and rng.random() < 0.1:
        text, value = times.part_day(rng, rng.choice(("morning", "afternoon", "evening", "night")))
    else:
        text, value = times.day(rng)
    return text, {"day": value}, ()


def _on_day(rng, about):
    if not about.times and rng.random() < 0.1:
        text, value = times.part_day(rng, rng.choice(("morning", "afternoon", "evening", "night")))
        text = text if value == "tomorrow" else f"on {text}"
    else:
        text, value = times.on_day(rng)
    return text, {"day": value}, ()


def _part_day(rng, about):
    text, value = times.part_day(rng, about.part(rng))
    return text, {"day": value}, ()


def _part_time(rng, about):
    text, value = times.part_time(rng, about.part(rng))
    return text, {"time": value}, ()


def _time(rng, about):
    text, value = times.time(rng) if about.times < 2 else times.clear_time(rng, about.clock(rng))
    return text, {"time": value}, ()


def _clear_time(rng, about):
    text, value = times.clear_time(rng, about.clock(rng))
    return text, {"time": value}, ()


def _at_time(rng, about):
    lead = rng.choice(
        (
            "at ",
            "at ",
            "at ",
            "at ",
            "@ ",
            "around ",
            "about ",
            "by ",
            "before ",
            "after ",
            "from ",
            "@",
            "~",
        )
    )
    if about.times < 2 and rng.random() < 0.3:
        text, value = times.bare_time(rng)
        lead = "at " if lead in ("@", "~", "from ", "about ") else lead
    else:
        text, value = (
            times.time(rng) if about.times < 2 else times.clear_time(rng, about.clock(rng))
        )
    return lead + text, {"time": value}, ()


def _place(rng, about):
    _, _, text, values = places.place(rng, about.split)
    return text, {"place": text}, values


def _the_place(rng, about):
    _, article, text, values = places.place(rng, about.split)
    return article + text, {"place": text}, values


def _at_place(rng, about):
    lead, article, text, values = places.place(rng, about.split)
    return lead + article + text, {"place": text}, values


def _money(rng, about):
    return _worth(*figures.money(rng))


def _total(rng, about):
    return _worth(*figures.total(rng))


def _worth(text, amount, currency):
    return text, {"amount": amount, "currency": currency} if currency else {"amount": amount}, ()


def _ref(rng, about):
    text, code = figures.reference(rng, about.split)
    return text, {"ref": code}, (code,)


def _code(rng, about):
    code = figures.code(rng, about.split)
    return rng.choice(("", "", "#")) + code, {"ref": code}, (code,)


FILLED = {
    "person": _person,
    "first": _first,
    "people": _people,
    "phone": _phone,
    "email": _email,
    "day": _day,
    "onday": _on_day,
    "pday": _part_day,
    "ptime": _part_time,
    "time": _time,
    "ctime": _clear_time,
    "attime": _at_time,
    "place": _place,
    "the": _the_place,
    "at": _at_place,
    "money": _money,
    "sum": _total,
    "ref": _ref,
    "code": _code,
    **{name: things.drawn(name) for name in things.SLOTS},
}

#: What a slot says.
FIELDS = {
    "person": "people",
    "first": "people",
    "people": "people",
    "phone": "phone",
    "email": "email",
    "day": "day",
    "onday": "day",
    "pday": "day",
    "ptime": "time",
    "time": "time",
    "ctime": "time",
    "attime": "time",
    "place": "place",
    "the": "place",
    "at": "place",
    "money": "amount",
    "sum": "amount",
    "ref": "ref",
    "code": "ref",
}
#: The slot that puts another value in the place of what a slot has said.
AGAIN = {
    "person": "person",
    "first": "first",
    "phone": "phone",
    "email": "email",
    "day": "day",
    "onday": "day",
    "time": "time",
    "attime": "time",
    "place": "place",
    "the": "the",
    "at": "the",
    "money": "money",
    "sum": "money",
    "ref": "ref",
    "code": "code",
}
