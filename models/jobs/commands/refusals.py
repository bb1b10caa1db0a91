"""Sentences that the house refuses, after `models/sets/RULES.md`: one bad part refuses them all.

A part that no tool has makes it `no_such_device`, whatever else is said; else what cannot be told
is `unclear`.
"""

from jobs.commands import beyond, devices, joined, later, vague
from jobs.commands.asked import person
from jobs.commands.beyond import beyond as impossible
from jobs.commands.devices import missing
from jobs.commands.said import ORDER, STATEMENT, Pool, Said, around

#: An order that is not wished, and nothing else.
NEGATED = Pool("""
    don't {x} | please don't {x} | don't {x} please | do not {x} | please do not {x}
    don't {x} yet | don't {x} now | don't {x} today | don't {x} again | don't ever {x}
    don't you dare {x} | never {x} | never ever {x} | you don't have to {x}
    you don't need to {x} | you needn't {x} | you shouldn't {x} | you mustn't {x}
    you must not {x} | no need to {x} | there's no need to {x} | it's not necessary to {x}
    i don't want you to {x} | i don't need you to {x} | i don't want to {x} | i wouldn't {x}
    i'd rather not {x} | i'd rather you didn't {x} | better not {x} | let's not {x}
    we shouldn't {x} | not yet, don't {x} | no, don't {x} | no no, don't {x} | no please don't {x}
    stop, don't {x} | wait, don't {x} | whatever you do, don't {x} | under no circumstances {x}
    be careful not to {x} | try not to {x} | could you not {x} | can you not {x}
    can you please not {x} | would you please not {x} | could you please not {x}
    make sure not to {x} | make sure you don't {x} | remember not to {x} | i told you not to {x}
    i said don't {x} | please never {x} | hey, don't {x} | oh no, don't {x}
    it's better if you don't {x} | you can't {x} | you may not {x} | i don't think you should {x}
    i forbid you to {x} | it's not time to {x} | it's too early to {x} | it's too late to {x}
    no one should {x} | nobody asked you to {x} | nobody wants you to {x}
    i never asked you to {x} | i never said {x} | i didn't say {x} | i didn't ask you to {x}
    don't try to {x} | don't bother to {x} | don't start to {x} | by no means {x}
    do anything but don't {x} | do what you want but don't {x} | {n} says don't {x}
    {n} doesn't want you to {x} | i hope you don't {x} | why would you {x}, don't
    it's fine, don't {x} | it's ok, no need to {x} | skip it, don't {x} | for now don't {x}
    actually, don't {x} | and don't {x} | ok, don't {x} | so don't {x} | but don't {x}
    refrain from this: {x} | leave it, don't {x} | dont {x} | do not under any circumstances {x}
    i'd prefer not to {x}
""")
#: An order that is taken back at once.
CANCELLED = Pool("""
    {x}, no, never mind | {x}, never mind | {x} never mind | {x}. never mind | {x}, nevermind
    {x} - no, never mind | {x}, forget it | {x}, no, forget it | {x}. forget it | {x}... forget it
    {x}, ah forget it | {x}, forget that | {x}, no wait, don't | {x}, no wait, forget it
    {x}, no, don't | {x}, wait, no, don't | {x}, actually don't | {x}. actually, don't
    {x} - actually, don't | {x} - actually no | {x}, actually no | {x}, actually, no, leave it
    {x}, actually never mind | {x}. actually never mind | {x}, cancel that | {x}. cancel that
    {x}, no, cancel that | {x} - cancel | {x}, scratch that | {x}, scratch that, leave it
    {x}. scratch that | {x}, ignore that | {x}. ignore that | {x}, sorry, forget it
    {x}, sorry, don't | {x}, oh no, leave it | {x}, on second thought, don't
    {x}, on second thoughts, no | {x}, i changed my mind, don't
    {x}. i've changed my mind, leave it as it is | {x}, hm, no, don't | {x}, hm, leave it
    {x}, no no no, don't | {x}, well no, don't do that | {x}, not | {x}, just kidding
    {x}. just kidding | {x}, i'm joking, don't | {x}, only joking | {x}, no thanks
    {x}? no, don't | {x}, no, stop, don't do it | {x}, wait, i don't want that
    {x}, no, leave everything as it is | {x}, strike that | {x}, no, i'll do it myself
    {x}, ah no, i'll do it myself | {x}... no, it's fine as it is | {x}, hold on, don't
    i was going to ask you to {x}, but never mind | i wanted you to {x}, but forget it
    i said {x}, but don't | i'd say {x}, but no, leave it | forget that i asked you to {x}
    ignore that i said {x} | i take it back, don't {x} | i thought you should {x}, but no
    you were to {x}, but don't
""")
#: Talk or a question about an order that nobody gives.
NOT_WISHED = Pool("""
    did you {x} | did you already {x} | did i {x} | did {n} {x} | did i tell you to {x}
    did i ask you to {x} | did you forget to {x} | did somebody {x} | why did you {x}
    why did {n} {x} | why would you {x} | why should i {x} | when did you {x} | when did {n} {x}
    when will you {x} | when do you {x} | who told you to {x} | who asked you to {x}
    who wants to {x} | who will {x} | how do i {x} | how can i {x} | how do you {x}
    how did {n} {x} | how long does it take to {x} | how often do you {x} | how hard is it to {x}
    how would i {x} | should i {x} | should i {x} or not | should we {x} | should {n} {x}
    do i have to {x} | do i need to {x} | do we need to {x} | do you know how to {x}
    do you ever {x} | do you usually {x} | do you want to {x} | do you like to {x}
    does {n} have to {x} | does it help to {x} | does it cost much to {x} | what happens if i {x}
    what happens when you {x} | what does it cost to {x} | what would happen if i {x}
    what do you say when i say {x} | is it a good idea to {x} | is it bad to {x}
    is it safe to {x} | is it expensive to {x} | is it healthy to {x} | is it better to {x}
    is it too late to {x} | is it hard to {x} | are you going to {x} | are you planning to {x}
    were you about to {x} | were you told to {x} | would it help to {x} | i'll {x} myself
    i will {x} myself | i can {x} myself | i'm going to {x} myself | we'll {x} ourselves
    {n} will {x} | {n} can {x} | {n} is going to {x} | {n} had to {x} | {n} used to {x}
    {n} likes to {x} | {n} forgot to {x} | {n} tried to {x} | {n} always forgets to {x}
    {n} told me to {x} yesterday | {n} promised to {x} | i had to {x} yesterday
    i forgot to {x} yesterday | yesterday i had to {x} | last night i wanted to {x}
    last week i told {n} to {x} | i used to {x} | i tried to {x} yesterday | i love to {x}
    i like to {x} | i hate to {x} | i always {x} | i often {x} | i never {x} | i sometimes {x}
    i usually {x} | i was about to {x} but it was done | i wasn't able to {x}
    i wouldn't know how to {x} | i learned how to {x} | it was a mistake to {x}
    it was nice to {x} | it would be silly to {x} | it's fun to {x} | it's easy to {x}
    it's hard to {x} | it's expensive to {x} | it took me an hour to {x} | nobody can {x}
    nobody knows how to {x} | not everybody can {x} | people always {x} | some people {x}
    my old house could {x} | the old system used to {x} | my neighbour can {x} too
    in the film they {x} | in the book they {x} | thanks, you did {x} | tell me how to {x}
    explain to me how to {x} | show me how to {x} | teach me how to {x}
    remind me why i wanted to {x} | let me {x} myself | we used to {x}
    we could have asked {n} to {x} | you used to {x} | you always {x} | you never {x}
    you forgot to {x} | you were supposed to {x} yesterday | i dreamt you would {x}
    imagine you could {x} | maybe i should {x} myself | whose job is it to {x}
    which button do i press to {x} | it's {n}'s job to {x} | i wonder how to {x}
    i know how to {x}
""")
ALL = (NEGATED, CANCELLED, NOT_WISHED)
POOLS = (*ALL, *beyond.ALL, *devices.ALL, *later.ALL, *vague.ALL)


def refused(rng, split, order, wished):
    """One refused saying; `order()` draws a good order of one call, `wished()` any good wish."""
    return (
        _no_such(rng, split, order, wished)
        if rng.random() < 0.49
        else _unclear(rng, split, order, wished)
    )


def negated(rng, split, said):
    """Only what is not wished: nothing is left to do."""
    return _around(rng, split, NEGATED, said)


def _no_such(rng, split, order, wished):
    draw = rng.random()
    bad = missing(rng, split)
    if draw < 0.7:
        return bad
    if draw < 0.73 and bad.form == ORDER:
        return joined.taken_back(rng, split, order(), bad)._replace(calls=())
    if draw < 0.77:
        return _mixed(rng, split, bad, missing(rng, split))
    if draw < 0.81:
        return _mixed(rng, split, bad, _part(rng, split, order))
    return _mixed(rng, split, bad, wished())


def _unclear(rng, split, order, wished):
    draw = rng.random() - 0.15
    if draw < 0:
        return impossible(rng, split, order)
    for share, drawn in ALONE:
        draw -= share
        if draw < 0:
            return drawn(rng, split)
    if draw < 0.17:
        return later.later(rng, split, _untimed(order))
    if draw < 0.25:
        return negated(rng, split, order())
    if draw < 0.29:
        return _around(rng, split, CANCELLED, order())
    if draw < 0.35:
        return _around(rng, split, NOT_WISHED, order())
    bad = (
        later.later(rng, split, _untimed(order)) if rng.random() < 0.3 else _part(rng, split, order)
    )
    return _mixed(rng, split, bad, wished())


#: What is said alone, and how often.
ALONE = (
    (0.12, vague.vague),
    (0.03, vague.alone),
    (0.11, vague.question),
    (0.1, vague.talk),
    (0.05, vague.fragment),
    (0.025, vague.gibberish),
)


def _part(rng, split, order):
    """Something unclear that can stand beside a good wish."""
    return impossible(rng, split, order) if rng.random() < 0.4 else vague.vague(rng, split)


def _mixed(rng, split, *parts):
    parts = list(parts)
    rng.shuffle(parts)
    if len(parts) > 2:
        parts = [
            *[part for part in parts if part.form == STATEMENT],
            *[part for part in parts if part.form != STATEMENT],
        ]
    said = joined.several(rng, split, parts)
    return said._replace(calls=())


def _untimed(order):
    """An order without a span of time of its own, which a time could be added to."""
    while True:
        said = order()
        if all(call["tool"] != "timer.set" for call in said.calls):
            return said


def _around(rng, split, pool, said):
    pattern = pool.draw(rng, split)
    said = around(pattern, said, form=STATEMENT, calls=(), error="unclear")
    if "{n}" not in pattern:
        return said
    name = person(rng, split)
    return said._replace(
        text=said.text.replace("{n}", name), values=(*said.values, name), keep=(*said.keep, name)
    )


__all__ = ["POOLS", "Said", "negated", "refused"]
