"""From wishes to what is said: one or several, some taken back, wrapped and typed."""

from jobs.commands import asked, joined, refusals, shared, voices, wishes
from jobs.commands.devices import device, missing
from jobs.commands.said import ORDER, STATEMENT, of_wish
from jobs.commands.typed import typed
from jobs.line import Line

#: In the voice of somebody in particular.
VOICED = 0.2
#: Said in as few words as one can: most commands are.
TERSE = 0.24
TERSE_DRAWS = 3
#: Shares of all other lines; the rest are single wishes.
REFUSED = 0.27
SEVERAL = 0.31
SHARED = 0.045
TAKEN_BACK = 0.03
LEFT_ALONE = 0.02
#: A wish in statement form ("kitchen lights off") instead of an order.
STATED = 0.25
CALLS_MAX = 8


def draw(rng, split):
    """One line."""
    luck = rng.random()
    if luck < VOICED:
        said = _voiced(rng, split)
    elif luck < VOICED + TERSE:
        said = _terse(rng, split)
    else:
        said = asked.wrapped(rng, split, _said(rng, split), device)
    question = said.templates[-1:] and _is_question(said)
    return Line(typed(rng, said, question), said.expect(), said.templates, said.values)


def templates(split):
    """Every template of the split, those of the wishes included."""
    pools = (*asked.ALL, *joined.ALL, *shared.ALL, *refusals.POOLS)
    ours = (pattern for pool in pools for pattern in pool.of(split))
    return tuple(dict.fromkeys((*ours, *wishes.templates(split), *voices.templates(split))))


def _voiced(rng, split):
    def refused():
        return refusals.refused(
            rng, split, lambda: _simple(rng, split), lambda: _wished(rng, split)
        )

    return voices.voiced(rng, split, lambda tool=None: _simple(rng, split, tool), refused)


def _said(rng, split):
    draw = rng.random()
    if draw < REFUSED:
        return refusals.refused(
            rng, split, lambda: _simple(rng, split), lambda: _wished(rng, split)
        )
    draw -= REFUSED
    if draw < SEVERAL:
        return _several(rng, split)
    draw -= SEVERAL
    if draw < SHARED:
        return shared.shared(rng, split)
    draw -= SHARED
    if draw < TAKEN_BACK:
        return _taken_back(rng, split)
    draw -= TAKEN_BACK
    said = _wished(rng, split)
    return joined.left_alone(rng, split, said, device) if draw < LEFT_ALONE else said


def _terse(rng, split):
    """The shortest of a few ways to wish for the same kind of thing."""
    first = _plain(rng, split)
    tool = first.calls[0]["tool"]
    others = [_plain(rng, split, tool) for _ in range(TERSE_DRAWS - 1)]
    return min(first, *others, key=lambda said: len(said.text))


def _several(rng, split):
    while True:
        count = rng.choices((2, 3, 4), (90, 8, 2))[0]
        parts = [_brief(rng, split) for _ in range(count)]
        if rng.random() < 0.25:
            parts[1] = _order(rng, split, parts[0].calls[-1]["tool"])
        if sum(len(part.calls) for part in parts) <= CALLS_MAX:
            return joined.several(rng, split, parts)


def _brief(rng, split):
    """Who has several wishes says each in few words, mostly."""
    first = _wished(rng, split)
    if rng.random() < 0.15:
        return first
    return min(first, _wished(rng, split), key=lambda said: len(said.text))


def _taken_back(rng, split):
    """Mostly two orders of the same kind: one would not mistake the blinds for the radio."""
    wished = _simple(rng, split)
    tool = wished.calls[0]["tool"]
    if rng.random() < 0.08:
        return joined.taken_back(rng, split, _missing_order(rng, split), wished)
    several = tool != "robot.stop" and rng.random() < 0.25
    unwished = wished
    while unwished.calls == wished.calls:
        unwished = _simple(rng, split, tool if several or rng.random() < 0.6 else None)
    said = joined.taken_back(rng, split, unwished, wished)
    if not several:
        return said
    # Beside a third wish it is clear which one is taken back only if the two are of a kind.
    return joined.several(rng, split, (_other(rng, split, tool), said))


def _missing_order(rng, split):
    while True:
        said = missing(rng, split)
        if said.form == ORDER:
            return said


def _other(rng, split, tool):
    """A wish for something else."""
    while True:
        said = _simple(rng, split)
        if said.calls[0]["tool"] != tool:
            return said


def _wished(rng, split):
    if rng.random() < SHARED / 2:
        return shared.shared(rng, split)
    return _plain(rng, split)


def _plain(rng, split, tool=None):
    if rng.random() < STATED:
        return of_wish(wishes.draw_remark(rng, split, tool), STATEMENT)
    return _order(rng, split, tool)


def _order(rng, split, tool=None):
    return of_wish(wishes.draw_wish(rng, split, tool), ORDER)


def _simple(rng, split, tool=None):
    """An order of one call, without a change of mind in it."""
    while True:
        said = _order(rng, split, tool)
        if len(said.calls) == 1 and "," not in said.text and " no" not in said.text:
            return said


QUESTION_WORDS = frozenset(
    "can could will would is are did do does have has who what why when where which how should may"
    " any was were can't couldn't whose am".split()
)


def _is_question(said):
    return said.text.partition(" ")[0] in QUESTION_WORDS
