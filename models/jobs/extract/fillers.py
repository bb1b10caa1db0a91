"""Talk without a field: goods, quantities, firms, durations, numbers that are none of ours."""

from jobs.extract.template import pool

#: Beside sentences that say something, and alone for notes that say nothing.
FILLERS = pool("""
    {do} the {thing}
    {do} {n} {thing}
    {do} the {thing} and the {thing}
    {do} {some}
    need {some}
    we need {some}
    need {n} more {thing}
    still need {n} {thing}
    out of {thing}
    no {thing} left
    only {n} {thing} left
    running low on {thing}
    {thing} arrived
    {thing} still missing
    {thing} broken again
    the {thing} is broken
    the {thing} makes a funny noise
    the {thing} does not fit
    new {thing} needed
    {n} {thing}, {n} {thing}
    {n} {thing} and {some}
    {some}, {some}
    {some} per day
    {some} left in stock
    {model} won't start
    {model} needs new {thing}
    {model} with {n},000 km
    {model}: {thing} worn
    software {odd}
    {odd}
    {odd}, {odd}
    {odd} please
    use {model}
    {firm} is too expensive
    {firm} never answers
    {firm} has better {thing}
    compare {firm} and {firm}
    {firm} sent the wrong {thing}
    {firm} van blocks the way
    {role} was here
    {role} is not happy
    {role} knows
    {role} forgot the {thing}
    {role} will {do} the {thing}
    ask {role}
    ask {role} about the {thing}
    tell {role}
    wait for {role}
    thank {role}
    call {role}
    call {role} back
    {role} asked for {some}
    {do} the {thing} {spell}
    {thing} {spell}
    {some} {spell}
    {role} is away {spell}
    charge it {spell}
    take {some} {spell}
    change the {thing} {spell}
    rest {spell}
    worked fine {spell}
    don't {do} the {thing}
    do not use the {thing}
    never mind the {thing}
    please {do} the {thing}
    could you {do} the {thing}
    can someone {do} the {thing}?
    who has the {thing}?
    where are the {thing}?
    why is the {thing} open?
    where did we put the {thing}?
    how many {thing} do we need?
    do we still have {thing}?
    is the {thing} ready?
    battery at {n}%
    about {n}% done
    {n} of {n} done
    {n} people
    {n} guests, {n} of them vegan
    party of {n}
    {n} kids
    {n} minutes late
    size {n} fits
    {n}x {thing}
    {n} x {thing}
    {n} degrees inside
    pages {n} to {n}
    read chapter {n}
    exercise {n} and {n}
    take the stairs
    door code {n}{n}
    too loud
    too cold
    works again
    nothing new
    all good
    all done
    no news
    no answer
    not urgent
    very urgent
    in a hurry
    on it
    back soon
    sounds good
    maybe later
    good idea
    no idea
    nice work
    well done
    good luck
    sorry about that
    it can wait
    handle with care
    fragile
    keep it dry
    keep refrigerated
    keep cool
    this side up
    check twice
    double check the {thing}
    bring a {thing}
    bring your own {thing}
    rain expected
    snow expected
    wear warm clothes
    drink more water
    low salt diet
    no sugar
    pain is better
    slept well
    fever down to 37.2
    appetite ok
    pulse {n}
    sats 97%
    blood sugar {n}
    wound looks dry
    oil leaks
    squeaks when braking
    tyre pressure {n} psi
    tyres at {n} mm
    timing belt due at {n},000 km
    passed the test
    failed the test
    homework is page {n}
    {n} words minimum
    font size {n}
    wifi is slow
    password changed
    lost my {thing}
    found a {thing}
    return the {thing}
    sell the {thing}
    two sugars
    oat milk
    vegan option
    window seat
    ground rules apply
    first come first served
    keep the change
    no cash
    cash only
    card only
    in any case
    case closed
    order as usual
    book early
    invoice to follow
    ticket needed
    bookings full
    no tickets left
    {n} cases of water
    the order was wrong
    the invoice was wrong
    two tickets please
    weekly shop
    daily check done
    every day the same
    {thing} & {thing}
    {thing}, {thing}, {thing}
    {thing} + {thing}
    {thing} or {thing}
    {thing} x{n}
    {thing} ({n})
    - {thing}
    {n} {thing} ({model})
    """)

#: Whole notes that say nothing.
EMPTY = pool("""
    shopping: {thing}, {thing}, {thing}
    shopping list:\\n{thing}\\n{thing}\\n{thing}
    to buy\\n- {thing}\\n- {some}\\n- {thing}
    packing list: {thing}, {n} {thing}, {thing} and {thing}
    - {thing}\\n- {thing}\\n- {thing}
    {some}\\n{some}\\n{some}
    {thing} {n}, {thing} {n}, {thing} {n}
    stock: {n} {thing}, {n} {thing}, {some}
    inventory {n} {thing} / {n} {thing} / {n} {thing}
    count the {thing} and write it on the board
    {model} again: {thing} worn, {n} mm left
    replaced the {thing}, test drive ok
    customer says the {thing} squeaks when it is cold
    {thing} need replacing on the {model}, about {n},000 km
    the {model} pulls to the left, check the {thing}
    torque {n} Nm, don't forget the {thing}
    gave {some} {spell}, no side effects
    patient slept well, {n} breaths a minute, pulse {n}
    changed the {thing}, wound dry, no redness
    {role} wants a second pillow
    study chapters {n} to {n}, skip {n}
    essay: {n} words, font size 12, double spaced
    ask {role} whether the {thing} counts
    read pages {n}-{n} and answer question {n}
    group work went fine, we still need the {thing}
    parcel too heavy for one, {n} kg
    nobody home, left the {thing} with {role}
    {n} parcels, {n} letters, one crate
    big dog, ring twice
    {thing} out of stock, back {spell}
    {n}% off all {thing} {spell}
    sale: {thing} {n}% off
    reorder {n} {thing} and {some}
    the till shows error {n} again
    window display: {thing} left, {thing} right
    the kids need {thing} and {thing}
    the kids have no {thing}, buy some {spell}
    bake {n} muffins, no nuts
    the little one needs new {thing}, size {n}
    tap drips, {thing} rusty, needs {n} {thing}
    the tenants want a new {thing}
    meter shows {n}{n}{n}, that's {n}% more
    {role} says the {thing} will do {spell}
    smoke alarm beeps {spell}, needs AA batteries
    why does the {model} need {some}?
    is it true that {firm} stopped making {thing}?
    has anybody seen the {thing}?
    what was the name of that {thing} again?
    thinking about getting a {model}
    {firm} or {firm}?
    {model} vs {model}
    install {model} and version 2.4.1 of the driver
    update to version 3.{n}, then restart
    upgrade from v1.{n} to v2.0
    the {model} fits, the other one doesn't
    idea: sell {thing} and {thing} together
    idea - paint the {thing} green
    water the plants {spell}
    don't touch the {thing}!
    please knock
    out of order
    back in 5 min
    back in {n} minutes
    gone for a walk
    do not disturb
    wet paint
    mind the step
    keep this door closed
    no parking
    free {thing}, help yourself
    lost: black {thing}
    beware of the dog
    milk, bread and {some}
    flour {n} g, sugar {n} g, {n} eggs
    add {some}, stir {spell}, serve warm
    200 g butter, {n} eggs, bake {spell}
    mix {n} parts sand with 1 part cement
    recipe: {some}, {some}, a pinch of salt
    drink {n} glasses of water {spell}
    run {n} km, then {n} push-ups
    score was {n} to {n}
    we won {n}-{n}!
    lost {n}:{n} but played well
    so tired
    what a week
    I can't find my {thing}
    I think {role} has the {thing}
    I'll do it {spell}
    thanks for the {thing}!
    thank you all, the {thing} was great
    great job everybody
    ok
    yes please
    no thanks
    will do
    lol same
    see above
    same again
    as discussed with {role}
    not sure yet, {role} will decide
    nothing to report
    all {n} boxes checked, {n} damaged
    labels for {n} boxes, {thing} on top
    {n} pallets of {thing}, {n} kg each
    truck is {n} minutes late because of snow
    use the red one, not the blue one
    not the {thing} but the {thing}
    {n} of the {thing}, no, {n}
    {n}, not {n}, {thing}
    the old {thing} was better
    keep the receipt for the {thing}
    the {thing} costs too much
    far too expensive
    rent went up again
    pay the bill {spell}
    invoice the {thing} separately
    book a table for {n}
    order {n} {thing} and {n} {thing}
    order {some} from {firm}
    ticket prices went up {n}%
    just in case: the {thing}
    {role} called {spell}
    {role} will call back {spell}
    no meeting {spell}
    meeting cancelled
    closed {spell}
    open {spell}
    we are open {spell}
    holiday {spell}
    {n} new followers, {n} likes
    password must have {n} characters
    blood pressure 130/85, weight {n} kg
    English homework: poem by heart
    French vocab unit {n}
    Italian for beginners, level A{n}
    learn German verbs, list {n}
    Monopoly or chess?
    finish the Java course, {n}% left
    Easter eggs, {n} of them
    buy Christmas lights, {n} m
    Windows wants to restart again
    URGENT: {thing} leaking
    TODO: {thing}, {thing}
    DON'T {do} the {thing}
    """)
