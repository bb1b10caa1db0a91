"""Numbers as people say and write them: counts, shares, degrees, spans of time.

Every function gives the words and what they mean. Numbers are a closed class: both splits have
them all.
"""

UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen"
).split()
TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
#: Shares that have a name; said after "to" or "at".
SHARES = (
    ("half", 50), ("a half", 50), ("one half", 50), ("halfway", 50), ("half way", 50),
    ("a quarter", 25), ("one quarter", 25), ("quarter", 25), ("three quarters", 75),
    ("three-quarters", 75), ("full", 100), ("maximum", 100), ("the maximum", 100), ("max", 100),
    ("all the way up", 100),
)  # fmt: skip
PERCENT_SIGNS = ("%", "%", " percent", " percent", " %", " per cent", " pct")
DEGREE_SIGNS = (
    " degrees", " degrees", " degrees", "°", " °C", "°C", " degrees celsius", " C", " celsius", "c",
    " deg",
)  # fmt: skip


def spoken(rng, number):
    """A whole number from 0 to 999 in words."""
    if number < 20:
        return UNITS[number]
    if number < 100:
        tens, unit = divmod(number, 10)
        return (
            TENS[tens] + (rng.choice("- -  ") + UNITS[unit]).replace("  ", " ")
            if unit
            else TENS[tens]
        )
    hundreds, rest = divmod(number, 100)
    head = (
        rng.choice(("a hundred", "one hundred", "hundred"))
        if hundreds == 1
        else UNITS[hundreds] + " hundred"
    )
    return head + (rng.choice((" and ", " ")) + spoken(rng, rest) if rest else "")


def written(rng, number, words=0.45):
    """A whole number in digits or in words."""
    return spoken(rng, number) if rng.random() < words else str(number)


def share(rng):
    """A percentage without its sign: mostly round ones, but every one comes."""
    luck = rng.random()
    if luck < 0.45:
        return rng.randrange(0, 101, 10)
    if luck < 0.65:
        return rng.randrange(5, 100, 5)
    return rng.randrange(0, 101)


def percent(rng, named=0.15):
    """("30 percent", 30), ("thirty", 30), ("half", 50)."""
    if rng.random() < named:
        return rng.choice(SHARES)
    number = share(rng)
    return percent_text(rng, number), number


def percent_text(rng, number):
    if rng.random() < 0.4:
        return spoken(rng, number) + rng.choice((" percent", " percent", " per cent", ""))
    return str(number) + (rng.choice(PERCENT_SIGNS) if rng.random() < 0.75 else "")


def degrees(rng, sign=None):
    """("21.5 degrees", 21.5); without `sign` given, one is said in three of four."""
    number = rng.randrange(16, 26) if rng.random() < 0.7 else rng.randrange(5, 36)
    half = number < 35 and rng.random() < 0.2
    signed = rng.random() < 0.75 if sign is None else sign
    if rng.random() < 0.4:
        text = spoken(rng, number) + (rng.choice((" point five", " and a half")) if half else "")
        return text + (
            rng.choice((" degrees", " degrees", " degrees celsius", " celsius")) if signed else ""
        ), _number(number, half)
    if half:
        text = f"{number} and a half" if rng.random() < 0.15 else f"{number}.5"
    else:
        text = str(number)
    if not signed:
        return text, _number(number, half)
    return text + (rng.choice(DEGREE_SIGNS) if text[-1].isdigit() else " degrees"), _number(
        number, half
    )


def duration(rng):
    """("an hour and a half", 90), ("90 seconds", 1.5)."""
    return rng.choice(DURATIONS)(rng)


def span(rng):
    """The same before a noun: ("10 minute", 10), ("two-hour", 120)."""
    luck = rng.random()
    if luck < 0.7:
        number = _minutes(rng)
        return written(rng, number) + rng.choice(
            (" minute", " minute", "-minute", " min", " minutes")
        ), number
    if luck < 0.85:
        number = rng.randint(1, 12)
        return written(rng, number) + rng.choice((" hour", " hour", "-hour", " hours")), number * 60
    if luck < 0.93:
        number = _seconds(rng)
        return written(rng, number) + rng.choice((" second", "-second", " sec")), minutes_of(number)
    return rng.choice(SPANS)


#: Seconds whose part of a minute is short to write.
SECONDS = tuple(range(3, 181, 3))
EASY_SECONDS = (15, 30, 45, 75, 90, 90, 30)
SPANS = (
    ("half hour", 30), ("half-hour", 30), ("quarter hour", 15), ("half minute", 0.5),
    ("one and a half hour", 90),
)  # fmt: skip
FIXED = (
    ("half an hour", 30), ("half an hour", 30), ("a half hour", 30), ("half a minute", 0.5),
    ("a quarter of an hour", 15), ("quarter of an hour", 15), ("a quarter hour", 15),
    ("three quarters of an hour", 45), ("an hour", 60), ("a minute", 1), ("an hour and a half", 90),
    ("an hour and a quarter", 75), ("an hour and three quarters", 105),
    ("a minute and a half", 1.5), ("one and a half hours", 90), ("one and a half minutes", 1.5),
    ("1.5 hours", 90), ("one hour and a half", 90), ("1 1/2 hours", 90), ("a full hour", 60),
    ("a day", 1440), ("half a day", 720),
)  # fmt: skip


def minutes_of(seconds):
    minutes = round(seconds / 60, 4)
    return int(minutes) if minutes == int(minutes) else minutes


def _number(number, half):
    return number + 0.5 if half else number


def _minutes(rng):
    luck = rng.random()
    if luck < 0.4:
        return rng.choice((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 45, 60, 90))
    return rng.randint(2, 59) if luck < 0.85 else rng.randint(60, 240)


def _seconds(rng):
    return rng.choice(EASY_SECONDS if rng.random() < 0.6 else SECONDS)


def _plain_minutes(rng):
    number = _minutes(rng)
    if number == 1:
        return rng.choice(("1 minute", "one minute", "1 min")), 1
    if rng.random() < 0.45:
        return spoken(rng, number) + rng.choice((" minutes", " minutes", " mins")), number
    return str(number) + rng.choice(
        (" minutes", " minutes", " minutes", " mins", " min", "min")
    ), number


def _plain_hours(rng):
    number = rng.randint(1, 12) if rng.random() < 0.9 else rng.randint(13, 24)
    if number == 1:
        return rng.choice(("1 hour", "one hour", "1 hr", "1h")), 60
    if rng.random() < 0.5:
        return spoken(rng, number) + " hours", number * 60
    return str(number) + rng.choice((" hours", " hours", " hrs", "h", " h")), number * 60


def _plain_seconds(rng):
    number = _seconds(rng)
    if rng.random() < 0.4:
        return spoken(rng, number) + " seconds", minutes_of(number)
    return str(number) + rng.choice((" seconds", " seconds", " secs", " sec", "s")), minutes_of(
        number
    )


def _hours_and_minutes(rng):
    hours, minutes = (
        rng.randint(1, 5),
        rng.choice((5, 10, 15, 20, 25, 30, 40, 45, 50, rng.randint(2, 59))),
    )
    whole = hours * 60 + minutes
    luck = rng.random()
    if luck < 0.2:
        return rng.choice(
            (
                f"{hours}h {minutes}m",
                f"{hours}h{minutes}",
                f"{hours} h {minutes} min",
                f"{hours}h {minutes}min",
            )
        ), whole
    joint = rng.choice((" and ", " and ", " "))
    if luck < 0.6:
        head = "an hour" if hours == 1 else spoken(rng, hours) + " hours"
        return head + joint + spoken(rng, minutes) + " minutes", whole
    head = rng.choice(("1 hour", "an hour")) if hours == 1 else f"{hours} hours"
    return f"{head}{joint}{minutes} {rng.choice(('minutes', 'mins'))}", whole


def _minutes_and_seconds(rng):
    minutes, seconds = rng.randint(1, 12), rng.choice((15, 30, 30, 45))
    whole = minutes_of(minutes * 60 + seconds)
    joint = rng.choice((" and ", " and ", " "))
    if rng.random() < 0.5:
        head = (
            rng.choice(("a minute", "one minute"))
            if minutes == 1
            else spoken(rng, minutes) + " minutes"
        )
        return head + joint + spoken(rng, seconds) + " seconds", whole
    head = "1 minute" if minutes == 1 else f"{minutes} minutes"
    return f"{head}{joint}{seconds} seconds", whole


def _and_a_half(rng):
    number = rng.randint(2, 9)
    unit, each = rng.choice(((" hours", 60), (" minutes", 1)))
    if rng.random() < 0.3:
        return f"{number}.5{unit}", minutes_of((number + 0.5) * each * 60)
    whole = written(rng, number, 0.7)
    text = whole + unit + " and a half" if rng.random() < 0.25 else whole + " and a half" + unit
    return text, minutes_of((number + 0.5) * each * 60)


DURATIONS = (
    _plain_minutes, _plain_minutes, _plain_minutes, _plain_minutes, _plain_minutes, _plain_hours,
    _plain_hours, _plain_seconds, _hours_and_minutes, _minutes_and_seconds, _and_a_half,
    lambda rng: rng.choice(FIXED), lambda rng: rng.choice(FIXED),
)  # fmt: skip
