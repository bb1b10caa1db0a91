"""The plain ways to say one field or two, and their siblings.

What everybody says ("call 555-0101", "monday at nine") is built here out of its small words, marks
and orders, so every shape has many close relatives and the hash parts them, not luck.
"""

from jobs.extract.template import split_pool

#: How a word stands before its value.
SHAPES = ("{word} {slot}", "- {word} {slot}", "({word} {slot})", "{word} {slot}!")
LABEL_SHAPES = ("{word}: {slot}", "{word} {slot}", "({word} {slot})", "{word} - {slot}")

WORDS = {
    "phone": (
        "call, ring, phone, text, call back, call me on, call me at, ring me on, text me on, "
        "reach me on, reach me at, message me on, phone me on, dial, please call, pls call, "
        "best to call, just call, try, number is, my number is, new number is, the number is, "
        "their number is, her number is, his number is, you can call, if in doubt call, for "
        "questions call, otherwise call, or call, on, under, via"
    ),
    "email": (
        "mail, email, e-mail, write to, mail to, email to, mail me at, email me at, write me "
        "at, send to, send it to, send everything to, reply to, answer to, rsvp to, rsvp, "
        "confirm to, forward to, copy to, cc, bcc, photos to, scan to, please mail, pls email, "
        "or mail, address is, my mail is, my email is, the email is, her mail is, his mail is, "
        "details from, details at, sign up at, contact, at, via, from"
    ),
    "onday": (
        "it's, due, again, probably, hopefully, latest, starting, maybe, only, either way, best, ok"
    ),
    "day": (
        "by, until, till, from, before, after, starting, due, since, for, not before, as of, "
        "this is for, deadline, no later than, moved to, postponed to, arrives, comes, ready, "
        "ready by, done by, back, off, open, closed"
    ),
    "time": (
        "at, by, before, after, from, until, till, around, about, starts, starts at, starting, "
        "starting at, begins, begins at, leaves, leaves at, opens at, closes at, ends at, be "
        "there at, be there by, arrive by, come at, ready at, ready by, not before, no later "
        "than, latest, meet at, pick up at, pickup at, doors, exactly, moved to, postponed to, "
        "roughly, sharp at, check-in, check-in at, kick-off, kick-off at, departs, departure, "
        "arrival, boarding, last call"
    ),
    "at": (
        "it's, meet, we meet, meeting, waiting, parked, see you, still, now, as always, again, "
        "probably, tbc:"
    ),
    "the": (
        "at, near, outside, inside, behind, opposite, next to, in front of, over at, back at, "
        "down at, up at"
    ),
    "place": "location, where, venue, address, meeting point, moved to, now at, place, spot, meet",
    "money": (
        "for, costs, cost, it costs, costs about, costs only, about, around, roughly, approx., "
        "max, max., at most, at least, only, from, under, over, up to, not more than, paid, "
        "pay, to pay, still to pay, bring, owes, owed, deposit, fee, price, total, budget, "
        "bill, rent, entry, tip, refund, refund of, discount, tickets, altogether, each, worth, "
        "saved, spent, quoted, they want, he wants, she wants, they charge, makes, comes to, "
        "they took"
    ),
    "sum": (
        "costs, price, total, budget, fee, bill, amount, sum, to pay, refund, deposit, quote, "
        "invoice total, due"
    ),
    "ref": (
        "re, about, for, see, regarding, concerning, under, with, quote, mention, it's, it is, "
        "because of, again, check"
    ),
    "person": (
        "with, w/, for, from, by, via, ask, ask for, call, contact, see, meet, tell, and, plus, "
        "without, host:, chair:, attn, c/o, thanks to, cc, guest:, speaker:, driver:, bring, "
        "brings:, organised by, run by, as told by, says"
    ),
    "people": (
        "with, w/, for, from, and, plus, both, only, just, incl., also, together with, along "
        "with, invited:, who:, present:, coming:, bring, ask, tell, remind, invite, thank, "
        "meet, see, copy, guests:, team:, us and"
    ),
}
AFTER = {
    "person": (
        "called, rang, wrote, asks, can't come, is in, is out, is coming, comes, knows, agrees, "
        "said no, is late, will be late, wants to know, needs help, is ill, is away, is back, "
        "has it, pays, drives, cooks, decides, hosts"
    ),
    "people": (
        "are in, can't come, are coming, come too, know, agreed, said yes, will help, pay, "
        "bring food, are late, want to come, need a lift, and me, and I, plus kids, for sure, "
        "maybe, only, as well, too"
    ),
    "day": (
        "works, is fine, is best, is full, at the latest, latest, instead, again, only, or "
        "never, is off, then, ok?"
    ),
    "time": (
        "sharp, at the latest, latest, instead, works, is fine, is too early, on the dot, or "
        "so, start, ok?, then"
    ),
    "money": (
        "each, in total, cash, in cash, by card, deposit, refund, per person, a night, an hour, "
        "a month, off, extra, incl. tax, plus tip, paid, open, due, short, left, back, at the "
        "door, only, altogether, per head, or less"
    ),
    "place": "is free, is full, is booked, as usual, again, instead, I think, tbc",
    "ref": (
        "is open, is closed, is done, arrived, is late, is missing, cancelled, paid, still "
        "unpaid, on hold, again, came back, was wrong, is ready, got lost, please, shipped, "
        "solved, delayed, not paid, confirmed, refunded"
    ),
}
#: What stands between a day and its time.
BETWEEN = (
    " ", ", ", " at ", ", at ", " - ", " / ", ": ", " @ ", "; ", " | ", " from ", ", from ", " by ",
    " before ", " after ", " around ", ", around ", " about ", ", starts ", ", starting ",
    " starting at ", ", not before ", ", latest ", " -> ", "\n", ". ", ", exactly ",
)  # fmt: skip
BACK = " ", ", ", " on ", ", on ", " - ", " / ", " | ", "; ", "\n"
CHANGES = (
    "no", "no wait", "wait", "sorry", "oh no", "ah no", "no no", "I mean", "I meant", "make that",
    "make it", "scratch that", "strike that", "correction", "rather", "or rather", "actually",
    "oops",
    "better", "nope", "forget that", "wrong", "that was wrong", "hang on", "my bad", "my mistake",
    "changed", "changed to", "moved to", "now", "update", "edit", "err", "er", "hm no", "not true",
    "well", "no sorry", "sorry no", "typo", "let's say", "or no", "instead", "nah", "pardon",
)  # fmt: skip
CHANGE_MARKS = (
    ", {}, ",
    " - {} ",
    "... {} ",
    ", {}: ",
    "?? {}, ",
    "? {} ",
    " ({}) ",
    ". {}, ",
    " -- {} ",
)
NOT_YET = (
    "not {~old}, {new}", "not {~old} but {new}", "not {~old}, but {new}", "{new}, not {~old}",
    "{new} (not {~old})", "{new} and not {~old}", "{new} instead of {~old}", "not {~old}. {new}",
    "not {~old} - {new}", "NOT {~old} but {new}", "not {~old} any more, {new}",
    "{new}, no longer {~old}",
    "not {~old} any longer but {new}", "instead of {~old}: {new}", "instead of {~old} {new}",
    "not {~old}, rather {new}", "{new} rather than {~old}", "was {~old}, is now {new}",
    "was {~old}, now {new}",
    "used to be {~old}, now {new}", "not {~old}!! {new}", "not {~old}, it's {new} now",
    "{new} - not {~old}!", "forget {~old}, {new}", "no, not {~old}, {new}",
    "never mind {~old}, {new}",
)  # fmt: skip
LISTS = (
    "{0}, {0}",
    "{0} + {0}",
    "{0} & {0}",
    "{0} and {0}",
    "{0}/{0}",
    "{0} plus {0}",
    "{0} with {0}",
)
MORE = (
    "{0}, {0}, {0}",
    "{0}, {0} and {0}",
    "{0} + {0} + {0}",
    "{0} & {0} & {0}",
    "{0}, {0}, {0}, {0}",
)
LIST_ENDS = "", "!", "?", "??", "!!", "...", " (all)", " (both)", ", ok?"


def _words(block):
    return [word.strip() for word in block.split(",") if word.strip()]


def _before(slot, shapes=SHAPES):
    words = _words(WORDS[slot])
    return [
        shape.replace("{word}", word).replace("{slot}", f"{{{slot}}}")
        for word in words
        for shape in (shapes if len(words) < 20 else shapes[:1] + shapes[2:3])
    ]


def _after(slot):
    return [f"{{{slot}}} {word}" for word in _words(AFTER[slot])]


def _changed():
    """The old value is taken back in so many words."""
    marked = [
        "{~old}" + mark.format(word) + "{new}"
        for at, word in enumerate(CHANGES)
        for mark in CHANGE_MARKS[at % 3 :: 3] + CHANGE_MARKS[:1]
    ]
    return list(dict.fromkeys((*marked, *NOT_YET)))


def _day_and_time():
    days, times = ("{day}", "{onday}"), ("{time}", "{attime}")
    first = [day + mark + "{time}" for day in days for mark in BETWEEN] + [
        f"{day}{mark}{{attime}}" for day in days for mark in (" ", ", ", " - ", "; ", " / ")
    ]
    last = [
        f"{time}{mark}{{day}}" if "on" in mark.split() else f"{time}{mark}{{onday}}"
        for time in times
        for mark in BACK
    ]
    wrapped = ["{day} ({time})", "{time} ({day})", "({day}) {time}", "({day}, {time})",
               "({time}, {day})", "{onday} ({attime})", "{attime} ({onday})", "{day} {time} sharp",
               "{time} sharp, {day}"]  # fmt: skip
    parted = [
        "{pday}" + mark + "{ptime}"
        for mark in (
            " ",
            ", ",
            " at ",
            ", at ",
            " - ",
            " @ ",
            " around ",
            " about ",
            ": ",
            " from ",
        )
    ] + [
        "{ptime} {pday}",
        "{ptime}, {pday}",
        "at {ptime} {pday}",
        "{ptime} on {pday}",
        "on {pday}, {ptime}",
    ]
    return first * 2 + last * 2 + wrapped + parted


def _lists():
    many = [form.format("{first}") + end for form in (*LISTS, *MORE) for end in LIST_ENDS]
    return many + [form.format("{person}") for form in (*LISTS, *MORE[:2])]


def _of(slots):
    return [text for slot in slots for text in _before(slot)]


#: Continuations: each field about as often as the others say it.
TAILS = split_pool(
    _of(("phone", "email", "day", "onday", "time", "at", "the", "money", "ref", "person", "people"))
    + _before("place", LABEL_SHAPES)
    + _before("sum")
    + [text for slot in AFTER if slot not in ("place",) for text in _after(slot)]
)
CLAUSES = split_pool(
    _before("phone", SHAPES[:1])
    + _before("email", SHAPES[:1])
    + [text for slot in AFTER for text in (*_after(slot), *(f"{one}!" for one in _after(slot)))]
    + _before("ref", SHAPES[:1])
    + _lists()
)
LABELLED = split_pool(
    [
        f"{word}{mark}{{{slot}}}"
        for slot, words in {
            "person": "name,who,customer,client,patient,guest,caller,contact,owner,host,from",
            "people": "who,with,names,team,guests,people,attendees,participants,players",
            "phone": "phone,tel,mobile,number,call,cell,contact,hotline,ph",
            "email": "email,mail,e-mail,contact,write to,address",
            "day": "day,date,when,due,deadline,on",
            "time": "time,at,when,start,from,arrival,begin",
            "when": "when,date,time,appointment,slot,next",
            "place": "where,place,location,venue,address,room,at,site",
            "sum": "amount,price,cost,total,sum,fee,to pay,paid,bill",
            "money": "amount,price,cost,total,budget,pay,paid",
            "code": "order,invoice,ticket,booking,case,order no,invoice no,ref,reference,case no",
        }.items()
        for word in _words(words)
        for mark in (": ", " = ", " - ", ":")
    ]
)
BARE = split_pool(
    [
        shape.format(f"{{{slot}}}")
        for slot in (
            "person",
            "people",
            "phone",
            "email",
            "day",
            "time",
            "when",
            "place",
            "money",
            "ref",
        )
        for shape in (
            "{}",
            "{}",
            "{}",
            "({})",
            "{}!",
            "{}?",
            "- {}",
            "-> {}",
            "{} !!",
            "{} ok",
            "ok: {}",
            "{} (!)",
        )
    ]
    + _lists()
)
WHEN = split_pool(_day_and_time())
TAKEN_BACK = split_pool(_changed())
