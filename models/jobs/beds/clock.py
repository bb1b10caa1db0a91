"""Times of day as a ward says them."""

from jobs.greenhouse.amounts import words

PARTS = (
    ("half past {h}", 30),
    ("quarter past {h}", 15),
    ("ten past {h}", 10),
    ("twenty past {h}", 20),
)
AFTERNOON = ("in the afternoon", "this afternoon", "pm")


def time(rng):
    """`(said, HH:MM)`"""
    kind = rng.random()
    if kind < 0.55:
        hour, minute = rng.randrange(24), rng.randrange(0, 60, 5)
        said = f"{hour}:{minute:02}" if rng.random() < 0.4 else f"{hour:02}:{minute:02}"
    elif kind < 0.80:
        hour, minute = rng.randint(1, 11), rng.choice((0, 0, 0, 15, 30, 45))
        late = rng.random() < 0.6
        mark = rng.choice((" pm", "pm", " p.m.") if late else (" am", "am", " a.m."))
        said = f"{hour}{f':{minute:02}' if minute else ''}{mark}"
        hour += 12 * late
    elif kind < 0.94:
        form, minute = rng.choice(PARTS)
        hour = rng.randint(1, 11)
        said = form.format(h=words(hour) if rng.random() < 0.7 else hour)
        if rng.random() < 0.4:
            said, hour = f"{said} {rng.choice(AFTERNOON)}", hour + 12
    else:
        said, hour, minute = rng.choice((("noon", 12, 0), ("midnight", 0, 0)))
    return said, f"{hour:02}:{minute:02}"
