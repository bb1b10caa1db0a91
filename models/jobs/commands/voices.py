"""Who speaks, and how often: techies, foreigners, old ladies, grumblers, chatters, ramblers."""

from jobs.commands import foreign, manners, quick, ramble, roomwise
from jobs.commands.asked import person
from jobs.commands.pattern import all_templates, any_of
from jobs.commands.said import STATEMENT, Pool, Said, of_wish
from jobs.commands.vague import ROOMS

#: What is beside a wish and is not copied with it, by what would seem to take it in.
REASONS = {
    "printer.print": Pool("""
        i have to hand it in | , i have to hand it in tomorrow | , i need to sign it
        i need to sign it | , the meeting is in five minutes | , my boss wants to see it
        because i lost mine
        because my teacher wants it | , it's due today | , i can't read it on the screen
        so i can read it on the train | , the client is waiting | , it's for school
        , i keep losing it
        , we need it at the door | because the old one got wet | , the lawyer asked for it
        , i forgot to do it at work | so that everyone has one | , i want to hang it up
        since it's urgent
    """),
    "media.play": Pool("""
        , i love it | , i feel like dancing | because i'm sad | , it's my favourite
        , we want to dance | , it cheers me up | because it's friday | , i need to wake up
        so the baby sleeps
        , the kids are begging for it | , it's too quiet in here | since it's raining
        , i've had a long day | , that always helps | so i can concentrate
        , everybody's asking for it
        because i can't stand the silence | , let's party | , it's been stuck in my head
        , we deserve it
    """),
    "timer.set": Pool("""
        , i always forget | , or it burns again | because i burnt it last time
        , last time it went wrong | so i don't forget | , i keep forgetting | , you know me
        , i have a head like a sieve
        because i always lose track | , otherwise i'm late | , don't let me down
        so nothing boils over | , i'm hopeless with time | since nobody else will tell me
    """),
}
#: How often each speaks.
SHARES = (
    ("quick", 30),
    ("roomwise", 20),
    ("foreign", 14),
    ("polite", 8),
    ("grumbled", 9),
    ("chatted", 9),
    ("rambled", 7),
    ("run_on", 6),
    ("reasoned", 5),
    ("refused", 16),
)
ALL = (*manners.ALL, *ramble.ALL, *REASONS.values(), foreign.UNCLEAR, foreign.MISSING)
_INTENTS = (quick.INTENTS, roomwise.INTENTS, foreign.INTENTS, ramble.INTENTS)
_NAMES, _WEIGHTS = zip(*SHARES, strict=True)


def voiced(rng, split, order, refused):
    """One saying; `order()` draws a good order of one call, `refused()` any refused saying."""
    name = rng.choices(_NAMES, _WEIGHTS)[0]
    if name == "quick":
        return of_wish(any_of(quick.INTENTS, rng, split), STATEMENT)
    if name == "roomwise":
        return of_wish(any_of(roomwise.INTENTS, rng, split), STATEMENT)
    if name == "foreign":
        return of_wish(any_of(foreign.INTENTS, rng, split), STATEMENT)
    if name == "rambled":
        return _rambled(rng, split, order)
    if name == "run_on":
        parts = [order() for _ in range(rng.choice((2, 2, 3)))]
        return ramble.run_on(rng, split, parts)
    if name == "reasoned":
        return _reasoned(rng, split, order)
    if name == "refused":
        return _refused(rng, split, order, refused)
    return getattr(manners, name)(rng, split, order())


def templates(split):
    """All templates of the split that only the voices have."""
    intents = tuple(intent for found in _INTENTS for intent in found)
    return (
        *(entry for pool in ALL for entry in pool.of(split)),
        *all_templates(intents, split),
        *roomwise.templates(split),
    )


def _rambled(rng, split, order):
    if rng.random() < 0.4:
        return ramble.rambled(rng, split, order())
    said = of_wish(any_of(ramble.INTENTS, rng, split), STATEMENT)
    return ramble.rambled(rng, split, said) if rng.random() < 0.55 else said


def _reasoned(rng, split, order):
    """A wish with a copied value at its end and a reason behind it."""
    tool = rng.choice(tuple(REASONS))
    while not (said := order(tool)).open_end:
        pass
    reason = REASONS[tool].draw(rng, split)
    gap = "" if reason.startswith(",") else " "
    return said._replace(
        text=said.text + gap + reason,
        templates=(*said.templates, reason),
        form=STATEMENT,
        open_end=False,
    )


def _refused(rng, split, order, refused):
    luck = rng.random()
    if luck < 0.22:
        return _filled(rng, split, foreign.UNCLEAR, "unclear", order)
    if luck < 0.38:
        return _filled(rng, split, foreign.MISSING, "no_such_device", order)
    if luck < 0.62:
        return _filled(rng, split, manners.CHAT_UNCLEAR, "unclear", order)
    if luck < 0.82:
        return _filled(rng, split, manners.CHAT_MISSING, "no_such_device", order)
    said = refused()
    manner = rng.choice((manners.grumbled, manners.chatted, ramble.rambled, manners.polite))
    return manner(rng, split, said) if said.form != STATEMENT else said


def _filled(rng, split, pool, error, order):
    """A pattern of a refusal, with a good order in it or not."""
    pattern = pool.draw(rng, split)
    said = order() if "{x}" in pattern else Said("")
    while said.open_end or any(call["tool"] == "timer.set" for call in said.calls):
        said = order()
    name = person(rng, split) if "{n}" in pattern else ""
    text = pattern.replace("{x}", said.text).replace("{n}", name)
    text = text.replace("{r}", rng.choice(ROOMS)).replace("{c}", str(rng.randint(1, 60)))
    names = (name,) if name else ()
    return Said(
        text,
        error=error,
        templates=(*said.templates, pattern),
        values=(*said.values, *names),
        keep=(*said.keep, *names),
        form=STATEMENT,
    )
