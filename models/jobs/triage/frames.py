"""How a line looks: what stands around a message, and how a level is written where one is.

A frame is a template too, so a test line stands in a frame that training never shows. The message
goes to `{msg}`, inside quotes to `{quoted}`. A frame with a slot of `LEVELS` shows a level.
"""

import json
import re

from jobs.line import TEST, TRAIN, of_split
from jobs.triage.pattern import Pattern, patterns
from jobs.triage.slots import DAEMONS, MONTHS, SLOTS

SEVERITIES = ("info", "warning", "error", "critical")

#: Who usually speaks of what. It is only usual: anybody may say anything.
SPEAKERS = {
    "disk": "kernel kernel smartd mdadm systemd udisksd lvm zed fstrim".split(),
    "memory": "kernel kernel earlyoom systemd-oomd java systemd".split(),
    "network": "NetworkManager kernel networkd dhclient dnsmasq wpa_supplicant chronyd".split(),
    "auth": "sshd sshd sudo su login systemd-logind audit polkitd certbot".split(),
    "service": "systemd systemd CRON kubelet dockerd containerd supervisord kernel nginx".split(),
    "thermal": "kernel thermald fancontrol nvfancontrol mcelog bmc".split(),
    "power": "kernel upsmon apcupsd upowerd nvpmodel bmc acpid".split(),
    "update": "dpkg apt fwupd unattended-upgr rauc snapd dnf swupdate mender".split(),
    "config": "systemd nginx sshd named hass systemd puppet-agent".split(),
    "hardware": "kernel kernel kernel udevd nvargus-daemon bluetoothd ros2 plc".split(),
}

#: How each severity is written as a level, most usual first.
WORDS = {
    "info": ("info",) * 6 + ("debug", "notice"),
    "warning": ("warning", "warn"),
    "error": ("error",) * 4 + ("err",),
    "critical": (
        "critical",
        "crit",
        "fatal",
        "critical",
        "crit",
        "fatal",
        "alert",
        "emerg",
        "panic",
    ),
}
PRIORITIES = {"info": "567", "warning": "4", "error": "3", "critical": "012"}
LETTERS = {"info": "I", "warning": "W", "error": "E", "critical": "F"}
SHORT = {"info": "INF", "warning": "WRN", "error": "ERR", "critical": "FTL"}
NUMBERS = {"info": "30", "warning": "40", "error": "50", "critical": "60"}

#: Levels the rules do not name (`W0312`, `WRN`): only shown where message and level agree.
WEAK = {"letter", "short", "number"}
LEVELS = {"LEVEL", "level", "Level", "prio"} | WEAK
#: Where the level comes last, a line must not be cut.
LATE = re.compile(r"\{(?:msg|quoted)\}.*\{(?:LEVEL|level|Level|prio)\}")

PLAIN = """
{Mon} {dd} {hms} {host} {prog}[{pid}]: {msg}
{Mon} {dd} {hms} {host} {prog}: {msg}
{Mon} {dd} {hms} {host} kernel: [{up}] {msg}
{Mon} {dd} {hms} {host} kernel: {msg}
{Mon} {dd} {hms} {host} systemd[1]: {msg}
{Mon} {dd} {hms} {prog}[{pid}]: {msg}
{Mon} {dd} {hms} {prog}: {msg}
{Mon} {dd} {hms} {msg}
{Mon} {dd} {hms}.{us} {host} {prog}[{pid}]: {msg}
[{up}] {msg}
[ {up}] {msg}
[  {up}] {msg}
[{up}] {prog}: {msg}
kernel: {msg}
kernel: [{up}] {msg}
{prog}: {msg}
{prog}[{pid}]: {msg}
systemd[1]: {msg}
{host} {prog}[{pid}]: {msg}
{host} kernel: {msg}
{host} {prog}: {msg}
{host}: {msg}
[{prog}] {msg}
({prog}) {msg}
{prog} | {msg}
{prog}_1  | {msg}
{prog}-{few}  | {date} {hms} {msg}
{iso} {msg}
{iso} {host} {prog}[{pid}]: {msg}
{iso} {host} kernel: {msg}
{iso}+02:00 {host} {prog}: {msg}
{iso}.{ms}Z {msg}
{iso}Z {prog} {msg}
{iso}.{us}Z stdout F {msg}
{iso}.{us}Z stderr F {msg}
{day} {hms} {msg}
{day} {hms},{ms} {msg}
{day} {hms} {prog}: {msg}
{day} {hms}.{ms} [{pid}] {msg}
[{day} {hms}] {msg}
[{day} {hms}] {prog}: {msg}
[{hms}] {msg}
[{hms}] [{prog}] {msg}
{hms} {msg}
{hms} {host} {msg}
{hms} - {msg}
{hms}.{ms} {prog}: {msg}
{slash} {hms} {msg}
{slash} {hms} [{prog}] {msg}
{Mon} {dd} {year} {hms}: {msg}
{Wday} {Mon} {dd} {hms} {year}: {msg}
{epoch} {msg}
{epoch}.{ms} {prog} {msg}
{"time":"{iso}Z","msg":"{quoted}"}
{"ts":{epoch},"host":"{host}","message":"{quoted}"}
{"app":"{prog}","msg":"{quoted}"}
{"MESSAGE":"{quoted}","_COMM":"{prog}","_PID":"{pid}"}
{"log":"{quoted}\\n","stream":"stderr","time":"{iso}.{us}Z"}
{"timestamp":"{iso}","service":"{prog}","event":"{quoted}"}
time={iso}Z msg="{quoted}"
ts={epoch} host={host} msg="{quoted}"
app={prog} pid={pid} msg="{quoted}"
at={iso} unit={prog} message="{quoted}"
event="{quoted}" source={prog}
-- {msg}
* {msg}
>>> {msg}
{pid}:M {dd} {Mon} {year} {hms}.{ms} * {msg}
{pid}:C {dd} {Mon} {year} {hms}.{ms} # {msg}
{host} {iso}Z {prog} {pid} - - {msg}
1 {iso}Z {host} {prog} {pid} - - {msg}
audit({epoch}.{ms}:{nn}): {msg}
{prog}({pid}): {msg}
{prog}@{host}: {msg}
{prog} {pid} {iso} {msg}
thread-{n} {msg}
(pid {pid}) {msg}
{hms} {prog}({pid}) {msg}
{id} {msg}
req={id} {msg}
[{id}] {msg}
{msg} ({prog})
{msg} [{id}]
{msg} [{prog}]
{msg} host={host}
{msg} (pid {pid})
"""

LEVELLED = """
{LEVEL} {msg}
{LEVEL}: {msg}
{Level}: {msg}
{level}: {msg}
[{LEVEL}] {msg}
[{level}] {msg}
[{Level}] {msg}
({LEVEL}) {msg}
<{prio}>{msg}
<{prio}>{prog}: {msg}
<{prio}>{prog}[{pid}]: {msg}
<{prio}> {msg}
<{prio}>[{up}] {msg}
<{prio}>[ {up}] {msg}
<{prio}>{Mon} {dd} {hms} {prog}: {msg}
<{prio}>{Mon} {dd} {hms} {host} {prog}[{pid}]: {msg}
[{up}] <{prio}>{msg}
{LEVEL} - {msg}
{LEVEL} | {msg}
{LEVEL}:{prog}:{msg}
{LEVEL}:root:{msg}
{LEVEL}:{prog}.{section}:{msg}
{prog}: {LEVEL}: {msg}
{prog}: {level}: {msg}
{prog}[{pid}]: {LEVEL} {msg}
{prog}[{pid}]: {level}: {msg}
{prog} {level} {msg}
[{prog}] {LEVEL}: {msg}
[{prog}] [{level}] {msg}
{prog} - {LEVEL} - {msg}
{prog} | {LEVEL} | {msg}
{host} {LEVEL} {msg}
{host} {prog} [{level}]: {msg}
{iso} {LEVEL} {msg}
{iso} {LEVEL} {prog}: {msg}
{iso}Z {LEVEL} {prog} {msg}
{iso}Z {level} {msg}
{iso}Z  {LEVEL} {prog}::{section}: {msg}
{iso}.{ms}Z {LEVEL} [{prog}] {msg}
{iso}.{us}Z [{level}] {prog}: {msg}
{iso} [{LEVEL}] {msg}
{iso}+01:00 [{level}] {msg}
{iso} {host} {prog}: {LEVEL} {msg}
{iso} {host} {prog}[{pid}]: [{level}] {msg}
{day} {hms} {LEVEL} {msg}
{day} {hms} [{LEVEL}] {msg}
{day} {hms} [{level}] {msg}
{day} {hms},{ms} {LEVEL} {msg}
{day} {hms},{ms} {LEVEL} {prog} {msg}
{day} {hms},{ms} - {prog} - {LEVEL} - {msg}
{day} {hms},{ms} {LEVEL} [main] com.{prog}.{section}.Main - {msg}
{day} {hms}.{ms} {LEVEL} {pid} --- [main] o.s.{prog}.{section} : {msg}
{day} {hms}.{ms} [{section}-{n}] {LEVEL} {prog} - {msg}
{day} {hms}.{ms} {LEVEL} ({prog}) [{section}] {msg}
{day} {hms}.{ms} UTC [{pid}] {LEVEL}:  {msg}
{day} {hms} UTC [{pid}] {user}@{db} {LEVEL}:  {msg}
{day} {hms} | {LEVEL} | {prog}:{line} - {msg}
{day} {hms} {prog} {LEVEL} ({section}) {msg}
[{day} {hms}] {LEVEL}: {msg}
[{day} {hms}] [{LEVEL}] {msg}
[{day} {hms}] {prog}.{LEVEL}: {msg}
[{day} {hms},{ms}] {LEVEL} in {prog}: {msg}
[{day} {hms} +0000] [{pid}] [{LEVEL}] {msg}
[{iso}Z] [{LEVEL}] {prog} {msg}
[{iso}] {LEVEL} {msg}
{slash} {hms} [{level}] {pid}#{pid}: {msg}
{slash} {hms} [{level}] {pid}#{pid}: *{nn} {msg}
{slash} {hms} [{level}] {msg}
{slash} {hms} {LEVEL} {msg}
{slash} {hms} {LEVEL}: {msg}
[{Wday} {Mon} {dd} {hms}.{us} {year}] [core:{level}] [pid {pid}] {msg}
[{Wday} {Mon} {dd} {hms} {year}] [{level}] {msg}
[{Wday} {Mon} {dd} {hms} {year}] [{section}:{level}] [pid {pid}:tid {nn}] {msg}
{Wday} {Mon} {dd} {hms} {year} {prog} {LEVEL} {msg}
{Mon} {dd} {hms} {host} {prog}[{pid}]: {LEVEL}: {msg}
{Mon} {dd} {hms} {host} {prog}[{pid}]: [{level}] {msg}
{Mon} {dd} {hms} {host} {prog}[{pid}]: <{level}> {msg}
{Mon} {dd} {hms} {host} {prog}: {LEVEL} {msg}
{Mon} {dd} {hms} {host} daemon.{level} {prog}[{pid}]: {msg}
{Mon} {dd} {hms} {host} user.{level} {prog}: {msg}
{Mon} {dd} {hms} {host} kern.{level} kernel: [{up}] {msg}
{Mon} {dd} {hms} {prog} {LEVEL} {msg}
{Wday} {Mon} {dd} {hms} {year} daemon.{level} {prog}[{pid}]: {msg}
{Wday} {Mon} {dd} {hms} {year} kern.{level} kernel: [{up}] {msg}
kern  :{level}  : [{up}] {msg}
daemon:{level}: {msg}
{hms} {LEVEL} {msg}
{hms} [{LEVEL}] {msg}
{hms} [{level}] {prog}: {msg}
{hms}.{ms} {LEVEL} {prog}: {msg}
{hms}.{ms} [{section}] {LEVEL} {msg}
{hms} {level} {prog} {msg}
[{hms}] {LEVEL}: {msg}
[{hms} {LEVEL}]: {msg}
[{hms}] [{section}/{LEVEL}]: {msg}
[{LEVEL}] [{epoch}.{us}] [{prog}]: {msg}
[{LEVEL}] [{prog}]: {msg}
[{LEVEL}] {hms} {msg}
[{LEVEL}] {day} {hms} {msg}
[{LEVEL}] {iso} {prog}: {msg}
[{LEVEL}][{section}] {msg}
[{level}] {prog}: {msg}
{LEVEL} {day} {hms} {msg}
{LEVEL} {day} {hms},{ms} {prog} {line}: {msg}
{LEVEL} {iso}Z {prog}: {msg}
{LEVEL} [{prog}] {msg}
{LEVEL} [{day} {hms}] {msg}
{LEVEL} {prog}: {msg}
{LEVEL} {prog}.py:{line} {msg}
{LEVEL} ({prog}): {msg}
{LEVEL} ({section}) {msg}
{LEVEL} in {prog}: {msg}
{LEVEL} [{hms}] {msg}
{epoch} {LEVEL} {msg}
{epoch} [{level}] {prog}: {msg}
{"level":"{level}","msg":"{quoted}"}
{"level":"{level}","time":"{iso}Z","msg":"{quoted}"}
{"level":"{LEVEL}","logger":"{prog}","message":"{quoted}"}
{"time":"{iso}.{us}Z","level":"{LEVEL}","msg":"{quoted}","pid":{pid}}
{"ts":{epoch}.{ms},"level":"{level}","caller":"{prog}/main.go:{line}","msg":"{quoted}"}
{"severity":"{LEVEL}","message":"{quoted}","timestamp":"{iso}Z"}
{"timestamp":"{iso}","severity":"{level}","service":"{prog}","message":"{quoted}"}
{"@timestamp":"{iso}.{ms}Z","log.level":"{level}","message":"{quoted}"}
{"host":"{host}","lvl":"{level}","text":"{quoted}"}
{"msg":"{quoted}","level":"{level}"}
{"message":"{quoted}","severity":"{LEVEL}","host":"{host}"}
{"t":{"$date":"{iso}.{ms}Z"},"s":"{letter}","c":"{section}","msg":"{quoted}"}
{"event":"{quoted}","level":"{level}","logger":"{prog}"}
level={level} msg="{quoted}"
level={level} ts={iso}.{ms}Z msg="{quoted}"
time="{iso}Z" level={level} msg="{quoted}"
time={iso}.{ms}Z level={LEVEL} msg="{quoted}"
time="{iso}+02:00" level={level} msg="{quoted}" module={section}
ts={iso}.{ms}Z caller=main.go:{line} level={level} msg="{quoted}"
ts={iso}Z level={level} component={section} msg="{quoted}"
t={iso}+0000 lvl={level} msg="{quoted}" logger={prog}
severity={level} host={host} msg="{quoted}"
app={prog} level={LEVEL} {msg}
msg="{quoted}" level={level}
message="{quoted}" severity={LEVEL}
{msg} [{LEVEL}]
{msg} ({level})
{msg} level={level}
{msg} | {LEVEL}
{letter}{mmdd} {hms}.{us} {pid} {prog}.go:{line}] {msg}
{letter}{mmdd} {hms}.{us}   {pid} {section}.cc:{line}] {msg}
{letter} ({nnn}) {prog}: {msg}
{md} {hms}.{ms} {pid} {pid} {letter} {prog}: {msg}
{hms} {short} {msg}
{iso}Z {short} {msg}
[{hms} {short}] {msg}
{day} {hms} {short} {prog}: {msg}
{"level":{number},"time":{epoch}{ms},"pid":{pid},"hostname":"{host}","msg":"{quoted}"}
{"name":"{prog}","level":{number},"msg":"{quoted}","time":"{iso}Z"}
"""


class Scene:
    """What the lines of one input share: the host, the clock, and the message being framed."""

    __slots__ = ("host", "seconds", "year", "month", "day", "label", "severity", "message", "prog")

    def __init__(self, draw):
        rng = draw.rng
        self.host = SLOTS["host"](draw)
        self.seconds = rng.randrange(86_000)
        self.year, self.month, self.day = (
            rng.randint(2021, 2028),
            rng.randint(1, 12),
            rng.randint(1, 28),
        )
        self.label = self.severity = self.message = self.prog = None

    def say(self, draw, label, severity, message, prog):
        self.seconds = min(self.seconds + int(draw.rng.expovariate(0.2)), 86_399)
        self.label, self.severity, self.message, self.prog = label, severity, message, prog


class Frame:
    """A pattern around a message, and whether a level stands in it."""

    __slots__ = ("pattern", "levelled", "weak", "late")

    def __init__(self, pattern):
        names = set(re.findall(r"\{(\w+)\}", pattern.text))
        self.pattern = pattern
        self.levelled = bool(names & LEVELS)
        self.weak = bool(names & WEAK)
        self.late = bool(LATE.search(pattern.text))


def speaker(draw, label):
    """A program to speak of the label: the usual one, any daemon, or one nobody has heard of."""
    rng = draw.rng
    share = rng.random()
    if share < 0.5:
        return rng.choice(SPEAKERS[label])
    return rng.choice(DAEMONS) if share < 0.7 else SLOTS["app"](draw)


def pick(draw, split, levelled):
    """A frame with a level or without; the bare message is the most usual frame of all."""
    rng = draw.rng
    return rng.choice((FRAMES_LEVELLED if levelled else FRAMES_PLAIN)[split])


def _level(draw, case):
    return case(draw.rng.choice(WORDS[draw.scene.severity]))


def _stamp(form):
    def slot(draw):
        at = draw.scene
        return form.format(
            y=at.year,
            m=at.month,
            d=at.day,
            h=at.seconds // 3600,
            i=at.seconds // 60 % 60,
            s=at.seconds % 60,
        )

    return slot


def _up(draw):
    seconds = draw.scene.seconds
    return f"{seconds % 9973 if seconds % 3 else seconds * 7}.{draw.rng.randrange(10**6):06}"


FRAME_SLOTS = SLOTS | {
    "msg": lambda draw: draw.scene.message,
    "quoted": lambda draw: json.dumps(draw.scene.message, ensure_ascii=False)[1:-1],
    "LEVEL": lambda draw: _level(draw, str.upper),
    "level": lambda draw: _level(draw, str.lower),
    "Level": lambda draw: _level(draw, str.capitalize),
    "prio": lambda draw: draw.rng.choice(PRIORITIES[draw.scene.severity]),
    "letter": lambda draw: LETTERS[draw.scene.severity],
    "short": lambda draw: SHORT[draw.scene.severity],
    "number": lambda draw: NUMBERS[draw.scene.severity],
    "prog": lambda draw: draw.scene.prog,
    "host": lambda draw: draw.scene.host,
    "Mon": lambda draw: MONTHS[draw.scene.month - 1],
    "Wday": lambda draw: "Mon Tue Wed Thu Fri Sat Sun".split()[draw.scene.day % 7],
    "dd": _stamp("{d:2}"),
    "year": _stamp("{y}"),
    "hms": _stamp("{h:02}:{i:02}:{s:02}"),
    "iso": _stamp("{y}-{m:02}-{d:02}T{h:02}:{i:02}:{s:02}"),
    "day": _stamp("{y}-{m:02}-{d:02}"),
    "slash": _stamp("{y}/{m:02}/{d:02}"),
    "mmdd": _stamp("{m:02}{d:02}"),
    "md": _stamp("{m:02}-{d:02}"),
    "epoch": lambda draw: str(1_600_000_000 + draw.scene.day * 7_654_321 + draw.scene.seconds),
    "ms": lambda draw: f"{draw.rng.randrange(1000):03}",
    "us": lambda draw: f"{draw.rng.randrange(10**6):06}",
    "up": _up,
}


def _split(block):
    frames = {pattern.text: Frame(pattern) for pattern in patterns(block, FRAME_SLOTS)}
    return {
        split: tuple(frames[text] for text in of_split(frames, split)) for split in (TRAIN, TEST)
    }


FRAMES_PLAIN = _split(PLAIN)
FRAMES_LEVELLED = _split(LEVELLED)
FRAMES_PRIORITY = {
    split: tuple(frame for frame in frames if "{prio}" in frame.pattern.text)
    for split, frames in FRAMES_LEVELLED.items()
}
BARE = Frame(Pattern("{msg}", FRAME_SLOTS))
