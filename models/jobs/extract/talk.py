"""Everyday talk that says nothing of what is asked for, however much it sounds as if."""

from jobs.extract.template import pool

TALK = pool("""
    the {noun} is {adj}
    the {noun} is too {adj}
    the {noun} is {adj} and {adj}
    the {noun} was {adj} again
    the {adj} {noun} is {adj} than the {adj} one
    that {noun} is really {adj}
    this {noun} is {adj}, isn't it
    my {noun} is {adj}
    our {noun} is not {adj} at all
    is the {noun} {adj}?
    why is the {noun} so {adj}??
    the {noun} and the {noun} are both {adj}
    a {adj} {noun}
    a {adj} {noun} and a {adj} {noun}
    {adj} {noun}, {adj} {noun}
    {adj} but {adj}
    need a {adj} {noun}
    we need a {adj} {noun}
    I want a {adj} {noun}
    want: {noun}, {noun}, {noun}
    looking for a {adj} {noun}
    looking for a {noun} that is not too {adj}
    looking for somebody who can {verb} a {noun}
    no {noun}, no {noun}
    {verb} the {noun}
    {verb} the {noun}!!
    {verb} the {noun}, then the {noun}
    {verb} the {noun} and {verb} the {noun}
    {verb} the {noun} before it gets {adj}
    {verb} the {noun}, it's {adj}
    {verb} the {stuff}
    {verb} the {adj} {noun}
    don't forget: {verb} the {noun}
    remember to {verb} the {noun} and the {noun}
    must {verb} the {noun}
    have to {verb} that {adj} {noun}
    should we {verb} the {noun}?
    who can {verb} the {noun}?
    how do I {verb} a {noun}?
    never {verb} a {adj} {noun}
    do not {verb} the {noun}
    stop trying to {verb} the {noun}
    try to {verb} the {noun} with {stuff}
    learn how to {verb} a {noun}
    {past} the {noun}
    {past} the {noun} and the {noun}
    {past} the {noun}, works fine now
    {past} the {adj} {noun}, looks {adj}
    I {past} the {noun}
    we {past} the {noun} and {past} the {noun}
    somebody {past} my {noun}
    nobody {past} the {noun}
    who {past} the {noun}??
    the dog {past} the {noun}
    just {past} the {noun}, it was {adj}
    finally {past} the {noun}
    already {past} the {noun}
    {stuff}
    {stuff}, {stuff}
    {stuff}, {stuff}, {stuff}
    {stuff}, {stuff}, {stuff}, {stuff}
    {stuff} and {stuff}
    {stuff} + {stuff} + {noun}
    {stuff} & {noun}
    {stuff}\\n{stuff}\\n{noun}
    - {stuff}\\n- {noun}\\n- {stuff}
    * {stuff}\\n* {stuff}
    buy {stuff}
    buy {stuff}, {stuff} and a {noun}
    get {stuff} and {stuff}
    get more {stuff}
    out of {stuff}
    no more {stuff}
    still no {stuff}
    we have enough {stuff}
    less {stuff}, more {stuff}
    shopping: {stuff}, {noun}, {stuff}
    shop: {stuff}, {stuff}
    groceries: {stuff}, {stuff}, {stuff}
    for the trip: {noun}, {noun}, {stuff}
    packing: {noun}, {noun}, {adj} {noun}
    lost: {adj} {noun}
    found: one {noun}, {adj}
    found a {adj} {noun} under the {noun}
    idea: a {noun} that can {verb} itself
    idea for the {noun}: make it {adj}
    ideas: {adj} {noun}, {adj} {noun}, no {noun}
    story about a {adj} {noun} and a {noun}
    title: the {adj} {noun}
    {noun} or {noun}?
    {adj} or {adj}?
    which {noun}, the {adj} one or the {adj} one?
    the {adj} one is better
    not the {adj} one, the {adj} one
    not the {noun}, the {noun}
    maybe {verb} the {noun} first
    {noun} keeps getting {adj}
    {noun} makes a {adj} noise
    {noun} smells {adj}
    {noun} stopped working again
    {noun} works again
    {noun} fell off
    {noun} looks {adj} with the {noun}
    {noun} needs a new {noun}
    {noun} needs {stuff}
    {noun}: {adj}
    {noun}: {adj}, {noun}: {adj}
    {noun} - {verb} or {verb}?
    thanks for the {noun}, it's {adj}
    sorry about the {noun}
    good {noun}, {adj} {noun}
    everybody liked the {noun}
    the {event} was {adj}, the {noun} was not
    {event} was fun
    {event} went well
    {event} is cancelled
    what a {adj} {event}
    thoughts after the {event}: too {adj}, too {adj}
    things for the {event}: {stuff}, {noun}
    for the {event}: {stuff} and {stuff}
    bring {stuff} and a {noun}
    somebody has to bring {stuff}
    more {event}, less {event}
    I hate {event}
    no {event} without {noun}
    plan the {event}
    think about the {event}
    who organises the {event}?
    {event} needs more {stuff}
    recipe: {noun}, {stuff}, {stuff}, not too {adj}
    {stuff} with {noun}, bake until {adj}
    half a {noun}, two {stuff}, a bit of {noun}
    one {noun}, three {stuff}
    two of the {adj} ones
    second {noun} from the left
    first the {noun}, then the {noun}
    the first {noun} was {adj}, the second one {adj}
    one more {noun} and we're done
    {n} {stuff}, {n} of them {adj}
    {n} {adj} {stuff}
    {noun} {n} x {n} cm
    {noun} for {n} people
    {noun} no {n} is {adj}
    {n} ways to {verb} a {noun}
    {noun} at {n}%, still {adj}
    level {n} is too {adj}
    the {n} best songs about a {noun}
    {firm} {noun} is {adj}
    the {firm} {noun} is {adj} than mine
    {role} {past} the {noun}
    {role} wants to {verb} the {noun}
    {role} says the {noun} is too {adj}
    ask {role} to {verb} the {noun}
    did {role} {verb} the {noun}?
    {role}: {verb} the {noun}
    {role} has a {adj} {noun}
    {verb} the {noun} {spell}
    {past} the {noun} {spell}
    the {noun} was {adj} {spell}
    {stuff} {spell}
    call about the {noun}
    phone is {adj}
    my phone is {adj}, write me
    write a mail about the {noun}
    answer the mail about the {noun}
    an order of {stuff}
    order {stuff}
    order a {adj} {noun}
    order {n} {stuff} and a {noun}
    the invoice for the {noun} is wrong
    ticket machine is {adj}
    book about a {noun}
    a good book and a {adj} {noun}
    just in case: {noun}, {stuff}
    in case it gets {adj}: {noun}
    the {noun} costs too much
    the {noun} was {adj} and far too expensive
    cheap {noun}, {adj} {noun}
    free {noun}, {adj}, must go
    time for a {adj} {noun}
    no time for {noun}
    every day the same {noun}
    what day is the {event}?
    when is the {event} again?
    where is the {event}?
    where is the {adj} {noun}?
    whose {noun} is this?
    what time did the {noun} stop?
    lol the {noun}
    omg the {noun} is {adj}
    {adj} {noun} lol
    hm, {adj}
    {noun} {noun} {noun}
    {verb}, {verb}, {verb}
    {adj}, {adj}, {adj}
    gone: one {adj} {noun}
    pity about the {adj} {noun}
    the {event} took ages and the {stuff} ran out
    a {noun} and a {noun}, both {adj}
    perhaps a {adj} {noun} would do
    {stuff} for the {noun}, if they have any
    {noun} done, {noun} still to do
    all the {stuff} are gone
    we could use a {adj} {noun} for the {event}
    wish the {noun} were {adj}
    poem about {stuff} and a {adj} {noun}
    the {noun} drives me mad
    let's not {verb} the {noun} again
    {past} it all, the {noun} too
    """)
