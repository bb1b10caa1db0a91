"""What may follow any message of a severity: it says again how things stand, or nothing at all.

A trace is a line of its own below a bad one, and says nothing about its kind.
"""

INFO = """
 (routine)
 as expected
, all good
; nothing to do
, ok
 [{ms} ms]
 - done
, no action needed
 (id {id})
; everything normal
, continuing
 for {host}
, as planned
 without problems
 ({n} of {n})
 (pid {pid})
, everything fine
, no problems
; success
, took {ms} ms
 (ok)
; all fine on {host}
, nothing else to report
, finished
 (by {user})
; normal operation
 (request {id})
"""

WARNING = """
, will retry
, retrying
; continuing
, trying again
; still working
, please check soon
 (attempt {few} of {n})
; degraded but running
 - watch this
, going on anyway
; may become a problem
, next try in {sec} s
 (id {id})
, performance may suffer
; using the fallback
, works for now
 (pid {pid})
; still usable
, trying a second time
, retry in {sec} s
, not urgent yet
; keep an eye on it
; falling back
 (request {id})
, slower than usual
; service continues
 (try {few})
, still ok
, consider maintenance
"""

ERROR = """
, giving up on this request
; skipped
, operation aborted
 (errno {errno})
, request {id} failed
; see above
, ignored by {app}
 - step not done
, error code {code}
; rest continues
 (id {id})
, result discarded
; job {job} not done
, nothing was written
 (rc={code})
, returned -{errno}
 (pid {pid})
, request dropped
; not retried
, could not go on with this
 (request {id})
; the others are not affected
, aborting this task
; operation failed
, {file} not processed
 (code {code})
, result: failure
; nothing done
, step failed
"""

CRITICAL = """
, system is going down
; data lost
, giving up
, machine halted
; service lost
 - immediate action required
, cannot continue
, shutting down now
; all users affected, service down
, no recovery possible
; {host} is down
, everything stops
 (id {id})
, unrecoverable
, halting {host}
 (pid {pid})
, emergency stop
; system unusable
, fatal for {host}
; {app} is lost
, going down
; all data lost
, no way to continue
, total failure
; gave up
, device lost
 (request {id})
; stopping everything
"""
TAILS = {"info": INFO, "warning": WARNING, "error": ERROR, "critical": CRITICAL}

TRACES = """
    at com.example.{app}.Main.run(Main.java:{line})
    at {stem} (/opt/{app}/index.js:{line}:{n})
  File "/opt/{app}/main.py", line {line}, in {stem}
  File "/usr/lib/python3/{stem}.py", line {line}, in run
\t... {n} more
    at process.{stem} (node:internal:{line})
   {n}: {stem}::run at src/{stem}.rs:{line}
 [<{hex}>] {stem}+0x{n}/0x{nn}
 ? {stem}+0x{n}/0x{nn}
Call Trace:
---[ end trace {hex}{hex} ]---
\tat org.{app}.{stem}(Unknown Source)
main.{stem}(...) /go/src/{app}/main.go:{line} +0x{n}
#0  0x{hex} in {stem} () from /lib/{stem}.so
#1  {stem} (argc=1) at {stem}.c:{line}
note: run with RUST_BACKTRACE=1 to see more
exit status {code}
see journalctl -xe for details
See 'systemctl status {unit}' and 'journalctl -xe' for details.
For more details see PID {pid}.
"""
