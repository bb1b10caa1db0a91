"""Blinds, shutters, curtains, shades: how far open."""

from jobs.commands import amounts, rooms
from jobs.commands.pattern import Intent, grouped
from jobs.commands.wish import call

USUAL = ("{pre} {blinds}", "the {blinds} {at}")
OTHER = (
    "the {blinds} {of}", "all the {many} {at}", "the {blinds}", "all the {many}", "all {many}",
    "the {blinds} {everywhere}", "{blinds} {at}", "all {pre1} {many}",
    "{pre1} {blinds} and {pre1} {blinds}", "{pre1} {many} and the ones {at1}",
    "every {blind} (in the house|)", "every {blind} {at}", "the {blinds} {at1} and {at1}",
    "{blinds}",
)  # fmt: skip
#: The same where something follows them.
SHORT = (
    "all the {many}", "the {blinds}", "the {blinds} {everywhere}", "all the {many} {at}",
    "{pre1} {blinds} and {pre1} {blinds}", "{blinds} {at}",
)  # fmt: skip

OPEN = (
    "open <whose>", "open up <whose>", "raise <whose>", "pull up <whose>", "roll up <whose>",
    "lift <whose>", "put <short> up", "pull <short> up", "roll <short> up",
    "open <short> all the way", "open <short> fully", "fully open <whose>",
    "open <short> completely", "move <short> up", "bring <short> up", "let <short> up",
    "have <short> open", "get <short> open", "draw <short> open", "throw open <whose>",
    "keep <short> open", "leave <short> open", "set <short> to open", "make sure <short> are open",
    "open <short> wide", "send <short> up", "run <short> up", "get <short> up", "pull <short> open",
    "pull open <whose>", "slide <short> open", "wind up <whose>", "take <short> up",
    "raise <short> all the way", "put up <whose>", "drive <short> up", "open <short> again",
    "see that <short> are open", "move <short> all the way up", "crank <short> open",
)  # fmt: skip
CLOSE = (
    "close <whose>", "shut <whose>", "lower <whose>", "pull down <whose>", "roll down <whose>",
    "let down <whose>", "put <short> down", "pull <short> down", "roll <short> down",
    "close <short> all the way", "close <short> fully", "fully close <whose>",
    "close <short> completely", "move <short> down", "bring <short> down", "let <short> down",
    "have <short> closed", "get <short> closed", "pull <short> shut", "draw <short> closed",
    "keep <short> closed", "leave <short> closed", "set <short> to closed",
    "make sure <short> are closed", "shut <short> tight", "send <short> down", "run <short> down",
    "get <short> down", "drop <whose>", "pull <short> closed", "slide <short> shut",
    "close up <whose>", "wind down <whose>", "lower <short> all the way", "take <short> down",
    "drive <short> down", "close <short> again", "see that <short> are shut", "have <short> shut",
    "keep <short> down", "keep <short> shut", "bring down <whose>",
)  # fmt: skip
OPEN_AFTER_ALL = (
    "close, no, open <whose>", "close, i mean open <whose>", "close <short>, no, open them",
    "close <short>, no wait, open them", "lower, no, raise <whose>", "shut, sorry, open <whose>",
    "open, not close, <whose>",
)  # fmt: skip
CLOSE_AFTER_ALL = (
    "open, no, close <whose>", "open, i mean close <whose>", "open <short>, no, close them",
    "open <short>, no wait, close them", "raise, no, lower <whose>", "open, sorry, shut <whose>",
    "close, not open, <whose>",
)  # fmt: skip
LEVEL = (
    "set <short> to {percent}", "open <short> to {percent}", "close <short> to {percent}",
    "put <short> at {percent}", "lower <short> to {percent}", "raise <short> to {percent}",
    "move <short> to {percent}", "bring <short> to {percent}", "open <short> {signed}",
    "open <whose> {share}", "bring <short> down to {percent}", "bring <short> up to {percent}",
    "roll <short> down to {percent}", "roll <short> up to {percent}", "have <short> at {percent}",
    "adjust <short> to {percent}", "pull <short> down to {percent}", "pull <short> up to {percent}",
    "open <short> by {signed}", "run <short> to {percent}", "set <short> {share} open",
    "set <short> {signed} open", "leave <short> {share} open", "leave <short> {signed} open",
    "put <short> {share} open", "keep <short> {share} open", "get <short> to {percent}",
    "drive <short> to {percent}", "take <short> to {percent}", "turn <short> to {percent}",
    "open <short> up to {percent}", "let <short> down to {percent}", "close <short> halfway{half}",
    "lower <short> halfway{half}", "raise <short> halfway{half}", "make <short> {signed} open",
    "put <short> on {percent}", "position <short> at {percent}", "change <short> to {percent}",
    "move <short> down to {percent}", "slide <short> to {percent}", "pull <short> half down{half}",
    "put <short> half up{half}", "half close{half} <whose>", "half open{half} <whose>",
    "go to {percent} with <short>", "shut <short> to {percent}", "send <short> to {percent}",
    "open {signed} of <short>", "set <short> at {percent}",
)  # fmt: skip
OPENS = (
    "don't close <short>, open them", "{bare} {blinds} down, no, up", "<short> down, sorry, up",
    "{bare} {blinds} up", "{bare} {blinds} open", "{blinds} up {at}", "{blinds} open {at}",
    "{blinds} up", "{blinds} open", "<short> up", "<short> open", "i want <short> open",
    "i'd like <short> open", "i'd like <short> up", "<short> should be open",
    "<short> need to be open", "up with <short>", "{blinds} {at} up", "{at}, {blinds} up",
    "{bare}: {blinds} up", "<short> can go up", "i need <short> open", "let's open <whose>",
    "you can open <whose>", "all {many} up", "time to open <whose>", "<short> want opening",
    "i want <short> up", "<short> fully open", "<short> all the way up", "{at} open the {blinds}",
    "we want <short> open",
)  # fmt: skip
CLOSES = (
    "don't open <short>, close them", "{bare} {blinds} up, no, down", "<short> up, sorry, down",
    "{bare} {blinds} down", "{bare} {blinds} closed", "{blinds} down {at}", "{blinds} closed {at}",
    "{blinds} down", "{blinds} shut", "<short> down", "<short> shut", "<short> closed",
    "i want <short> closed", "i'd like <short> shut", "i'd like <short> down",
    "<short> should be closed", "<short> need to be shut", "down with <short>",
    "{blinds} {at} down", "{at}, {blinds} down", "{bare}: {blinds} down", "<short> can go down",
    "i need <short> closed", "let's close <whose>", "you can close <whose>", "all {many} down",
    "time to close <whose>", "i want <short> down", "<short> fully closed",
    "<short> all the way down", "{at} close the {blinds}", "we want <short> closed",
)  # fmt: skip
LEVELS = (
    "{bare} {blinds} {percent}", "{bare} {blinds} to {percent}", "{bare} {blinds} at {percent}",
    "<short> to {percent}", "<short> at {percent}", "{blinds} to {percent} {at}",
    "{blinds} at {percent}", "i want <short> at {percent}", "i'd like <short> at {percent}",
    "<short> should be at {percent}", "<short> {signed} open", "<short> {share} open",
    "i want <short> {share} open", "i'd like <short> {signed} open", "{bare} {blinds} {share} open",
    "{bare} {blinds} {signed}", "<short> half way up{half}", "<short> halfway down{half}",
    "i need <short> at {percent}", "let's have <short> at {percent}", "{blinds} {at} {share} open",
    "<short> should be {share} open", "{at}, {blinds} at {percent}", "{blinds} {bare} {percent}",
    "{bare} {blinds}: {percent}", "{signed} on <short>", "<short> down to {percent}",
    "<short> up to {percent}",
)  # fmt: skip
PAIRS_SAID = (
    "{bare1} {blinds} up{up}, {bare1} {blinds} down{down}",
    "{bare1} {blinds} {level1}, {bare1} {blinds} {level1}",
    "{blinds} up{up} {at1} and down{down} {at1}", "{blinds} down{down} {at1} but up{up} {at1}",
    "{pre1} {blinds} at {level1} and {pre1} ones at {level1}",
    "i want {pre1} {blinds} open{up} and {pre1} ones closed{down}",
    "{blinds} at {level1} {at1}, {level1} {at1}",
    "{pre1} {blinds} should be closed{down} and {pre1} {blinds} open{up}",
)  # fmt: skip
PAIRS = (
    "open {pre1} {blinds}{up} and close{down} {pre1} ones",
    "close{down} the {blinds} {at1} and open{up} the ones {at1}",
    "raise{up} {pre1} {blinds} and lower{down} {pre1} {blinds}",
    "set {pre1} {blinds} to {level1} and {pre1} {blinds} to {level1}",
    "open {pre1} {blinds} to {level1} and {pre1} ones to {level1}",
    "close{down} {pre1} {blinds} but open{up} the ones {at1}",
    "put {pre1} {blinds} at {level1} and {pre1} at {level1}",
    "lower{down} the {blinds} {at1}, raise{up} those {at1}",
    "pull up{up} {pre1} {blinds} and pull down{down} {pre1} {blinds}",
    "set the {blinds} {at1} to {level1} and those {at1} to {level1}",
)  # fmt: skip


def _to(percent=None):
    def meaning(filling):
        asked = filling.one("percent") if percent is None else percent
        return [
            call("cover.set", room=room, percent=asked) for room in filling.all_of("room", ("all",))
        ]

    return meaning


def _pairs(filling):
    return [
        call("cover.set", room=room, percent=level)
        for room, level in zip(filling.took["room"], filling.took["percent"])
    ]


def _groups(weight, frames):
    return grouped(
        weight, frames, {"whose": USUAL, "short": USUAL}, {"whose": OTHER, "short": SHORT}
    )


def _silent(value):
    return amounts.meaning("percent", (("", value),))


SLOTS = {
    **rooms.SLOTS, **amounts.SLOTS,
    "blinds": (
        "blinds", "blinds", "shutters", "curtains", "shades", "blind", "shutter", "curtain",
        "shade", "roller blinds", "roller shutters", "window blinds", "drapes",
    ),
    "many": ("blinds", "blinds", "shutters", "curtains", "shades"),
    "blind": ("blind", "shutter", "curtain", "shade"), "half": _silent(50), "up": _silent(100),
    "down": _silent(0), "level1": amounts.SLOTS["percent1"],
    "share": amounts.meaning(
        "percent",
        (
            ("half", 50), ("halfway", 50), ("half way", 50), ("a quarter", 25),
            ("three quarters", 75), ("one quarter", 25), ("half-way", 50),
        ),
    ),
}  # fmt: skip
INTENTS = (
    Intent(
        "cover.set", _to(100), (*_groups(20, OPEN), *_groups(1, OPEN_AFTER_ALL)), _groups(1, OPENS),
        SLOTS,
    ),
    Intent(
        "cover.set", _to(0), (*_groups(20, CLOSE), *_groups(1, CLOSE_AFTER_ALL)),
        _groups(1, CLOSES), SLOTS,
    ),
    Intent("cover.set", _to(), _groups(1, LEVEL), _groups(1, LEVELS), SLOTS),
    Intent("cover.set", _pairs, ((1, PAIRS),), ((1, PAIRS_SAID),), SLOTS, 0.2),
)  # fmt: skip
