"""Music, radio, films: play, stop, volume."""

from jobs.commands import amounts, rooms, titles
from jobs.commands.pattern import Intent, grouped
from jobs.commands.wish import call

#: Where it plays; with nothing said the room is left out.
WHERE = ("", " {at}")
WHERE_ELSE = (" on {pre} {speaker}", " on the {speaker} {at}", " {everywhere}")
PLAY = (
    "play {what}<where>", "put on {what}<where>", "put {what} on<where>", "play me {what}<where>",
    "start {what}<where>", "start playing {what}<where>", "let me hear {what}<where>",
    "let us hear {what}<where>", "play us {what}<where>", "stream {what}<where>",
    "get {what} going<where>", "have {what} playing<where>", "give me {what}<where>",
    "throw on {what}<where>", "turn on {plainmusic}<where>", "switch on {plainmusic}<where>",
    "turn {plainmusic} on<where>", "queue up {what}<where>", "begin playing {what}<where>",
    "let {what} play<where>", "play back {what}<where>", "find {what} and play it<where>",
    "set {what} playing<where>", "run {what}<where>", "go ahead and play {what}<where>",
    "start up {what}<where>", "make it play {what}<where>", "spin {what}<where>",
    "get {what} on<where>", "tune in to {what}<where>", "listen to {what}<where>",
    "bring on {what}<where>", "fire up {what}<where>", "show {film}<where>", "play {film}<where>",
    "start the movie with {film}<where>", "put {film} on<where>", "start {film}<where>",
    "play {what} for me<where>", "play {what} for us<where>", "play {what} for the kids<where>",
    "just play {what}<where>", "play {what} again<where>", "keep playing {what}<where>",
    "play {what} next<where>", "play {what} now<where>", "do play {what}<where>",
    "let's hear {what}<where>",
)  # fmt: skip
SAID = (
    "i want to hear {what}<where>", "i'd like to hear {what}<where>", "i'd like {what}<where>",
    "i want {what}<where>", "i feel like {what}<where>", "i want to listen to {what}<where>",
    "i'd love to hear {what}<where>", "we want to hear {what}<where>", "let's have {what}<where>",
    "let's listen to {what}<where>", "time for {what}<where>", "i want to watch {film}<where>",
    "we'd like to watch {film}<where>", "let's watch {film}<where>",
    "i'm in the mood for {what}<where>", "{what}<where>, please play it", "{at} play {what}",
    "{at}, {what}", "{at} i want {what}", "on {pre} {speaker}, play {what}", "music<where>: {what}",
    "i would like some music, play {what}<where>", "you can play {what}<where>",
    "i need {what}<where>", "we need {what}<where>", "{what} would be nice<where>",
    "it's time for {what}<where>", "i want you to play {what}<where>",
    "i'd like you to put on {what}<where>", "next up {what}<where>", "now {what}<where>",
    "how lovely, play {what}<where>", "{plainmusic} on<where>",
)  # fmt: skip
STOP = (
    "stop {playing}<where>", "pause {playing}<where>", "turn off {playing}<where>",
    "switch off {playing}<where>", "turn {playing} off<where>", "switch {playing} off<where>",
    "cut {playing}<where>", "kill {playing}<where>", "halt {playing}<where>",
    "end {playing}<where>", "shut off {playing}<where>", "shut {playing} off<where>",
    "pause<where>", "stop playing<where>", "stop playing {playing}<where>",
    "put {playing} on pause<where>", "hold {playing}<where>", "make {playing} stop<where>",
    "stop whatever is playing<where>", "pause whatever is playing<where>",
    "stop what is playing<where>", "interrupt {playing}<where>", "quit playing {playing}<where>",
    "pause playback<where>", "stop playback<where>", "let {playing} pause<where>",
    "bring {playing} to a stop<where>", "cut off {playing}<where>", "shut down {playing}<where>",
    "stop {pre} music", "stop {pre} radio", "pause {pre} music", "turn off {pre} music",
    "turn off {pre} radio", "stop {pre} {speaker}", "pause {pre} {speaker}",
    "pause the {speaker} {at}", "stop the {speaker} {at}", "have {playing} stop<where>",
    "take {playing} off<where>", "get {playing} to stop<where>", "finish {playing}<where>",
    "pause {playing} for a moment<where>", "pause {playing} for a second<where>",
    "stop {playing} now<where>", "stop {playing} at once<where>",
    "go ahead and stop {playing}<where>", "go ahead and pause {playing}<where>",
    "just stop {playing}<where>", "just pause {playing}<where>", "press pause<where>",
    "hit pause<where>", "press stop on {playing}<where>", "freeze {playing}<where>",
    "quiet {playing}, stop it<where>", "stop the playing<where>", "discontinue {playing}<where>",
    "pause it, the music i mean<where>", "suspend {playing}<where>", "cease playing<where>",
    "switch {playing} out<where>",
)  # fmt: skip
STOPPED = (
    "no more music<where>", "music off<where>", "{thing} off<where>", "{thing} stop<where>",
    "no music<where>", "enough music<where>", "{bare} music off", "{bare} radio off",
    "i want {playing} to stop<where>", "i'd like {playing} paused<where>",
    "{playing} should stop<where>", "{playing} should pause<where>", "i want {playing} off<where>",
    "that's enough music<where>", "enough of {playing}<where>", "no more {thing}<where>",
    "{at} stop the music", "{at} pause {playing}", "{playing} off<where>",
    "{playing} can stop<where>", "you can stop {playing}<where>", "you can pause {playing}<where>",
    "i'd like {playing} to stop<where>", "let's pause {playing}<where>",
    "let's stop {playing}<where>", "i've had enough of {playing}, stop it<where>",
    "{playing} needs to stop<where>", "off with {playing}<where>", "{thing} on pause<where>",
    "i want to pause {playing}<where>", "i don't want to hear {playing} any more<where>",
    "{thing}: pause", "{thing}, pause", "{bare} music: stop", "i need {playing} to stop<where>",
    "time to stop {playing}<where>",
)  # fmt: skip

VOLUME = (
    "set the volume<of> to {percent}", "set the volume to {percent}<of>",
    "turn the volume<of> to {percent}", "turn the volume up to {percent}<of>",
    "turn the volume down to {percent}<of>", "turn up the volume<of> to {percent}",
    "turn down the volume<of> to {percent}", "put the volume<of> at {percent}",
    "put the volume at {percent}<of>", "put the volume on {percent}<of>",
    "bring the volume<of> to {percent}", "bring the volume down to {percent}<of>",
    "bring the volume<of> up to {percent}", "change the volume<of> to {percent}",
    "adjust the volume<of> to {percent}", "lower the volume<of> to {percent}",
    "raise the volume<of> to {percent}", "reduce the volume to {percent}<of>",
    "increase the volume to {percent}<of>", "drop the volume<of> to {percent}",
    "make the volume<of> {percent}", "turn the music<of> down to {percent}",
    "turn the music up to {percent}<of>", "turn down {playing} to {percent}<of>",
    "turn up {playing} to {percent}<of>", "set {pre} volume to {percent}",
    "set the volume of {pre} {speaker} to {percent}",
    "turn the volume of {pre} {speaker} (up|down|) to {percent}",
    "set the volume of the {speaker} {at} to {percent}", "turn {pre} volume to {percent}",
    "set the sound<of> to {percent}", "turn the sound down to {percent}<of>",
    "turn the sound up to {percent}<of>", "set the volume of {playing} to {percent}",
    "turn the volume of {playing} to {percent}<of>", "play it at {percent} volume<of>",
    "play {playing} at {signed} volume<of>", "keep the volume<of> at {percent}",
    "leave the volume<of> at {percent}", "set {pre} {speaker} to {percent} volume",
    "turn {pre} {speaker} down to {percent}", "turn {pre} {speaker} up to {percent}",
    "set the {speaker} {at} to {percent}", "set {pre} {speaker} to {percent}",
    "put {playing} at {percent} volume<of>", "have the volume<of> at {percent}",
    "crank the volume up to {percent}<of>", "crank the music up to {percent}<of>",
    "dial the volume<of> to {percent}", "go to volume {number}<of>", "set volume {number}<of>",
    "set volume to {percent}<of>", "put volume at {percent}<of>", "make it volume {number}<of>",
    "switch to volume {number}<of>", "take the volume<of> down to {percent}",
    "take the volume<of> to {percent}", "get the volume<of> to {percent}",
    "move the volume<of> to {percent}", "push the volume<of> to {percent}",
    "set the loudness<of> to {percent}", "set {playing} to {signed} volume<of>",
    "fade the volume<of> to {percent}", "turn the volume<of> to volume level {number}",
    "set the volume level<of> to {percent}",
)  # fmt: skip
FULL = (
    "turn the volume<of> all the way up", "turn the volume up all the way<of>",
    "turn up the volume<of> all the way", "set the volume to full<of>",
    "turn the volume up to the maximum<of>", "crank the volume all the way up<of>",
    "put the volume on full<of>", "go to full volume<of>", "play {playing} at full volume<of>",
    "turn the music<of> all the way up", "turn {pre} {speaker} all the way up",
    "set the volume to max<of>", "play it at maximum volume<of>",
    "turn {playing} up to full volume<of>",
)  # fmt: skip
HALF = (
    "set {playing} to half volume<of>", "play {playing} at half volume<of>",
    "turn {playing} down to half volume<of>", "go to half volume<of>", "put the volume at half<of>",
    "set the volume to half<of>", "bring the volume down to half<of>",
    "turn the volume to half<of>", "put {pre} {speaker} at half volume",
)  # fmt: skip
MUTE = (
    "mute {playing}<where>", "mute {place}", "mute {pre} {speaker}", "mute the {speaker} {at}",
    "mute the sound<where>", "mute the volume<where>", "mute<where>", "turn the volume<of> to zero",
    "set the volume<of> to zero", "put {playing} on mute<where>", "put {place} on mute",
    "put the {speaker} {at} on mute", "mute everything<where>", "mute it<where>",
    "put it on mute<where>", "set {pre} {speaker} to mute", "have {playing} muted<where>",
    "keep {playing} muted<where>", "hit mute<where>", "press mute<where>", "go mute<where>",
    "switch {pre} {speaker} to mute", "get {playing} muted<where>", "mute the audio<where>",
    "turn {pre} {speaker} to mute", "turn on mute<where>", "mute all {speakers}<where>",
    "mute {playing} completely<where>",
)  # fmt: skip
VOLUMES = (
    "volume {number}<of>", "volume {percent}<of>", "volume to {percent}<of>",
    "volume at {percent}<of>", "volume<of> to {percent}", "{bare} volume {percent}",
    "{bare} volume to {percent}", "i want the volume<of> at {percent}",
    "i'd like the volume at {percent}<of>", "the volume<of> should be {percent}",
    "the volume should be at {percent}<of>", "{signed} volume<of>", "{at} volume {percent}",
    "{at}, volume to {percent}", "sound to {percent}<of>", "music at {percent} volume<of>",
    "volume down to {percent}<of>", "volume up to {percent}<of>",
    "let's have the volume at {percent}<of>", "i need the volume at {percent}<of>",
    "{bare} {speaker} at {percent}", "{bare} {speaker} to {percent}", "volume: {percent}",
    "volume<of>: {percent}", "{percent} is loud enough for the volume<of>",
    "the volume needs to be {percent}<of>", "i'd like {signed} volume<of>",
    "{at} set the volume to {percent}", "music to {percent}<of>",
    "we want the volume<of> at {percent}", "volume, {percent}", "{playing} at {signed} volume<of>",
)  # fmt: skip
FULLS = (
    "full volume<of>", "maximum volume<of>", "max volume<of>", "volume all the way up<of>",
    "volume to the max<of>", "i want full volume<of>", "full blast<of>, the music",
    "volume on full<of>", "music on full volume<of>",
)  # fmt: skip
HALVES = (
    "half volume<of>", "half the volume<of>", "volume on half<of>", "i'd like half volume<of>",
    "only half volume<of>", "music at half volume<of>",
)  # fmt: skip
MUTES = (
    "{playing} on mute<where>", "sound off{nothing}<where>", "i want {playing} muted<where>",
    "volume zero<of>", "{bare} on mute", "{bare} {speaker} mute", "{at} mute {playing}",
    "{playing} should be muted<where>", "i'd like {place} muted", "no volume<of>",
    "you can mute {playing}<where>", "mute, mute<where>", "i need {playing} muted<where>",
    "let's mute {playing}<where>",
)  # fmt: skip
PAIRS = (
    "set the volume to {percent1} {at1} and {percent1} {at1}",
    "set the volume {at1} to {percent1} and {at1} to {percent1}",
    "turn {pre1} {speaker} to {percent1} and {pre1} one to {percent1}",
    "put the volume at {percent1} {at1} and at {percent1} {at1}",
    "set {pre1} volume to {percent1} and {pre1} volume to {percent1}",
    "bring the volume to {percent1} {at1}, {percent1} {at1}",
)  # fmt: skip
TWO_PLAYS = (
    "play {what} {at1} and {what} {at1}", "put on {what} {at1} and {what} {at1}",
    "play {what} on {pre1} {speaker} and {what} on {pre1} one", "start {what} {at1}, {what} {at1}",
    "play {what} {at1} but {what} {at1}", "put {what} on {at1} and {what} {at1}",
)  # fmt: skip


def _play(filling):
    return [
        call("media.play", what=filling.one("what"), room=room)
        for room in filling.all_of("room", (None,))
    ]


def _plays(filling):
    return [
        call("media.play", what=what, room=room)
        for what, room in zip(filling.took["what"], filling.took["room"])
    ]


def _stop(filling):
    return [call("media.stop", room=room) for room in filling.all_of("room", (None,))]


def _volume(percent=None):
    def meaning(filling):
        asked = filling.one("percent") if percent is None else percent
        return [
            call("media.volume", percent=asked, room=room)
            for room in filling.all_of("room", (None,))
        ]

    return meaning


def _volumes(filling):
    return [
        call("media.volume", percent=percent, room=room)
        for percent, room in zip(filling.took["percent"], filling.took["room"])
    ]


def _groups(weight, frames):
    return grouped(
        weight, frames, {"where": WHERE, "of": WHERE}, {"where": WHERE_ELSE, "of": WHERE_ELSE}
    )


SLOTS = {
    **rooms.SLOTS, **amounts.SLOTS, **titles.SLOTS, "nothing": ("",),
    "speaker": ("speaker", "speakers", "speaker", "stereo", "sound system"),
    "speakers": ("speakers",),
    "playing": (
        "the music", "the music", "the music", "the radio", "the song", "the podcast", "the film",
        "the movie", "the playlist", "the audiobook", "the album", "the audio", "this song",
        "the show", "my music", "the tune", "the news", "the track", "the stream",
    ),
    "thing": ("music", "radio", "podcast", "film", "movie", "song", "audiobook", "playlist"),
}  # fmt: skip
INTENTS = (
    Intent("media.play", _play, _groups(1, PLAY), _groups(1, SAID), SLOTS, 4.0),
    Intent("media.play", _plays, ((1, TWO_PLAYS),), (), SLOTS, 0.15),
    Intent("media.stop", _stop, _groups(1, STOP), _groups(1, STOPPED), SLOTS),
    Intent("media.volume", _volume(), _groups(1, VOLUME), _groups(1, VOLUMES), SLOTS, 3.0),
    Intent("media.volume", _volume(100), _groups(1, FULL), _groups(1, FULLS), SLOTS, 0.3),
    Intent("media.volume", _volume(50), _groups(1, HALF), _groups(1, HALVES), SLOTS, 0.2),
    Intent("media.volume", _volume(0), _groups(1, MUTE), _groups(1, MUTES), SLOTS, 0.9),
    Intent("media.volume", _volumes, ((1, PAIRS),), (), SLOTS, 0.1),
)  # fmt: skip
