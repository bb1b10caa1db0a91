"""How people really type: slips, missing capitals, missing or doubled marks.

Only the words it is given leave to change are changed: a copied word must stay as it is.
"""

NEAR = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo",
    "j": "hk", "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et",
    "s": "ad", "t": "ry", "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip


def slip(rng, word):
    """The word with one slip of the fingers; short words are left alone."""
    if len(word) < 4 or not word.isalpha():
        return word
    at = rng.randrange(1, len(word) - 1)
    kind = rng.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    if kind == 2:
        return word[:at] + word[at] + word[at:]
    near = NEAR.get(word[at].lower())
    return word[:at] + rng.choice(near) + word[at + 1 :] if near else word


def slips(rng, text, keep=(), rate=0.08):
    """The text with some words mistyped; words of the phrases in `keep` are left alone."""
    kept = {word for phrase in keep for word in phrase.casefold().split()}
    words = text.split(" ")
    return " ".join(
        slip(rng, word) if word.casefold().strip(".,;:!?") not in kept and rng.random() < rate else word
        for word in words
    )
