"""Lines that every administrator has seen, each in several wordings: both splits know the event.

A block begins with `= label severity`.
"""

BLOCKS = """
= service info
({user}) CMD ({path})
({user}) CMD (   cd / && run-parts --report /etc/cron.hourly)
({user}) CMD (test -x /usr/sbin/anacron && {job})
(CRON) INFO (Running @reboot jobs)
cron: {user} runs {job}
crond: USER {user} pid {pid} cmd {job}
run-parts: executing /etc/cron.daily/{job}
Started Session {n} of user {user}'s job {job}.
Starting Daily Cleanup of Temporary Directories...
Started Daily Cleanup of Temporary Directories.
Reached target Graphical Interface.
Reached target {stem}.target.
Created slice User Slice of {app}.
Listening on {app}.socket.
systemd[1]: Started {app} - the {stem} daemon.
Started {app} daemon.
Stopped target Timers.
Starting {app} {ver}
{app} launched with pid {pid}
{app} initialised in {ms} ms, serving requests
container {app} is healthy
Container {app} Started
docker: container start {id} (image={image}, name={app})
pod/{app} condition met, Ready
GET /{stem} 200 {ms}ms
"GET /api/{stem} HTTP/2.0" 200 {nn} "-" "Mozilla/5.0"
{ip} - {user} "POST /{stem} HTTP/1.1" 201 {nn} 0.0{n}
"GET /favicon.ico HTTP/1.1" 304 0
completed 200 OK in {ms}ms
= service warning
{unit}: Service RestartSec=100ms expired, scheduling restart.
{unit}: Scheduled restart job, counter {few}.
{app} exceeded its soft time limit, still working
request to {app} took {slowms} ms
duration: {slowms}.{nn} ms  statement: SELECT * FROM {stem}
Readiness probe failed for {app}, trying again
container {app} is being restarted ({few})
process {app} restarted by supervisor after unexpected exit
upstream {app} answers slowly, {slowms} ms
{job} skipped this time, the last run has not finished
{ip} - - "GET /{stem} HTTP/1.1" 429 {nn}
= service error
{ip} - - "POST /{stem} HTTP/1.1" 500 {nn} "-" "curl/8.4"
GET /{stem} 502 {ms}ms
"GET /{stem} HTTP/2.0" 502 {nn} "-" "Mozilla/5.0"
completed 500 Internal Server Error in {ms}ms
relation "{stem}" does not exist at character {n}
column "{stem}" does not exist
duplicate key value violates unique constraint "{stem}_pkey"
query failed: syntax error at or near "{stem}"
could not start {app}
unable to start {app}, status {code}
{app}.service: Unit entered failed state.
{unit}: Main process exited, code=killed, status=9/KILL
{unit}: Main process exited, code=exited, status=1/FAILURE
{unit}: Failed to run 'start' task
systemd-coredump: Process {pid} ({app}) dumped core
{app}[{pid}]: segfault at 0 ip {addr} sp {addr} error 4
kernel: {app} segfault at {hex}
{app} received signal {signal}, aborting
{app} killed by signal 11 (SEGV)
task {proc}:{pid} has been blocked for more than 120 seconds
Traceback (most recent call last): File "{stem}.py", line {line}, in run
AttributeError: 'NoneType' object has no attribute '{stem}'
AssertionError in {app}
StackOverflowError in {app}
NullReferenceException: Object reference not set, {app} request {id}
container {app} exited (1)
Container {app} exited with non-zero exit code {code}
Error: container {app} is unhealthy
process crashed: {app}, restart pending for later
supervisor: {app} terminated by SIGABRT (core dumped)
= service critical
{unit}: Start request repeated too quickly, refusing to start.
{app}.service: Failed with result 'start-limit-hit', giving up.
entered FATAL state, too many start retries too quickly: {app}
Kernel panic - not syncing: Attempted to kill init!
Kernel panic - not syncing: Fatal exception
Kernel panic - not syncing: stack-protector: kernel stack is corrupted
end Kernel panic - not syncing: Fatal exception in interrupt
---[ end Kernel panic - not syncing: Attempted to kill init ]---
watchdog: Watchdog detected hard LOCKUP on cpu {few}, system dead
{app} restarted {n} times in {n} minutes, giving up for good
{app} will not be restarted any more after {n} crashes
panic: send on closed channel
panic: assignment to entry in nil map
fatal runtime failure: {app} and its watchdog are dead
= disk critical
Kernel panic - not syncing: VFS: Unable to mount root fs
VFS: Unable to mount root fs on {part}, kernel panic
Kernel panic: root filesystem on {part} could not be mounted
VFS: Cannot open root device "{part}", panic
EXT4-fs ({part}): Remounting filesystem read-only after failure
Remounting filesystem read-only
{part}: remounting read-only
btrfs: {part} forced read-only
Device: /dev/{dev} [SAT], FAILED SMART self-check. BACK UP DATA NOW!
SMART: /dev/{dev} prefail attribute below threshold, drive failure imminent
smartd: Device /dev/{dev}, SMART Failure: DATA CHANNEL IMPENDING FAILURE
md/raid5:md{few}: Disk failure on {part}, disabling device
md/raid:md{few}: Cannot continue operation, {few} drives failed
Fail event had been detected on md device /dev/md{few}
zpool {pool} state UNAVAIL, insufficient replicas
backup of {db} destroyed and no second copy exists
backup {stem} unrecoverable, all generations lost
= disk error
ENOSPC: no space left on device, write
write error: No space left on device
{app}: write failed: ENOSPC
tar: {file}: Cannot write: No space left on device
cp: error writing '{path}': No space left on device
could not write block {nn}: No space left on device
rsync: write failed on "{path}": No space left on device (28)
error: disk full while writing {file}
blk_update_request: I/O error, dev {dev}, sector {nnn}
target error on {dev}, sector {nnn} not readable
Buffer I/O error on dev {part}, logical block {nnn}, lost sync page write
EXT4-fs error (device {part}): ext4_validate_block_bitmap: bad block bitmap checksum
EXT4-fs error (device {part}) in ext4_reserve_inode_write: Journal has aborted, inode not written
JBD2: Error -5 detected when updating journal superblock for {part}
{mount}.mount: Mount process exited, code=exited, status=32
mount: unknown filesystem type '{fs}'
Failed to mount /dev/{part}: Structure needs cleaning
= disk warning
{mount} {hi}% full
filesystem usage {hi}% on {host}:{mount}
DISK: {mount} at {hi}% (limit 85)
Filesystem has {hi}% used space on {part}
disk almost full: {mount}
{few} disk errors corrected on {dev}
{dev}: SMART attribute 197 Current_Pending_Sector is now {n}
smartd: /dev/{dev}, {n} Currently unreadable (pending) sectors
mirror {pool} is missing one half, still working
= disk info
Device: /dev/{dev}, SMART Usage Attribute unchanged, ok
EXT4-fs ({part}): re-mounted. Opts: errors=remount-ro
EXT4-fs ({part}): mounted filesystem {hex} r/w with ordered data mode
EXT4-fs ({part}): unmounting filesystem
Mounting {mount}...
Mounted /dev/{part}.
Found device /dev/{part}.
md: resync of RAID array md{few}
= memory critical
Out of memory: Killed process {pid} ({proc})
Out of memory: Killed process {pid} ({app}) total-vm:{nnn}kB, anon-rss:{nnn}kB, file-rss:0kB
oom-kill:constraint=CONSTRAINT_MEMCG,task={app},pid={pid},uid=1000
{app} invoked oom-killer: gfp_mask=0x140cca, order=0, oom_score_adj=0
{app}.service: A process of this unit has been killed by the OOM killer
{unit}: Main process exited, code=killed, status=9/KILL after out of memory
lowmemorykiller: killing {app} to free {size}
lmkd: Kill '{app}' ({pid}), oom_adj {nn}, low on memory
OOMKilled: {app}
= memory warning
GC pause {slowms} ms, heap {hi}% full
long garbage collection, {slowms} ms, memory scarce
full gc needed {slowms} ms
RAM usage {hi}%, nearly full
RAM: {hi}% used on {host}
memory nearly exhausted, {size} remaining
swap in heavy use on {host}, memory short
= memory error
java.lang.OutOfMemoryError: Metaspace
java.lang.OutOfMemoryError: unable to create native thread
runtime: out of memory: cannot allocate {nnn}-byte block
Allocation failed - JavaScript heap out of memory
fork failed: Cannot allocate memory
Cannot fork: not enough memory
swap partition {part} not activated, header invalid
CUDA out of memory on {gpu}, {size} requested
RuntimeError: CUDA out of memory
{app}: Cannot allocate memory (errno=12)
= network info
DHCPREQUEST for {ip} on {iface}
DHCPREQUEST of {ip} on {iface} to {ip} port 67
DHCPACK of {ip} from {ip} (xid=0x{hex})
DHCPACK on {ip} to {mac} via {iface}
DHCPOFFER of {ip} from {ip}
{iface}: renamed from eth0
{iface}: Link is Up - 100Mbps/Full - flow control off
{iface}: link up, 1000Mbps, full-duplex
device ({iface}): state change: prepare -> config
device ({iface}): carrier: link connected
dhcp4 ({iface}): state changed, address={ip}
wlan0: associated
{iface}: RX AssocResp from {mac} (capab=0x411 status=0 aid={few})
System clock synchronised with {domain}
Initial synchronization to time server {ip}:123 ({domain}).
hostname {host} announced to the network
connection received: host={ip} port={nn}
= network warning
{iface}: deauthenticating from {mac} by local choice, reconnecting
wlan0: Connection to AP {mac} lost, reconnecting
mobile data throttled by the provider, slow link
too many half-open connections from {ip}, limiting
sockets almost used up ({hi}%)
modem: signal strength low ({lo}%)
= network error
Could not resolve host: {domain}
could not resolve hostname {host}: Name or service not known
Temporary failure resolving '{domain}'
unable to resolve host {host}
curl: (6) Could not resolve host: {domain}
curl: (7) Failed to connect to {domain} port {port}: Connection refused
curl: (28) Connection timed out after {slowms} milliseconds
ssh: connect to host {host} port 22: No route to host
ssh: connect to host {ip} port 22: Connection timed out
upstream prematurely closed connection while reading response header from {ip}
connect() to {ip}:{port} failed (113: No route to host)
read: connection reset by peer ({ip})
Client network socket disconnected before secure connection with {domain}
ECONNREFUSED {ip}:{port}
ETIMEDOUT connecting to {domain}
EHOSTUNREACH {ip}
requests.exceptions.ConnectionError: host='{domain}', port=443: Max retries exceeded
redis.exceptions.ConnectionError: Error 111 connecting to {host}:6379
pymodbus: could not connect to {ip}:502
nfs: server {host} not responding, timed out
{iface}: link down
{iface}: no carrier
Failed to fetch https://{domain}/{stem}: Connection failed
Err:{n} https://{domain} stable InRelease Temporary failure resolving '{domain}'
update check of {app} failed: could not resolve {domain}
= auth info
pam_unix(cron:session): session opened for user {user}(uid=0) by (uid=0)
pam_unix(cron:session): session closed for user {user}
pam_unix(su:session): session opened for user root by {user}
systemd-logind: New session {n} of user {user}
Accepted publickey for {user} from {ip} port {nn} ssh2
Accepted keyboard-interactive/pam for {user} from {ip} port {nn} ssh2
{user} : TTY=pts/{few} ; PWD={mount} ; USER=root ; COMMAND=/bin/ls
(to root) {user} on pts/{few}
Successful su for root by {user}
AppArmor: {n} profiles loaded
apparmor="STATUS" operation="profile_load" profile="unconfined" name="{app}"
security profile for {app} loaded and enforced
= auth warning
Failed none for invalid user {user} from {ip} port {nn} ssh2
Failed keyboard-interactive/pam for {user} from {ip}
PAM: Authentication failure for {user} from {ip}
pam_unix(sshd:auth): check pass; user unknown
Disconnected from invalid user {user} {ip} port {nn} [preauth]
maximum password age of {user} nearly reached
FAILED LOGIN (1) on '/dev/tty1' FOR '{user}', Authentication failure
authentication failure for {user}, one try
conversation failed, login of {user} refused
su: failed for root by {user}
world-writable file {path}
badge reader refused card {id}
= auth error
permission denied (publickey) for {user}
{app}: access to {path} not permitted
{app} may not read {file}: permission denied
must be owner of table {stem}
User "system:serviceaccount:{app}" cannot get resource "{stem}"
unable to open {path}: Permission denied
SSL routines: certificate verify failed for {domain}
x509: certificate signed by unknown authority ({domain})
x509: certificate is valid for {domain}, not {host}
PKIX path building failed for {domain}
curl: (60) SSL certificate problem: certificate has expired
no ticket for {user}: clock skew too great
api key {id} not accepted
Load key "{path}": bad permissions
docker: denied: requested access to {image} is denied
= auth critical
sshd: too many authentication failures for {user} from {ip}, {nn} attempts
maximum authentication attempts exceeded {nn} times by {ip}
[sshd] Ban {ip} after {nn} failed logins
fail2ban: Ban {ip}, {nn} failed attempts in 10 minutes
banned {ip}: {nn} login failures
account {user} under attack, {nn} failed logins
ransom note found, {size} encrypted by an intruder
rootkit detected on {host}
account store of {host} destroyed, no login possible
= thermal warning
CPU{few}: Core temperature above threshold, cpu clock throttled
mce: CPU{few}: Package temperature above threshold, cpu clock throttled (total events = {nn})
soctherm: OC ALARM, throttling for heat
GPU clocks throttled due to thermal slowdown
{zone} slightly too hot, slowing down
airflow poor, dust filter dirty
= thermal critical
thermal thermal_zone0: critical temperature reached ({hot} C), shutting down
{zone}: critical temperature {hot} °C, system shutdown
Critical temperature reached, powering off
THERMTRIP on cpu {few}, power off for heat
= thermal info
CPU{few}: Package temperature/speed normal
mce: CPU{few}: Core temperature/speed normal
all fans are spinning
fans ok: {few} of {few} turning
= thermal error
print stopped with a fault: hotend too hot
no reading from thermal zone {zone}
fan{few} has stopped spinning
CPU fan failure
= power info
AC adapter plugged in
ACPI: AC Adapter [ACAD] (on-line)
AC is online
PMIC: rails powered up
{ups} battery full, charge 100%
UPS {ups} is on line power
= power warning
hwmon hwmon{few}: Undervoltage detected!
Under-voltage detected! (0x00050000)
UPS {ups} on battery power
{bat} aged, {pct}% of design capacity
AC adapter unplugged
ACPI: AC Adapter [ACAD] (off-line), on battery
= power critical
generator tank empty, power fails in {n} min
{rail} lost, reset of the whole board
pmic: emergency shutdown, input lost
critical battery level, suspending in {sec} s
upsd: {ups} forced shutdown (FSD) set
= update info
Upgraded {pkg} to {ver}
Commandline: apt-get install {pkg}
Start-Date: {date} Upgrade: {pkg}:amd64 ({ver}, {ver})
Processing triggers for {pkg} ({ver}) ...
Selecting previously unselected package {pkg}.
status half-configured {pkg}:amd64 {ver}
configure {pkg}:arm64 {ver} <none>
microcode: updated early, new revision {hex}
firmware: microcode updated to revision 0x{n}
All packages are up to date.
0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.
= update error
E: dpkg was interrupted, you must manually run 'dpkg --configure -a'
dpkg: error processing archive {file} (--unpack)
error: failed to unpack archive of {pkg}
removal of {pkg} failed, subprocess returned {code}
update of {pkg} failed: unpacking error
Hash Sum mismatch for {pkg}
apt: Hash Sum mismatch, {pkg} not installed
package {pkg} has unmet dependencies
= update critical
no valid firmware image left, giving up
all boot slots corrupt after update, {host} lost
firmware corrupt in both slots, device lost
= config info
hostname changed to {host}
set hostname to {host}
profile {section} of {conf} active
nginx: configuration file {conf} test is successful
reloading configuration
Reloading configuration file {conf}
= config warning
Unknown lvalue '{key}' in section '{section}', ignoring
{conf}:{line}: Unknown key name '{key}' in section '{section}', ignoring.
overlay {stem} missing in {conf}, skipped
support for {key} in {conf} is deprecated
{conf}: deprecated option "{key}"
Deprecated option {key}
= config error
{conf}: line {line}: invalid option {key}
[{section}] {key}: invalid value
"{key}" directive is not allowed here in {conf}:{line}
"{key}" directive invalid value in {conf}:{line}
directive "{key}" is not terminated by ";" in {conf}:{line}
host not found in upstream setting "{stem}" in {conf}:{line}
{conf} line {line}: keyword {key} extra arguments at end of line
sshd: no hostkeys configured in {conf}
pydantic: validation error for Settings: {key} field required
yaml: could not find expected ':' in {conf}
TOML parse error at line {line}, column {n}
json: cannot unmarshal string into Go struct field {key}
Missing required configuration "{key}"
= config critical
misconfiguration pushed to {domain}, whole site down
= hardware info
usb {usb}: new SuperSpeed USB device number {n} using xhci_hcd
usb {usb}: new low-speed USB device number {n} using ehci-pci
usb {usb}: New USB device found, idVendor=046d, idProduct=c31c, bcdDevice= 1.10
usb {usb}: New USB device strings: Mfr=1, Product=2, SerialNumber=3
usb {usb}: ch341-uart converter now attached to {tty}
pcieport {pci}: PME: Signaling with IRQ {n}, AER enabled
pci {pci}: [8086:1533] type 00 class 0x020000
rtc-ds1307: setting system clock to {date}
robot arm referenced, {few} joints ready
= hardware warning
pcieport {pci}: AER: Correctable error message received from {pci}
pci {pci}: available PCIe bandwidth limited to x1
usb {usb}: reset SuperSpeed USB device number {n}
usb {usb}: cannot reset at first, device back after retry
= hardware error
usb {usb}: device descriptor read/8, error -110
usb {usb}: device not accepting address {n}, error -110
usb {usb}: string descriptor 0 read error: -71
usb usb{few}-port{few}: Cannot enable. Maybe the USB cable is bad?
usb {usb}: USB disconnect while in use, transfer failed
uvcvideo: Failed to set UVC probe control: -32
uvcvideo: Failed to resubmit video URB
xhci_hcd {pci}: setup failed, device slot disabled
imx219 {few}-0010: failed to read chip id
i2c i2c-{few}: sendbytes: NAK bailout, transfer failed
mttcan: can0 entered bus off state
NVRM: GPU at PCI:{pci}: GPU-{hex} reported Xid 31
NVRM: Xid (PCI:{pci}): 43, channel stopped
nvidia-smi: No devices were found
NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver
= hardware critical
NVRM: Xid (PCI:{pci}): 79, pid={pid}, GPU has fallen off the bus
GPU fell off the bus, {host} must be rebooted
mce: CPU {few}: Machine Check Exception, panic
"""


def messages():
    """The lines of each (label, severity)."""
    found, lines = {}, None
    for line in filter(None, BLOCKS.splitlines()):
        if line.startswith("= "):
            lines = found.setdefault(tuple(line[2:].split()), [])
        else:
            lines.append(line)
    return found
