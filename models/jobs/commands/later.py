"""Wishes for later or on a condition: the house keeps no plans. Always `unclear`."""

from jobs.commands.asked import person
from jobs.commands.devices import clock
from jobs.commands.said import STATEMENT, Pool, around

#: When or if; before the wish or after it.
WHEN = Pool("""
    at {k} | at {k} tomorrow | at {k} tonight | at {k} in the morning | at {k} in the evening
    at {k} sharp | at exactly {k} | at around {k} | around {k} | every day at {k}
    every morning at {k} | every night at {k} | by {k} | before {k} | after {k} | tomorrow at {k}
    today at {k} | on {w} at {k} | at noon | at midnight | at lunchtime | at sunset | at sunrise
    at dawn | at dusk | at night | at bedtime | at the weekend | on the weekend | on {w}
    on {w} morning | next {w} | every {w} | every day | every morning | every evening
    every night | every hour | every weekend | every two hours | each morning
    each time {n} leaves | tonight | tomorrow | tomorrow morning | tomorrow evening
    tomorrow night | the day after tomorrow | this evening | this afternoon | later
    later tonight | later today | a bit later | a little later | some time later | much later
    soon | in a while | in a bit | in a moment | in a minute | in {c} minutes | in ten minutes
    in an hour | in two hours | in half an hour | in {c} hours | in {c} seconds | in a few minutes
    in a few hours | in the morning | in the evening | in the afternoon | in the night | in summer
    in winter | in december | in a week | next week | next month | next year | one day | some day
    an hour from now | {c} minutes from now | five minutes later | after sunset | after sunrise
    after dinner | after lunch | after breakfast | after midnight | after the film
    after the movie | after work | after this song | after the party | after dark | after we leave
    after i leave | after {n} has left | after the kids are in bed | when i leave
    when i leave the house | when i get home | when i come home | when i'm home | when i'm back
    when i'm gone | when i'm in bed | when i'm asleep | when i wake up | when i get up
    when i go to bed | when i open the door | when i say so | when i fall asleep | when i call you
    when i arrive | when we leave | when we're out | when we get back | when we go to sleep
    when we sit down to eat | when {n} leaves | when {n} comes home | when {n} gets home
    when {n} arrives | when {n} is here | when {n} is asleep | when {n} calls | when {n} wakes up
    when {n} rings | when it gets dark | when it's dark | when it's dark outside | when it rains
    when it starts raining | when it gets cold | when it gets too hot | when it is too warm
    when it's {k} | when it snows | when it's over | when the sun sets | when the sun rises
    when the sun is up | when the film starts | when the film is over | when the movie ends
    when the song is over | when the timer rings | when the timer is done | when the alarm rings
    when the guests are gone | when the guests arrive | when the kids are asleep
    when the door opens | when the {t} door is opened | when the car is charged
    when the robot is done | when the vacuum is finished | when the house is empty
    when the battery is low | when dinner is ready | when nobody is home
    when nobody is in the room | when somebody rings | when everyone is asleep | whenever i leave
    whenever i come home | whenever it rains | whenever it's dark | whenever {n} is home
    whenever somebody comes in | as soon as i leave | as soon as i'm home | as soon as it's dark
    as soon as {n} is here | as soon as the film starts | as soon as it rains
    as soon as the sun is down | as soon as we're gone | as soon as everybody is asleep
    once i'm home | once i'm in bed | once i've left | once it's dark | once {n} is asleep
    once {n} gets here | once the film is over | once the sun is down | once the kids are asleep
    once the guests have left | once everybody is gone | once it gets colder | if it rains
    if it's raining | if it gets dark | if it gets cold | if it gets too hot | if it's too cold
    if it's dark | if it's sunny tomorrow | if it's windy | if it snows
    if it's warmer than {c} degrees | if it is colder than {c} degrees
    if the temperature drops below {c} | if the sun shines | if the sun is out
    if the sun comes out | if i'm not home | if i'm not home by {k} | if i'm asleep | if i leave
    if i fall asleep | if i'm late | if i don't come back | if i say so | if {n} comes
    if {n} leaves | if {n} is home | if {n} calls | if {n} is asleep | if nobody is home
    if nobody is there | if nobody is in the room | if somebody rings | if somebody comes in
    if someone is at the door | if someone breaks in | if everybody is asleep | if anyone is home
    if there's nobody in | if there's a storm | if there is movement | if the door is open
    if the {t} door is open | if the {t} door is unlocked | if the film is over
    if the car is home | if the battery is full | if the heating is on | if the music is on
    if the light is still on | if we leave | if we're out | if you hear the doorbell
    if you see {n} | if you hear {n} | if i forget | in case it rains | in case i'm late
    in case {n} comes | in case it gets cold | in case nobody is home | unless it rains
    unless it's dark | unless {n} is home | unless i say otherwise | unless somebody is in there
    unless it's warm | while i'm away | while i'm out | while i'm asleep | while we're on holiday
    while {n} is sleeping | while it's raining | as long as it rains | as long as nobody is home
    as long as {n} is here | during the night | during dinner | during the film | during the day
    provided that it's dark | assuming it rains | only when it's dark | only if it rains
    only if {n} is home | only at night | the next time it rains | next time i leave
    next time {n} is here | the moment i leave | the moment {n} arrives | the minute we leave
    on my birthday | on christmas | at christmas | on sundays | on weekdays | on rainy days
    daily | every time i leave | every time it rains | every time {n} visits | any time after {k}
    from tomorrow on | starting tomorrow | not before {k} | no later than {k}
    at the end of the film | at the end of the day | at the start of the film
""")
FRONT = Pool("""
    {w}, {x} | {w} {x} | {w}, please {x} | {w} please {x} | {w}, could you {x}
    {w}, i want you to {x} | {w}, you should {x} | {w}, can you {x} | {w}, i'd like you to {x}
    {w}, just {x} | {w}, make sure to {x} | {w}, then {x} | {w}: {x}
""")
BACK = Pool("""
    {x} {w} | {x} {w} please | {x}, but {w} | {x}, {w} | {x}, but only {w} | {x} please {w}
    {x}, please, {w} | {x}, but not now, {w} | {x} exactly {w} | {x} again {w} | {x}, i mean {w}
    {x} for me {w} | {x} then, {w} | {x}, not now but {w} | could you {x} {w} | please {x} {w}
    can you {x} {w} | i want you to {x} {w} | just {x} {w} | {x} always {w} | you should {x} {w}
    {x}, {w} please | would you {x} {w} | i'd like you to {x} {w} | make sure to {x} {w}
    don't forget to {x} {w} | remember to {x} {w} | will you {x} {w} | please {x}, but {w}
    {x} automatically {w} | i need you to {x} {w} | hey, {x} {w} | {x} {w} ok
""")
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
DOORS = "front back side cellar garage patio main".split()
ALL = (WHEN, FRONT, BACK)


def later(rng, split, said):
    """The order, put off."""
    pattern = (FRONT if said.open_end or rng.random() < 0.55 else BACK).draw(rng, split)
    when = WHEN.draw(rng, split)
    said = around(pattern, said, form=STATEMENT, calls=(), error=said.error or "unclear")
    said = said._replace(templates=(*said.templates, when), open_end=False)
    filled, names = _filled(rng, split, when)
    return said._replace(
        text=said.text.replace("{w}", filled),
        values=(*said.values, *names),
        keep=(*said.keep, *names),
    )


def _filled(rng, split, when):
    names = ()
    if "{n}" in when:
        names = (person(rng, split),)
        when = when.replace("{n}", names[0])
    while "{k}" in when:
        when = when.replace("{k}", clock(rng), 1)
    when = when.replace("{c}", str(rng.randint(2, 40))).replace("{w}", rng.choice(WEEKDAYS))
    return when.replace("{t}", rng.choice(DOORS)), names
