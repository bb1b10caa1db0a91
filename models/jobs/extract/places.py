"""Where something happens: rooms, docks, cafés, streets, towns, everyday places."""

from jobs import names
from jobs.extract.words import CITIES, PLACES
from jobs.line import TEST, TRAIN, of_split

NUMBERED = {
    "room": "in",
    "dock": "at",
    "bay": "in",
    "warehouse": "in",
    "ward": "on",
    "gate": "at",
    "platform": "on",
    "flat": "in",
    "apartment": "in",
    "unit": "in",
    "lab": "in",
    "hall": "in",
    "building": "in",
    "terminal": "at",
    "counter": "at",
    "desk": "at",
    "office": "in",
    "classroom": "in",
    "studio": "in",
    "court": "on",
    "pier": "at",
    "garage": "in",
    "aisle": "in",
    "shelf": "on",
    "locker": "at",
    "theatre": "in",
    "lot": "in",
    "zone": "in",
    "cabin": "in",
    "booth": "at",
    "stage": "on",
    "workshop": "in",
    "meeting room": "in",
    "conference room": "in",
    "exam room": "in",
    "seminar room": "in",
    "lecture hall": "in",
    "loading bay": "at",
    "parking bay": "in",
    "treatment room": "in",
    "house": "at",
    "apt": "in",
    "pitch": "on",
    "entrance": "at",
    "level": "on",
    "cell": "in",
    "ramp": "at",
    "hangar": "in",
    "rm": "in",
    "parking lot": "in",
    "training room": "in",
    "berth": "at",
    "block": "in",
}
COLOURS = "Blue Red Green Yellow White Black Grey Silver Golden Purple Orange Pink".split()
CHAMBERS = "Room Room Room Hall Lounge Suite Salon Studio Wing Bar Lab Tent".split()
BEASTS = """Lion Swan Bear Stag Crown Horse Fox Dragon Anchor Rooster Goose Bull Oak Star
Wheel Lamb Duck""".split()
COMMON = """office,library,canteen,garage,workshop,station,car park,town hall,lobby,
front desk,kitchen,gym,market,pool,basement,pharmacy,bakery,main entrance,school gate,
playground,loading dock,site,depot,clinic,hospital,cafeteria,museum,meeting room,waiting room,
break room,staff room,server room,storeroom,boardroom,foyer,courtyard,gallery,theatre,stadium,
harbour,airport,bus stop,train station,post office,bank,supermarket,hardware store,
community centre,youth club,chapel,nursery,kindergarten,assembly hall,back yard,front gate,
car wash,petrol station,laundry room,bike shed,rooftop,terrace,garden shed,registry office,
courthouse,main hall,yard,barn,boathouse,beach,park,corner shop,old mill,bus station,
ticket office,side entrance,back door,pavilion,parking lot,square,fire station,police station,
embassy,tram stop,roof terrace,control room,print shop,staff kitchen,small hall,big hall,
upstairs office,first floor,second floor,3rd floor,2nd floor,ground floor,top floor,west wing,
north gate,south entrance,paint shop,test bench,goods entrance,sports hall,swimming pool,
music room,art room,chemistry lab,cinema,zoo,campsite,
ferry terminal,cemetery,mosque,temple,allotment,brewery,castle,riverbank,vineyard,orchard,
marina,boat club,tennis club,golf course,riding school,driving range,ice rink,climbing hall,
dance studio,recording studio,print works,sawmill,quarry,stable,chalet,hut,lighthouse,windmill,
water tower,town square,market hall,concert hall,church hall,village hall,scout hut,clubhouse,
canteen kitchen,cloakroom,lecture theatre,common room,reading room,changing room,guest house,
hostel,motel,spa,sauna,hairdresser's,dentist's,vet's,butcher's,florist's,baker's,laundrette,
shopping centre,garden centre,recycling centre,job centre,city hall,consulate,tax office,
pier,jetty,ferry landing,viewpoint,bandstand,duck pond,old harbour,taxi rank,bike shop,bookshop,
pet shop,toy shop,paint store,builder's yard,goods lift,roof garden,winter garden,beer garden"""
#: Said before an everyday place; part of its name.
KINDS_OF = "old new big small upper lower main second other former red little".split()
BARE = "home school reception church customs"
ROADS = """Street Street Road Avenue Lane St Rd Drive Way Ave Close Square Gardens Terrace
Place Court""".split()
EATING = (
    "Café {}",
    "Cafe {}",
    "Hotel {}",
    "Pizzeria {}",
    "Restaurant {}",
    "Bistro {}",
    "Bar {}",
    "Trattoria {}",
    "Gasthof {}",
    "{} Diner",
    "{} Bakery",
    "{} Grill",
    "{} Coffee",
    "{} Inn",
    "Osteria {}",
    "Chez {}",
    "Casa {}",
    "{} Café",
    "cafe {}",
    "{} Tea House",
    "{} Brewery",
    "{}'s",
    "{}'s Diner",
    "{}'s Kitchen",
    "Villa {}",
    "Taberna {}",
    "Bodega {}",
    "Brasserie {}",
    "Crêperie {}",
    "Konditorei {}",
    "Taquería {}",
    "Bäckerei {}",
    "Ristorante {}",
    "Pub {}",
    "{} Pub",
    "{} Bar",
    "{} Kitchen",
)
HOUSES = (
    "{} Clinic",
    "{} School",
    "{} University",
    "{} Park",
    "{} Station",
    "{} Library",
    "{} Church",
    "{} Airport",
    "{} Hospital",
    "{} Centre",
    "{} Hall",
    "{} House",
    "{} Tower",
    "{} Plaza",
    "{} Bridge",
    "{} Primary",
    "{} Market",
    "{} Theatre",
    "{} Arena",
    "{} Mall",
    "{} Health Centre",
    "{} College",
    "{} Farm",
    "{} Garage",
    "St. {} Hospital",
    "St {}'s Hall",
    "St {}'s Church",
    "St {}",
    "{} Pier",
    "{} Gardens",
    "{} Castle",
    "{} Chapel",
    "{} Mill",
    "{} Barn",
    "{} Marina",
    "{} Sports Hall",
    "{} Community Centre",
    "{} Museum",
    "{} Stadium",
    "Kasteel {}",
    "Schloss {}",
    "Château {}",
    "Palazzo {}",
    "Port {}",
    "Lake {}",
    "Mount {}",
)
ROOMS = (
    "{} Room",
    "{} room",
    "Meeting Room {}",
    "meeting room {}",
    "Conference Room {}",
    "{} Suite",
    "{} Lounge",
    "Room {}",
    "room {}",
    "Studio {}",
    "{} Lab",
    "{} Wing",
    "{} Auditorium",
    "{} Ballroom",
    "Salon {}",
    "Building {}",
    "Hall {}",
    "Office {}",
    "Saal {}",
    "Lab {}",
    "Court {}",
    "Tent {}",
)
WITH_THE = (
    "{} Room",
    "{} room",
    "{} Suite",
    "{} Lounge",
    "{} Lab",
    "{} Wing",
    "{} Auditorium",
    "{} Ballroom",
)
ABROAD = (
    "{}straße {}",
    "{}strasse {}",
    "{}weg {}",
    "{}gasse {}",
    "{}platz {}",
    "{}allee {}",
    "Rue {} {}",
    "Via {} {}",
    "Calle {} {}",
    "Rua {} {}",
    "{}straat {}",
    "{}gatan {}",
    "Am {} {}",
    "Plaza {} {}",
)

ON_THE = {
    "rooftop",
    "terrace",
    "roof terrace",
    "square",
    "playground",
    "beach",
    "first floor",
    "second floor",
    "3rd floor",
    "2nd floor",
    "ground floor",
    "top floor",
}
NOUNS = tuple(COMMON.replace("\n", "").split(","))
_PLACES = {split: of_split(PLACES.split(), split) for split in (TRAIN, TEST)}
_CITIES = {split: of_split(CITIES.split(), split) for split in (TRAIN, TEST)}


def place(rng, split):
    """(preposition, article, the place, the open values in it)"""
    kind = rng.random()
    if kind < 0.30:
        return _numbered(rng)
    if kind < 0.44:
        return _room(rng, split)
    if kind < 0.58:
        return _public(rng, split, rng.choice(EATING if rng.random() < 0.6 else HOUSES))
    if kind < 0.72:
        return _road(rng, split)
    if kind < 0.93:
        return _common(rng)
    city = rng.choice(_CITIES[split])
    return "in ", "", city, (city,)


def _open(rng, split):
    if rng.random() < (0.5 if split == TRAIN else 0.12):
        return names.word(rng, split).capitalize()
    return rng.choice(_PLACES[split])


def _numbered(rng):
    noun = rng.choice(tuple(NUMBERED))
    kind = rng.random()
    if kind < 0.55:
        number = str(rng.randint(1, 40) if rng.random() < 0.7 else rng.randint(100, 499))
    elif kind < 0.75:
        number = f"{rng.randint(1, 40)}{rng.choice('abcdABCD')}"
    elif kind < 0.88:
        number = rng.choice("ABCDEFGHKMNX") + rng.choice(("", "", str(rng.randint(1, 30))))
    else:
        number = f"{rng.randint(0, 9)}{rng.choice('..-/')}{rng.randint(1, 40):02}"
    lead = NUMBERED[noun]
    name = (
        noun if rng.random() < 0.65 else noun.capitalize() if rng.random() < 0.6 else noun.title()
    )
    return ("at " if rng.random() < 0.08 else lead + " "), "", f"{name} {number}", ()


def _room(rng, split):
    kind = rng.random()
    if kind < 0.3:
        return "in ", "the ", f"{rng.choice(COLOURS)} {rng.choice(CHAMBERS)}", ()
    if kind < 0.42:
        return "at ", "the ", f"{rng.choice(COLOURS)} {rng.choice(BEASTS)}", ()
    pattern, name = rng.choice(ROOMS), _open(rng, split)
    return "in ", "the " if pattern in WITH_THE else "", pattern.format(name), (name,)


def _public(rng, split, pattern):
    name = _open(rng, split)
    article = "the " if rng.random() < 0.1 and not pattern.endswith("'s") else ""
    return "at ", article, pattern.format(name), (name,)


def _road(rng, split):
    name, number = (
        _open(rng, split),
        f"{rng.randint(1, 140)}{rng.choice(('', '', '', '', 'a', 'b'))}",
    )
    if rng.random() < 0.3:
        text = rng.choice(ABROAD)
        return rng.choice(("at ", "at ", "in ")), "", text.format(name, number), (name,)
    road = f"{name} {rng.choice(ROADS)}"
    kind = rng.random()
    if kind < 0.4:
        return "at ", "", f"{number} {road}", (name,)
    if kind < 0.65:
        return "at ", "", f"{road} {number}", (name,)
    return rng.choice(("on ", "on ", "in ")), "", road, (name,)


def _common(rng):
    if rng.random() < 0.08:
        return "at ", "", rng.choice(BARE.split()), ()
    noun = rng.choice(NOUNS)
    if " " not in noun and rng.random() < 0.18:
        return rng.choice(("at ", "in ")), "the ", f"{rng.choice(KINDS_OF)} {noun}", ()
    if noun in ON_THE:
        return "on ", "the ", noun, ()
    return rng.choice(("at ", "at ", "in ")), "the ", noun, ()
