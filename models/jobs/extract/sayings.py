"""What people really jot down: short sentences around everyday words, with one field or several."""

from jobs.extract.template import pool

#: Beginnings that name an occasion; it comes alone most often, so it is here in many guises.
HEADS = pool("""
    {event}
    {event}!
    {event}?
    {event}??
    {event} again
    {event} is on
    {event} booked
    {event} booked for
    {event} (new)
    the {event}
    our {event}
    my {event}
    next {event}
    first {event}
    last {event}
    big {event}
    new {event}
    small {event}
    quick {event}
    another {event}
    {event} and {event}
    {event}, then {event}
    {event} for the kids
    {event} for all
    {event} with everybody
    reminder: {event}
    remember: {event}
    remember {event}
    don't forget {event}
    dont forget the {event}
    no {event} but {event}
    let's do {event}
    come to the {event}
    off to {event}
    invited to a {event}
    invitation: {event}
    plan: {event}
    booked: {event}
    booked the {event}
    got a slot for {event}
    {event} slot
    {event} please
    {event} maybe
    {event} tbc
    {event} (tbc)
    {event} (finally)
    {event} at last
    {event} or {event}
    {event} + {event}
    {event} & {event}
    *{event}*
    "{event}"
    {event}!!
    {event} after work
    {event} as usual
    usual {event}
    annual {event}
    extra {event}
    free {event}
    a {event}
    quick {event}?
    {event} of the {noun} club
    {adj} {event}
    {event} appointment
    save the date: {event}
    {verb} the {noun}
    {verb} the {noun} and the {noun}
    {verb} the {adj} {noun}
    {verb} {stuff}
    buy {stuff}
    get {stuff}
    need {stuff}
    the {noun}
    the {adj} {noun}
    {adj} {noun}
    {noun}
    {noun} and {noun}
    {noun}, {noun}
    new {noun}
    {stuff}
    {stuff} and {noun}
    {past} the {noun}
    {past} the {adj} {noun}
    {noun} repaired
    {noun} is ready
    {noun} needs a {noun}
    """)

CLAUSES = pool("""
    {person} {past} the {noun}
    {person} {past} my {noun}
    {person} {past} the {adj} {noun}
    {person} {past} the {noun} and the {noun}
    {person} will {verb} the {noun}
    {person} can {verb} the {noun}
    {person} wants to {verb} the {noun}
    {person} has to {verb} the {noun}
    {person} promised to {verb} the {noun}
    {person} forgot to {verb} the {noun}
    {person} didn't {verb} the {noun}
    {person} doesn't like the {noun}
    {person} needs {stuff}
    {person} needs a {adj} {noun}
    {person} has a {adj} {noun}
    {person} has our {noun}
    {person} is {adj}
    {person} is bringing {stuff}
    {person} brings {stuff} and a {noun}
    {person} likes {stuff}
    {person} hates {event}
    {person} loved the {event}
    {person} organises the {event}
    {person} is at the {event} too
    {person} misses the {event}
    {person}: {verb} the {noun}
    {person}: {stuff}
    {person} - {noun}
    {person} says the {noun} is {adj}
    {person} thinks the {noun} is too {adj}
    {person} asked about the {noun}
    {person} asked why the {noun} is {adj}
    {person}'s {noun} is {adj}
    {person}'s {noun} is too {adj}
    {person}'s {event}
    {person}'s new {noun}
    {people}: {verb} the {noun}, please
    {people} {past} the {noun}
    {people} will {verb} the {noun}
    {people} want {stuff}
    {people} like the {noun}
    {people} are bringing {stuff}
    {people} organise the {event}
    {people} - thanks for the {noun}
    {people} came too
    {people}'s {event}
    {first} and {first}'s {event}
    {first} & {first}'s {event}
    {first} + {first}: {event}
    {event} with {people}
    {event} with {person}
    {event} for {person}
    {event} without {person}
    {event}: {people}
    {event}: {first}, {first}, {first}
    {event}: {first}, {first} and {first}
    {event} of {person}
    {event} by {person}
    {event} {onday}
    {event} {attime}
    {event} {when}
    {event}, {when}
    {event} - {when}
    {event}: {when}
    {event} at {time}
    {event}, {time}
    {event} {time}
    {event} on {day}
    {event}, {day}
    {event} {day}
    {event} ({day})
    {event} starts {time}
    {event} starts at {time}
    {event} ends at {time}
    {event} moved to {day}
    {event} moved to {time}
    {event} moved to {when}
    {event} moved to {the}
    {event} {at}
    {event} is {at}
    {event}, {place}
    {event}: {place}
    {event} - {place}
    {event} @ {place}
    {event} costs {money}
    {event} {money}
    {event}, {money} each
    {event}: {money}
    {event}, {ref}
    {event} booked, {ref}
    ask {person} about the {noun}
    ask {person} to {verb} the {noun}
    ask {people} who {past} the {noun}
    tell {person} to {verb} the {noun}
    tell {people} the {event} was {adj}
    text {person} about the {event}
    remind {person}: {verb} the {noun}
    help {person} {verb} the {noun}
    give {person} the {noun}
    gave {person} the {noun}
    lent {person} my {noun}
    get the {noun} back from {person}
    got a {noun} from {person}
    a {noun} for {person}
    {stuff} for {person}
    {noun} belongs to {person}
    say hi to {person}
    met {person} again, still {adj}
    dreamt of {person} and a {adj} {noun}
    write {person} a card
    card for {person}
    present for {first}: {noun} or {noun}
    {first} loves {stuff}
    {first} lost a {noun}
    {first} can't find the {noun}
    {first}, {verb} the {noun}!
    {first}: did you {verb} the {noun}?
    why did {first} {verb} the {noun}?
    handed {person} {money} for {doing}
    paid {person} {money} for {doing}
    pay {person} {money} for {doing}
    owe {person} {money} for {doing}
    I owe {person} {money} for {doing}
    {person} owes me {money} for {doing}
    {person} paid {money} for {doing}
    {person} still owes {money} for {doing}
    {person} wants {money} for {doing}
    {person} lent me {money} for {doing}
    {person} says it's {money}
    {person} quoted us {money}
    {people} owe {money} for {doing}
    {money} for {doing}
    {money} from {person} for {doing}
    {money} to {person} for {doing}
    {doing}: {money}
    {doing} {money}
    {doing} was {money}
    the {noun} was {money}
    the {noun} costs {money}
    {noun}: {money}
    {noun} {money}
    {adj} {noun} for {money}
    {adj} {noun}, {money}
    {stuff} {money}
    {stuff}: {money}
    {stuff} for {money}
    {noun} repaired, {money}
    {noun} sold for {money}
    {past} the {noun} for {money}
    {past} the {noun}, {money}
    refund {money} for the {noun}
    refund of {money} for {ref}
    split {money}
    split the {money}
    {money} for {noun} and {noun}
    {money}, {adj} but good
    {money} is too much for a {adj} {noun}
    rent is {money} now
    price went down to {money}
    {event} fee is {money}
    everybody pays {money}
    {verb} the {noun} {onday}
    {verb} the {noun} by {day}
    {verb} the {noun} before {day}
    {verb} the {noun} {attime}
    {verb} the {noun} at {time}
    {verb} the {noun} {when}
    {verb} the {noun} {at}
    {past} the {noun} {onday}
    {past} the {noun} {at}
    {noun} arrives {onday}
    {noun} due {onday}
    {noun} ready {onday}
    {noun} comes {onday} {attime}
    {stuff} by {day}
    {day}: {verb} the {noun}
    {day}: {event}
    {day} - {event}
    {day} {event}
    {day}, {event}
    {time} {event}
    {time}: {event}
    {time} - {event}
    {when}: {event}
    {when} {event}
    {when} - {event}
    {place}: {event}
    {place}: {noun} is {adj}
    {noun} left {at}
    {noun} is {at}
    {noun} {at} is {adj}
    {stuff} are {at}
    left my {noun} {at}
    forgot the {noun} {at}
    call {phone} about the {noun}
    {phone} for the {noun}
    {noun}: call {phone}
    {noun} man: {phone}
    {role} {phone}
    {role}, {phone}
    call {role} on {phone}
    call {role} back, {phone}
    {role} said to call {phone}
    {event}: call {phone}
    {event} hotline {phone}
    {event}, rsvp to {email}
    {event}: sign up at {email}
    {noun} photos to {email}
    send the {noun} to {email}
    mail {email} about the {noun}
    address for the {noun}: {email}
    {role}: {email}
    {ref}: {noun} is {adj}
    {ref}: {noun} missing
    {ref}, {noun} and {noun}
    {ref} for the {noun}
    {ref} is {adj}
    {ref} is late
    {ref} cancelled
    {ref} arrives {onday}
    {ref} is about the {noun}
    {noun} {adj}, {ref}
    {noun} jams, {ref}
    {stuff}, {ref}
    complaint about the {noun}, {ref}
    warranty for the {noun}, {ref}
    tracking the {noun}: {ref}
    """)

WHOLES = pool("""
    {event} with {person} on {day}, {time}, {the}
    {event} with {person} {onday} {attime} {at}
    {event} with {people} {onday} {attime}
    {event} with {people}, {when}, {place}
    {event} with {person}, {~time}, no, {time}
    {event} with {~first}, no, {first}, {onday} {attime}
    {event}: {people}, {day} {time}, {place}
    {event}: {people}, {day} {time}, {place}, {money} each
    {event}: {person} at {time} and {person} next, {when}
    {event} {when} {at} with {people}
    {event} {when}, {place}, ask for {person}
    {event} {when}, {place}, {money}
    {event} {when}, about {money}
    {event} booked for {day}, {time}, costs {money}
    {event} booked for {when}, {ref}
    {event} {onday}, {time}, {place}, bring {stuff}
    {event} {onday} {attime} {at}, {people} bring {stuff}
    {event} on {day}, {time}, ask for {person}
    {event} {when}, ask for {person}, {phone}
    {event} not {~day} but {day}, same time
    {event} is not {~at} but {at}, {time}
    {event} moved from {~day} to {day}, {people} know
    {event} {day} or {~day}, {at}
    {first} & {first}, {event}, {day} {time}, {place}
    {first} + {first}, {event} {when}, split {money}
    {people}, {event}, {when}, {place}, split {money}
    {people} {event} {when}
    {people} are coming {onday} at {time}
    {people} come for {event} {onday} {attime}
    {first} and {first} {event}, {day}, {place}
    {person}, {day}, {time}, {place}
    {person}, {time}, {place}
    {person} {phone}, {email}, {event} {onday} {at}
    {person}, {phone}, {email}, {event}, {day}
    {person} called: {ref}, {noun} {adj}
    {person} {past} the {noun}, owes {money}, {phone}
    {person} {past} the {noun} {onday}, {ref}
    {person} comes {onday} to {verb} the {noun}
    {role} comes {onday} {attime} to {verb} the {noun}
    {ref} cancelled by {person}, refund {money}
    {ref}: {person}, {phone}, {email}
    {ref}, {noun} {adj}, ask {person}
    refund for {ref}: {money}, {onday}
    warranty: {ref}, {phone}
    give the {noun} to {~first}, I mean {first}, {onday}
    call {person}, new number {phone}, old one was {~phone}
    {~email} bounced, new address is {email}
    old: {~email}, new: {email}
    meet {person} at {time} or {~ctime}, {place}
    new {noun} {money}, pick up {onday}
    {noun}: they want {money}, ready {when}
    {noun} went up to {money} from {day}
    pick up the {noun} {at}, {time}
    pick up the {noun} {at} {attime}, ask for {person}
    collect the {noun} from {person}, {place}, {time}
    {person} paid {money} for the {noun}, {day}
    {first} paid {money} for {doing}, {first} {money}
    handed {first} {money} for {doing} {onday}
    owe {first} {money} for {doing}, pay by {day}
    train {time}, {first} waits {at}
    the boat goes at {time}
    last bus {time}
    first ferry {time}, {first} has the {noun}
    the coach goes at {time} from {the}
    {event} done by {time}, then {event}
    {person}: {money}, {ref}
    {person}, {ref}, {money}
    {ref} paid, {money}, thanks to {person}
    {money} back for {ref}, {day}
    {ref} costs {money}, {person} pays {onday}
    {person} wants {money} for {ref} by {day}
    {email} asks about {ref}
    {person} ({email}): {event} {when}
    {person} moves to {day}, {time}, {place}
    {day} {person}, {~day} nobody
    {place} {day}, {first} has the key
    bus leaves {attime}, {first} has the {stuff}
    text {first} {phone} about {event}
    {first} lost the {noun} {at}, call {phone}
    {first} {time}, {first} {~ctime}, {place}
    """)
