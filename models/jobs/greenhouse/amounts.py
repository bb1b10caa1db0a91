"""How much: the numbers of a grower, as they are said and as they are answered."""

SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
TENS = ". . twenty thirty forty fifty sixty seventy eighty ninety".split()

#: The bounds within which a number of a gear can be meant.
BOUNDS = {
    "vent": (0, 100),
    "shade": (0, 100),
    "drip": (0, 90),
    "mist": (0, 300),
    "lamps": (0, 20),
    "gas": (0, 1500),
    "day": (5, 35),
    "night": (5, 35),
    "ec": (0.5, 4),
}

#: Ways to say a certain amount without its plain number.
SPECIAL = {
    "percent": {"half": 50, "a quarter": 25, "three quarters": 75, "full": 100, "one third": 33},
    "drip": {
        "half an hour": 30,
        "a quarter of an hour": 15,
        "three quarters of an hour": 45,
        "an hour": 60,
        "an hour and a half": 90,
        "one minute": 1,
    },
    "mist": {
        "a minute": 60,
        "one minute": 60,
        "half a minute": 30,
        "a minute and a half": 90,
        "two minutes": 120,
        "2 minutes": 120,
        "3 minutes": 180,
        "three minutes": 180,
    },
    "gas": {"a thousand ppm": 1000, "one thousand": 1000, "twelve hundred ppm": 1200},
}
SPEEDS = {
    "low": "low",
    "low speed": "low",
    "the low speed": "low",
    "high": "high",
    "high speed": "high",
    "the high speed": "high",
    "full": "high",
    "full speed": "high",
}
UNITS = {
    "vent": ("", "%", "%", " percent", " percent"),
    "shade": ("", "%", "%", " percent", " percent"),
    "drip": (" minutes", " minutes", " min", " mins"),
    "mist": (" seconds", " seconds", " sec", " s"),
    "lamps": (" hours", " hours", " h", " hrs"),
    "gas": ("", " ppm", " ppm"),
    "day": ("", " degrees", " degrees", "°", " c"),
    "night": ("", " degrees", " degrees", "°", " c"),
    "ec": ("",),
}


def amount(rng, gear):
    """`(said, value)` of an amount that the gear can take."""
    if gear == "fan":
        return rng.choice(tuple(SPEEDS.items()))
    special = SPECIAL.get("percent" if gear in ("vent", "shade") else gear)
    if special and rng.random() < 0.12:
        return rng.choice(tuple(special.items()))
    value = _value(rng, gear)
    unit = rng.choice(UNITS[gear])
    if unit[:1] not in ("%", "°") and unit not in (" h", " s", " c") and rng.random() < 0.3:
        return words(value) + unit, value
    return f"{value}{unit}", value


def impossible(rng, gear):
    """An amount that the gear cannot take, as it is said."""
    high = BOUNDS[gear][1]
    return f"{rng.randint(int(high * 1.2) + 1, int(high * 4))}{rng.choice(UNITS[gear])}"


def words(value):
    """The number in words."""
    if value != int(value):
        whole, part = str(value).split(".")
        return f"{words(int(whole))} point {words(int(part))}"
    value = int(value)
    if value < 20:
        return SMALL[value]
    if value < 100:
        return TENS[value // 10] + (f" {SMALL[value % 10]}" if value % 10 else "")
    hundreds = f"{SMALL[value // 100]} hundred" if value != 1000 else "one thousand"
    return hundreds + (f" {words(value % 100)}" if value % 100 else "")


def _value(rng, gear):
    if gear in ("vent", "shade"):
        return rng.randrange(5, 101, 5) if rng.random() < 0.7 else rng.randint(0, 100)
    if gear == "drip":
        return (
            rng.choice((5, 10, 15, 20, 25, 30, 40, 45))
            if rng.random() < 0.4
            else rng.randint(2, 60)
        )
    if gear == "mist":
        return rng.randrange(5, 95, 5) if rng.random() < 0.8 else rng.randint(3, 99)
    if gear == "lamps":
        return rng.randint(2, 18)
    if gear == "gas":
        return rng.randrange(350, 1401, 50)
    if gear == "ec":
        return _plain(rng.randint(8, 36) / 10)
    return _plain(rng.randint(8, 31) + (0.5 if rng.random() < 0.15 else 0))


def _plain(number):
    return int(number) if number == int(number) else number
