"""How a sentence reaches the house: dictated in lower case, typed with care, shouted, mistyped."""

import re

from jobs.noise import slips

CONTRACTIONS = frozenset(
    "don't can't won't wouldn't couldn't i'd i'm i'll i've let's we're we've we'll it's that's"
    " what's there's where's who's how's you're you'd didn't doesn't isn't aren't they're she's"
    " he's shouldn't haven't".split()
)
MARK = re.compile(r"[,;:.!?]+(?=\s|$)| -(?= )")
SPACES = re.compile(r" {2,}")
ENDED = re.compile(r"[.!?]$")
SLIPPING = 0.15


def typed(rng, said, question=False):
    """The line as it is typed; what is answered does not depend on it."""
    text = said.text
    if rng.random() < SLIPPING:
        text = _slipped(rng, text, said.keep)
    manner = rng.random()
    if manner < 0.47:
        return _dictated(rng, text, said)
    text = _ended(rng, text, question)
    if manner < 0.66:
        return _contracted(rng, text, said, 0.3)
    if manner < 0.965:
        text = _contracted(rng, text, said, 0.1)
        return _sentence(rng, text, said)
    if manner < 0.98:
        return (
            text.title()
            .replace("'S", "'s")
            .replace("'T", "'t")
            .replace("'M", "'m")
            .replace("'D", "'d")
        )
    return text.upper()


def _slipped(rng, text, keep):
    """With a slip or more, if it has a word to slip in."""
    rate = rng.choice((0.05, 0.08))
    for _ in range(8):
        slipped = slips(rng, text, keep, rate=rate)
        if slipped != text:
            return slipped
    return text


def _dictated(rng, text, said):
    if rng.random() < 0.8:
        text = SPACES.sub(" ", MARK.sub("", text)).strip()
    return _contracted(rng, text, said, 0.35)


def _contracted(rng, text, said, rate):
    """Some contractions without their apostrophe, unless a copied phrase has one."""
    if "'" not in text or rng.random() >= rate:
        return text
    kept = {word for phrase in said.keep for word in phrase.casefold().split()}
    return " ".join(
        word.replace("'", "") if word.strip(",.;:!?") in CONTRACTIONS - kept else word
        for word in text.split(" ")
    )


def _ended(rng, text, question):
    """A mark at the end, or two, or none."""
    if ENDED.search(text):
        return text
    draw = rng.random()
    if question:
        return text + ("?" if draw < 0.8 else "??" if draw < 0.84 else "")
    if draw < 0.45:
        return text + "."
    return text + ("!" if draw < 0.52 else "!!" if draw < 0.54 else ".." if draw < 0.56 else "")


def _sentence(rng, text, said):
    """A capital where a sentence begins; names often with theirs."""
    for value in said.values:
        if rng.random() < 0.4:
            text = re.sub(rf"\b{re.escape(value)}\b", value.title().replace("'S", "'s"), text)
    text = re.sub(
        r"(^|[.!?] +)([^\W\d_])", lambda found: found.group(1) + found.group(2).upper(), text
    )
    return re.sub(r"\bi(?=\b|')", "I", text)
