"""Several wishes in one breath, and those that somebody takes back while saying them."""

from jobs.commands.asked import person
from jobs.commands.said import ORDER, STATEMENT, Pool, joined

#: The second part is an order; the first may be anything.
TWO = Pool("""
    {a} and {b} | {a} and {b}. | {a}, and {b} | {a} and then {b} | {a} and also {b}
    {a} and please {b} | {a} and while you're at it {b} | {a} and while you are at it, {b}
    {a} and after that {b} | {a} and afterwards {b} | {a} and at the same time {b}
    {a} and in addition {b} | {a} and additionally {b} | {a} and finally {b}
    {a} and could you {b} | {a} and could you also {b} | {a} and can you {b}
    {a} and can you also {b} | {a} and i'd like you to {b} | {a} and i want you to {b}
    {a} and don't forget to {b} | {a} and remember to {b} | {a} and make sure to {b}
    {a} and as well {b} | {a} and next {b} | {a} and once more, {b} | {a} and lastly {b}
    {a}, then {b} | {a} then {b} | {a}, and then {b} | {a}, after that {b} | {a}, afterwards {b}
    {a}, also {b} | {a} also {b} | {a}, plus {b} | {a} plus {b} | {a}, oh and {b}
    {a}, oh, and {b} | {a} oh and {b} | {a}. oh and {b} | {a}, uhm, and {b} | {a}, ah and {b}
    {a}, hm, and {b} | {a}, next {b} | {a}, additionally {b} | {a}, besides {b}
    {a}, please also {b} | {a}, and please {b} | {a}, and also please {b} | {a} as well as {b}
    {a} but also {b} | {a}, but also {b} | {a} & {b} | {a} + {b} | {a}, {b} | {a}; {b} | {a}. {b}
    {a}. then {b} | {a}. also {b} | {a}. and {b} | {a}. and then {b} | {a}. after that, {b}
    {a}. please {b} | {a}. and please {b} | {a}. next, {b} | {a}. could you also {b}
    {a}? and {b} | {a}! {b} | {a}! and {b} | {a} - and {b} | {a} - then {b} | {a}; then {b}
    {a}; also {b} | {a} first, then {b} | {a} first and then {b} | {a} first, and after that {b}
    {a}, and when you're done {b} | {a}, and once that's done {b} | {a}, when that's done {b}
    {a}, one more thing: {b} | {a}. one more thing: {b} | {a}, and one more thing, {b}
    {a}, and last but not least {b} | {a}, secondly {b} | {a}, what else, ah yes, {b}
    {a}, i nearly forgot, {b} | {a}, and for the kids {b} | {a}, and for {n} {b}
    {a}, {n} is coming, so {b} | {a}, i'm tired, and {b} | {a}, thanks, and {b}
    {a}. thanks. and {b} | {a}, let me think, and {b} | {a} and, if you don't mind, {b}
    {a} and i also need you to {b} | {a} and i also want to {b} | {a} and you can {b} too
    {a} and {b} too | {a} and {b} as well | first {a} and then {b} | first {a}, then {b}
    first {a} then {b} | first {a}, after that {b} | first {a}. then {b}
    first of all {a}, then {b} | firstly {a}, secondly {b} | one, {a}, two, {b}
    start with this: {a}. then {b} | two things: {a} and {b} | two things please, {a} and {b}
    1. {a} 2. {b} | once: {a}, and also: {b}
""")

#: Every part may be a statement ("kitchen lights off").
STATED = Pool("""
    {a}, {b} | {a}; {b} | {a}. {b} | {a} - {b} | {a} / {b} | {a} + {b} | {a} & {b} | {a} and {b}
    {a}, and {b} | {a} and also {b} | {a}, also {b} | {a}, plus {b} | {a} plus {b} | {a}, then {b}
    {a}. then {b} | {a} and then {b} | {a}, oh and {b} | {a}. and {b} | {a}! {b}! | {a}. {b}.
    {a} please, {b} too | {a}, please, and {b} | first {a}, then {b} | {a} ... {b}
    two things: {a}, {b} | {a}. next: {b} | {a}, and now {b} | {a}, next {b} | {a}, after that {b}
""")

THREE = Pool("""
    {a}, {b} and {c} | {a}, {b}, and {c} | {a}, {b}, {c} | {a}, {b} and then {c}
    {a}, {b} and also {c} | {a}, {b}, then {c} | {a} and {b} and {c} | {a} and {b}, and {c}
    {a} and {b}, then {c} | {a} and {b} and then {c} | {a} and {b} and also {c}
    {a} and {b}, plus {c} | {a} and {b}. also {c} | {a} and {b}. then {c}
    {a} and {b}, oh and {c} | {a} and {b} and finally {c} | {a} and then {b} and then {c}
    {a} and then {b} and {c} | {a}, then {b} and {c} | {a}, then {b}, then {c}
    {a}, then {b}, and finally {c} | {a}, then {b} and after that {c} | {a} then {b} then {c}
    {a}, also {b} and {c} | {a}, also {b}, and then {c} | {a}, plus {b}, plus {c} | {a}. {b}. {c}
    {a}. {b}. {c}. | {a}. {b} and {c} | {a}; {b}; {c} | {a}. then {b} and {c}
    {a}. then {b}. then {c} | {a}, {b}, and please {c} | {a}, {b}, and don't forget to {c}
    {a}, {b} and while you're at it {c} | {a}, after that {b}, and then {c}
    {a}, next {b}, and finally {c} | {a}, oh and {b}, and also {c} | first {a}, then {b}, then {c}
    first {a}, then {b} and finally {c} | first {a}, then {b}, and after that {c}
    first {a} and {b}, then {c} | first {a}. second, {b}. third, {c}
    one: {a}, two: {b}, three: {c} | 1. {a} 2. {b} 3. {c} | three things: {a}, {b} and {c}
    i want you to {a}, {b} and {c} | could you {a}, {b} and {c} | can you {a} and {b} and then {c}
    please {a}, {b} and {c} | i need you to {a}, then {b} and {c} | {a}, and {b}, and {c}
    {a} as well as {b} and {c} | {a}, {b} as well as {c} | {a}, {b}, {c}, thanks
    {a}, {b}, {c}, that's all | {a}. also {b}. oh and {c} | {a}. please {b}. and {c}
    {a}, hm, {b}, and {c} | {a} first, then {b}, and lastly {c} | {a} & {b} & {c}
    {a} + {b} + {c}
""")

FOUR = Pool("""
    {a}, {b}, {c} and {d} | {a}, {b}, {c}, and {d} | {a}, {b}, {c}, {d} | {a}. {b}. {c}. {d}
    {a} and {b} and {c} and {d} | {a} and {b}, then {c} and {d}
    {a}, then {b}, then {c}, then {d} | {a}, {b}, then {c} and finally {d}
    {a}, {b} and {c}. also {d} | {a}, {b} and {c}, and then {d} | {a} and {b}. {c} and {d}
    {a} and {b}. then {c} and {d} | first {a}, then {b}, then {c} and finally {d}
    first {a} and {b}, then {c} and {d} | first {a}, {b}, {c} and then {d} | {a}; {b}; {c}; {d}
    {a} then {b} then {c} then {d} | {a}, also {b}, {c} and {d} | 1. {a} 2. {b} 3. {c} 4. {d}
    please {a}, {b}, {c} and {d} | could you {a}, {b}, {c} and {d}
    four things: {a}, {b}, {c} and {d} | {a}, {b}, oh and {c} and {d}
    {a} and {b}, plus {c} and {d}
""")

#: {a} is not wished, {b} is.
NOT_FIRST = Pool("""
    don't {a}, {b} | don't {a}, {b} instead | don't {a}, but {b} | don't {a} but {b}
    don't {a}, just {b} | don't {a} just {b} | don't {a}, only {b} | don't {a}. {b}
    don't {a}. {b} instead | don't {a}; {b} | don't {a}, please {b} | don't {a}, better {b}
    don't {a}, rather {b} | don't {a}, i want you to {b} | don't {a}, could you {b}
    don't {a} yet, {b} | don't {a} yet but {b} | don't {a} today, {b} | don't {a} now, {b}
    do not {a}, {b} | do not {a} but {b} | do not {a}. {b} | please don't {a}, {b}
    please don't {a}, just {b} | please don't {a} but {b} | please do not {a}, {b}
    whatever you do, don't {a}, just {b} | you don't have to {a}, just {b}
    you don't need to {a}, but {b} | you needn't {a}, just {b} | no need to {a}, just {b}
    no need to {a}, but {b} | no need to {a}. {b} | there's no need to {a}, {b}
    i don't want you to {a}, {b} | i don't want you to {a}, just {b}
    i didn't ask you to {a}, i asked you to {b} | instead of going to {a}, {b}
    never mind what i said, don't {a}, {b} | not {a}, {b} | rather than {a}, {b}
    forget what i said, don't {a}, {b} | please never {a}, but {b} | never {a}, but {b}
    no, don't {a}! {b} | no don't {a}, {b} | you can skip this: {a}. but {b}
    under no circumstances {a}, but {b} | let's not {a}, {b} instead | let's not {a} but {b}
    try not to {a}, but {b} | be careful not to {a}, just {b} | no, do not {a}, {b}
    skip it, don't {a}, but {b}
""")

#: {a} is wished, {b} is not.
NOT_LAST = Pool("""
    {a}, but don't {b} | {a} but don't {b} | {a} and don't {b} | {a}, don't {b} | {a}. don't {b}
    {a}. please don't {b} | {a}; don't {b} | {a} but please don't {b} | {a} but do not {b}
    {a} and do not {b} | {a}, do not {b} | {a} but don't {b} yet | {a} but don't {b} please
    {a}, but there's no need to {b} | {a}, no need to {b} | {a} - no need to {b}
    {a}, but you don't have to {b} | {a}, you don't need to {b} | {a}, you needn't {b}
    {a}, but i don't want you to {b} | {a}, not {b} | {a} rather than {b} | {a}, but never {b}
    {a}, but whatever you do don't {b} | {a} only, don't {b} | only {a}, don't {b}
    just {a}, don't {b} | just {a}, no need to {b} | {a}, and please do not {b}
    {a} and under no circumstances {b} | {a}, but be careful not to {b} | {a} and try not to {b}
    {a}, and let's not {b} | {a}, but don't you dare {b} | could you {a} but not {b}
    can you {a} and not {b} | i want you to {a} and not to {b} | {a} without trying to {b}
    {a}! don't {b}! | {a}, i said don't {b}
""")

#: {a} is taken back, {b} counts.
INSTEAD = Pool("""
    {a}, no wait, {b} | {a} no wait {b} | {a}, wait, {b} | {a}, wait no, {b}
    {a}, no, wait, don't, {b} | {a}, no, {b} | {a}. no, {b} | {a}. no wait, {b} | {a}... no, {b}
    {a}, nah, {b} | {a}, uh no, {b} | {a}, sorry, i mean {b} | {a}, i mean {b} | {a}, i meant {b}
    {a} i mean {b} | {a}, no i mean {b} | {a}, no, sorry, {b} | {a}. sorry, i meant {b}
    {a}, oh no, {b} | {a}, hm no, {b} | {a}, hm, rather {b} | {a}, or rather {b}
    {a}, or better {b} | {a}, or no, {b} | {a}, better {b} | {a}, no, better {b}
    {a}, no, rather {b} | {a}, actually no, {b} | {a}, actually, {b} instead
    {a}, actually {b} instead | {a}. actually, {b} instead | {a}. actually no, {b}
    {a} - actually no - {b} | {a} - scratch that - {b} | {a}, scratch that, {b}
    {a}. scratch that, {b} | {a}, strike that, {b} | {a}, forget that, {b} | {a}, forget it, {b}
    {a}. forget it, {b} | {a}, no forget that, {b} | {a}, never mind, {b} | {a}. never mind, {b}
    {a}, nevermind, {b} instead | {a}, cancel that, {b} | {a}. cancel that, {b}
    {a}, ignore that, {b} | {a}, on second thought, {b} | {a}. on second thoughts, {b} instead
    {a}, i changed my mind, {b} | {a}. i've changed my mind, {b}
    {a}, changed my mind, {b} instead | {a}, correction: {b} | {a}, correction, {b}
    {a}, let me correct that, {b} | {a}, undo that, {b} | {a}, oops, {b} i mean
    {a}, oops, i meant {b} | {a}, no no no, {b} | {a}, no no, {b} | {a}, that was wrong, {b}
    {a}, that's not what i meant, {b} | {a}, what am i saying, {b}
    {a}, wait a second, {b} instead | {a}, hold on, {b} instead | {a}, no, don't do that, {b}
    {a}, don't, {b} instead | {a}, well no, {b} | {a}, let's rather {b}
    i was going to say {a}, but {b} | i wanted to say {a}, but no, {b}
    first i thought {a}, but now {b} | i said {a} but i meant {b} | forget that i said {a}, {b}
    forget {a}, just {b} | forget {a}, {b} instead | i know i said {a}, but {b} instead
    not {a} but {b}
""")

#: One thing is left alone beside a wish.
LEFT_ALONE = Pool("""
    {x} but leave the {t} alone | {x}, but leave the {t} alone | {x} and leave the {t} alone
    {x}, leave the {t} alone | {x}. leave the {t} alone | {x}, leave the {t} as it is
    {x} but leave the {t} like that | {x} but not the {t} | {x}, not the {t}
    {x} but don't touch the {t} | {x} and don't touch the {t} | {x}, don't touch the {t}
    {x}, but the {t} can stay as it is | {x}, the {t} should stay like that
    {x}, but keep the {t} as it is | {x} and ignore the {t} | {x}, ignore the {t}
    {x}, never mind the {t} | {x}, forget the {t} | {x}, forget about the {t}
    {x}, nothing else, not the {t} | {x}, but hands off the {t} | {x}, the {t} is fine as it is
    {x}, the {t} is fine | {x}, nothing about the {t} | {x}, don't do anything with the {t}
    {x}, don't change the {t} | {x} without touching the {t} | {x} without changing the {t}
    {x}, no change to the {t} | leave the {t} alone and {x} | leave the {t} alone but {x}
    leave the {t} alone, {x} | leave the {t} alone, just {x} | leave the {t} as it is and {x}
    leave the {t} like that, just {x} | forget the {t}, {x} | forget the {t}, just {x}
    forget about the {t}, {x} | forget about the {t} and {x} | actually forget the {t}, {x}
    never mind the {t}, {x} | never mind the {t}, just {x} | don't touch the {t}, {x}
    don't touch the {t}, just {x} | don't touch the {t} but {x} | don't change the {t}, just {x}
    don't worry about the {t}, just {x} | ignore the {t}, {x} | ignore the {t} and {x}
    skip the {t}, {x} | skip the {t} and {x} | not the {t}, just {x} | the {t} is fine, just {x}
    the {t} can stay as it is, but {x} | the {t} is none of your business, {x}
    keep your hands off the {t}, {x} | hands off the {t}, {x}
    no need to do anything with the {t}, {x} | i don't care about the {t}, just {x}
    i said nothing about the {t}, {x} | nothing with the {t} please, only {x}
""")

#: What a tool moves, by its everyday names, to be left alone.
THINGS = {
    "light.set": ("light", "lamp", "lighting", "lights"),
    "lock.set": ("lock", "door", "locks", "doors"),
    "climate.set": (
        "heating",
        "thermostat",
        "temperature",
        "radiator",
        "air conditioning",
        "heater",
        "ac",
    ),
    "cover.set": ("blind", "curtain", "shutter", "blinds", "curtains", "shutters", "shades"),
    "media.play": ("music", "radio", "film", "stereo", "podcast"),
    "media.volume": ("volume", "sound"),
    "timer.set": ("timer", "other timer", "timers"),
    "car.set": ("car", "trunk", "seat heating", "charging"),
    "robot.go": ("robot", "vacuum", "hoover", "vacuum robot"),
    "printer.print": ("printer", "printout"),
}
SAME = {"media.stop": "media.play", "robot.stop": "robot.go"}
ALL = (TWO, STATED, THREE, FOUR, NOT_FIRST, NOT_LAST, INSTEAD, LEFT_ALONE)


def several(rng, split, parts):
    """Two to four sayings as one; orders where a connector wants one."""
    orders = all(part.form == ORDER for part in parts[1:])
    if len(parts) == 2:
        return _two(
            rng, split, (TWO if orders and rng.random() < 0.85 else STATED).draw(rng, split), parts
        )
    if orders and parts[0].form == ORDER:
        return joined((THREE if len(parts) == 3 else FOUR).draw(rng, split), parts)
    said = parts[0]
    for part in parts[1:]:
        said = joined(STATED.draw(rng, split), (said, part))
    return said


def taken_back(rng, split, unwished, wished):
    """Two orders of which only the second given here counts."""
    draw = rng.random()
    if draw < 0.3:
        return _only(wished, joined(NOT_FIRST.draw(rng, split), (unwished, wished)), STATEMENT)
    if draw < 0.65:
        return _only(wished, joined(NOT_LAST.draw(rng, split), (wished, unwished)))
    return _only(wished, joined(INSTEAD.draw(rng, split), (unwished, wished)))


def left_alone(rng, split, said, things):
    """A wish beside which something is to stay as it is; `things` are further things to name."""
    pattern = LEFT_ALONE.draw(rng, split)
    tools = {SAME.get(call["tool"], call["tool"]) for call in said.calls}
    thing = rng.choice(THINGS[rng.choice([tool for tool in THINGS if tool not in tools])])
    values = said.values
    if rng.random() < 0.15:
        thing = things(rng, split)
        values = (*values, thing)
    text = pattern.replace("{x}", said.text).replace("{t}", thing)
    if thing.endswith("s"):
        text = text.replace(f"{thing} is ", f"{thing} are ").replace("as it is", "as they are")
    return said._replace(
        text=text,
        templates=(*said.templates, pattern),
        values=values,
        keep=(*said.keep, thing),
        form=STATEMENT,
    )


def _two(rng, split, pattern, parts):
    said = joined(pattern, parts)
    if "{n}" not in pattern:
        return said
    name = person(rng, split)
    return said._replace(
        text=said.text.replace("{n}", name), values=(*said.values, name), keep=(*said.keep, name)
    )


def _only(wished, said, form=None):
    return said._replace(calls=wished.calls, error=wished.error, form=form or said.form)
