"""The lines of a form, and bare values for notes that are hardly more than keywords."""

from jobs.extract import plain
from jobs.extract.template import pool, together

#: Lines of a form; each goes on its own line or behind a bar.
LABELLED = together(
    plain.LABELLED,
    pool("""
    name: {person}
    Name - {person}
    who: {people}
    customer: {person}
    client: {person}
    patient: {person}
    tenant: {person}
    guest: {person}
    caller: {person}
    contact: {person}
    driver: {person}
    student: {person}
    from: {person}
    to: {people}
    attendees: {people}
    participants: {people}
    with: {people}
    team: {people}
    child: {first}
    owner: {person}
    owner = {person}
    assigned to: {person}
    phone: {phone}
    tel: {phone}
    tel.: {phone}
    Tel {phone}
    mobile: {phone}
    mob. {phone}
    cell: {phone}
    number: {phone}
    ph: {phone}
    call back: {phone}
    phone = {phone}
    contact no.: {phone}
    emergency contact: {phone}
    email: {email}
    e-mail: {email}
    mail: {email}
    Email {email}
    mail to: {email}
    email = {email}
    address for the bill: {email}
    day: {day}
    date: {day}
    on: {day}
    Date - {day}
    due: {day}
    deadline: {day}
    due date: {day}
    check-in: {day}
    delivery date: {day}
    start: {day}
    Termin: {day}
    date = {day}
    time: {time}
    at: {time}
    Time - {time}
    start: {time}
    start time: {time}
    arrival: {time}
    pickup: {time}
    slot: {time}
    hour: {time}
    time = {time}
    departure {time}
    slot: {ctime} - {~ctime}
    when: {when}
    appointment: {when}
    date/time: {when}
    slot: {when}
    pickup: {when}
    delivery: {when}
    starts: {when}
    where: {place}
    place: {place}
    location: {place}
    venue: {place}
    address: {place}
    deliver to: {place}
    pickup point: {place}
    meeting point: {place}
    location - {place}
    where = {place}
    site: {place}
    amount: {sum}
    price: {sum}
    total: {sum}
    cost: {sum}
    to pay: {sum}
    paid: {sum}
    fee: {sum}
    quote: {sum}
    rent: {sum}
    deposit: {sum}
    estimate: {sum}
    sum: {money}
    total = {sum}
    bill: {sum}
    open balance: {sum}
    budget: {money}
    order: {code}
    invoice: {code}
    ticket: {code}
    booking: {code}
    case: {code}
    order no.: {code}
    order no: {code}
    invoice no. {code}
    ticket no: {code}
    booking no.: {code}
    case number: {code}
    order # {code}
    ref: {code}
    Ref. {code}
    reference: {code}
    invoice nr: {code}
    order = {code}
    booking code: {code}
    {ref}
    re: {ref}
    """),
)

#: Lines of a form that say nothing of what is asked for.
UNASKED = pool("""
    car: {model}
    model: {model}
    parts: {thing}
    item: {thing}
    items: {n} {thing}
    qty: {n}
    quantity: {some}
    weight: {n} kg
    size: {n}
    status: open
    status: done
    priority: high
    urgent: yes
    notes: {odd}
    note: {do} the {thing}
    job: {do} the {thing}
    problem: {thing} broken
    symptom: noise
    mileage: {n},000 km
    company: {firm}
    firm: {firm}
    supplier: {firm}
    by: {role}
    guests: {n}
    persons: {n}
    colour: black
    allergies: nuts
    blood pressure: 120/80
    duration: {n} min
    how long: {n} hours
    topic: the {thing}
    subject: {thing}
    bring: {thing}, {thing}
    type: {model}
    grade: B+
    homework: page {n}
    remarks: none
    weather: rain
    key: with {role}
    repeat: no
    """)

#: Bare values for notes that are hardly more than keywords.
BARE = together(
    plain.BARE,
    pool("""
    {person}
    {people}
    {first}
    {first} & {first}
    {phone}
    {phone}
    t. {phone}
    {email}
    {email}
    {day}
    {day}
    {day}
    {onday}
    {time}
    {time}
    {time}
    {attime}
    {when}
    {when}
    {when}
    {place}
    {place}
    {place}
    {at}
    {the}
    {money}
    {money}
    {money}
    {money}!
    {ref}
    {ref}
    {ref}
    re {ref}
    inv. {code}
    {day} {time}
    {day}, {time}
    {day} at {time}
    {time} {day}
    {time} sharp
    ca. {time}
    not before {time}
    {first}!
    {first}?
    {first} + {first}
    {first}, {first}, {first}
    {first}/{first}
    {person}, {first}
    @ {place}
    @{place}
    at {the}
    -> {the}
    order {code}
    ticket {code}
    booking {code}
    case {code}
    order nr {code}
    tel {phone}
    tel. {phone}
    p: {phone}
    ({phone})
    m: {email}
    <{email}>
    = {money}
    {money} cash
    {money} paid
    {sum} paid
    {sum} to pay
    """),
)
