r"""What is no log line at all: talk, notes, recipes, verse, code, commands, settings, pages.

Much of it speaks of disks, servers and batteries, so that the words alone do not make a log line.
`\n` in a template is the end of a line.
"""

from jobs.line import TEST, TRAIN, of_split
from jobs.triage.kits_prose import KITS
from jobs.triage.pattern import Pattern
from jobs.triage.slots import SLOTS

TALK = r"""
<hi|hello|hey|good morning>, how are you <today|doing>?
<hey|hi> {name}, are you coming <tonight|tomorrow|on {day}>?
thanks <a lot|so much|again>, see you on {day}
<ok|alright|fine>, I'll call you <later|back|at noon>
can you pick up <milk|bread|some eggs|the kids> on your way home?
sorry I'm late, the <train|bus|tram> was full
happy birthday {name}! <hope you have a great day|all the best>
what should we <cook|eat|do> <tonight|tomorrow|this weekend>?
I think we should <wait|go|ask {name} first>
lol that was <funny|great|weird>
did you see the <game|match|film> <yesterday|last night>?
{name} says she will be there at eight
no idea, ask {name}
let's meet <in front of the cinema|at the station|at my place>
good night <everyone|all|{name}>, sleep well
yes please
no thanks
what?
I don't know what you mean
nice weather today, isn't it?
we had a lovely time in the mountains last <summer|week|{month}>
dear {name},\nthank you for your letter.\nWith kind regards
see you soon!\n{name}
my <dog|cat|neighbour> is <louder|older|lazier> than yours
Has anybody seen my <keys|glasses|umbrella>?
"""

ABOUT_MACHINES = r"""
my disk is <almost full|full> again, can <somebody|you> help me?
I bought a new <disk|ssd|battery|router|camera> <yesterday|last week> and it is great
why is my <laptop|computer|server|phone> so <slow|hot|loud>?
how do I <free up space|check the disk|resize a partition> on {host}?
how can I find out <which process uses the memory|what fills the disk>?
what does "no space left on device" mean?
what is the difference between swap and memory?
is it normal that the fan <is loud|never stops|runs at night>?
does anyone know why sshd <refuses|does not accept> my key?
could you please restart {app} for me when you have time?
please remind me to replace the <battery|fan|filter> on {day}
I think the server crashed yesterday, but {name} says it was fine
the wifi at the <hotel|office|cafe> was terrible
we should really update the <firmware|kernel|servers> some day, {name} keeps asking
a full disk is a bad thing, said {name}
If the battery is empty, the robot cannot go home, can it?
the old router is on the shelf next to the printer
My password is too hard to remember, can I use a shorter one?
who has the admin password for {host}?
should I buy 16 or 32 GB of memory?
Which <ssd|power supply|gpu> would you recommend for a small server?
the temperature in {name}'s office is unbearable, we need a fan
our update from the <meeting|board|team>: everybody is happy
I love the new update of the app, {name} showed me
can you write a script that checks the disk every hour?
explain how the oom killer works
tell me a joke about a kernel panic
write a poem about a broken hard disk
summarise this log for me please
what is a segmentation fault?
what's the best way to cool a small computer?
when does the certificate of {domain} expire?
which service uses port {port}?
was the backup fine last night?
is the network up again?
how full is the disk?
Show me the errors of today
why did {app} restart?
In this chapter we learn how a file system keeps its data safe.
Memory is what a computer thinks with; a disk is what it remembers with.
A battery that is never used dies as well.
Most people notice their disk only when it is full.
The service at the <restaurant|hotel|garage> was slow, but the food was good.
The power of a good <story|song|coffee> cannot be overrated.
He lost his memory after the accident.
She works in network marketing and hates it.
they want permission to build a garage
The driver of the bus failed to stop at the red light.
The hardware store on {day}s closes at noon
There is a critical article about the fan club in the <newspaper|magazine>.
Warning signs were put up along the road last {month}.
the panic was over as soon as {name} found the cat
I made an error in my tax return, what now?
fatal accidents have become rarer, the paper says
for your information: the kitchen is closed on {day}
The alert dog barked all night
"""

HOUSE = r"""
turn <on|off> the <light|lights|lamp|heating|radio> <in the {room}|upstairs|everywhere>
switch the {room} light <on|off> please
set the <heating|thermostat> to {n} degrees
make it <warmer|colder|a bit darker> in the {room}
play some <jazz|music|radio> in the {room}
<open|close> the <blinds|curtains|garage> in the {room}
lock the <front|back|garage> door
set a timer for {n} minutes
remind me in {n} minutes to <call mum|turn the oven off|water the plants>
send the robot to the {room}
vacuum the {room} and then go home
start charging the car
print two copies of the <report|menu|letter>
dim the lamp in the {room} to {n} percent
stop the music
what's the weather like <tomorrow|on {day}>?
wake me at seven
volume to {n}
is the {room} window open?
good morning, open all blinds and make coffee
"""

NOTES = r"""
dentist {day} 10:30
meeting with {name} on {day} at 3pm
call {name} back about the <invoice|offer|contract>
buy <milk|batteries|a new fan|screws|paint>
{name}: +49 30 {nnn}
lunch with {name} in the Blue Room, {day}
invoice {id} over {n}.50 EUR paid
todo: replace battery in the smoke detector
todo: ask {name} about the new disk
ideas: garden, boat, paint the {room}
pick up parcel {id} before {day}
rent 850 EUR due on the first
{name} birthday {date}
wifi password is on the fridge
order {id} arrives {day}
- milk\n- eggs\n- bread
1. wake up\n2. drink coffee\n3. fix the fan
[ ] backup the photos\n[ ] clean the {room}\n[x] call {name}
shopping: apples, rice, soap
agenda {day}: budget, holidays, any other business
notes of the meeting: {name} buys a new server in {month}
packing list: charger, camera, socks
gym {day} and {day}
garage 12-16h, tyres
minutes: {name}, {name} present; {name} excused
"""

RECIPES = r"""
Mix <flour|sugar|oats> with <two|three> eggs and stir well.
Preheat the oven to 180 degrees and bake for {n} minutes.
Add a pinch of salt and let it rest for {n} minutes
250 g flour\n2 eggs\n300 ml milk\n1 pinch of salt
Chop the onions, fry them in butter until golden.
Let the soup simmer on low heat, do not let it boil over.
Serve hot with <bread|rice|a salad>.
Tomato soup: fry garlic, add tomatoes, cook for {n} minutes, blend.
Knead the dough, cover it and leave it in a warm place.
Take the cake out when it is brown and let it cool down.
"""

VERSE = r"""
the moon is <bright|high|gone>, the night is <long|deep|still>
roses are red, violets are blue,\nmy server is down and so are you
O captain of the sleeping town, / who wound the silver hour down?
a <leaf|feather|lantern> falls on quiet water,\nnobody counts the rings
rain on the roof,\nthe old cat turns around once,\nsleep comes back
Row, row, row across the lake,\nsinging all the way
once upon a time there was a <king|baker|robot> who could not sleep
In the <valley|village|harbour> behind the hill lived {name}, who collected clocks.
The wind had stopped, and {name} heard the sea for the first time.
"And where is the key?" asked {name}. Nobody answered.
She closed the book, put out the light and listened to the rain.
It was a cold {day} in {month} when {name} came back.
nobody knew the name of the <song|street|river> any more
"""

FACTS = r"""
The capital of <France|Norway|Peru|Kenya> is <Paris|Oslo|Lima|Nairobi>.
Water boils at 100 degrees Celsius at sea level.
Whales are mammals and breathe air.
The bridge was built in 18{n} and is {nn} metres long.
A prime number has no divisors but one and itself.
The museum is open from ten to six, closed on {day}s.
The train to <Vienna|Lyon|Porto> leaves at platform {n}.
Chess is played on a board of 64 squares.
Photosynthesis turns light into sugar.
The team won {few} to {n} in the second half.
Shares fell by {lo} percent on {day}.
Parliament will vote on the law in {month}.
Linux was first released in 1991 by a student.
A kernel is the core of an operating system.
TCP is a protocol; it sends lost packets again.
"Systemd" is the first process of many Linux systems.
An error log is a file in which a program writes down what went wrong.
The journal can be read with journalctl; see the manual for its options.
RAID 1 keeps the same data on two disks, so that one of them may fail.
A UPS bridges a power cut for some minutes.
The table below shows the temperatures of the last ten years.
"""

CODE = r"""
print("hello world")
for i in range({n}):\n    print(i)
def {word}(x):\n    return x * {n}
def read_disk(path):\n    with open(path) as f:\n        return f.read()
if temperature > {n}: fan.on()
if err != nil {\n\treturn fmt.Errorf("disk full: %w", err)\n}
int main(void) { return 0; }
#include <stdio.h>
import os, sys
from {word} import {word}
const {word} = require('{word}');
let x = {n}; x += 1;
fn main() {\n    println!("{word}");\n}
try:\n    connect()\nexcept OSError:\n    retry()
log.error("disk full on %s", mount)
logger.warning("battery low: %d", level)
throw new Error("out of memory");
raise PermissionError("not allowed")
console.log(user.name)
SELECT * FROM {word} WHERE id = {n};
select count(*) from logs where level = 'ERROR'
INSERT INTO {word} (name, age) VALUES ('{name}', {n});
UPDATE {word} SET status = 'ok' WHERE id = {nn};
<div class="{word}"><p>Hello</p></div>
<a href="https://{domain}/{word}">read more</a>
<html>\n<head><title>{word}</title></head>
body { color: #{n}{n}{n}; margin: 0 }
x = [1, 2, 3, {n}]
return a < b ? a : b;
while (!queue.empty()) queue.pop();
assert battery.level() > {n}
// TODO: handle a full disk
# restart the service when memory is low
/* fan control, written by {name} */
public class {word} { private int size = {n}; }
await client.connect(host, {port})
"""

SHELL = r"""
sudo apt update && sudo apt upgrade
sudo apt install {pkg}
ls -la {path}
cd /home/{user} && ls
df -h
free -m
du -sh {mount}/* | sort -h
systemctl restart {app}
systemctl status {app}
sudo systemctl enable --now {app}
journalctl -u {app} -f
journalctl -p err -b
dmesg | grep -i error
grep -r "ERROR" {path}
tail -f {path}
ssh {user}@{host}
ssh-keygen -t ed25519
scp {file} {user}@{host}:/tmp
docker run -it --rm {image}
docker compose up -d
kubectl get pods -n {word}
git commit -m "fix {word}"
git push origin main
mount /dev/{part} {mount}
mkfs.ext4 /dev/{part}
ping {domain}
curl https://{domain}/{word}
$ {user}@{host}:~$ make install
chmod 600 {path}
nmcli device wifi connect {ssid}
rm -rf {path}
crontab -e
smartctl -a /dev/{dev}
reboot
exit
"""

SETTINGS = r"""
PermitRootLogin no
{key} = {n}
{key}: {n}
[{section}]\n{key} = {n}
[Service]\nExecStart=/usr/bin/{word}\nRestart=always
[Unit]\nDescription={word}
server {\n  listen {port};\n}
export PATH=$PATH:/opt/{word}/bin
{key}={n}\n{key}={n}
0 3 * * * /usr/local/bin/{word}
UUID={hex} {mount} ext4 defaults 0 2
{"name":"{word}","size":{n}}
{"room":"{room}","on":true}
<key>{word}</key>
version: "3"\nservices:\n  {word}:\n    image: {image}
name: {name}\nage: {n}
alias ll='ls -la'
"""

ROWS = r"""
{name};{n};{n}.50;{day}
id,name,price\n1,{word},{n}
{word},{word},{n},{n}
| {word} | {n} |\n| {word} | {n} |
name\tsize\tdate
a b c d e
{n} {n} {n} {n}
{word} {word} {word}
{word}
{n} + {n} = {n}
{nnn}
---
========================================
...
ok
???
asdf {word} qwer
lorem ipsum dolor sit amet {word}
A{n} B{n} C{n}
https://{domain}/{word}
{name}@{domain}
/home/{user}/{file}
{domain}
{ip}
v{ver}
#{word} #{word}
"""

PAGES = r"""
# How to change a fan
## Disk space\nThis page tells how to check the disk.
# {word}\n\nA small tool for {word}.
<Chapter|Section> {n}: <Networks|Memory|Storage and power|Updates>
Figure {n}: the temperature of the engine over time
Table of contents
To install the package, follow these steps:
1. Open the settings\n2. Choose "Battery"\n3. Press Reset
Press and hold the power button for {n} seconds to reset the device.
Frequently asked questions about your new <router|camera|battery>
Do not cover the fan. Do not put the device into water.
If the light is red, the battery must be charged before use.
Insert the SD card with the label facing up.
Please read the manual before you connect the power supply.
Your guarantee covers the <battery|fan|display> for two years.
Sale! Every <camera|fan|laptop> {n} % off until {day}
Subject: disk space on {host}
Subject: Re: update of the contract
From: {name}\nTo: {name}\nSubject: holidays
Dear customer, your parcel {id} will arrive on {day}.
We are looking for a system administrator (m/f/d) who likes storage and networks.
Review: five stars, battery lasts for ever, camera is fine.
Terms and conditions apply.
Lesson {n}: my family and my friends
Exercise: why does the memory of the program grow?
Q: Can I use it in the rain?\nA: Yes.
Q: what happens if the disk is full?\nA: the oldest film is deleted.
Feature wish: it would be nice if the app showed the temperature
Steps to reproduce: open the app, press the button, wait
Changelog: faster start, less memory, new icons
fix: retry the download when the server is slow
docs: explain the power settings
Add a test for the login page
refactor {word} into two modules
Merge branch '{word}' into main
Ticket {id}: user asks for a second monitor
The <speaker|teacher|doctor> explained why <memory|power|permission> matters.
I would like to complain about the heating in room {n}.
Could you tell me whether the camera works without the network?
Please approve my request for a new laptop by {day}.
Our office will be closed from {date} to {date}.
We met {name} from the power company, nice person.
the fans cheered when the bus arrived
Congratulations, you have won a phone
"""

NAMES = """
Anna Ben Clara David Emma Felix Greta Hugo Ines Jakob Karla Leo Mia Noah Olga Paul Rosa Simon Tara
Umut Vera Willem Yusuf Zoe Aisha Bruno Chen Dario Elif Farid Gita Hana
Ivan Jun Kofi Lena Marek Nadia Oskar Priya
Quentin Ravi Sofia
""".split()
ROOMS = (
    *"kitchen bedroom hall bathroom office garage garden cellar attic nursery".split(),
    "living room",
    "dining room",
)
SLOTS_OF_PROSE = SLOTS | {
    "name": lambda draw: draw.rng.choice(NAMES),
    "room": lambda draw: draw.rng.choice(ROOMS),
    "word": lambda draw: SLOTS["app"](draw).split("-")[0],
}
KINDS = (
    TALK,
    ABOUT_MACHINES,
    HOUSE,
    NOTES,
    RECIPES,
    VERSE,
    FACTS,
    CODE,
    SHELL,
    SETTINGS,
    ROWS,
    PAGES,
)


def _lines(block):
    return [line for line in block.splitlines() if line]


def _pairs(kit):
    beginnings, endings = (tuple(part.strip() for part in parts.split(" ;")) for parts in kit)
    return [f"{first} {last}".replace(" \\n", "\\n") for first in beginnings for last in endings]


def _split(lines):
    texts = tuple(dict.fromkeys(line.replace("\\n", "\n").replace("\\t", "\t") for line in lines))
    return {
        split: tuple(Pattern(text, SLOTS_OF_PROSE) for text in of_split(texts, split))
        for split in (TRAIN, TEST)
    }


#: Written in one piece, and put together.
WHOLE = tuple(_split(_lines(kind)) for kind in KINDS)
PAIRED = tuple(_split(_pairs(kit)) for kit in KITS)
POOLS = WHOLE + PAIRED
PAIRED_SHARE = 0.45


def pick(draw, split):
    """A pattern of any kind; the larger kinds come up more often."""
    pools = [pool[split] for pool in (PAIRED if draw.rng.random() < PAIRED_SHARE else WHOLE)]
    return draw.rng.choice(draw.rng.choices(pools, [len(pool) ** 0.7 for pool in pools])[0])
