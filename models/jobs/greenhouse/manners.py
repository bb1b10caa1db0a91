"""What stands around the wishes of a grower: politeness, joins, second thoughts, times."""

from jobs.draft import Phrases

#: Around any sentence `{x}`.
WRAP = Phrases("""
please {x}
please, {x}
{x} please
{x}, please
{x} thanks
{x}, thanks
{x}, thank you
{x}, cheers
{x} ok
{x}, ok?
{x}, right?
{x}, got it?
{x} when you can
{x}, whenever you get to it
{x} if you don't mind
{x}, if that's all right
{x}, that's all
{x}, that's it for now
{x}, nothing else
hi, {x}
hello, {x}
hey, {x}
hey greenhouse, {x}
greenhouse, {x}
morning, {x}
good morning, {x}
evening, {x}
good evening, {x}
ok, {x}
ok so {x}
right, {x}
well, {x}
so, {x}
um, {x}
uh {x}
listen, {x}
quick one: {x}
one thing: {x}
next: {x}
attention, {x}
before i forget, {x}
for today: {x}
plan for today: {x}
as discussed, {x}
as usual, {x}
note: {x}
do this: {x}
the boss says {x}
""")
#: Around a sentence that begins with a verb.
ASK = Phrases("""
can you {x}
can you please {x}
can you {x}?
could you {x}
could you {x}?
could you please {x}
could you quickly {x}
could somebody {x}
can someone {x}
would you {x}
would you {x}, please?
would you mind and {x}
will you {x}
will you {x}?
i want you to {x}
i'd like you to {x}
i need you to {x}
you can {x}
you may {x}
you should {x}
we should {x}
we need to {x}
we have to {x}
i'd like to {x}
i need to {x}
let's {x}
let us {x}
just {x}
now {x}
go ahead and {x}
go and {x}
kindly {x}
be so kind and {x}
it would be nice to {x}
time to {x}
remember to {x}
make sure you {x}
don't forget to {x}
""")
#: Talk before and after that asks for nothing.
ASIDE = Phrases("""
the {crop} look thirsty, {x}
the {crop} look tired, {x}
the {crop} look dry today, {x}
the {crop} are wilting, {x}
the {crop} are doing well, {x}
the {crop} are coming along, so {x}
the {crop} need it, {x}
the {crop} don't like this weather, {x}
the {crop} had a rough night, so {x}
i checked on the {crop}, {x}
i just walked past the {crop}, {x}
i'm worried about the {crop}, {x}
we moved the {crop} yesterday, {x}
we pick the {crop} tomorrow, {x}
because of the {crop}, {x}
for the {crop}, {x}
new {crop} came in, {x}
it's going to be hot, {x}
it is stuffy in here, {x}
it's a cloudy day, {x}
the sun is out, {x}
a storm is coming, {x}
frost is coming, {x}
{x}, the {crop} look thirsty
{x}, the {crop} are wilting
{x}, the {crop} need it
{x}, the {crop} love that
{x}, the {crop} will thank us
{x} because of the {crop}
{x} for the {crop}
{x} so the {crop} recover
{x}, we pick the {crop} tomorrow
{x}, it's going to be hot
{x}, it is too dark today
{x}, it is stuffy in there
{x}, there is a storm coming
{x}, the weather is changing
""")
JOIN = Phrases("""
{x} and {y}
{x} and {y}
{x}, and {y}
{x}, {y}
{x}; {y}
{x}. {y}
{x}, then {y}
{x} and then {y}
{x}, also {y}
{x} and also {y}
{x}. also {y}
{x}, plus {y}
{x}, after that {y}
{x}, while {y}
{x}, next {y}
{x}, and please {y}
{x} / {y}
{x}. then {y}
{x}, as well as {y}
{x} but {y}
{x}, oh and {y}
{x}, and afterwards {y}
{x}; afterwards {y}
""")
#: The last counts: `{v}` is what is meant in the end.
AMEND = Phrases("""
{x}, no, {v}
{x}, no wait, {v}
{x} - no, {v}
{x}, sorry, {v}
{x}, pardon me, {v}
{x}, i mean {v}
{x}, make that {v}
{x}, make it {v}
{x}, no make it {v}
{x}, actually {v}
{x}, or rather {v}
{x}, wait, {v}
{x}, better {v}
{x}, scratch that, {v}
{x}, hold on, {v}
{x} oops {v}
{x}, correction: {v}
{x}... no, {v}
{x}, hmm, {v} instead
{x}, no, let's say {v}
{x}, change that to {v}
{x}, on second thought {v}
{x}, i meant {v}
{x}, not that, {v}
""")
#: Beside a wish: what is not wished.
EXCEPT = Phrases("""
{x}, but leave {z} alone
{x} but don't touch {z}
{x}, not {z}
{x}, {z} stays as it is
{x} and leave {z} as it is
{x}, but keep your hands off {z}
{x}, nothing in {z}
{x}. {z} is fine
{x}, {z} is fine as it is
{x} and no change in {z}
{x}, don't change {g} in {z}
{x} but leave {g} in {z}
{x}, {g} in {z} stays
{x}, not {g} in {z}
{x}; {z} can wait
{x}, forget about {z}
leave {z} alone, but {x}
don't touch {z}, just {x}
{z} is fine, {x}
no change for {z}, but {x}
{z} stays as it is, {x}
keep {g} in {z} as it is and {x}
""")
AT = Phrases("""
{x} at {t}
{x} at {t} sharp
{x}, at {t}
{x}, starting at {t}
{x} starting {t}
{x} from {t}
{x} from {t} on
{x}, start {t}
{x} today at {t}
{x} as of {t}
{x}, time {t}
at {t} {x}
at {t}, {x}
at {t} sharp, {x}
at {t} today {x}
from {t} {x}
from {t} on, {x}
{t}: {x}
starting at {t}, {x}
as of {t}, {x}
when it's {t}, {x}
""")
BAYS = Phrases("""
{a} and {b}
{a} and {b}
{a}, {b}
{a} + {b}
{a} & {b}
both {a} and {b}
{a} as well as {b}
{a} plus {b}
{a} and also {b}
{a}, {b} too
{a} / {b}
{a} along with {b}
{a} together with {b}
{a}, also {b}
{a} and then {b}
{a} and, yes, {b}
""")
BAYS_AMENDED = Phrases("""
{a}, no, {b}
{a}, sorry, {b}
{a}, i mean {b}
{a}, no wait, {b}
{a} - no, {b}
{a}, wait, {b}
{a} or rather {b}
{a}, i meant {b}
{a}, make that {b}
{a}, actually {b}
{a}, ah no, {b}
{a}, oh no, {b}
{a}, no sorry, {b}
{a}, not that one, {b}
{a}, hmm no, {b}
{a} - sorry, {b}
{a} - i mean {b}
{a}, correction, {b}
""")
