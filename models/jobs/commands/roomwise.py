"""A room said once for several things in it: "lab: ac on, lights off", and then "there"."""

from jobs.commands import rooms
from jobs.commands.pattern import Intent
from jobs.commands.slots import SLOTS, ordered
from jobs.line import TEST, TRAIN, of_split

#: Parts that leave the room to what was said before, by what they mean; `~` is its place.
PARTS = {
    ("light.set", "on", True): "lights on~|light on~|lamps on~|turn the lights on~|lights~ on|"
    "switch the light on~|some light~|put the lamp on~|turn on the lights~|"
    "lamp on~ please|lights to on~",
    ("light.set", "on",
    False): "lights off~|light off~|lights out~|lamps off~|turn the lights off~|lights~ off|"
    "switch the light off~|kill the lights~|turn off the lamp~|no light~|"
    "cut the lights~|lights to off~",
    ("light.set", None, None): "lights {pc}~|lights at {pc}~|lights to {pc}~|light {pc}~|"
    "dim the lights to {pc}~|set the lights to {pc}~|lights~ to {pc}|lights~ at {pc}|"
    "{share} light~|dimmed to {pc}~|brightness {pc}~|lights down to {pc}~|"
    "lamps at {pc}~|the lamp at {pc}~|lights {color1}~|{color1} light~|"
    "lights in {color1}~|make the lights {color1}~|turn the light {color1}~|"
    "lights~ {color1}|the lamp {color1}~|{color1} lights~|lights~ in {color1}",
    ("light.set", "percent",
    20): "lights low~|dim lights~|lights dimmed~|dim the lights~|lights dim~|low light~|"
    "dim it~|lights on low~|dim light~",
    ("light.set", "percent",
    100): "lights full~|full light~|lights at full~|lights bright~|bright light~|"
    "lights all the way up~|full brightness~|maximum light~",
    ("cover.set", "percent",
    100): "blinds up~|blinds open~|curtains open~|shutters up~|open the blinds~|shades up~|"
    "pull the curtains open~|blinds~ open|raise the shutters~|curtains~ open|"
    "shutters open~|blinds all the way up~",
    ("cover.set", "percent",
    0): "blinds down~|blinds closed~|curtains closed~|shutters down~|close the blinds~|"
    "shades down~|draw the curtains shut~|blinds~ down|lower the shutters~|"
    "curtains~ shut|shutters shut~|curtains shut~|shut the blinds~",
    ("cover.set", None,
    None): "blinds {pc}~|blinds at {pc}~|blinds to {pc}~|shades to {pc}~|shutters at {pc}~|"
    "curtains {pc} open~|blinds~ to {pc}|set the shades to {pc}~|shutters {pc}~|"
    "curtains at {pc}~|shades~ at {pc}",
    ("climate.set", None,
    None): "{signed1}~|thermostat {deg}~|temperature {deg}~|{signed1} please~|"
    "set it to {signed1}~|temp {deg}~|make it {signed1}~|thermostat to {deg}~|"
    "thermostat at {deg}~|temp to {deg}~",
    ("climate.set", "mode",
    "heat"): "heating {deg}~|heating on~|heating to {deg}~|heater on~|radiator on {deg}~|"
    "turn the heating on~|heat at {deg}~|radiator on~|heating at {deg}~|heat on~|"
    "put the radiator on {deg}~",
    ("climate.set", "mode",
    "cool"): "ac on~|ac {deg}~|ac to {deg}~|aircon on~|turn the ac on~|cooling on~|"
    "ac at {deg}~|air conditioning on~|aircon {deg}~|a/c to {deg}~|" "set the ac to {deg}~",
    ("climate.set", "mode",
    "fan"): "fan on~|ventilation on~|turn the fan on~|start the fan~|fan running~|"
    "ventilation running~|put the fan on~",
    ("climate.set", "mode",
    "off"): "heating off~|ac off~|heat off~|aircon off~|turn the heating off~|fan off~|"
    "radiator off~|turn off the ac~|no heating~|thermostat off~|heater off~|" "ventilation off~",
    ("media.stop", None,
    None): "music off~|radio off~|stop the music~|pause the music~|turn off the radio~|"
    "no music~|stop the podcast~|pause the film~|music stopped~|radio~ off|" "movie paused~",
    ("media.volume", None,
    None): "volume {pc}~|vol {pc}~|volume to {pc}~|volume at {pc}~|volume down to {pc}~|"
    "volume~ at {pc}|sound {pc}~|volume up to {pc}~|music at {pc}~|sound at {pc}~",
    ("media.volume", "percent",
    0): "mute~|mute the music~|volume off~|sound off~|mute the radio~|everything muted~",
    ("media.play", None,
    None): "play {what}~|put on {what}~|{what}~|play {what}~ too|start {what}~|"
    "music: {what}~|stream {what}~",
}  # fmt: skip
#: The room, or several, before what is to become of it.
_HEADED = (
    "{h}: {x}, {y}", "{h}: {x} and {y}", "{h}: {x}", "{h}: {x}, {y}, {z}", "{h}: {x}, {y} and {z}",
    "{h} - {x}, {y}", "{h}, {x} and {y}",
    "{h}: {x}; {y}", "{h}. {x}, {y}.", "{h}: {x} + {y}", "{h} {x} {y}", "{h}: {x}. {y}.",
    "{h}! {x}, {y}!", "in {h}: {x}, {y}",
    "for {h}: {x}, {y}", "{h} please: {x}, {y}", "{h}: {x}, also {y}", "{h}: {x}, then {y}",
    "{h} -> {x}, {y}", "{h}: {x} & {y}",
    "{h} now: {x} and {y}", "{h} {x}, {y}", "{h}, {x}, {y}", "{h}: {x} / {y}", "{h} = {x}, {y}",
    "ok {h}: {x}, {y}", "{h} ({x}, {y})",
    "{h}: {x}, {y}, thanks", "{h}: {x}, {y} please", "listen. {h}: {x}, {y}", "{h}... {x} and {y}",
    "{h}: {x}, plus {y}", "{h}: please {x}, {y}",
    "now {h}: {x} and {y}", "{h} first: {x}, {y}", "{h}, {x} {y}", "{h}: {x} {y}", "{h}; {x}; {y}",
    "{h} {x} and {y}", "{h}: first {x}, then {y}",
    "{h} setup: {x}, {y}", "{h}: {x}, no wait, {y} too", "{h} for movie night: {x}, {y}",
    "{h} for tonight: {x} and {y}",
    "{h}: {x}; {h}: {x}", "{h}: {x}. {h}: {x}", "{h} {x}, {h} {x}", "{h}: {x}, {h}: {x}",
    "{h}: {x} and {h}: {x}", "{h}: {x}; {h}, {x}",
    "{h} {x} and {h} {x}", "{h}, {x}; {h}, {x}", "{h}: {x}, {y}. {h}: {x}", "{h} {x}; {h} {x}",
    "{h}: {x}, {y}; {h}: {x}", "{h} - {x}, {h} - {x}",
    "{h}: {x}, {h}: {x}, {h}: {x}", "{h} {x} {h} {x}",
    "{both}, {x}", "{both}: {x}", "{both} - {x}", "{both}: {x} please", "{both}... {x}",
    "{both}, {x}; {h}, {x}", "{both}: {x}. {h}: {x}", "{both}: {x}, {h}: {x}",
    "{both} {x}", "{both}. {x}.", "for {both}: {x}", "{both}, {x}. {h}, {x}",
)  # fmt: skip
#: The room is said with the first part; the next ones say "there" or say it again.
_THERE = (
    "{x} and {y}", "{x}, {y}", "{x}, and {y}", "{x} and {y} please", "{x}. {y}.",
    "{x} and then {y}", "{x}, {y}, would you", "{x}, please, and {y}",
    "{x}, also {y}", "please {x} and {y}", "{x}, {y} and {z}", "{x} and also {y}", "{x}, then {y}",
    "could you {x} and {y}", "{x} plus {y}",
    "{x}, {y}, {z}", "let's have {x} and {y}", "i'd like {x} and {y}", "i want {x} and {y}",
    "{x} {y}", "{x}; {y}", "{x}, would you, {y}",
    "{x}, {y} thanks", "darling, {x}, please, and {y}", "{x}, oh and {y}", "{x} now and {y}",
    "right, {x} and {y}",
    "{x} {y} {z}", "{x} & {y}", "{x} - {y}", "dear, {x}, and {y}", "{x} and {y}, thank you",
    "{x}, {y}, please", "{x} and {y}, would you", "{x} first, then {y}",
)  # fmt: skip
HERE = (
    "there",
    "there",
    "in there",
    "there too",
    "in there too",
    "in there as well",
    "there as well",
    "in the same room",
)


def _head(filling):
    """A room that stands before what it is about."""
    found = rooms.place(filling.rng, filling.split)
    rooms.noted(filling, found)
    filling.took["here"] = filling.took.pop("room")
    filling.took.pop("used", None)
    if filling.rng.random() < 0.25:
        return rooms.pre(found, filling.rng)
    return found.name


def _both(filling):
    """Two or three rooms before one part."""
    drawn = [
        rooms.place(filling.rng, filling.split) for _ in range(filling.rng.choice((2, 2, 2, 3)))
    ]
    found = list({room.name: room for room in drawn}.values())
    for room in found:
        rooms.noted(filling, room)
    filling.took["here"] = filling.took.pop("room")
    names = [room.name for room in found]
    if filling.rng.random() < 0.2:
        return ", ".join(names)
    joint = filling.rng.choice((" and ", " and ", " & ", " + "))
    return joint.join((", ".join(names[:-1]), names[-1])) if names[1:] else names[0]


def _part(where):
    """A slot for a part; `where(filling)` says its place, or nothing."""

    def slot(filling):
        used = filling.took.setdefault("used", [])
        kind = filling.rng.choice(_KEPT[filling.split])
        while kind[0] in used:
            kind = filling.rng.choice(_KEPT[filling.split])
        tool, name, value = kind
        used.append(tool)
        template = filling.rng.choice(_OF[kind, filling.split])
        filling.templates.append(template)
        said = _placed(filling, template, where)
        args = {key: filling.took.pop(key)[-1] for key in VALUES if key in filling.took}
        if name:
            args[name] = value
        for room in filling.took["here"]:
            filling.take("call", ordered(tool, {"room": room, **args}))
        return said

    return slot


def _placed(filling, template, where):
    before, _, after = template.partition("~")
    if not where:
        return filling.say(before + after)
    return f"{filling.say(before)} {where(filling)}{filling.say(after)}"


def _where(filling):
    """The room the first time; later that it is the same."""
    rng = filling.rng
    if "here" not in filling.took:
        found = rooms.place(rng, filling.split)
        rooms.noted(filling, found)
        filling.took["here"] = filling.took.pop("room")
        filling.took["place"] = [found]
        return rooms.at(found, rng)
    return rng.choice(HERE) if rng.random() < 0.7 else rooms.at(filling.took["place"][0], rng)


def _calls(filling):
    return filling.took["call"]


def templates(split):
    """The parts of the split, which stand in no intent."""
    return tuple(text for (_, side), found in _OF.items() if side == split for text in found)


VALUES = ("percent", "color", "celsius", "what")
_KINDS = tuple(PARTS)
_OF = {
    (kind, split): of_split(block.split("|"), split)
    for kind, block in PARTS.items()
    for split in (TRAIN, TEST)
}
_KEPT = {split: tuple(kind for kind in _KINDS if _OF[kind, split]) for split in (TRAIN, TEST)}
HEADED_SLOTS = {**SLOTS, "h": _head, "both": _both, **dict.fromkeys("xyz", _part(None))}
THERE_SLOTS = {**SLOTS, **dict.fromkeys("xyz", _part(_where))}
INTENTS = (
    Intent("light.set", _calls, ((1, _HEADED),), (), HEADED_SLOTS, 1.0),
    Intent("light.set", _calls, ((1, _THERE),), (), THERE_SLOTS, 0.9),
)
