"""Words that nobody has seen: made of syllables or of plain characters, so that they can only be copied."""

from jobs.line import split_of

ONSETS = "b bl br c ch cl d dr f fl fr g gl gr h j k kl kr l m n p pr qu r s sch sh sk sl sp st t th tr v w z".split()
VOWELS = "a e i o u y aa ae ai au ea ee ei ie oo ou ö ü ä é".split()
CODAS = "b ck d f g k l ll m n nd ng nk nn nt p r rd rk rn rt s sk ss st t th tt x z".split() + [""] * 8
LETTERS = "abcdefghijklmnopqrstuvwxyz"
DIGITS = "0123456789"


def word(rng, split):
    """One made-up word in lower case, of the split."""
    return drawn(rng, split, _word)


def drawn(rng, split, make):
    """What `make(rng)` gives, drawn again until it belongs to the split."""
    while True:
        value = make(rng)
        if split_of(value) == split:
            return value


def code(rng, pattern):
    """`pattern` with each `A` a capital letter, `a` a small one, `0` a digit."""
    choices = {"A": LETTERS.upper(), "a": LETTERS, "0": DIGITS}
    return "".join(rng.choice(choices.get(mark, mark)) for mark in pattern)


def _word(rng):
    if rng.random() < 0.15:
        return "".join(rng.choice(LETTERS) for _ in range(rng.randint(3, 9)))
    syllables = rng.choice((1, 2, 2, 2, 3))
    return "".join(rng.choice(ONSETS) + rng.choice(VOWELS) + rng.choice(CODAS) for _ in range(syllables))
