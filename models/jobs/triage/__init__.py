"""Lines of a log, with what they are about and how bad it is (`triage` in `models/sets/RULES.md`).

A message belongs to a label and, without a level, to a severity; a frame puts it where a log would,
with or without a level, and a level decides. This module owns how lines are put together; the label
modules own the messages.
"""

import re

from jobs.line import TEST, TRAIN, Line, of_split
from jobs.noise import slips
from jobs.triage import (
    auth,
    config,
    disk,
    events,
    frames,
    hardware,
    kits_machine,
    kits_system,
    known,
    memory,
    network,
    power,
    prose,
    service,
    tails,
    thermal,
    update,
)
from jobs.triage.frames import SEVERITIES
from jobs.triage.pattern import Pattern
from jobs.triage.slots import Draw

SYSTEM = "triage"

TOPICS = {
    "disk": disk,
    "memory": memory,
    "network": network,
    "auth": auth,
    "service": service,
    "thermal": thermal,
    "power": power,
    "update": update,
    "config": config,
    "hardware": hardware,
}
LABELS = tuple(TOPICS)
KITS = {
    "disk": kits_machine.DISK,
    "memory": kits_machine.MEMORY,
    "network": kits_system.NETWORK,
    "auth": kits_system.AUTH,
    "service": kits_system.SERVICE,
    "thermal": kits_machine.THERMAL,
    "power": kits_machine.POWER,
    "update": kits_system.UPDATE,
    "config": kits_system.CONFIG,
    "hardware": kits_machine.HARDWARE,
}

UNKNOWN_SHARE = 0.15
SEVERAL_SHARE = 0.2
SEVERITY_WEIGHTS = (0.23, 0.25, 0.26, 0.26)
LEVELLED_SHARE = 0.45
#: Of the lines with a level, so many have one that their words would not have given them.
CONTRARY_SHARE = 0.12
BARE_SHARE = 0.3
SPOILT_SHARE = 0.07
#: Of the messages, so many are put together from a kit; the others are written in one piece.
KIT_SHARE = 0.45
#: And so many are everyday events, drawn by the event and not by its wordings.
EVENT_SHARE = 0.35
EVENT_SHARE_EACH = 0.07
#: Lines of one input that go on about the same, and of those the ones of the same program.
SAME_LABEL_SHARE = 0.4
SAME_SPEAKER_SHARE = 0.8
#: Of the frames with a level, so many begin with the kernel's `<3>`.
PRIORITY_SHARE = 0.14
TAIL_SHARE = 0.1
TRACE_SHARE = 0.05
#: Words that say the level or turn the sense must stay readable.
KEPT = (
    "not",
    "info",
    "debug",
    "notice",
    "warn",
    "warning",
    "error",
    "crit",
    "critical",
    "fatal",
    "alert",
    "emerg",
)


#: A message that itself says something like a level is only shown with the level it has.
OUTSPOKEN = re.compile(
    r"\b(info|debug|notice|warn|warning|error|err|crit|critical|fatal|alert|emerg|panic)\b", re.I
)


def draw(rng, split):
    state = Draw(rng, split)
    if rng.random() < UNKNOWN_SHARE:
        return _prose(state)
    wanted = rng.choices(SEVERITIES, SEVERITY_WEIGHTS)[0]
    state.scene = frames.Scene(state)
    texts, verdicts, used = [], [], []
    framed = _framing(state)
    for severity in _severities(rng, wanted):
        text, label, templates = _said(state, severity, framed)
        texts.append(text)
        verdicts.append((label, severity))
        used += templates
    if len(texts) == 1 and wanted in ("error", "critical") and rng.random() < TRACE_SHARE:
        trace = rng.choice(TRACES[split])
        texts.append(trace.fill(state))
        used.append(trace.text)
    label, severity = max(verdicts, key=lambda verdict: SEVERITIES.index(verdict[1]))
    return Line(
        "\n".join(texts), _expect(label, severity), tuple(dict.fromkeys(used)), tuple(state.values)
    )


def templates(split):
    """Every template of the split: messages, frames, prose."""
    messages = [
        text.text
        for pool in (*MESSAGES.values(), *PAIRS.values(), *TAILS.values(), TRACES)
        for text in pool[split]
    ] + [text.text for cell in EVENTS.values() for event in cell[split] for text in event]
    around = [
        frame.pattern.text
        for pool in (frames.FRAMES_PLAIN, frames.FRAMES_LEVELLED)
        for frame in pool[split]
    ]
    others = [pattern.text for pool in prose.POOLS for pattern in pool[split]]
    return tuple(dict.fromkeys(messages + around + others))


def _pool(texts):
    distinct = tuple(dict.fromkeys(texts))
    return {
        split: tuple(Pattern(text) for text in of_split(distinct, split)) for split in (TRAIN, TEST)
    }


def _lines(block):
    return [line.strip() for line in block.splitlines() if line.strip()]


def _pairs(kit):
    """Each beginning of the kit with each of its endings; no space before a comma or colon."""
    beginnings, endings = (tuple(part.strip() for part in parts.split(";")) for parts in kit)
    return [
        f"{first} {last}".replace(" ,", ",").replace(" :", ":")
        for first in beginnings
        for last in endings
    ]


CELLS = [(label, severity) for label in LABELS for severity in SEVERITIES]
KNOWN = known.messages()
MESSAGES = {
    (label, severity): _pool(
        _lines(TOPICS[label].MESSAGES[severity]) + KNOWN.get((label, severity), [])
    )
    for label, severity in CELLS
}
PAIRS = {
    (label, severity): _pool([text for kit in KITS[label][severity] for text in _pairs(kit)])
    for label, severity in CELLS
}
EVENTS = events.by_cell()
TAILS = {
    severity: _pool(filter(None, tails.TAILS[severity].splitlines())) for severity in SEVERITIES
}
TRACES = _pool(filter(None, tails.TRACES.splitlines()))


def _expect(label, severity):
    return {"label": label, "severity": severity}


def _prose(draw):
    pattern = prose.pick(draw, draw.split)
    text = pattern.fill(draw)
    if draw.rng.random() < SPOILT_SHARE:
        text = slips(draw.rng, text)
    return Line(text, _expect("unknown", "info"), (pattern.text,), tuple(draw.values))


def _severities(rng, wanted):
    """The severities of the lines of an input whose worst is `wanted`, in their order."""
    if rng.random() >= SEVERAL_SHARE:
        return [wanted]
    worst = SEVERITIES.index(wanted)
    others = []
    for _ in range(rng.choice((1, 1, 1, 1, 2))):
        equal = worst == 0 or rng.random() < 0.25
        others.append(
            wanted if equal else SEVERITIES[min(rng.randrange(worst), rng.randrange(worst))]
        )
    others.insert(rng.randint(0, len(others)), wanted)
    return others


def _framing(draw):
    """What frames the lines of this input: most logs look alike from line to line."""
    rng = draw.rng
    one = _frame(draw)
    return (lambda: one) if rng.random() < 0.85 else (lambda: _frame(draw))


def _frame(draw):
    levelled = draw.rng.random() < LEVELLED_SHARE
    if not levelled and draw.rng.random() < BARE_SHARE:
        return frames.BARE
    if levelled and draw.rng.random() < PRIORITY_SHARE:
        return draw.rng.choice(frames.FRAMES_PRIORITY[draw.split])
    return frames.pick(draw, draw.split, levelled)


def _said(draw, severity, framed):
    """One line of this severity: its text, its label, its templates."""
    rng = draw.rng
    frame = framed()
    contrary = frame.levelled and not frame.weak and rng.random() < CONTRARY_SHARE
    told = (
        rng.choice([other for other in SEVERITIES if other != severity]) if contrary else severity
    )
    scene = draw.scene
    same = scene.label is not None and rng.random() < SAME_LABEL_SHARE
    label = scene.label if same else rng.choice(LABELS)
    patterns = _message(draw, label, told)
    if told != severity and any(OUTSPOKEN.search(pattern.text) for pattern in patterns):
        patterns = _message(draw, label, severity)
    message = _worn(rng, "".join(pattern.fill(draw) for pattern in patterns), frame)
    prog = scene.prog if same and rng.random() < SAME_SPEAKER_SHARE else None
    scene.say(draw, label, severity, message, prog or frames.speaker(draw, label))
    used = [pattern.text for pattern in patterns]
    return (
        frame.pattern.fill(draw),
        label,
        used if frame is frames.BARE else [frame.pattern.text, *used],
    )


def _message(draw, label, severity):
    """The patterns of a message: its body, and sometimes what came of it."""
    rng = draw.rng
    events_here = EVENTS[label, severity][draw.split]
    if rng.random() < min(EVENT_SHARE, EVENT_SHARE_EACH * len(events_here)):
        body = rng.choice(rng.choice(events_here))
    else:
        pool = PAIRS if rng.random() < KIT_SHARE else MESSAGES
        body = rng.choice(pool[label, severity][draw.split])
    if rng.random() < TAIL_SHARE:
        return [body, rng.choice(TAILS[severity][draw.split])]
    return [body]


def _worn(rng, message, frame):
    """The message as it really arrives: another case, a slip, a lost end."""
    share = rng.random()
    if share < 0.04:
        return message.lower()
    if share < 0.06:
        return message.upper()
    if share < 0.12:
        return message[0].upper() + message[1:]
    if share < 0.12 + SPOILT_SHARE * 0.6:
        return slips(rng, message, KEPT)
    if share < 0.12 + SPOILT_SHARE and not frame.late and len(message) > 50:
        return message[: int(len(message) * rng.uniform(0.86, 0.97))] + rng.choice(
            ("", "...", "…", " ...")
        )
    return message
