"""Lights: on and off, brightness, colour."""

from jobs.commands import amounts, rooms
from jobs.commands.mind import changed
from jobs.commands.pattern import Intent, grouped
from jobs.commands.wish import call

COLORS = (
    ("red", "red"), ("orange", "orange"), ("yellow", "yellow"), ("green", "green"),
    ("blue", "blue"), ("purple", "purple"), ("pink", "pink"), ("white", "white"),
    ("warm white", "warm white"), ("cold white", "cold white"),
)  # fmt: skip
#: Shares that are said right before "brightness".
SHARED = (
    ("half", 50), ("half", 50), ("quarter", 25), ("a quarter", 25), ("three quarter", 75),
    ("three quarters", 75),
)  # fmt: skip
#: What else is said right before "light".
TINTS = (
    *COLORS, ("warm", "warm white"), ("cold", "cold white"), ("cool", "cold white"),
    ("cool white", "cold white"),
)  # fmt: skip
#: Lamps that name themselves; the lamp is the room.
LAMPS = (
    "desk", "floor", "bedside", "ceiling", "reading", "corner", "table", "wall", "sofa", "piano",
    "window", "stair", "mirror", "counter", "shelf", "tree", "pendant", "standing", "spot", "couch",
    "bench", "hob", "sink", "cupboard", "door", "fireplace", "island",
)  # fmt: skip

#: The lights of some place, where the verb stands before them.
USUAL = ("{pre} {lights}", "the {lights} {at}")
OTHER = (
    "the {lights} {of}", "all the {many} {at}", "all {pre1} {many}", "every {light} {at}",
    "{lights} {at}", "the {lights} {everywhere}", "all the {many}", "all {many}", "the {lights}",
    "every {light} (in the house|)", "{lamp}", "{lamp} and {lamp}",
    "{pre1} {light} and {pre1} {light}", "the {lights} {at1} and {at1}",
    "{pre1} {lights} and the ones {at1}", "the {light} {at}",
)  # fmt: skip
#: The same where something follows them.
SHORT = (
    "all the {many}", "the {lights}", "{lamp}", "the {lights} {everywhere}", "all the {many} {at}",
    "{pre1} {lights} and {pre1} {lights}", "{lights} {at}",
)  # fmt: skip

SWITCH = (
    "turn <on> <whose>", "switch <on> <whose>", "turn <short> <on>", "switch <short> <on>",
    "put <short> <on>", "flick <on> <whose>", "flip <short> <on>", "click <on> <whose>",
    "set <short> to <on>", "power <on> <whose>", "make sure <short> are <on>", "have <short> <on>",
    "get <short> <on>", "go ahead and turn <on> <whose>", "turn <short> back <on>",
    "see that <short> are <on>", "flick <short> <on>", "toggle <short> <on>", "bring <short> <on>",
    "change <short> to <on>", "power <short> <on>",
)  # fmt: skip
ON = (
    "put on <whose>", "light {place}", "light up {place}", "give me light {at}",
    "give {place} some light", "make (some|) light {at}", "illuminate {place}", "fire up <whose>",
    "start <whose>", "bring up <whose>", "activate <whose>", "enable <whose>", "light <whose>",
    "let there be light {at}", "keep <short> on", "leave <short> on", "get me some light {at}",
    "get some light {at}", "hit <whose>", "turn on light {at}", "switch on a light {at}",
    "turn the light on {at}", "switch the light on {at}", "turn lights on {at}",
    "turn the lights back on {at}", "switch on {place} lighting", "turn the lighting on {at}",
    "wake up <whose>",
)  # fmt: skip
ON_AFTER_ALL = (
    "turn off, no, turn on <whose>", "turn <short> off, no, on", "turn <short> off, sorry, on",
    "switch off, i mean on, <whose>", "turn off, no wait, on <whose>",
    "turn <short> off, i mean on", "switch <short> off, no, on", "turn on, not off, <whose>",
    "turn <short> off, no wait, on", "switch off, sorry, switch on <whose>",
    "switch <short> off, oops, on",
)  # fmt: skip
OFF_AFTER_ALL = (
    "turn on, no, turn off <whose>", "turn <short> on, no, off", "turn <short> on, sorry, off",
    "switch on, i mean off, <whose>", "turn on, no wait, off <whose>",
    "turn <short> on, i mean off", "switch <short> on, no, off", "turn off, not on, <whose>",
    "turn <short> on, no wait, off", "switch on, sorry, switch off <whose>",
    "switch <short> on, oops, off",
)  # fmt: skip
OFF = (
    "kill <whose>", "cut <whose>", "shut off <whose>", "shut <short> off", "turn out <whose>",
    "put out <whose>", "shut down <whose>", "extinguish <whose>", "switch out <whose>",
    "deactivate <whose>", "disable <whose>", "turn <short> out", "keep <short> off",
    "leave <short> off", "turn the light off {at}", "switch the light off {at}",
    "turn lights off {at}", "switch the lights out {at}", "douse <whose>", "put <short> out",
    "switch off {place} lighting", "turn off the lighting {at}", "take <short> off",
    "kill the light {at}",
)  # fmt: skip
STATES = (
    "{bare} {lights} <on>", "{lights} <on> {at}", "{lights} {at} <on>", "lights <on>",
    "<short> <on>", "<short> should be <on>", "{bare} {lights} <on> now", "i want <short> <on>",
    "i'd like <short> <on>", "i need <short> <on>", "<on> with <whose>",
    "<short> (have|need) to be <on>", "{at}, {lights} <on>", "{bare}, {lights} <on>",
    "<short> can go <on>", "<short> can be turned <on>", "<short> need to go <on>",
    "{lights} <on> everywhere{all}", "all {many} <on>", "<on> {lights} {bare}",
    "{lights}! {bare}! <on>!", "{at} turn the {lights} <on>", "i'd like you to turn <on> <whose>",
    "i want you to switch <short> <on>", "you can turn <on> <whose>", "time to turn <on> <whose>",
    "it's time to switch <short> <on>", "<short>: <on>", "{bare} {lights}: <on>",
    "{lights} {bare} <on>", "i want to have <short> <on>", "we want <short> <on>",
    "let's have <short> <on>", "let's turn <on> <whose>", "{bare} <on> - the {lights} i mean",
    "i would like <short> <on>", "it would be nice to have <short> <on>",
    "<short> want turning <on>", "someone turn <on> <whose>", "for {place}, {lights} <on>",
)  # fmt: skip
STATES_ON = (
    "don't turn <short> off, turn them on", "don't switch <short> off, switch them on",
    "i don't want <short> off, i want them on", "not off, on, <short>", "light {at}",
    "light {at} please", "i need (some|) light {at}", "i want light {at}", "some light {at}",
    "a bit of light {at}", "we need light {at}", "{place} needs light", "i'd like some light {at}",
    "there should be light {at}", "{bare} light",
)  # fmt: skip
STATES_OFF = (
    "don't turn <short> on, turn them off", "don't switch <short> on, switch them off",
    "i don't want <short> on, i want them off", "not on, off, <short>", "{lights} out",
    "{lights} out {at}", "{bare} {lights} out", "no light {at}", "i don't need <short> any more",
    "we don't need the light {at} anymore", "no more light {at}", "{lights} off, all of them",
    "everything dark{all}, {lights} off", "i want no light {at}",
)  # fmt: skip

LEVEL = (
    "dim <whose> to {percent}", "dim <short> down to {percent}", "set <short> to {percent}",
    "set <short> to {signed} brightness", "turn <short> to {percent}", "put <short> at {percent}",
    "put <short> on {percent}", "bring <short> to {percent}", "bring <short> down to {percent}",
    "bring <short> up to {percent}", "take <short> down to {percent}",
    "turn <short> down to {percent}", "turn <short> up to {percent}",
    "turn down <whose> to {percent}", "turn up <whose> to {percent}", "lower <short> to {percent}",
    "raise <short> to {percent}", "reduce <short> to {percent}", "brighten <short> to {percent}",
    "change <short> to {percent}", "adjust <short> to {percent}", "make <short> {signed}",
    "make <short> {signed} bright", "set the brightness of <short> to {percent}",
    "set the brightness {at} to {percent}", "set {pre} brightness to {percent}",
    "turn on <whose> at {percent}", "switch on <whose> at {percent}",
    "turn <short> on at {percent}", "turn <short> on to {percent}", "turn on <whose> to {signed}",
    "have <short> at {percent}", "keep <short> at {percent}", "drop <short> to {percent}",
    "fade <short> to {percent}", "crank <short> up to {percent}",
    "set the light level {at} to {percent}", "dim {place} to {percent}",
    "dim {place} down to {signed}", "set <short> to {shared} brightness",
    "put <short> on {shared} power", "turn <short> down to {shared} brightness",
    "run <short> at {shared} power", "turn <short> on and dim them to {percent}",
    "turn on <whose> and dim them to {percent}", "switch on <whose> and set them to {percent}",
    "set {place} lighting to {percent}", "make it {signed} bright {at}",
    "light {place} at {signed}", "give me {signed} light {at}",
    "bring the brightness of <short> to {percent}", "turn the brightness {at} down to {percent}",
    "go to {signed} on <short>", "run <short> at {percent}", "dial <short> to {percent}",
    "dial <short> down to {percent}", "get <short> down to {percent}",
    "get <short> up to {percent}", "leave <short> at {percent}", "set {signed} for <short>",
    "set {signed} brightness {at}", "light up {place} to {signed}",
    "turn the light {at} to {percent}", "increase <short> to {percent}",
    "decrease <short> to {percent}", "set <short> to (half|{fifty}) brightness",
    "slide <short> to {percent}", "push <short> to {percent}",
    "put the brightness of <short> at {percent}",
)  # fmt: skip
FULL = (
    "turn <short> all the way up", "turn <short> up all the way", "turn <short> up to full",
    "set <short> to full brightness", "put <short> on full", "make <short> as bright as possible",
    "put <short> at full power", "turn on <whose> at full brightness", "give me full light {at}",
    "set <short> to maximum brightness", "bring <short> to the maximum", "set <short> to max",
    "turn up <whose> to the maximum", "make <short> bright", "set <short> to bright",
    "turn on bright {lights} {at}", "put <short> on bright", "turn <short> bright",
    "turn on the bright {lights} {at}", "light {place} brightly", "run <short> at full blast",
    "make it bright {at}", "make {place} bright", "turn <short> to maximum",
    "crank <short> all the way up", "turn <whose> fully up", "make <short> fully bright",
)  # fmt: skip
DIM = (
    "dim <whose>", "dim <whose>", "dim <whose>", "dim the {lights} {at} (please|)",
    "set <short> to dim", "turn <short> low", "set <short> to low", "put <short> on low",
    "put <short> on dim", "make <short> dim", "make <short> low", "turn on dim {lights} {at}",
    "turn <short> down low", "dim down <whose>", "dim {place}", "switch <short> to dim",
    "switch <short> to low", "keep <short> low", "give me dim light {at}", "give me low light {at}",
    "make it dim {at}", "put dim light {at}", "turn on a dim {light} {at}", "have <short> dimmed",
    "get <short> dimmed", "put low light on {at}", "light {place} dimly", "bring <short> down low",
    "keep <short> dim", "dim <short> down", "set low light {at}",
)  # fmt: skip
LEVELS = (
    "{bare} {lights} {percent}", "{bare} {lights} at {percent}", "{bare} {lights} to {percent}",
    "{lights} {at} at {percent}", "{lights} {at} to {percent}", "<short> to {percent}",
    "<short> at {percent}", "i'd like <short> at {percent}", "i want <short> at {percent}",
    "<short> should be at {percent}", "{signed} light {at}", "{signed} brightness {at}",
    "brightness {at} {percent}", "brightness {percent} {at}", "{lights} to {percent}",
    "{lights} {signed}", "{bare} brightness {percent}", "i want {signed} brightness {at}",
    "{percent} is enough for <short>", "{signed} will do for <short>",
    "<short> at {percent} would be nice", "{at} i'd like the {lights} at {percent}",
    "{at}, set the {lights} to {percent}", "{at} dim the {lights} to {percent}",
    "{bare}, {lights}, {percent}", "{bare} {light} dimmed to {percent}",
    "<short> dimmed to {percent}", "<short> down to {percent}", "<short> up to {percent}",
    "let's have <short> at {percent}", "only {signed} light {at}", "just {signed} on <short>",
    "i need <short> at {percent}", "i'd like {signed} light {at}",
    "<short> need to be at {percent}", "we want <short> at {percent}",
    "brightness of <short> to {percent}", "{shared} brightness {at}",
    "<short> at {shared} brightness", "<short> at {shared} power", "{lights} {bare} {percent}",
    "{bare} {lights}: {percent}",
)  # fmt: skip
FULLS = (
    "full brightness {at}", "full light {at}", "full power on <short>", "maximum brightness {at}",
    "{bare} {lights} full", "{bare} {lights} to the max", "{bare} {lights} bright",
    "bright light {at}", "bright {lights} {at}", "<short> on full", "<short> at full brightness",
    "i want <short> bright", "i'd like bright light {at}", "i need bright light {at}",
    "<short> all the way up", "i want full light {at}", "{lights} on full {at}",
)  # fmt: skip
DIMS = (
    "dim light {at}", "low light {at}", "dim {lights} {at}", "{bare} {lights} dim",
    "{bare} {lights} low", "{bare} {lights} on low", "<short> low", "<short> dim", "<short> dimmed",
    "i'd like <short> dim", "i want <short> dimmed", "i'd like dim light {at}",
    "i want low light {at}", "<short> should be dim", "{lights} low {at}", "{lights} on low",
    "just a dim light {at}", "let's have <short> low",
)  # fmt: skip

COLOR = (
    "make {place} {color}", "turn {place} {color}", "set {place} to {color}",
    "paint {place} {color}", "change {place} to {color}", "put {place} in {color}",
    "switch {place} to {color}", "let {place} be {color}", "turn <short> on and make them {color}",
    "turn on <whose> and set them to {color}", "switch on <whose> and turn them {color}",
    "make <short> {color}", "turn <short> {color}", "set <short> to {color}",
    "change <short> to {color}", "switch <short> to {color}", "put <short> on {color}",
    "paint <short> {color}", "color <short> {color}", "colour <short> {color}",
    "set the (color|colour) of <short> to {color}",
    "change the (color|colour) of <short> to {color}", "turn on <whose> in {color}",
    "switch on <whose> in {color}", "give me {tint} {glow} {at}", "put {tint} {glow} {at}",
    "light {place} (in|) {color}", "light up {place} in {color}", "bathe {place} in {tint} {glow}",
    "turn on {tint} {lights} {at}", "switch to {tint} {glow} {at}", "make the light {at} {color}",
    "make {place} {lights} glow {color}", "let <short> shine {color}", "let <short> glow {color}",
    "have <short> {color}", "go {color} on <short>", "go for {tint} {glow} {at}",
    "turn the light {at} {color}", "use {tint} {glow} {at}", "give {place} a {tint} {glow}",
    "switch <short> over to {color}", "change {pre} {lights} from {othercolor} to {color}",
    "put on {tint} {lights} {at}", "set {pre} light (color|colour) to {color}",
    "tint <short> {color}", "set the {lights} to {color} {at}", "turn the {lights} {color} {at}",
    "make all the {many} {color}", "show {tint} {glow} {at}", "bring {tint} {glow} into {place}",
    "fill {place} with {tint} {glow}", "set {tint} {glow} {at}", "dye <short> {color}",
    "swap <short> to {color}", "get <short> to {color}", "shift <short> to {color}",
    "pick {color} for <short>", "choose {color} for <short>", "select {color} for <short>",
    "turn <short> on in {color}", "turn <short> to {color}", "let {place} glow in {color}",
    "set <short> to (a|the) (color|colour) {color}", "give <short> a {color} (color|colour)",
    "make it {tint} {glow} {at}", "make <short> shine {color}", "flood {place} with {tint} {glow}",
    "set {color} as the (color|colour) of <short>",
)  # fmt: skip
COLORED = (
    "{bare} {color}", "{bare} in {color}", "{place} in {color}", "i want {place} {color}",
    "i'd like {place} in {color}", "{place} should be {color}", "{bare} {lights} {color}",
    "{bare} {lights} in {color}", "{bare} {lights} to {color}", "{tint} {glow} {at}",
    "{tint} {lights} {at}", "i want {tint} {glow} {at}", "i'd like {tint} {glow} {at}",
    "i'd like <short> in {color}", "i want <short> {color}", "<short> should be {color}",
    "{color} for <short>", "{lights}! {bare}! {color}!", "<short> to {color}", "<short> in {color}",
    "{lights} {color} {at}", "{at} {tint} {glow}", "{at}, make the {lights} {color}",
    "let's have {tint} {glow} {at}", "<short> {color}", "it should be {color} light {at}",
    "we want {tint} {glow} {at}", "i need {tint} {glow} {at}", "{color} would be nice for <short>",
    "<short> shall be {color}", "{bare}: {tint} {glow}", "how nice, {tint} {glow} {at}",
    "some {tint} {glow} {at}", "{lights} {bare} {color}", "i prefer {tint} {glow} {at}",
    "i feel like {tint} {glow} {at}",
)  # fmt: skip
COLOR_LEVEL = (
    "set <short> to {color} at {percent}", "make <short> {color} at {percent}",
    "turn <short> {color} at {signed}", "set <short> to {percent} {color}",
    "put <short> on {color}, {signed}", "turn on <whose> in {color} at {percent}",
    "dim <short> to {percent} and make them {color}",
    "make <short> {color} and dim them to {percent}", "set <short> to {signed} in {color}",
    "light {place} {color} at {signed}", "set <short> to {signed} and {color}",
    "change <short> to {color} with {signed} brightness",
    "turn <short> {color} with {signed} brightness", "give me {tint} {glow} at {signed} {at}",
    "dim <short> to {percent} and turn them {color}",
    "turn <short> {color} and bring them (up|down|) to {percent}",
    "set <short> to {color} and {signed}", "bring <short> to {percent} in {color}",
    "make <short> {signed} {color}", "switch <short> to {color} at {percent}",
    "put <short> at {percent} and {color}",
)  # fmt: skip
COLORED_LEVELS = (
    "{bare} {lights} {color} {signed}", "{bare} {lights} {color} at {percent}",
    "{color} at {percent} for <short>", "<short> in {color}, {signed}",
    "i want <short> {color} at {percent}", "{tint} {glow} at {signed} {at}",
    "{lights} {at} {color}, {signed}", "<short> {signed} {color}",
    "i'd like <short> in {color} at {percent}", "{bare} {lights} {signed} {color}",
)  # fmt: skip
DIM_COLOR = (
    "dim <short> and make them {color}", "make <short> {color} and dim",
    "turn on dim {color} {lights} {at}", "give me dim {tint} {glow} {at}",
    "set <short> to dim {color}", "set <short> to a low {color}", "light {place} in dim {color}",
    "make <short> dim and {color}", "put <short> on low in {color}", "make <short> dim {color}",
    "turn <short> {color} and dim them",
)  # fmt: skip

PAIRS_LEVEL_SAID = (
    "{bare1} {lights} {percent1}, {bare1} {lights} {percent1}",
    "{lights} at {percent1} {at1} and {percent1} {at1}",
    "{pre1} {lights} at {percent1} and {pre1} ones at {percent1}",
    "i'd like {pre1} {lights} at {percent1} and {pre1} ones at {percent1}",
    "{lights} {at1} to {percent1}, {at1} to {percent1}",
    "{bare1} {light} {percent1} and {bare1} {light} {percent1}",
    "{at1} {signed} light, {at1} {signed} light",
    "{pre1} {lights} to {percent1}, {pre1} {lights} to {percent1}",
)  # fmt: skip
PAIRS_COLOR_SAID = (
    "{bare1} {lights} {color1}, {bare1} {lights} {color1}",
    "{tint1} light {at1} and {tint1} light {at1}",
    "{pre1} {lights} in {color1} and {pre1} ones in {color1}",
    "i'd like {tint1} light {at1} and {tint1} light {at1}",
    "i want {pre1} {lights} {color1} and {pre1} ones {color1}",
    "{lights} {color1} {at1}, {color1} {at1}", "{bare1} {color1}, {bare1} {color1}",
    "{color1} {at1}, {color1} {at1}, the lights i mean",
)  # fmt: skip
PAIRS_SWITCH_SAID = (
    "{bare1} {lights} {onoff}, {bare1} {lights} {onoff}",
    "{lights} {onoff} {at1} and {onoff} {at1}", "{pre1} {lights} {onoff}, {pre1} {lights} {onoff}",
    "{lights} {at1} {onoff}, {at1} {onoff}",
    "i want {pre1} {lights} {onoff} and {pre1} ones {onoff}",
    "{bare1} {light} {onoff} and {bare1} {light} {onoff}",
    "{pre1} {lights} should be {onoff} and those {at1} {onoff}",
)  # fmt: skip
PAIRS_LEVEL = (
    "set {pre1} {lights} to {percent1} and {pre1} ones to {percent1}",
    "dim the {lights} {at1} to {percent1} and those {at1} to {percent1}",
    "put {pre1} {lights} at {percent1} and {pre1} {lights} at {percent1}",
    "set the {lights} to {percent1} {at1} and {percent1} {at1}",
    "dim {pre1} {light} to {percent1} and {pre1} {light} to {percent1}",
    "bring {pre1} {lights} to {percent1}, {pre1} {lights} to {percent1}",
    "make {pre1} {lights} {percent1} and {pre1} {percent1}",
    "set {place1} to {percent1} brightness and {place1} to {percent1}",
)  # fmt: skip
PAIRS_COLOR = (
    "make {pre1} {lights} {color1} and {pre1} ones {color1}",
    "turn {pre1} {lights} {color1} and {pre1} {lights} {color1}",
    "set {pre1} {lights} to {color1} and {pre1} to {color1}",
    "set the {lights} {at1} to {color1} and the ones {at1} to {color1}",
    "put {tint1} light {at1} and {tint1} light {at1}",
    "light {place1} {color1} and {place1} {color1}",
    "change {pre1} {lights} to {color1}, {pre1} {lights} to {color1}",
    "paint {pre1} {lights} {color1}, {pre1} ones {color1}",
)  # fmt: skip
PAIRS_SWITCH = (
    "turn {pre1} {lights} {onoff} and {pre1} ones {onoff}",
    "turn {onoff} the {lights} {at1} and {onoff} the ones {at1}",
    "switch {pre1} {lights} {onoff}, {pre1} {lights} {onoff}",
    "turn the {lights} {onoff} {at1} and {onoff} {at1}",
    "put {pre1} {lights} {onoff} and {pre1} {lights} {onoff}",
    "switch the {lights} {at1} {onoff} and those {at1} {onoff}",
    "turn {pre1} {light} {onoff} but {pre1} {light} {onoff}",
    "switch {onoff} {pre1} {lights} and {onoff} {pre1} {lights}",
)  # fmt: skip


def _lamp(filling):
    name = filling.rng.choice(LAMPS)
    while name in filling.took.get("room", ()):
        name = filling.rng.choice(LAMPS)
    filling.take("room", name)
    return filling.say(f"(the|the|the|my) {name} (lamp|lamp|light)")


def _all(filling):
    filling.take("room", "all")
    return ""


def _color(phrases, change=0.05):
    def slot(filling):
        said, value = filling.rng.choice(phrases)
        filling.take("color", value)
        if filling.rng.random() < change:
            wrong, unmeant = filling.rng.choice(phrases)
            if unmeant != value:
                return changed(filling, wrong, said)
        return said

    return slot


def _with(**state):
    """The lights of each room said get the state, and what was taken besides."""

    def meaning(filling):
        asked = dict(state)
        for name in ("percent", "color"):
            if filling.took.get(name):
                asked[name] = filling.one(name)
        return [call("light.set", room=room, **asked) for room in filling.all_of("room", ("all",))]

    return meaning


def _pairs(name):
    return lambda filling: [
        call("light.set", room=room, **{name: value})
        for room, value in zip(filling.took["room"], filling.took[name])
    ]


def _groups(weight, frames, **parts):
    return grouped(
        weight, frames, {"whose": USUAL, "short": USUAL}, {"whose": OTHER, "short": SHORT}, **parts
    )


SLOTS = {
    **rooms.SLOTS, **amounts.SLOTS, "lamp": _lamp, "all": _all,
    "lights": (
        "lights", "lights", "lights", "lights", "lights", "lights", "light", "light", "lamps",
        "lamp", "lighting", "bulbs",
    ),
    "light": ("light", "light", "lamp"), "many": ("lights", "lights", "lights", "lamps"),
    "color": _color(COLORS), "tint": _color(TINTS, 0.02), "color1": _color(COLORS, 0),
    "tint1": _color(TINTS, 0), "othercolor": tuple(said for said, _ in COLORS),
    "onoff": amounts.meaning("on", (("on", True), ("off", False))),
    "glow": ("light", "light", "light", "lighting"), "shared": amounts.meaning("percent", SHARED),
    "fifty": amounts.noting(
        "percent", lambda rng: (rng.choice(("50 percent", "fifty percent")), 50),
    ),
}  # fmt: skip

INTENTS = (
    Intent(
        "light.set", _with(on=True),
        (*_groups(3, SWITCH, on=("on",)), *_groups(2, ON), *_groups(0.15, ON_AFTER_ALL)),
        (*_groups(3, STATES, on=("on",)), *_groups(1, STATES_ON)), SLOTS, 1.2,
    ),
    Intent(
        "light.set", _with(on=False),
        (*_groups(3, SWITCH, on=("off",)), *_groups(2, OFF), *_groups(0.15, OFF_AFTER_ALL)),
        (*_groups(3, STATES, on=("off",)), *_groups(1, STATES_OFF)), SLOTS, 1.2,
    ),
    Intent("light.set", _with(), _groups(1, LEVEL), _groups(1, LEVELS), SLOTS, 1.5),
    Intent("light.set", _with(percent=100), _groups(1, FULL), _groups(1, FULLS), SLOTS, 0.4),
    Intent("light.set", _with(percent=20), _groups(1, DIM), _groups(1, DIMS), SLOTS, 0.5),
    Intent("light.set", _with(), _groups(1, COLOR), _groups(1, COLORED), SLOTS, 1.5),
    Intent("light.set", _with(), _groups(1, COLOR_LEVEL), _groups(1, COLORED_LEVELS), SLOTS, 0.4),
    Intent("light.set", _with(percent=20), _groups(1, DIM_COLOR), (), SLOTS, 0.15),
    Intent(
        "light.set", _pairs("percent"), ((1, PAIRS_LEVEL),), ((1, PAIRS_LEVEL_SAID),), SLOTS, 0.2,
    ),
    Intent("light.set", _pairs("color"), ((1, PAIRS_COLOR),), ((1, PAIRS_COLOR_SAID),), SLOTS, 0.2),
    Intent("light.set", _pairs("on"), ((1, PAIRS_SWITCH),), ((1, PAIRS_SWITCH_SAID),), SLOTS, 0.2),
)  # fmt: skip
