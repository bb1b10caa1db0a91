"""Small patterns inside a note: a day with its time, changes of mind, first and last words."""

from jobs.extract import plain
from jobs.extract.template import pool, together

PHRASES = {
    "when": together(
        plain.WHEN,
        pool("""
        {onday} {attime}
        {onday} {attime}
        {onday} {attime}
        {day} {attime}
        {day} {attime}
        {attime} {onday}
        {attime} {onday}
        {pday} at {ptime}
        {day}, {attime}
        {day} at {time} already

        {day} {time}
        {day} {attime}
        {onday} {attime}
        {day}, {time}
        {attime} {onday}
        {day} - {time}
        {day} @ {time}
        {time} {onday}
        {time}, {day}
        {day} ({time})
        {onday}, {attime}
        {day} / {time}
        {onday} {time} sharp
        {attime}, {onday}
        {time} - {day}
        {day}: {time}
        {day} from {time}
        {day} {time} on the dot
        {day} at exactly {time}
        {attime} sharp {onday}
        {day} starting {time}
        {pday} {ptime}
        {pday} at {ptime}
        {pday}, {ptime}
        on {pday} at {ptime}
        at {ptime} on {pday}
        {pday}, at {ptime}
        {pday} around {ptime}
        {ptime} {pday}
        {pday} ({ptime})
        {pday} - {ptime}
        {pday} by {ptime}
        at {ptime}, {pday}
        {day} before {time}
        {onday} after {time}
        {day} not before {time}
        {day} until {time}
        {day} about {time}
        {day} from {ctime} to {~ctime}
        {day} {ctime} - {~ctime}
        {onday}, {ctime} to {~ctime}
        {onday} between {ctime} and {~ctime}
        {time} or so {onday}
        {day} latest {time}
        {day}, {ctime} or {~ctime}
        {day} or {~day}, {time}
        """),
    ),
    "lead": pool("""
        fyi:
        note to self:
        todo:
        reminder:
        hi,
        hello,
        hey,
        please
        pls
        urgent:
        quick note -
        NB
        ok so
        btw
        important!
        memo:
        hi all,
        hey team,
        for the record:
        don't forget:
        heads up:
        just a note:
        remember:
        so,
        info:
        ATTN:
        right,
        re:
        as discussed:
        UPDATE:
        dear all,
        morning all,
        one more thing:
        oh and
        !!
        p.s.
        new:
        tbd -
        short version:
        message taken:
        voicemail:
        """),
    "close": pool("""
        thanks
        thx
        cheers
        many thanks
        please confirm
        ok?
        don't be late
        thank you!
        let me know
        ta
        sorry for the short notice
        see you
        that's all
        done
        important!!
        pls reply
        no rush
        tbc
        asap please
        call if unclear
        rest is fine
        best
        all good otherwise
        will do
        got it?
        please be on time
        can't wait
        more later
        no need to answer
        take care
        x
        """),
}

#: The old value is taken back, the new one counts.
TAKEN_BACK = together(
    plain.TAKEN_BACK,
    pool("""
    {~old}, no, {new}
    {~old} - no, {new}
    {~old}... no {new}
    {~old}, sorry, {new}
    {~old}, I mean {new}
    {~old}, wait, {new}
    {~old} no wait {new}
    {~old}, make that {new}
    {~old} (sorry, {new})
    {~old}, correction: {new}
    {~old} - actually {new}
    {~old}, actually {new}
    {~old}, scratch that, {new}
    {~old}, rather {new}
    {~old}, or rather {new}
    {~old}? no, {new}
    {~old}, oops, {new}
    {~old} *{new}
    {~old}, no no, {new}
    {~old} - sorry, I meant {new}
    {~old}, not right, it's {new}
    {~old}, strike that: {new}
    {~old}, wrong, {new}
    {~old} nope {new}
    {~old}, hang on, {new}
    {~old}, that's wrong, {new}
    {~old}, ah no, {new}
    {~old}, well no, {new}
    {~old} (no: {new})
    {~old}, better {new}
    {~old}, er, {new}
    {~old} -> changed to {new}
    {~old} (now {new})
    {~old}, edit: {new}
    {~old}, my mistake, {new}
    {~old}, forget that, {new}
    {~old} err no, {new}
    {~old}, changed to {new}
    {~old} no sorry {new}
    {~old}... wait, {new}
    {~old}, hm no, make it {new}
    {~old} - wrong! {new}
    not {~old}, {new}
    not {~old} but {new}
    (not {~old}) {new}
    not {~old} - {new}
    not {~old}, it is {new}
    NOT {~old}, {new}
    no longer {~old}, now {new}
    not {~old} anymore, {new}
    not {~old}! {new}
    not {~old} as said before, {new}
    not {~old}; {new}
    not {~old} after all, {new}
    """),
)

#: Both are said; the first counts.
EITHER = pool("""
    {old} or {~new}
    {old} or maybe {~new}
    {old} (or {~new})
    {old} / {~new}
    {old}, else {~new}
    {old}, alternatively {~new}
    {old}, if not then {~new}
    {old} or else {~new}
    {old} or possibly {~new}
    {old}, otherwise {~new}
    {old} and {~new}
    {old} and also {~new}
    {old}, backup {~new}
    {old} or, failing that, {~new}
    {old} and then {~new}
    {old} or even {~new}
    {old} (plan B: {~new})
    {old}, maybe {~new}
    {old} - or {~new}
    {old} as well as {~new}
    """)
