"""Beginnings and continuations: any beginning goes with any continuations, in any order."""

from jobs.extract import plain
from jobs.extract.template import pool, together

HEADS = pool("""
    lunch
    dinner
    breakfast
    coffee
    team meeting
    meeting
    stand-up
    quick call
    check-up
    haircut
    handover
    inspection
    interview
    training
    rehearsal
    yoga
    piano lesson
    driving lesson
    birthday party
    exam
    study group
    lecture
    seminar
    tutorial
    viewing
    flat viewing
    meter reading
    delivery
    pick-up
    pickup of the {thing}
    delivery of {some}
    blood test
    physio
    vaccination
    follow-up visit
    wound check
    oil change
    tyre change
    test drive
    car inspection
    brake check
    MOT
    repair of the {thing}
    collect the {thing}
    {do} the {thing}
    {do} and {do} the {thing}
    need to {do} the {thing}
    we have to {do} the {thing}
    can you {do} the {thing}
    could you please {do} the {thing}
    must {do} the {thing}
    remember to {do} the {thing}
    don't forget to {do} the {thing}
    someone has to {do} the {thing}
    {role} will {do} the {thing}
    {role} wants to {do} the {thing}
    tell {role} to {do} the {thing}
    ask {role} about the {thing}
    meet {role}
    call {role}
    {firm} will {do} the {thing}
    {firm} is coming
    parcel from {firm}
    {firm} delivers the {thing}
    visit from {firm}
    the {firm} people come
    appointment
    appt
    drinks
    bbq
    tennis
    football practice
    swimming lesson
    book club
    choir
    presentation
    demo
    review
    kick-off
    budget talk
    planning session
    job interview
    first aid course
    fire drill
    stocktaking
    safety briefing
    shift swap
    boiler service
    pest control
    key handover
    signing of the contract
    moving out
    moving in
    cleaning crew
    window cleaning
    {n} {thing} to unload
    {some} to load
    {model} for service
    {model} is ready
    {model} pick-up
    the {thing} are ready
    the {thing} must be ready
    {thing} ready for collection
    {thing} to be returned
    {thing} arrive
    new {thing} arrive
    drop the {thing} off
    leave the {thing}
    sports day
    school trip
    swim meet
    playdate
    sleepover
    wedding rehearsal
    photo shoot
    band practice
    guided tour
    open day
    final check of the {thing}
    fitting
    tasting
    vet visit
    eye test
    dental cleaning
    mri scan
    ultrasound
    dressing change
    insulin check
    discharge planning
    ward round
    family visit
    grab the {thing}
    {do} {n} {thing}
    {do} {some} and the {thing}
    we meet
    see you
    let's meet
    can we meet
    we're meeting
    I'll be there
    I'm coming
    running late
    staff party
    goodbye drinks
    retro
    sync
    1:1
    gig
    concert
    pub quiz
    game
    match
    training session
    defense of the thesis
    lab session
    group project
    office hours
    survey
    audit
    """)

#: The plain ways to go on come more often than the others.
COMMON_TAILS = """
    {onday}
    {onday}
    {attime}
    {attime}
    {when}
    {when}
    {at}
    {at}
    {at}
    with {people}
    with {person}
    for {person}
    call {phone}
    for {money}
    {ref}
    about {ref}
    """

TAILS = together(
    plain.TAILS,
    pool(
        COMMON_TAILS * 20
        + """
    with {people}
    w/ {people}
    with {person}
    with {first}
    with {first} and {first}
    for {person}
    for {people}
    with {people} as well
    together with {people}
    and {person}
    - {person}
    ({person})
    (with {people})
    from {person}
    by {person}
    via {person}
    ask for {person}
    ask {person}
    contact {person}
    contact: {person}
    {people} will be there
    {person} knows more
    {person} is in charge
    {person} brings the {thing}
    {people} coming too
    only {people}
    without {person}
    instead of {role}: {person}
    attn {person}
    c/o {person}
    on behalf of {person}
    {person}'s turn
    incl. {people}
    plus {people}
    and bring {first}
    cc {people}
    {person} to confirm
    at {person}'s request
    call {phone}
    tel {phone}
    tel. {phone}
    phone {phone}
    ph {phone}
    (call {phone})
    ({phone})
    on {phone}
    under {phone}
    mobile {phone}
    cell {phone}
    questions: {phone}
    text {phone}
    ring {phone}
    number: {phone}
    nr {phone}
    callback {phone}
    whatsapp {phone}
    contact {phone}
    reach me on {phone}
    my number is {phone}
    T: {phone}
    fax {phone}
    mail {email}
    email {email}
    e-mail: {email}
    ({email})
    <{email}>
    write to {email}
    contact {email}
    reply to {email}
    send it to {email}
    confirm to {email}
    questions to {email}
    cc {email}
    or mail {email}
    {email}
    {phone}
    {onday}
    {onday}
    {day}
    {onday}
    - {day}
    ({day})
    by {day}
    until {day}
    latest {day}
    before {day}
    due {day}
    starting {day}
    probably {day}
    as of {day}
    not later than {day}
    from {day} on
    {attime}
    {attime}
    {time}
    {attime}
    ({time})
    - {time}
    at {time}
    at {time} sharp
    by {time}
    before {time}
    after {time}
    from {time}
    till {time}
    starts {time}
    starting at {time}
    from {ctime} to {~ctime}
    {ctime}-{~ctime}
    between {ctime} and {~ctime}
    {when}
    {when}
    {when}
    {when}
    ({when})
    - {when}
    -> {when}
    {at}
    {at}
    {at}
    {at}
    {at}
    at {the}
    ({place})
    - {place}
    @ {place}
    in front of {the}
    outside {the}
    near {the}
    next to {the}
    behind {the}
    meet {at}
    location {place}
    venue: {place}
    over {at}
    back {at}
    inside {the}
    opposite {the}
    {money}
    for {money}
    ({money})
    costs {money}
    cost {sum}
    = {money}
    about {money}
    max {money}
    price {sum}
    budget {sum}
    paid {sum}
    to pay: {sum}
    {money} cash
    bring {money}
    deposit {sum}
    fee {sum}
    {money} in total
    for {money} each
    up to {money}
    under {money}
    around {money}
    {money} incl. VAT
    total {sum}
    {ref}
    {ref}
    {ref}
    ({ref})
    re {ref}
    re: {ref}
    for {ref}
    about {ref}
    regarding {ref}
    - {ref}
    see {ref}
    under {ref}
    quote {ref}
    with {ref}
    for order {code}
    for invoice {code}
    for ticket {code}
    for case {code}
    for booking {code}
    (order {code})
    (ticket {code})
    concerning case {code}
    because of ticket {code}
    """
    ),
)

#: Said beside the rest, without a field in it.
ASIDES = pool("""
    {spell}
    {some}
    ({some})
    with the {thing}
    and the {thing}
    bring the {thing}
    about the {thing}
    for {role}
    with {role}
    without {role}
    ({odd})
    {odd}
    for the {model}
    incl. {thing}
    and {n} {thing}
    - urgent
    if possible
    please
    asap
    again
    as usual
    no {thing} needed
    from {firm}
    via {firm}
    ({firm})
    plus {some}
    as agreed
    this time without the {thing}
    for {n} people
    {n} persons
    {n}x
    same as last time
    before it gets worse
    because of the {thing}
    !!
    (important)
    """)
