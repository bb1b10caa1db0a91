"""What is no field: goods, quantities, durations, firms, roles, models. All to be left out."""

from jobs import names
from jobs.extract import everyday
from jobs.extract.words import FIRMS, LAST
from jobs.line import TEST, TRAIN, of_split

GOODS = """brake pads,winter tyres,oil filter,spare key,gaskets,copper pipe,screws,
paint,batteries,light bulbs,towels,gloves,bandages,syringes,masks,blankets,chart,prescription,
lab results,x-ray,report,essay,slides,handout,lab book,homework,textbook,thesis draft,timetable,
lunch box,swimming kit,permission slip,raincoat,packed lunch,birthday cake,balloons,milk,bread,
eggs,coffee beans,flowers,wine glasses,napkins,menu,invoice template,toner,paper,envelopes,
stamps,parcel,pallets,crates,boxes,labels,forklift,trolley,van,trailer,bike,chain,saddle,
inner tubes,pump,helmet,skis,boots,jacket,boiler,tap,washing machine,fridge,dishwasher,heater,
radiator,smoke alarm,door lock,window handle,carpet,curtains,sofa,contract,lease,meter reading,
keys,deposit slip,photos,laptop,charger,monitor,keyboard,mouse,printer,router,cable,backup disk,
badge,uniform,ladder,drill,hammer,sandpaper,hose,lawn mower,seeds,plant pots,compost,
wheelbarrow,sample,guitar,drum kit,microphone,speakers,tickets,costumes,programme,banner,flyers,
medicine,insulin pens,walking frame,glasses,hearing aid,test strips,thermometer,alternator,
clutch,exhaust,headlight,wiper blades,spark plugs,timing belt,windscreen,bumper,coolant,
brake fluid,starter motor,fuse,wheel nuts,shock absorbers,air filter,fuel pump,gearbox,
cardboard,tape,bubble wrap,shelves,till rolls,receipts,gift cards,price tags,mannequin,
coat hangers,shop sign"""
GOODS = tuple(GOODS.replace("\n", "").split(","))
VERBS = """check,replace,order,fix,clean,return,pack,bring,collect,send,buy,
measure,test,repair,label,count,wrap,move,borrow,find,copy,print,sort,paint,refill,unload,load,
inspect,adjust,photograph,look at,pick up,drop off,put away,hand in,take back,get,sign for,
finish,update,review,charge,wash,sell,throw out,swap,store,
weigh,stack,book in""".replace("\n", "").split(",")
ROLES = """the plumber,the landlord,the electrician,the neighbours,my sister,
my boss,the driver,the vet,the teacher,the nurse,the doctor,the caretaker,the supplier,
the client,the customer,my flatmate,the new intern,our accountant,the tenants,
the babysitter,the trainer,the coach,the whole team,the courier,the mechanic,the inspector,
the kids,the parents,the patient,the lawyer,the optician,the estate agent,the painters,
the window cleaner,the day shift,the apprentice,mum,my brother,the florist,the insurance,
the bank,the council,the agency,the chef,the band,
the caterer,the roofer,HR,IT"""
ROLES = tuple(ROLES.replace("\n", "").split(","))
MODELS = """Golf 7,Model 3,iPhone 12,Galaxy S21,MacBook Pro 14,ThinkPad T480,Clio 4,
Astra H,Fiesta 1.4,Transit 350,Corsa 1.2,Vespa 125,Octavia 2.0,Polo 6R,Kia Rio,Civic 1.8,
Windows 11,Ubuntu 24.04,Photoshop,Excel,PlayStation 5,Kindle,Roomba 980,LaserJet 4200,
Cat 6 cable,Type 2 plug,5W-30 oil,M8 bolts,AA batteries,A4 paper,WD-40,Python 3.12,USB-C hub,
HDMI 2.1 cable,DIN 912 screws,PVC pipe 50 mm,R134a,ISO 9001,GTX 1080,Boeing 737,Sprinter 316,
Passat B8,E-Class 220,Focus ST,Yaris 1.5""".replace("\n", "").split(",")
SUFFIXES = """Ltd,GmbH,Inc,Inc.,AG,LLC,& Sons,& Co,Logistics,Motors,Plumbing,Energy,
Systems,Foods,Insurance,Group,Transport""".replace("\n", "").split(",")
UNITS = """kg,kg of flour,g,cm,mm,m,litres,l,ml,mg,pcs,boxes,bags,packs,pairs,
rolls,sheets,cans,bottles,crates,pallets,copies,tablets,units,pieces,portions,slices,bars,km,
miles,%,% off,percent,degrees,x,sets,cups,GB,pages,metres,inches,lbs,tins,jars,meals,chairs,
plates,tonnes,volts,watts,psi,bar,steps,points,votes,guests,
eggs,buckets,sacks,tubes""".replace("\n", "").split(",")
SPELLS = """for 20 min,for 2 hours,for an hour,for three weeks,for 10 days,
in 5 minutes,in a week,every day,daily,twice a week,for half an hour,every 6 hours,
3 times a day,for 45 minutes,all day,within 48 hours,for 6 months,for 90 min,
in two weeks,once a month,each week,every 15 min,for ages,next week,next month,last week,
yesterday,at the weekend,over the weekend,in spring,soon,later,last month,every two years,
after 5000 km,for 1 h,24/7,ASAP,last year,since March,in April,by the end of the month,
on weekdays,on the 15th,before the 20th,every hour,for ten years"""
SPELLS = tuple(SPELLS.replace("\n", "").split(","))
_FIRMS = {split: of_split(FIRMS.split(), split) for split in (TRAIN, TEST)}
_LAST = {
    split: tuple(name for name in of_split(LAST.split(), split) if "_" not in name)
    for split in (TRAIN, TEST)
}


def drawn(name):
    """What fills the slot: a piece that says nothing."""

    def fill(rng, about):
        made = SLOTS[name](rng, about.split)
        return (made, {}, ()) if isinstance(made, str) else (made[0], {}, made[1])

    return fill


def _count(rng, split):
    return str(rng.randint(2, 12) if rng.random() < 0.7 else rng.randint(13, 250))


def _amount(rng, split):
    unit = rng.choice(UNITS)
    number = (
        _count(rng, split) if rng.random() < 0.8 else f"{rng.randint(0, 40)}.{rng.randint(1, 9)}"
    )
    return number + unit if unit[0] in "%x" else f"{number} {unit}"


def _firm(rng, split):
    if rng.random() < 0.6:
        name = rng.choice(_FIRMS[split])
        return name, (name,)
    made_up = rng.random() < (0.5 if split == TRAIN else 0.1)
    name = names.word(rng, split).capitalize() if made_up else rng.choice(_LAST[split])
    return f"{name} {rng.choice(SUFFIXES)}", (name,)


def _odd(rng, split):
    """A number or a code that is no field."""
    made = rng.choice(
        (
            "size 00",
            "page 00",
            "chapter 0",
            "version 0.0.0",
            "v0.0",
            "version 0.0",
            "PIN 0000",
            "door code 0000",
            "00%",
            "0/10",
            "level 0 of 0",
            "BP 100/80",
            "pulse 80",
            "temp 37.0",
            "plate KA-AA 000",
            "plate AA00 AAA",
            "000,000 km",
            "00 km/h",
            "torque 00 Nm",
            "00 x 00 cm",
            "error 000",
            "code A000",
            "step 0 of 0",
            "0 out of 0",
            "no. 0 in the queue",
            "serial A0A000",
            "dose 000 mg",
            "00 kg",
            "row 0",
            "colour 0000",
            "grade 0",
            "exercise 0.0",
            "questions 0 to 0",
            "part AA-000",
        )
    )
    drawn = {"0": names.DIGITS, "A": names.LETTERS.upper()}
    return "".join(rng.choice(drawn.get(mark, mark)) for mark in made)


SLOTS = {
    "thing": lambda rng, split: rng.choice(GOODS),
    "do": lambda rng, split: rng.choice(VERBS),
    "role": lambda rng, split: rng.choice(ROLES),
    "model": lambda rng, split: rng.choice(MODELS),
    "n": _count,
    "some": _amount,
    "spell": lambda rng, split: rng.choice(SPELLS),
    "firm": _firm,
    "odd": _odd,
    **everyday.SLOTS,
}
