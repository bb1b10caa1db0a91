"""Money, reference numbers, phones, mail addresses: what is taken over digit by digit."""

import unicodedata

from jobs import names
from jobs.extract.people import first, last
from jobs.extract.words import DOMAINS
from jobs.line import TEST, TRAIN, of_split

SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}
NAMES = {
    "EUR": ("EUR", "EUR", "euros", "euros", "euro", "Euro", "eur"),
    "USD": ("USD", "USD", "dollars", "dollars", "bucks", "usd", "US dollars", "Dollars"),
    "GBP": ("GBP", "GBP", "pounds", "pounds", "pounds", "gbp", "pounds sterling", "Pounds"),
}
#: Money of elsewhere: its amount counts alone.
FOREIGN = """francs,francs,Swiss francs,yen,yen,kronor,kronor,kroner,crowns,zloty,rupees,lira,pesos,
reais,rand,naira,rubles,won,yuan,forint,lei,dirhams,shekels,baht,CHF,CHF,JPY,SEK,NOK,DKK,PLN,CZK,INR,
TRY,ZAR,CNY,HUF,kr,Fr.""".replace("\n", "").split(",")
CURRENCIES = ("EUR", "EUR", "USD", "USD", "GBP")
COUNTED = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen
fifteen sixteen seventeen eighteen nineteen""".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
KINDS = (
    "order",
    "order",
    "order",
    "invoice",
    "invoice",
    "invoice",
    "ticket",
    "ticket",
    "booking",
    "booking",
    "case",
    "case",
    "Order",
    "Invoice",
    "Ticket",
    "Booking",
    "Case",
    "ref",
    "ref.",
    "Ref",
    "reference",
    "inv.",
    "repair order",
    "work order",
    "support ticket",
    "customer order",
    "purchase order",
    "booking code",
    "booking ref",
    "order ref",
    "case file",
)
MARKS = (
    " ",
    " ",
    " ",
    " ",
    " ",
    " #",
    " #",
    " #",
    " #",
    " no. ",
    " no. ",
    " number ",
    " nr. ",
    " No. ",
    ": ",
    ": ",
    " no ",
    " nr ",
    " # ",
    " no.: ",
    " number: ",
    " num ",
    " No ",
    "#",
)
CODES = (
    "0000",
    "0000",
    "0000",
    "00000",
    "00000",
    "00000",
    "000000",
    "000000",
    "0000000",
    "000",
    "A-000",
    "A-0000",
    "AA-0000",
    "AA-000",
    "AAA-000",
    "AAA000",
    "AA00",
    "A0000",
    "A000",
    "AA0000",
    "INV-0000",
    "INV-2026-000",
    "INV-00000",
    "2026-0000",
    "2025-000",
    "2026/00",
    "00/000",
    "0000/26",
    "AA00AA",
    "A0A0A0",
    "AAAAAA",
    "RE-000",
    "RE-00000",
    "ORD-0000",
    "TCK-000",
    "TK0000",
    "BK-0000",
    "BK000AA",
    "CS-0000",
    "C-00-000",
    "0000-0000",
    "000-000",
    "00-0000",
    "aa-000",
    "a000",
    "aa0000",
    "0000-A",
    "0000A",
    "AAA-00-00",
    "A.0000",
    "AA_0000",
    "SO-00000",
    "PO-0000",
    "T-00000",
    "00000-00",
    "A00-000",
    "AA/0000",
    "AA-00-000",
    "A-00-00",
    "AA000000",
    "AA0A0A",
    "AA0AA0",
    "A0AA00",
    "000-0000",
    "00-A",
    "00000-A",
    "000000-A",
    "A-000000",
    "2025-0000",
    "2024-00000",
    "AAA-0000-00",
    "000.000",
    "A000000",
    "AAAA-00",
    "00AA00",
)
#: `N` is any digit, `X` any but nought.
PHONES = (
    "XNN-NNNN",
    "555-NNNN",
    "555 NNNN",
    "XNN NNN NNNN",
    "(XNN) NNN-NNNN",
    "XNN-NNN-NNNN",
    "XNN.NNN.NNNN",
    "(XNN) NNN NNNN",
    "0NNN NNN NNN",
    "XNNNN NNNNNN",
    "010N NNNNNNN",
    "017N NNNNNNN",
    "017N/NNNNNNN",
    "017N-NNNNNNN",
    "0151 NNNNNNNN",
    "030 NNNNNNN",
    "030/NNNNNN",
    "(03N) NNNN-NNN",
    "089-NNNNNN",
    "020 NNNN NNNN",
    "070NN NNNNNN",
    "070NNNNNNNN",
    "010NNNNNNNN",
    "06 NN NN NN NN",
    "06.NN.NN.NN.NN",
    "06-NNNNNNNN",
    "XNNNNNN",
    "XNNNNN",
    "XNNN-NNNN",
    "08 NNN NN NN",
    "555NNNN",
    "555NNNNNNN",
    "+1 NNN NNN NNNN",
    "+1-NNN-NNN-NNNN",
    "+1 (NNN) NNN-NNNN",
    "+1NNNNNNNNNN",
    "+49 17N NNNNNNN",
    "+49 3N NNNNNN",
    "+49170NNNNNNN",
    "+49-151-NNNNNNNN",
    "+44 7NNN NNNNNN",
    "+44 2N NNNN NNNN",
    "+447NNNNNNNNN",
    "+33 6 NN NN NN NN",
    "+336NNNNNNNN",
    "+34 6NN NNN NNN",
    "+39 3NN NNNNNNN",
    "+43 66N NNNNNNN",
    "+41 79 NNN NN NN",
    "+31 6 NNNNNNNN",
    "+31 6 NNNN NNNN",
    "+46 7N NNN NN NN",
    "+48 5NN NNN NNN",
    "+90 5NN NNN NN NN",
    "+91 9NNNN NNNNN",
    "+234 8NN NNN NNNN",
    "+81 9N-NNNN-NNNN",
    "+86 13N NNNN NNNN",
    "+61 4NN NNN NNN",
    "+55 11 9NNNN-NNNN",
    "+27 8N NNN NNNN",
    "+353 8N NNN NNNN",
    "+45 NN NN NN NN",
    "+47 NNN NN NNN",
    "+358 4N NNNNNNN",
    "+36 3N NNN NNNN",
    "0049 17N NNNNNNN",
    "00 44 7NNN NNNNNN",
    "1-800-NNN-NNNN",
    "0800 NNN NNN",
    "0800-NNNNNN",
    "XNN NN NN",
    "XN NN NN",
    "XN-NN-NN",
    "+49 (17N) NNN NN NN",
    "+1.NNN.NNN.NNNN",
    "020 7NNN NNNN",
    "0161 NNN NNNN",
    "01NNN NNNNNN",
    "07NNN NNNNNN",
    "0NN NNN NNNN",
    "0800 NNN NNNN",
    "+91 XN NNNN NNNN",
    "+234 803 NNN NNNN",
    "+353 1 NNN NNNN",
    "+49 30 NNNNNN",
    "+39 06 NNN NNNN",
    "0NN-NNN NN NN",
    "XNN NNNN",
)
_DOMAINS = {split: of_split(DOMAINS.split(), split) for split in (TRAIN, TEST)}
ENDINGS = (
    "com",
    "de",
    "org",
    "net",
    "co.uk",
    "fr",
    "eu",
    "io",
    "at",
    "ch",
    "info",
    "edu",
    "es",
    "it",
    "nl",
    "se",
)
MAIL_BOXES = """info office service orders support sales booking contact hello accounts repairs
reception team admin""".split()


def money(rng):
    """(as written, amount, currency or None)"""
    currency = rng.choice(CURRENCIES)
    if rng.random() < 0.06:
        text, amount = _in_words(rng)
        return f"{text} {rng.choice(NAMES[currency][2:5])}", amount, currency
    text, amount = figure(rng)
    if rng.random() < 0.06:
        return _foreign(rng, text, amount)
    kind = rng.random()
    if kind < 0.08 and isinstance(amount, float):
        text = text.replace(",", "").replace(".", ",")
        if rng.random() < 0.2:
            return "€" + text, amount, "EUR"
        return text + rng.choice((" €", "€", " EUR", " euros")), amount, "EUR"
    if kind < 0.12 and isinstance(amount, int) and currency == "EUR":
        return rng.choice((f"{text},- €", f"{text} €")), amount, "EUR"
    if kind < 0.48:
        return SIGNS[currency] + text, amount, currency
    if kind < 0.53:
        return f"{SIGNS[currency]} {text}", amount, currency
    if kind < 0.64:
        return f"{text}{rng.choice((' ', ''))}{SIGNS[currency]}", amount, currency
    if kind < 0.70:
        return f"{currency}{' ' if rng.random() < 0.85 else ''}{text}", amount, currency
    return f"{text} {rng.choice(NAMES[currency])}", amount, currency


def _foreign(rng, text, amount):
    name = rng.choice(FOREIGN)
    if name.isupper() and rng.random() < 0.3:
        return f"{name} {text}", amount, None
    if rng.random() < 0.1:
        return f"{rng.choice('¥₹')}{text}", amount, None
    return f"{text} {name}", amount, None


def total(rng):
    """Like money, where the note says that it is money: often just the figure."""
    if rng.random() < 0.55:
        text, amount = figure(rng)
        return text, amount, None
    return money(rng)


def figure(rng):
    kind = rng.random()
    if kind < 0.42:
        amount = rng.choice((rng.randint(2, 99), rng.randint(2, 20) * 5, rng.randint(1, 60) * 10))
        return str(amount), amount
    if kind < 0.57:
        amount = rng.randint(100, 999)
        return str(amount), amount
    if kind < 0.75:
        amount = rng.randint(1000, 99999) if rng.random() < 0.6 else rng.randint(10, 250) * 100
        return (f"{amount:,}" if rng.random() < 0.65 else str(amount)), amount
    if kind < 0.77:
        thousands = rng.randint(1, 40)
        return f"{thousands}k", thousands * 1000
    cents = rng.choice(
        (50, 50, 90, 99, 95, 20, 80, 25, 75, rng.randrange(100), rng.randrange(100), 0)
    )
    whole = rng.randint(1, 300) if rng.random() < 0.85 else rng.randint(1000, 9000)
    amount = whole if not cents else round(whole + cents / 100, 2)
    return f"{whole:,}.{cents:02}", amount


def code(rng, split):
    return names.drawn(rng, split, _code)


def reference(rng, split):
    """(as written, the number)"""
    kind, mark, number = rng.choice(KINDS), rng.choice(MARKS), code(rng, split)
    if kind.endswith(("code", "ref")) and "n" in mark.casefold():
        mark = " "
    if kind[-1] == "." and mark[0] in ":#":
        mark = " "
    if mark == "#" and rng.random() < 0.5:
        mark = " #"
    return f"{kind}{mark}{number}", number


def phone(rng, split):
    """(as written, its digits)"""
    text = names.drawn(rng, split, _phone)
    return text, "".join(mark for mark in text if mark in "+0123456789")


def email(rng, split):
    return names.drawn(rng, split, lambda rng: _email(rng, split))


def _code(rng):
    return names.code(rng, rng.choice(CODES)) if rng.random() < 0.85 else _odd_code(rng)


def _odd_code(rng):
    """A shape that is on no list."""
    runs = (
        "".join(rng.choice("00000AAa") for _ in range(rng.randint(1, 4)))
        for _ in range(rng.randint(1, 3))
    )
    return names.code(rng, rng.choice("--/.").join(runs) + "00")


def _phone(rng):
    drawn = {"N": "0123456789", "X": "23456789"}
    return "".join(rng.choice(drawn.get(mark, mark)) for mark in rng.choice(PHONES))


def _email(rng, split):
    kind = rng.random()
    one = _ascii(first(rng, split)) if kind < 0.8 else _ascii(last(rng, split))
    if kind < 0.4:
        local = one + rng.choice("..._-") + _ascii(last(rng, split))
    elif kind < 0.55:
        local = one[0] + rng.choice(("", ".")) + _ascii(last(rng, split))
    elif kind < 0.7:
        local = one + str(rng.randint(1, 99))
    elif kind < 0.88:
        local = one
    elif kind < 0.94:
        local = rng.choice(MAIL_BOXES)
    else:
        local = one + rng.choice("+.") + rng.choice(MAIL_BOXES)
    if rng.random() < 0.45:
        return f"{local}@{rng.choice(_DOMAINS[split])}"
    host = names.word(rng, split) if rng.random() < 0.5 else _ascii(last(rng, split))
    host = _ascii(host) + rng.choice(
        ("", "", "", "-garage", "-shop", "mail", "-clinic", "studio", "-bau", "tech")
    )
    return f"{local}@{host}.{rng.choice(ENDINGS)}"


def _ascii(text):
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "".join(mark for mark in plain if mark.isalnum() or mark == "-") or "mail"


def _in_words(rng):
    kind = rng.random()
    if kind < 0.35:
        return (COUNTED + ["twenty"])[(amount := rng.randint(2, 20)) - 1], amount
    if kind < 0.7:
        ten = rng.randint(2, 9)
        one = rng.randint(0, 9)
        return TENS[ten - 2] + (f"-{COUNTED[one - 1]}" if one else ""), ten * 10 + one
    hundreds = rng.randint(1, 9)
    lead = rng.choice(("a", "one")) if hundreds == 1 else COUNTED[hundreds - 1]
    if kind < 0.85:
        return f"{lead} hundred", hundreds * 100
    if kind < 0.95:
        ten = rng.randint(2, 9)
        return f"{lead} hundred and {TENS[ten - 2]}", hundreds * 100 + ten * 10
    return f"{lead} thousand", hundreds * 1000
