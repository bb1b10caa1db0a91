"""Days and times of day, in the many ways in which they are written."""

from jobs import noise

WEEKDAYS = {
    "monday": "Monday Monday Mon Mon. monday mon MON",
    "tuesday": "Tuesday Tuesday Tue Tue. Tues tuesday tue tues TUE",
    "wednesday": "Wednesday Wednesday Wed Wed. Weds wednesday wed weds WED",
    "thursday": "Thursday Thursday Thu Thur Thurs Thu. thursday thu thurs thur THU",
    "friday": "Friday Friday Fri Fri. friday fri FRI",
    "saturday": "Saturday Saturday Sat Sat. saturday sat SAT",
    "sunday": "Sunday Sunday Sun Sun. sunday sun SUN",
}
WEEKDAYS = {day: tuple(ways.split()) for day, ways in WEEKDAYS.items()}
DAYS = tuple(WEEKDAYS)
NEAR = {
    "today": ("today", "today", "today", "Today", "TODAY"),
    "tomorrow": (
        "tomorrow",
        "tomorrow",
        "tomorrow",
        "Tomorrow",
        "tmrw",
        "tmr",
        "tomorow",
        "tmw",
        "TOMORROW",
    ),
}
MONTHS = """January February March April May June July August September October November
December""".split()
LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
ORDINALS = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh
twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth
nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth
twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth
thirty-first""".split()
HOURS = "twelve one two three four five six seven eight nine ten eleven twelve".split()
MINUTES = {5: "five", 10: "ten", 20: "twenty", 25: "twenty-five"}
TENS = {
    10: "ten",
    15: "fifteen",
    20: "twenty",
    30: "thirty",
    40: "forty",
    45: "forty-five",
    50: "fifty",
}
#: Part of the day: the hours that are said with it, and how it is said after a time.
PARTS = {
    "morning": (range(6, 12), "in the morning"),
    "afternoon": (range(13, 18), "in the afternoon"),
    "evening": (range(17, 23), "in the evening"),
    "night": (range(20, 24), "at night"),
}
#: How the times of a note with several of them are told.
CLOCKS = ("digital", "digital", "marked", "marked", "spoken")
PART_NAMES = ("morning", "afternoon", "afternoon", "evening", "evening", "night")


def weekday(rng):
    value = rng.choice(DAYS)
    text = rng.choice(WEEKDAYS[value])
    return (noise.slip(rng, text) if len(text) > 5 and rng.random() < 0.04 else text), value


def near(rng):
    value = rng.choice(("today", "tomorrow", "tomorrow"))
    return rng.choice(NEAR[value]), value


def day(rng):
    """(as written, as answered)"""
    kind = rng.random()
    if kind < 0.47:
        return weekday(rng)
    if kind < 0.485:
        text, value = weekday(rng)
        return text + rng.choice((" ", ", ")) + date(rng)[0], value
    return near(rng) if kind < 0.66 else date(rng)


def on_day(rng):
    kind = rng.random()
    if kind < 0.45:
        text, value = weekday(rng)
        lead = rng.choice(
            (
                "on ",
                "on ",
                "on ",
                "",
                "",
                "next ",
                "this ",
                "coming ",
                "this coming ",
                "for ",
                "by ",
            )
        )
        return lead + text, value
    if kind < 0.63:
        return near(rng)
    text, value = date(rng)
    return rng.choice(("on ", "on ", "on ", "", "by ", "for ")) + text, value


def part_day(rng, part):
    """A day with its part: "tuesday afternoon"."""
    text, value = (
        weekday(rng)
        if rng.random() < 0.75
        else (rng.choice(("tomorrow", "Tomorrow", "tmrw")), "tomorrow")
    )
    return f"{text} {part}", value


def date(rng):
    month = rng.randrange(12)
    number = rng.randint(1, LENGTHS[month])
    return _date_text(rng, number, month + 1), f"{month + 1:02}-{number:02}"


def time(rng):
    """A time that is one wherever it stands."""
    kind = rng.random()
    if kind < 0.27:
        return _digital(rng)
    if kind < 0.57:
        return _half_day(rng)
    if kind < 0.63:
        return _french(rng)
    if kind < 0.70:
        return _oclock(rng)
    if kind < 0.90:
        return _spoken(rng)
    if kind < 0.93:
        return _read_out(rng)
    return _named(rng)


def clear_time(rng, clock):
    """A time beside another: both are told the same way, so no "pm" ever stands for two."""
    if clock == "digital":
        return _digital(rng)
    if clock == "marked":
        return _half_day(rng)
    small = rng.randint(1, 11)
    minute = rng.choice((0, 0, 30, 30, 15, 45, 10, 20))
    word = (
        _words(rng, small, minute)
        if minute
        else f"{rng.choice((str(small), HOURS[small]))} o'clock"
    )
    return word, f"{small:02}:{minute:02}"


def bare_time(rng):
    """Just an hour; a preposition has to say that it is one."""
    kind = rng.random()
    if kind < 0.5:
        hour = rng.randint(1, 12)
        return str(hour), f"{hour:02}:00"
    if kind < 0.75:
        hour = rng.randint(1, 12)
        return HOURS[hour], f"{hour:02}:00"
    if kind < 0.9:
        hour = rng.randint(13, 23)
        return str(hour), f"{hour:02}:00"
    hour, minute = rng.randint(6, 22), rng.choice((0, 15, 30, 45))
    return f"{hour:02}{minute:02}", f"{hour:02}:{minute:02}"


def part_time(rng, part):
    """A time whose half of the day is said by the day's part."""
    hour = rng.choice(PARTS[part][0])
    minute = rng.choice((0, 0, 0, 15, 30, 45, 10, 20))
    value = f"{hour:02}:{minute:02}"
    small = (hour - 1) % 12 + 1
    kind = rng.random()
    if kind < 0.12:
        return value, value
    if kind < 0.25:
        return _with_mark(rng, small, minute, "pm" if hour >= 12 else "am"), value
    if minute == 0:
        return rng.choice(
            (str(small), str(small), HOURS[small], f"{small} o'clock", f"{HOURS[small]} o'clock")
        ), value
    if kind < 0.7:
        return f"{small}{rng.choice(':::.')}{minute:02}", value
    return _words(rng, small, minute), value


def _date_text(rng, number, month):
    name, short = MONTHS[month - 1], MONTHS[month - 1][:3]
    if rng.random() < 0.2:
        name = name.lower()
    if month == 9 and rng.random() < 0.5:
        short = "Sept"
    if rng.random() < 0.3:
        short = short.lower()
    nth = f"{number}{_ending(number)}"
    year = rng.choice((2025, 2026, 2027))
    kind = rng.randrange(31)
    if kind < 14:
        return rng.choice(
            (
                f"{number} {name}",
                f"{nth} {name}",
                f"{name} {number}",
                f"{name} {nth}",
                f"{nth} of {name}",
                f"the {nth} of {name}",
                f"{number}. {name}",
                f"{number} {name} {year}",
                f"{name} {number}, {year}",
                f"{number} of {name}",
                f"{name} the {nth}",
                f"{nth} {name} {year}",
            )
        )
    if kind < 20:
        return rng.choice(
            (
                f"{number} {short}",
                f"{short} {number}",
                f"{nth} {short}",
                f"{short}. {number}",
                f"{short} {nth}",
                f"{number}-{short}",
                f"{number}. {short}.",
                f"{number} {short} {year}",
                f"{number}{short}",
            )
        )
    if kind < 24:
        return f"{year}-{month:02}-{number:02}" if kind < 23 else f"{year}/{month:02}/{number:02}"
    if kind < 28:
        return rng.choice(
            (
                f"{number:02}.{month:02}.",
                f"{number}.{month}.",
                f"{number:02}.{month:02}.{year}",
                f"{number}.{month}.{year % 100}",
                f"{number}.{month}.{year}",
            )
        )
    if kind < 30 and (number > 12 or number == month):
        return rng.choice(
            (
                f"{number}/{month}",
                f"{number}/{month:02}/{year}",
                f"{month}/{number}",
                f"{month:02}/{number:02}/{year}",
            )
        )
    return f"{rng.choice(('the ', ''))}{ORDINALS[number - 1]} of {name}"


def _ending(number):
    return "th" if number in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _minute(rng):
    return (
        rng.choice((0, 0, 0, 15, 30, 30, 45, 10, 20, 40, 50, 5, 55, 25, 35))
        if rng.random() < 0.8
        else rng.randrange(60)
    )


def _digital(rng):
    hour, minute = rng.randint(6, 22) if rng.random() < 0.9 else rng.randrange(24), _minute(rng)
    value = f"{hour:02}:{minute:02}"
    kind = rng.random()
    if kind < 0.5:
        return f"{hour}:{minute:02}", value
    if kind < 0.74:
        return value, value
    if kind < 0.86:
        return f"{hour}.{minute:02}", value
    return value + rng.choice(("h", "h", " h", " hrs", "hrs")), value


def _half_day(rng):
    hour = (
        rng.randrange(24)
        if rng.random() < 0.2
        else rng.choice((7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20))
    )
    minute = 0 if rng.random() < 0.6 else _minute(rng)
    small = (hour - 1) % 12 + 1
    if rng.random() < 0.18:
        for hours, said in PARTS.values():
            if hour in hours:
                text = (
                    f"{small}{rng.choice(':::.')}{minute:02}"
                    if minute
                    else rng.choice((str(small), HOURS[small]))
                )
                return f"{text} {said}", f"{hour:02}:{minute:02}"
    return _with_mark(rng, small, minute, "pm" if hour >= 12 else "am"), f"{hour:02}:{minute:02}"


def _with_mark(rng, small, minute, mark):
    mark = rng.choice(
        (
            mark,
            mark,
            mark,
            mark,
            mark.upper(),
            f"{mark[0]}.m.",
            f" {mark}",
            f" {mark}",
            f" {mark.upper()}",
            f" {mark[0]}.m.",
        )
    )
    if minute:
        return f"{small}{rng.choice(':::.')}{minute:02}{mark}"
    if rng.random() < 0.16:
        return f"{HOURS[small]} {mark.strip()}"
    return f"{small}{mark}" if rng.random() < 0.9 else f"{small}:00{mark}"


def _french(rng):
    hour, minute = rng.randint(7, 21), rng.choice((0, 0, 15, 30, 45))
    text = f"{hour}{rng.choice(('h', 'h', ' h'))}" if not minute else f"{hour}h{minute}"
    if rng.random() < 0.15:
        text = f"{hour:02}{minute:02}h"
    return text, f"{hour:02}:{minute:02}"


def _oclock(rng):
    small = rng.randint(1, 12)
    word = rng.choice((str(small), HOURS[small])) + rng.choice(
        (" o'clock", " o'clock", " o'clock", " oclock")
    )
    return _later(rng, word, small, 0) if small != 12 else (word, "12:00")


def _spoken(rng):
    """Half past nine, quarter to five."""
    small, minute = (
        rng.randint(1, 11),
        rng.choice((30, 30, 30, 15, 15, 45, 45, 45, 10, 20, 5, 25, 40, 50, 55, 35)),
    )
    return _later(rng, _words(rng, small, minute), small, minute)


def _read_out(rng):
    small, minute = rng.randint(1, 11), rng.choice(tuple(TENS))
    return _later(rng, f"{HOURS[small]} {TENS[minute]}", small, minute)


def _named(rng):
    return rng.choice(
        (
            ("noon", "12:00"),
            ("noon", "12:00"),
            ("Noon", "12:00"),
            ("midday", "12:00"),
            ("midnight", "00:00"),
            ("midnight", "00:00"),
            ("12 noon", "12:00"),
            ("twelve noon", "12:00"),
            ("12 midnight", "00:00"),
        )
    )


def _words(rng, small, minute):
    """A time by its words; `small` is the hour that has begun, of twelve."""
    later = small % 12 + 1
    hour = HOURS[small] if (spelt := rng.random() < 0.65) else str(small)
    after = HOURS[later] if spelt else str(later)
    if minute == 30:
        return f"half past {hour}"
    if minute == 15:
        return rng.choice(("quarter past {}", "a quarter past {}", "quarter past {}")).format(hour)
    if minute == 45:
        return rng.choice(("quarter to {}", "a quarter to {}", "quarter to {}")).format(after)
    span = minute if minute < 30 else 60 - minute
    word = MINUTES[span] if spelt else str(span)
    word += rng.choice(("", "", "", " minutes"))
    return f"{word} past {hour}" if minute < 30 else f"{word} to {after}"


def _later(rng, word, small, minute):
    """The words as they are, or moved to a half of the day by what is said after them."""
    if rng.random() < 0.5:
        return word, f"{small:02}:{minute:02}"
    part = rng.choice(PART_NAMES)
    fitting = {(hour - 1) % 12 + 1: hour for hour in PARTS[part][0]}
    if small not in fitting:
        return word, f"{small:02}:{minute:02}"
    said = PARTS[part][1]
    if rng.random() < 0.25:
        said = "am" if part == "morning" else "pm"
    return f"{word} {said}", f"{fitting[small]:02}:{minute:02}"
