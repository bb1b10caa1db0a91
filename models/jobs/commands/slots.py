"""All slots at once for the voices, which talk of every tool, and their own short forms."""

from jobs import words
from jobs.commands import amounts, chores, climate, doors, errands, lights, rooms, timers, titles
from jobs.commands.pattern import Intent
from jobs.commands.wish import call

SHORT_SHARES = (("half", 50), ("full", 100), ("max", 100), ("a quarter", 25))
#: What names a mode when it is switched on; off is off for all of them.
COOLING = ("ac", "ac", "air con", "aircon", "a/c", "cooling", "air conditioning")
WARMING = ("heating", "heating", "heater", "radiator", "heat", "radiators")
BLOWING = ("fan", "fan", "ventilation", "fans")


TAKEN = ("percent", "color", "celsius", "mode", "what")
ORDER = {
    "light.set": ("room", "on", "percent", "color"), "climate.set": ("room", "celsius", "mode"),
    "cover.set": ("room", "percent"), "media.play": ("what", "room"), "media.stop": ("room",),
    "media.volume": ("percent", "room"),
}  # fmt: skip


def _share(rng):
    """As one types it in a hurry: "40%", "40", "forty"."""
    luck = rng.random()
    if luck < 0.06:
        return rng.choice(SHORT_SHARES)
    number = words.share(rng)
    if luck < 0.28:
        return words.spoken(rng, number) + rng.choice(("", "", " percent")), number
    return str(number) + rng.choice(("%", "%", "", "", " percent", "pct", " %")), number


def _warmth(rng):
    return words.degrees(rng, sign=False if rng.random() < 0.6 else None)


def _loose(found, rng):
    """Where it is, in grammar of one's own: "in kitchen", "at the hall"."""
    if not found.before:
        return found.name
    before = found.before if rng.random() < 0.8 else rng.choice(("at", "in", "on", "inside"))
    return f"{before} {rng.choice(('', '', 'the '))}{found.name}"


def _of(found, rng):
    return f"of {rng.choice(('', 'the ', 'the '))}{found.name}"


SLOTS = {
    **doors.SLOTS, **errands.SLOTS, **titles.SLOTS, **lights.SLOTS, **climate.SLOTS, **chores.SLOTS,
    "share": amounts.SLOTS["signed"],
    "pc": amounts.noting("percent", _share, 0.01),
    "deg": amounts.noting("celsius", _warmth, 0.01),
    "long": timers.SLOTS["long"], "span": timers.SLOTS["span"],
    "compact": amounts.noting("minutes", amounts.compact, 0.01),
    "loose": rooms.one(_loose), "ofroom": rooms.one(_of, solid=True), "solid": rooms.one(
        rooms.bare, solid=True
    ),
    "cooler": COOLING, "warmer": WARMING, "blower": BLOWING,
    "anyair": (*COOLING, *WARMING, *BLOWING, "thermostat"),
    "lamps": ("lights", "lights", "lights", "light", "lamp", "lamps"),
    "blinds": ("blinds", "blinds", "shutters", "curtains", "shades", "blind", "curtain"),
    "rover": ("robot", "vacuum", "hoover", "vacuum robot", "robot vacuum", "robot",
    "vacuum cleaner"),
    "playing": ("music", "music", "radio", "song", "film", "podcast", "movie", "audiobook",
    "audio"),
    "vol": ("vol", "volume", "volume", "vol.", "sound"), "boot": ("boot", "trunk"),
    "beams": ("headlights", "headlights", "car lights", "car headlights"),
}  # fmt: skip


def ordered(tool, args):
    """The call with its arguments in the order in which every other wish of the tool has them."""
    return call(tool, **{name: args[name] for name in ORDER[tool] if name in args})


def of_room(tool, **fixed):
    """A meaning: the tool in each room said, with what was taken; `all` where a room is needed."""
    needs_room = tool in ("light.set", "cover.set")

    def meaning(filling):
        taken = {name: filling.one(name) for name in TAKEN if name in filling.took}
        rooms_said = filling.all_of("room", ("all",) if needs_room else (None,))
        return [ordered(tool, {"room": room, **fixed, **taken}) for room in rooms_said]

    return meaning


def plain(tool, *names, **fixed):
    """A meaning: one call with what was taken under these names."""
    return lambda filling: [call(tool, **{name: filling.one(name) for name in names}, **fixed)]


def spoken(tool, meaning, templates, weight=1.0):
    """An intent that is a whole utterance."""
    return Intent(tool, meaning, ((1, tuple(templates)),), (), SLOTS, weight)
