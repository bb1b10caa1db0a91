"""Timers: how long, and what for."""

from jobs import words
from jobs.commands import amounts, chores
from jobs.commands.pattern import Intent
from jobs.commands.wish import call

PLAIN = (
    "set a timer for {long}", "start a timer for {long}", "set the timer to {long}",
    "set a timer of {long}", "set a {span} timer", "start a {span} timer",
    "start the timer for {long}", "put {long} on the timer", "put a timer on for {long}",
    "put on a {span} timer", "give me a timer for {long}", "give me a {span} timer",
    "make a timer for {long}", "make it a {span} timer", "create a timer for {long}",
    "create a {span} timer", "run a timer for {long}", "run a {span} timer", "count down {long}",
    "count down from {long}", "start a countdown of {long}", "start a {span} countdown",
    "set a countdown for {long}", "begin a timer for {long}", "begin a {span} countdown",
    "time {long}", "time {long} for me", "time me for {long}", "let a timer run for {long}",
    "let the timer run {long}", "set the timer for {long}", "set timer {long}",
    "set timer for {long}", "start timer {long}", "start a timer, {long}",
    "set a timer that rings in {long}", "set a timer that goes off in {long}",
    "set a timer to go off in {long}", "get the timer to run {long}", "let it ring in {long}",
    "ring in {long}", "ring after {long}", "beep in {long}", "beep after {long}",
    "buzz me in {long}", "ping me in {long}", "give me a shout in {long}",
    "tell me when {long} are over{odd}", "let me know when {long} have passed{odd}",
    "let me know in {long}", "tell me in {long}", "give me a signal in {long}",
    "give me {long} on the timer", "remind me in {long}", "remind me after {long}",
    "set up a timer for {long}", "set up a {span} timer", "add a timer for {long}",
    "add a {span} timer", "fire up a {span} timer", "get a timer going for {long}",
    "have a timer run for {long}", "get me a {span} timer", "open a timer with {long}",
    "wind the timer to {long}", "set an egg timer{egglabel} for {long}", "do a {span} timer",
    "go for a {span} timer", "let {long} count down", "turn on a timer for {long}",
    "turn on the timer for {long}", "program a timer for {long}", "keep time for {long}",
    "start counting down {long}", "start the countdown at {long}", "clock {long}",
    "nudge me in {long}", "alert me in {long}", "alert me after {long}",
    "sound the timer in {long}", "chime in {long}", "call out when {long} are up{odd}",
    "notify me in {long}",
)  # fmt: skip
LABELLED = (
    "set a timer for {long} for {the} {thing}", "set a {the_not}{thing} timer for {long}",
    "set a timer for {the} {thing} for {long}", "start a {thing} timer for {long}",
    "set a {span} timer for {the} {thing}", "start a {span} timer for {the} {thing}",
    "set a {span} {thing} timer", "start a {thing} timer of {long}",
    "set a timer called {thing} for {long}", "set a timer named {thing} for {long}",
    "set a {span} timer called {thing}", "start a {span} timer named {thing}",
    "set a timer labelled {thing} for {long}", "set a timer labeled {thing} for {long}",
    "time {the} {thing} for {long}", "time {the} {thing}: {long}", "time {long} for {the} {thing}",
    "put {long} on the timer for {the} {thing}", "put on a {thing} timer for {long}",
    "give {the} {thing} {long} on the timer", "make a {thing} timer for {long}",
    "create a timer for {the} {thing}, {long}", "create a {span} timer for {the} {thing}",
    "create a timer called {thing} with {long}", "count down {long} for {the} {thing}",
    "start a countdown of {long} for {the} {thing}",
    "start a countdown for {the} {thing} of {long}", "set the timer for {the} {thing} to {long}",
    "set the {thing} timer to {long}", "start the {thing} timer with {long}",
    "start the {thing} timer, {long}", "run a {thing} timer for {long}",
    "run a {span} timer for {the} {thing}", "remind me about {the} {thing} in {long}",
    "remind me of {the} {thing} in {long}", "remind me in {long} about {the} {thing}",
    "remind me in {long} of {the} {thing}", "remind me to {deed} in {long}",
    "remind me in {long} to {deed}", "remind me to {deed} in {long}",
    "remind me in {long} to {deed}", "remind me to {deed} after {long}",
    "remind me after {long} to {deed}", "set a timer to {deed} in {long}",
    "set a reminder to {deed} in {long}", "set a reminder in {long} to {deed}",
    "set a timer for {long} to {deed}", "set a reminder for {the} {thing} in {long}",
    "set a {span} timer to {deed}", "in {long} remind me to {deed}", "tell me in {long} to {deed}",
    "tell me to {deed} in {long}", "let me know in {long} to {deed}", "ping me in {long} to {deed}",
    "ping me about {the} {thing} in {long}", "nudge me to {deed} in {long}",
    "alert me in {long} about {the} {thing}", "notify me in {long} to {deed}",
    "give me a timer for {the} {thing}, {long}", "give me {long} for {the} {thing} on the timer",
    "set {long} for {the} {thing}", "set up a {thing} timer for {long}",
    "add a {thing} timer for {long}", "add a {span} timer for {the} {thing}",
    "set a timer, {long}, for {the} {thing}", "set a timer with the name {thing} for {long}",
    "set a timer with the label {thing} for {long}", "set a {span} timer and call it {thing}",
    "set a timer for {long} and call it {thing}", "start a timer for {long} and name it {thing}",
    "set timer {thing} {long}", "set a {long} {thing} timer",
    "get a {thing} timer going for {long}", "begin a {thing} countdown of {long}",
    "put a timer on {the} {thing} for {long}", "let {the} {thing} have {long} on the timer",
    "set a timer for my {thing}, {long}", "keep an eye on {the} {thing} with a {span} timer",
    "start timing {the} {thing} for {long}", "start a timer for {long} called {thing}",
    "make it {long} for the {thing} timer", "ring in {long} for {the} {thing}",
    "beep in {long} for {the} {thing}", "poke me in {long} to {deed}",
    "have me {deed} in {long} with a timer", "do a {span} timer for {the} {thing}",
    "get me to {deed} in {long}", "warn me in {long} about {the} {thing}",
)  # fmt: skip
SAID = (
    "timer {long}", "timer for {long}", "{span} timer", "a {span} timer", "a timer for {long}",
    "timer: {long}", "timer, {long}", "{long} on the timer", "{long} timer",
    "i need a timer for {long}", "i need a {span} timer", "i want a {span} timer",
    "i'd like a {span} timer", "i'd like a timer for {long}", "i want a timer of {long}",
    "countdown {long}", "countdown of {long}", "{long} countdown", "let's have a {span} timer",
    "let's set a timer for {long}", "i want to be reminded in {long}", "{long}, start the timer",
    "{long}, go", "you can set a {span} timer", "we need a {span} timer", "timer to {long}",
    "timer on {long}", "time for a {span} timer", "the timer should ring in {long}",
    "the timer should run for {long}", "i'd like to be reminded in {long}", "new timer, {long}",
    "new {span} timer",
)  # fmt: skip
LABELLED_SAID = (
    "{thing} timer {long}", "{thing} timer for {long}", "{thing} timer, {long}",
    "{thing} timer: {long}", "timer for {the} {thing}, {long}", "timer for {the} {thing}: {long}",
    "timer {long} for {the} {thing}", "{span} timer for {the} {thing}",
    "a {thing} timer for {long}", "a {span} timer for {the} {thing}",
    "{the} {thing} needs {long}, set a timer", "i need a {thing} timer for {long}",
    "i need a {span} timer for {the} {thing}", "i want a {thing} timer of {long}",
    "i'd like a {span} {thing} timer", "i need a timer for {the} {thing}, {long}",
    "i'd like a timer for {long} for {the} {thing}", "{long} for {the} {thing}",
    "{long} on the timer for {the} {thing}", "i have to {deed} in {long}, remind me",
    "i need to {deed} in {long}, set a timer", "i want to be reminded to {deed} in {long}",
    "i'd like to be reminded in {long} to {deed}", "in {long} i have to {deed}, remind me",
    "reminder in {long}: {deed}", "reminder to {deed} in {long}", "a reminder in {long} to {deed}",
    "{span} {thing} timer", "new {thing} timer, {long}", "let's have a {thing} timer for {long}",
    "timer called {thing}, {long}", "in {long} i want to be reminded to {deed}",
    "{the} {thing} takes {long}, set a timer", "you should remind me to {deed} in {long}",
)  # fmt: skip


def _timer(filling):
    return [call("timer.set", minutes=filling.one("minutes"), label=filling.one("label"))]


SLOTS = {
    **chores.SLOTS, "long": amounts.noting("minutes", amounts.lasting),
    "span": amounts.noting("minutes", words.span, 0.02),
    "the": ("the", "the", "the", "my", "", "our"), "the_not": ("",), "odd": ("",),
    "egglabel": amounts.meaning("label", (("", "egg"),)),
}  # fmt: skip
INTENTS = (
    Intent("timer.set", _timer, ((1, PLAIN),), ((1, SAID),), SLOTS, 1.0),
    Intent("timer.set", _timer, ((1, LABELLED),), ((1, LABELLED_SAID),), SLOTS, 1.3),
)
