"""The everyday words that talk is made of: things, qualities, doings. None is a field."""

NOUNS = """blanket,lamp,kettle,sofa,jumper,coat,scarf,umbrella,suitcase,rucksack,bucket,mop,
broom,vase,mirror,clock,candle,cushion,mattress,pillow,drawer,cupboard,table,chair,stool,bench,
fence,hedge,lawn,tree,apple tree,rose,tomato,pumpkin,cabbage,onion,potato,carrot,soup,stew,cake,
pie,cheese,butter,bread,jam,honey,tea,coffee,juice,beer,wine,pepper,salt,rice,pasta,sauce,oven,
stove,pan,pot,plate,bowl,spoon,fork,knife,cup,mug,glass,bottle,jar,basket,bag,wallet,purse,ring,
watch,necklace,hat,glove,sock,shoe,boot,belt,button,zip,needle,thread,wool,cloth,shirt,dress,skirt,
suit,tie,car,bike,bus,train,tram,boat,scooter,engine,tyre,brake,wheel,bonnet,seat,roof,wall,floor,
ceiling,door handle,window,curtain,blind,carpet,rug,tile,pipe,tap,sink,drain,bath,shower,toilet,
towel,soap,shampoo,brush,comb,razor,phone,tablet,camera,screen,keyboard,cable,plug,socket,fuse,
battery,radio,speaker,headphones,guitar,piano,drum,song,film,book,novel,poem,story,letter,card,
envelope,stamp,parcel,newspaper,magazine,pen,pencil,paper,notebook,folder,stapler,glue,scissors,
tape,string,rope,nail,screw,hammer,saw,drill,ladder,paint,roller,sandpaper,plank,brick,cement,
shovel,rake,hose,seed,compost,dog,cat,hamster,goldfish,rabbit,parrot,kitten,puppy,horse,hen,lead,
collar,cage,aquarium,ball,racket,bat,net,tent,sleeping bag,map,compass,torch,stove gas,kite,puzzle,
doll,toy,game,dice,password,router,wifi,website,newsletter,app,update,file,photo,video,spreadsheet,
slide,logo,poster,flyer,sign,label,price,discount,bill,receipt,budget,loan,contract,form,passport,
licence,visa,ticket,tax form,report,plan,idea,list,recipe,question,answer,mistake,problem,joke,
dream,secret,rumour,habit,headache,cold,cough,knee,back,shoulder,tooth,finger,hair,ego,diet,sleep,
weather,rain,snow,sun,wind,fog,moon,star,river,lake,hill,forest,moth,ant,mouse,wasp,bird,meeting,
speech,lesson,exam,essay,homework,chapter,sentence,word,language,choir,team,club,neighbour's dog,
wedding,party,present,wrapping,balloon,cake stand,tree house,bird feeder,doorbell,letterbox,
dishwasher tablet,freezer,toaster,mixer,blender,iron,ironing board,washing line,hoover bag,
light bulb,adapter,
extension lead,smoke alarm,thermostat,gutter,chimney,bin,recycling,lid,handle,hinge,key ring,spare
part,manual,warranty card,font,colour,headline,paragraph,chord,tune,rhythm,bread knife,tea towel"""
PLURALS = """bin bags,oat milk,eggs,nappies,wipes,plasters,tissues,sponges,candles,matches,
biscuits,crisps,olives,lemons,limes,onions,carrots,apples,pears,bananas,grapes,nuts,oats,lentils,
beans,peas,mushrooms,noodles,crackers,herbs,tulips,bulbs,seeds,worms,slippers,laces,buttons,socks,
tights,gloves,mittens,nails,hooks,hinges,rubber bands,paper clips,folders,stickers,crayons,stamps,
postcards,dog biscuits,cat litter,bird seed,fish food,washing powder,toothpaste,kitchen roll,
baking paper,cling film,tin foil,yeast,flour,brown sugar,vanilla,soy sauce,tofu,yoghurt,cream,
frozen peas,ice cubes,straws,paper plates,plastic cups,charcoal,firewood,coasters,place mats,bolts,
washers,screws,drawing pins,sandbags,rice cakes,raisins,ginger,garlic,chilli,mint tea,decaf,lids"""
ADJECTIVES = """old,new,big,small,bigger,smaller,better,worse,cheap,cheaper,expensive,heavy,light,
long,short,longer,shorter,warm,warmer,cold,colder,hot,dry,wet,damp,clean,dirty,dusty,broken,empty,
full,loose,tight,soft,hard,sharp,blunt,loud,quiet,slow,fast,bright,dark,pale,red,blue,green,yellow,
grey,brown,purple,pink,black,white,round,flat,thick,thin,wide,narrow,deep,fresh,stale,ripe,sour,
sweet,salty,spicy,bitter,boring,funny,strange,lovely,ugly,pretty,simple,tricky,easy,difficult,
wrong,odd,rusty,shiny,sticky,smooth,rough,wooden,plastic,leather,woollen,electric,second-hand,
borrowed,lost,spare,missing,left,ready,finished,late,early,tired,hungry,useful,useless,perfect,
terrible,nice,calm,busy,strong,weak"""
VERBS = """water,feed,clean,fix,mend,wash,dry,iron,fold,paint,sand,polish,sweep,empty,fill,cut,trim,
plant,dig up,move,lift,carry,hide,find,lose,sell,buy,return,borrow,lend,keep,throw away,recycle,
repair,replace,oil,sharpen,tighten,loosen,measure,weigh,count,sort,label,pack,unpack,wrap,post,
write,read,copy,print,scan,delete,rename,back up,download,install,restart,charge,unplug,switch off,
turn down,open,close,lock,shake,stir,cook,bake,boil,freeze,defrost,peel,chop,taste,serve,eat,drink,
cancel,renew,finish,start,plan,draw,learn,practise,teach,explain,forget,remember,check,test,try,
change,improve,simplify,shorten,sew on,knit,hang up,take down,bring in,put away,air,walk,brush"""
PASTS = """watered,fed,cleaned,fixed,mended,washed,dried,folded,painted,polished,swept,emptied,
filled,cut,trimmed,planted,moved,lifted,carried,hid,found,lost,sold,bought,returned,borrowed,lent,
kept,threw away,repaired,replaced,oiled,sharpened,tightened,measured,weighed,counted,sorted,
labelled,packed,unpacked,wrapped,posted,wrote,read,copied,printed,scanned,deleted,renamed,
downloaded,
installed,restarted,charged,unplugged,opened,closed,locked,stirred,cooked,baked,froze,peeled,
chopped,tasted,ate,drank,cancelled,renewed,finished,started,planned,drew,learned,taught,explained,
forgot,remembered,checked,tested,tried,changed,improved,broke,dropped,stained,burned,spilled"""
DOINGS = """the hedge,babysitting,cleaning,driving,painting,cooking,gardening,the lift,the pizza,
the petrol,the show,the present,the groceries,the repair,the haircut,the lessons,
parking,shopping,walking the dog,the taxi,the cake,the tools,the books,the shoes,the skates,
the boat,the flight,the tickets,the drinks,the breakfast,the bus,the course,ironing,
window cleaning,the delivery,the deposit,the piano lessons,the garden work,the flowers,the tent,
the old bike,the course fee,the membership,the rent,the paint,the wood,the tiles,the new tyres"""
EVENTS = """lunch,dinner,breakfast,brunch,coffee,tea,supper,drinks,tapas,pizza,barbecue,picnic,
party,birthday,wedding,christening,funeral,anniversary,reunion,farewell,housewarming,meeting,
stand-up,interview,call,video call,review,retro,workshop,training,course,lesson,lecture,seminar,
tutorial,exam,test,rehearsal,band practice,choir,concert,gig,film night,
game night,book club,quiz night,dance class,yoga,pilates,swimming,tennis,football,basketball,
volleyball,badminton,climbing,hike,run,bike ride,sailing,skiing,dentist,doctor,physio,vet,optician,
haircut,massage,check-up,blood test,x-ray,vaccination,teeth cleaning,eye test,piano lesson,
guitar lesson,driving lesson,driving test,car service,tyre change,MOT,car wash,viewing,inspection,
handover,delivery,pick-up,moving day,open day,school trip,parents evening,sports day,school play,
playdate,sleepover,babysitting,flight,train,ferry,bus trip,check-in,city tour,exhibition,
fair,flea market,auction,jumble sale,bake sale,conference,trade fair,board meeting,
team lunch,planning,demo,presentation,kick-off,audit,appointment,hearing,court date,
house viewing,survey,signing,bank appointment,tax appointment,volunteering,first aid course,
pottery class,language class,spanish class,cooking class,chess club,scouts,church service,
carol singing,fireworks,parade,street party,games evening,karaoke,poker,darts,bowling,ice skating,
horse riding,fishing,photo shoot,fitting,tasting,photo session,boiler service,chimney sweep,
window cleaner,plumber visit,meter reading,wifi installation,sofa delivery,bin day,fire drill"""


def _list(block):
    return tuple(" ".join(word.split()) for word in block.split(","))


def _one(block):
    words = _list(block)
    return lambda rng, split: rng.choice(words)


SLOTS = {
    "noun": _one(NOUNS),
    "stuff": _one(PLURALS),
    "adj": _one(ADJECTIVES),
    "verb": _one(VERBS),
    "past": _one(PASTS),
    "doing": _one(DOINGS),
    "event": _one(EVENTS),
}
