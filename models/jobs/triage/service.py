"""What logs say about programs that start, stop, crash or hang."""

INFO = """
Started {unit}.
Starting {unit}...
Stopped {unit}.
Stopping {unit}...
Reloaded {unit}.
Finished {unit}.
{unit}: Succeeded.
{unit}: Deactivated successfully.
{unit}: Consumed {n}.{n}s CPU time.
Reached target Multi-User System.
Startup finished in {few}.{nn}s (kernel) + {n}.{nn}s (userspace)
{app} started
{app} is up and running
{app} {ver} starting, pid {pid}
service {app} started in {ms} ms
{app} ready after {ms} ms
{app} ready to accept connections
database system is ready to accept connections
{proc} entered RUNNING state, process has stayed up for > than 1 seconds
worker {n} started (pid {pid})
spawned {few} workers
start worker processes
Booting worker with pid: {pid}
{app} shut down cleanly
{app} stopped normally, exit code 0
graceful shutdown of {app} complete
received SIGTERM, exiting
caught signal 15, shutting down {app}
{proc}: exiting normally
process {pid} exited with status 0
daemon {app} stopped on request of {user}
{proc} restarted by {user}
restart of {app} finished
systemd: {unit} restarted on request
health check of {app} passed
{app}: all checks healthy
liveness probe for {app} succeeded
heartbeat from {app} received
watchdog of {app} fed
Starting container {app}
container {id} started from {image}
Started container {app}
Created container {app}
container {app} exited with code 0
pod {app} scheduled on {host}
Successfully assigned default/{app} to {host}
scaled {app} to {few} replicas
({user}) CMD (/usr/local/bin/{job})
cron: job {job} started
job {job} finished in {sec} s
job {job} completed, {nn} records processed
task {job} done, next run at 03:{n}
scheduled task {job} ran without problems
backup job {job} finished, {nn} files
anacron: job {job} terminated
request {id} handled in {ms} ms
"GET /{stem} HTTP/1.1" 200 {nn} "-" "curl/8.1"
{ip} - - "GET /{stem} HTTP/1.1" 200 {nn}
POST /api/{stem} 201 {ms}ms
processed {nn} messages from queue {stem}
queue {stem} is empty
{app} idle, waiting for work
scene {job} executed
automation {job} triggered
script {job} ran through in {ms} ms
plugin {stem} loaded by {app}
module {stem} initialised
node {app} joined, state active
leader elected: {app}-{few}
{app} took over as primary
printing job {n} finished
rebooting {host} as scheduled
system is going down for a planned reboot
user requested shutdown of {host}
"""

WARNING = """
{unit}: Scheduled restart job, restart counter is at {few}.
{unit}: restarting after {sec} s (attempt {few})
{app} restarted automatically after a hiccup
restarting {app}, attempt {few} of {n}
supervisor brought {app} back up
{app} crashed once and is running again
worker {n} died and was replaced
worker {pid} respawned
worker {n} restarted after timeout
watchdog restarted {app}
{app} did not answer at once, retried with success
Back-off restarting container {app}
Back-off restarting failed container {app}, waiting {sec}s
container {app} restarted {few} times
pod {app} restarted, now ready
{app} starts slowly ({slowms} ms)
{app} needed {sec} s to start, expected 5
slow start of {unit}: {sec} s
{unit} is taking longer than usual to start
A start job is running for {unit} ({sec}s / no limit)
A stop job is running for {unit} ({sec}s / 1min 30s)
{app} takes long to stop, waiting
State 'stop-sigterm' timed out for {unit}. Killing.
{unit}: stopping timed out, sending SIGKILL
{app} did not stop in {sec} s, killed to finish the shutdown
{app} is slow: request {id} took {slowms} ms
slow request {id}: {slowms} ms
slow query in {db}: {slowms} ms
query took {slowms} ms, limit 1000
response time of {app} {slowms} ms over target
event loop blocked for {slowms} ms
main loop of {app} lags by {slowms} ms
{app}: deadline missed by {ms} ms
cycle overrun of {ms} ms in task {job}
job {job} runs longer than expected ({sec} min)
job {job} still running, next run skipped
cron: {job} overlapped with its last run, delayed
job {job} retried, {few} attempts left
task {job} failed on first try, retried
requeued message {id} for the {few}. time
queue {stem} grows: {nn} jobs waiting
queue {stem} at {hi} % of its length
backlog of {nn} tasks in {app}
worker pool almost busy, {hi}% in use
all workers of {app} busy, requests wait
pm.max_children nearly reached, server {app} busy
server reached pm.max_children setting ({n}), requests are queued
thread pool of {app} {hi}% used
max connections of {app} nearly reached
cpu load high on {host}: {n}.{n}
load average {n}.{n} on {host}
{proc} uses {hi}% cpu
cpu usage {hi} % by {app}
health check of {app} failed once, still serving
liveness probe for {app} failed (1/{few}), retrying
{app}: degraded, {few} of {n} instances healthy
{app} running in degraded mode
replica {few} of {app} unavailable, the others take over
{app} answers with delay, circuit breaker half open
heartbeat of {app} late by {sec} s
missed heartbeat from {app}, waiting
rate limit reached for {app}, requests delayed
plugin {stem} is deprecated and will be dropped by {app}
function {stem}() is deprecated, called by {app}
deprecated api /v1/{stem} called by {app}
stale pid file of {app} found and removed
unclean stop of {app} before, recovering
{unit}: Found left-over process {pid} in control group, ignoring
dropped {n} frames, {app} cannot keep up
journal: suppressed {nn} messages from {unit}
"""

ERROR = """
Failed to start {unit}.
failed to start {app}
{unit}: Failed with result 'exit-code'.
{unit}: Failed with result 'signal'.
{unit}: Failed with result 'timeout'.
{unit}: Failed with result 'core-dump'.
{unit}: Main process exited, code=exited, status={code}/FAILURE
{unit}: Main process exited, code=dumped, status=11/{signal}
{unit}: Main process exited, code=killed, status=6/{signal}
{unit}: Control process exited, code=exited, status={code}
{unit} entered failed state
Dependency failed for {unit}.
{unit}: Job {unit}/start failed with result 'dependency'.
{unit}: start operation timed out. Terminating.
{unit}: Watchdog timeout (limit 30s)!
Failed to execute {path}: No such file or directory
Failed at step EXEC spawning {path}: Exec format error
{app} exited with code {code}
{app} exited unexpectedly, status {code}
{app} terminated unexpectedly
{app} stopped unexpectedly
process {pid} ({app}) exited with non-zero status {code}
process {app} died
{proc} quit with exit status {code}
exited: {app} (exit status {code}; not expected)
child {pid} exited on signal {signal}
worker process {pid} exited on signal 11
worker {n} crashed
{app} crashed
{app} crashed with signal {signal}
{app} aborted: assertion failed in {stem}.c:{line}
assertion 'ptr != NULL' failed at {stem}.cpp:{line}, {app} aborted
{app}: core dumped
Process {pid} ({app}) of user {nn} dumped core.
{proc}[{pid}]: segfault at {addr} ip {addr} sp {addr} error 4 in {stem}.so
segmentation fault in {app}
Segmentation fault (core dumped)
traps: {proc}[{pid}] general protection fault ip:{hex} sp:{hex}
traps: {app}[{pid}] trap invalid opcode ip:{hex}
unhandled exception in {app}: NullPointerException
uncaught exception in thread main, {app} ends
java.lang.NullPointerException at {stem}.process
Unhandled promise rejection in {app}
TypeError: Cannot read properties of undefined (reading '{stem}')
KeyError: '{stem}' in job {job}
ValueError: unexpected value in {app} line {line}
ZeroDivisionError: division by zero in {job}
IndexError: list index out of range
RuntimeError: {app} event loop is closed
exception in {app} while handling request {id}
could not launch {app}
cannot spawn {proc}
unable to start container {app}
Error response from daemon: container {id} failed to start
container {app} exited with code {code}
container {id} died, exit status {code}
Error syncing pod {app}, CreateContainerError
Liveness probe failed for {app}, container will be restarted
health check of {app} failed, marked unhealthy
{app} is not running
{app} does not respond
{app} hangs, no heartbeat for {sec} s
{app} hung, killed
no sign of life from {app} for {sec} s
{app} stuck in state stopping
task {proc}:{pid} blocked for more than 120 seconds.
task {proc}:{pid} blocked for more than {nn} seconds
thread {n} of {app} deadlocked
deadlock detected: process {pid} waits for process {pid}
deadlock in {app}, request {id} aborted
job {job} failed
job {job} failed with exit code {code}
cron job {job} ended with status {code}
scheduled task {job} did not complete
task {job} aborted after {sec} s
task {job} raised an exception
backup job {job} failed, exit status {code}
script {job} returned {code}
hook {stem} of {app} failed
automation {job} stopped: action failed
"GET /{stem} HTTP/1.1" 500 {nn}
POST /api/{stem} 500 internal server error ({ms} ms)
{ip} - - "GET /{stem} HTTP/1.1" 503 {nn}
request {id} failed: internal error in {app}
{app} answered with status 500
transaction {id} rolled back, {app} failed
query {id} failed: relation "{stem}" does not exist
message {id} could not be processed and was dropped
plugin {stem} failed to initialise
module {stem} of {app} crashed while loading
node {app} died, exit code -{code}
[{app}-{few}] process has died [pid {pid}, exit code {code}]
"""

CRITICAL = """
{unit}: Start request repeated too quickly.
{unit}: Failed with result 'start-limit-hit'.
{unit}: start limit hit, not restarting any more
{unit} failed {few} times, giving up
{app} gave up restarting
gave up restarting {app} after {n} attempts
giving up on {app}: crashed {n} times in a row
{app} keeps crashing, restart limit reached, service is down
restart limit of {app} reached, it stays down
too many restarts of {unit}, giving up
{app} failed to start {n} times, no more attempts
gave up: {app} entered FATAL state, too many start retries too quickly
supervisor gives up on {app} after {n} restarts
max restarts exceeded for {app}, left stopped
{app} could not be restarted any more, service lost
crash loop of {app}, no further restart
service {app} is lost, all restarts failed
all workers of {app} died, service stopped for good
all instances of {app} are down, service lost
no instance of {app} left, giving up
main service {app} down for good, {nn} users cut off
{app} dead on all nodes, service no longer available
Kernel panic - not syncing: Attempted to kill init! exitcode=0x{hex}
Kernel panic - not syncing: Fatal exception in interrupt
Kernel panic - not syncing: hung_task: blocked tasks
Kernel panic - not syncing: softlockup: hung tasks
Kernel panic - not syncing: sysrq triggered crash
kernel panic on {host}, machine halted
panic: runtime error: index out of range [{n}] with length {few}
panic: runtime error: invalid memory address or nil pointer dereference
thread 'main' panicked at src/{stem}.rs:{line}:{n}: called `unwrap()` on a `None` value
goroutine 1 panic: {app} stopped
init died, system halted
systemd: Freezing execution.
systemd: Caught SEGV, dumped core, freezing
BUG: unable to handle kernel NULL pointer dereference, system dead
Oops: kernel crashed in {stem}, machine must be restarted
watchdog: BUG: soft lockup - CPU#{few} stuck for {sec}s, system frozen
NMI watchdog: Watchdog detected hard LOCKUP on cpu {few}
hard lockup on cpu {few}, machine hangs
rcu: stalls on all CPUs, system hung
system hangs completely, hardware watchdog reboots {host}
watchdog did not stop, {host} is being reset
watchdog reset: {app} hung and the machine was rebooted
machine frozen, hard reset by watchdog
You are in emergency mode. Give root password for maintenance
boot failed, {host} dropped to an emergency shell
system is down: {app} and all its dependents crashed
main process {app} crashed and lost {nn} unsaved records
{app} crashed, data of {n} sessions lost
{db} crashed, recovery failed, database lost
PANIC: could not locate a valid checkpoint record
database {db} cannot be started again, recovery impossible
data of {app} lost in the crash
cluster {stem} lost, all pods crashed, giving up
control loop {app} died, emergency stop of the machine
safety controller {app} stopped responding, machine halted
dead letter: {nn} messages lost after {app} crashed
service manager of {host} died, nothing can be started any more
orchestrator gives up on {app}: CrashLoopBackOff, limit reached
all {n} replicas of {app} crashed, site is down
"""
MESSAGES = {"info": INFO, "warning": WARNING, "error": ERROR, "critical": CRITICAL}
