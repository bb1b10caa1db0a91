"""Rooms: the everyday ones, which both splits know, and odd ones, which can only be copied.

A slot notes each room under `room`, as the call has to name it.
"""

from typing import NamedTuple

from jobs import names
from jobs.commands.copied import word
from jobs.commands.mind import changed, changed_late
from jobs.line import TRAIN, of_split

IN = (
    "kitchen", "bathroom", "bedroom", "living room", "dining room", "hall", "hallway", "corridor",
    "office", "study", "garage", "cellar", "basement", "attic", "nursery", "kids' room",
    "kids room", "children's room", "guest room", "guest bathroom", "laundry room", "utility room",
    "pantry", "conservatory", "den", "lounge", "library", "playroom", "gym", "workshop", "shed",
    "entrance", "foyer", "toilet", "closet", "master bedroom", "spare room", "family room", "loft",
    "garden", "driveway", "backyard", "entryway", "main bedroom", "upstairs bathroom",
    "downstairs hall", "laundry", "storage room", "sitting room", "front room", "home office",
    "mudroom", "sunroom", "stairwell",
)  # fmt: skip
ON = (
    "balcony", "terrace", "patio", "porch", "ground floor", "first floor", "top floor", "landing",
    "deck", "stairs",
)  # fmt: skip
#: Places that are named without article and preposition.
NOWHERE = ("upstairs", "downstairs", "outside")
EVERYWHERE = (
    "everywhere", "in the whole house", "everywhere", "throughout the house", "all over the house",
    "in every room", "in all rooms", "in the entire house", "in all the rooms", "around the house",
    "across the whole house",
)  # fmt: skip

PEOPLE = (
    "mia tom anna ben clara david emma felix greta hannah ivan julia karl lena max nina oscar"
    " paula rosa simon tara victor wendy yara zoe adam bella carlos diana elias fiona george helen"
    " ida jonas kate leo mona noah olga peter robin sara theo ursula vera will xenia yusuf zara"
    " alice bruno chloe dora eric frida gustav holly igor jane kurt lucy marco nora otto petra"
    " quentin ruth sven tina uwe vince wanda amir bianca cedric dalia edgar faye gina hugo iris"
    " jack kim liam maya nils omar priya ravi sofia tess umar viola walt ximena yannick zack aisha"
    " boris celia dmitri elena finn grace henry ingrid jamal keiko luis mei nadia olivia pablo"
    " rita sanjay tariq una vikram willow grandma grandpa mum dad auntie granny"
).split()
ODD = (
    "aquarium", "observatory", "bakery", "chapel", "server room", "cinema", "wine cellar",
    "music room", "cloakroom", "boot room", "tree house", "pool house", "barn", "stable",
    "darkroom", "orangery", "gallery", "ballroom", "larder", "scullery", "butler's pantry",
    "boiler room", "map room", "trophy room", "reading nook", "breakfast nook", "bay window",
    "alcove", "mezzanine", "rooftop", "veranda", "gazebo", "winter garden", "bunker", "vault",
    "armoury", "tack room", "potting shed", "bike shed", "woodshed", "smoking room", "craft room",
    "sewing room", "hobby room", "yoga room", "fitness room", "sauna", "steam room", "hot tub",
    "tv room", "media room", "games room", "billiard room", "cigar lounge", "tasting room",
    "brewery", "kiln room", "pottery", "forge", "print shop", "dressing room", "walk-in closet",
    "linen closet", "powder room", "wet room", "maid's room", "nanny's room", "in-law suite",
    "granny flat", "annex", "cabin", "cottage", "hut", "lean-to", "carport", "car park",
    "loading bay", "warehouse", "showroom", "reception", "waiting room", "meeting room",
    "conference room", "board room", "break room", "canteen", "staff room", "copy room",
    "mail room", "archive", "control room", "engine room", "galley", "bunk room", "crow's nest",
    "captain's cabin", "dungeon", "turret", "clock tower", "bell tower", "crypt", "panic room",
    "quiet room", "prayer room", "meditation room", "dance studio", "rehearsal room",
    "recording booth", "green house", "greenhouse", "hen house", "dog kennel", "cat room",
    "terrarium", "pergola", "courtyard", "atrium", "sun deck", "lanai", "snug", "parlour",
    "drawing room", "morning room", "salon", "bar", "home theater", "home cinema", "man cave",
    "she shed", "treehouse", "mud kitchen",
)  # fmt: skip
KINDS = (
    "room", "room", "corner", "wing", "studio", "lab", "suite", "lounge", "hall", "chamber", "nook",
    "den", "annex",
)  # fmt: skip
OWN = (
    "room", "room", "room", "bedroom", "office", "study", "bathroom", "corner", "den", "studio",
    "place", "closet", "workshop",
)  # fmt: skip
KIN = ("aunt", "uncle", "auntie", "grandma", "granny", "cousin", "mrs", "nurse")
ADJECTIVES = (
    "blue red green yellow white pink purple orange north south east west left right upper lower"
    " inner outer old new little big small long round square oak birch cedar maple rose lily tulip"
    " coral amber silver golden bronze marble velvet secret hidden lazy winter summer spring"
    " autumn lunar solar ocean forest desert river falcon tiger dragon fox"
).split()
NUMBERED = (
    "room", "room", "studio", "lab", "suite", "unit", "office", "apartment", "cabin", "zone",
    "level", "bay",
)  # fmt: skip
JOINTS = (" and ", " and ", " and ", " and ", " & ", " plus ", " as well as ", " and also ")


class Place(NamedTuple):
    name: str
    #: "the" where it takes an article, and what stands before it: "in".
    article: str = "the"
    before: str = "in"
    #: The open-class value in it.
    value: str = ""


def place(rng, split):
    """Any room."""
    luck = rng.random()
    if luck < (0.55 if split == TRAIN else 0.3):
        return rng.choice(_EVERYDAY)
    made_up = 0.5 if split == TRAIN else 0.2
    return (
        _made_up(rng, split)
        if rng.random() < made_up
        else rng.choice((_odd, _owned, _two_words, _numbered))(rng, split)
    )


def noted(filling, found):
    """The room stands in the sentence."""
    filling.take("room", found.name)
    if found.value:
        filling.values.append(found.value)
        filling.keep.append(found.name)


def pre(found, rng):
    """Before its noun, with a determiner: "the kitchen", "mia's room"."""
    if not found.article:
        return ("the " if found.before == "" and rng.random() < 0.8 else "") + found.name
    return (
        "the " if rng.random() < 0.82 else rng.choice(("my ", "our ", "", "", "this "))
    ) + found.name


def bare(found, rng):
    return found.name


def at(found, rng):
    """Where it is: "in the kitchen", "upstairs"."""
    if not found.before:
        return found.name
    before = found.before if rng.random() < 0.93 else {"in": "inside", "on": "out on"}[found.before]
    return f"{before} {pre(found, rng) if rng.random() < 0.95 else found.name}"


def of(found, rng):
    """The same, also as "of the kitchen"."""
    return at(found, rng) if not found.before or rng.random() < 0.5 else f"of {pre(found, rng)}"


def thing(found, rng):
    """As an object: "the kitchen", "upstairs"."""
    return found.name if not found.before else pre(found, rng)


def one(style, solid=False):
    """A slot for one room."""

    def slot(filling):
        found = _drawn(filling, solid)
        while found.name in filling.took.get("room", ()):
            found = _drawn(filling, solid)
        noted(filling, found)
        return style(found, filling.rng)

    return slot


def some(style, solid=False):
    """A slot for a room, now and then for several or for one after a change of mind."""

    def slot(filling):
        luck = filling.rng.random()
        if luck < 0.13:
            return _several(filling, style, solid)
        if luck < 0.19:
            return _changed(filling, style, solid)
        if luck < 0.21:
            return _left_out(filling, style, solid)
        return single(filling)

    single = one(style, solid)
    return slot


def people(split):
    """The first names of the split."""
    return _PEOPLE[split]


def floor(filling):
    """A place named without article and preposition: "upstairs"."""
    said = filling.rng.choice(NOWHERE)
    filling.take("room", said)
    return said


def everywhere(filling):
    filling.take("room", "all")
    return filling.rng.choice(EVERYWHERE)


def _several(filling, style, solid):
    rng = filling.rng
    found = [_drawn(filling, solid) for _ in range(2 if rng.random() < 0.75 else 3)]
    found = [room for room in dict.fromkeys(found) if room.name not in filling.took.get("room", ())]
    if not found:
        return one(style, solid)(filling)
    for room in found:
        noted(filling, room)
    said = [style(room, rng) for room in found]
    if len(said) == 1:
        return said[0]
    if (
        style in (at, of)
        and all(room.before == found[0].before and room.before for room in found)
        and rng.random() < 0.6
    ):
        said = [said[0], *(pre(room, rng) for room in found[1:])]
    elif style is pre and all(room.article for room in found) and rng.random() < 0.6:
        said = [said[0], *(room.name for room in found[1:])]
    text = (
        ", ".join(said[:-1])
        + ("," if len(said) > 2 and rng.random() < 0.2 else "")
        + rng.choice(JOINTS)
        + said[-1]
    )
    return f"both {text}" if len(said) == 2 and style is not bare and rng.random() < 0.08 else text


def _changed(filling, style, solid):
    wrong, right = _drawn(filling, solid), _drawn(filling, solid)
    if wrong == right:
        return _several(filling, style, solid)
    noted(filling, right)
    _seen(filling, wrong)
    style = at if style is of else style
    if not filling.late and style is not bare and filling.rng.random() < 0.3:
        filling.late = changed_late(filling, (at if style is at else thing)(right, filling.rng))
        return style(wrong, filling.rng)
    plain = (
        pre
        if style in (at, of)
        and right.before == wrong.before
        and right.before
        and filling.rng.random() < 0.5
        else style
    )
    return changed(filling, style(wrong, filling.rng), plain(right, filling.rng))


def _left_out(filling, style, solid):
    wrong, right = _drawn(filling, solid), _drawn(filling, solid)
    noted(filling, right)
    if wrong == right or style in (pre, bare):
        return style(right, filling.rng)
    _seen(filling, wrong)
    return filling.say(
        f"{style(right, filling.rng)}(,| but|, but| and) not {style(wrong, filling.rng)}"
    )


def _seen(filling, found):
    """It is said but not meant."""
    if found.value:
        filling.values.append(found.value)
        filling.keep.append(found.name)


def _drawn(filling, solid):
    found = place(filling.rng, filling.split)
    while solid and not found.before:
        found = place(filling.rng, filling.split)
    return found


def _odd(rng, split):
    name = rng.choice(_ODD[split])
    return Place(name, value=name)


def _owned(rng, split):
    person = rng.choice(people(split))
    luck = rng.random()
    if luck < 0.08:
        return Place(f"{rng.choice(KIN)} {person}'s {rng.choice(OWN)}", "", value=person)
    if luck < 0.14:
        kind = rng.choice(("meeting room", "conference room", "cabin", "suite", "studio", "lab"))
        return Place(f"{kind} {person}", "", value=person)
    if luck < 0.17:
        return Place(f"room of {person}", value=person)
    ending = "s" if rng.random() < 0.06 and person[-1] not in "sxz" else "'s"
    return Place(f"{person}{ending} {rng.choice(OWN)}", "", value=person)


def _two_words(rng, split):
    name = names.drawn(rng, split, lambda rng: f"{rng.choice(ADJECTIVES)} {rng.choice(KINDS)}")
    return Place(name, value=name)


def _numbered(rng, split):
    name = names.drawn(rng, split, _number_of_a_room)
    return Place(name, "", value=name)


def _number_of_a_room(rng):
    kind, luck = rng.choice(NUMBERED), rng.randrange(4)
    if luck == 3:
        kind = rng.choice(
            ("conference room", "meeting room", "room", "lab", "hall", "wing", "studio")
        )
        return f"{kind} {rng.choice('abcdefgh')}"
    if luck == 0:
        return f"{kind} {rng.randint(1, 40)}"
    return (
        f"{kind} {rng.randint(100, 420)}"
        if luck == 1
        else f"{kind} {rng.choice('abcdef')}{rng.randint(1, 9)}"
    )


def _made_up(rng, split):
    made_up = word(rng, split)
    luck = rng.random()
    if luck < 0.45:
        return Place(f"{made_up} {rng.choice(KINDS)}", value=made_up)
    if luck < 0.6:
        return Place(f"{made_up}'s {rng.choice(OWN)}", "", value=made_up)
    if luck < 0.7:
        both = names.drawn(rng, split, lambda rng: f"{made_up} {word(rng, split)}")
        return Place(both, value=both)
    return Place(made_up, rng.choice(("the", "")), value=made_up)


_EVERYDAY = tuple(
    [Place(name) for name in IN] * 2
    + [Place(name, before="on") for name in ON] * 2
    + [Place(name, "", "") for name in NOWHERE] * 2
)
_ODD = {split: of_split(ODD, split) for split in ("train", "test")}
_PEOPLE = {split: of_split(PEOPLE, split) for split in ("train", "test")}

SLOTS = {
    "pre": some(pre), "bare": some(bare), "at": some(at), "of": some(of), "thing": some(thing),
    "place": some(pre, solid=True), "floor": floor, "pre1": one(pre), "bare1": one(bare),
    "at1": one(at), "of1": one(of), "place1": one(pre, solid=True), "everywhere": everywhere,
}  # fmt: skip
