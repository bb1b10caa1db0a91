"""What logs say about main memory and swap."""

INFO = """
Memory: {nnn}K/{nnn}K available ({nn}K kernel code)
memory usage {pct}%
memory: {pct} % used, {size} available
MemFree={size} MemAvailable={size} SwapFree={size}
RAM ok: {size} of {size} free
{app} uses {size} of memory
resident set size of {proc} is {size}
heap usage {pct}% ({size} of {size})
GC finished in {ms} ms, heap now {size}
garbage collection freed {size} of heap
[GC (Allocation Failure) {nnn}K->{nn}K, {ms} ms] young collection
minor gc took {ms} ms, {size} released
Adding {nnn}k swap on /dev/{part}. Priority:-2 extents:1
Activated swap /swapfile.
swap partition {part} enabled, {size}
Activating swap on /dev/zram0
zram0: swap of {size} set up with lzo-rle
swap is off, running from memory only
Deactivated swap /dev/{part}
swap usage {lo}%
swapped in {nn} pages, memory is fine
memory pressure is back to normal
memory usage fell back below the limit ({pct}%)
memory limit of {unit} set to {size}
memory.max of {unit} changed to {size}
cgroup {app}: memory current {size}, limit {size}
allocated {size} for the frame buffers
reserved {size} of contiguous memory (CMA)
cma: Reserved {n} MiB at 0x{hex}
hugepages: {nn} pages of 2 MB reserved
Preallocated {nn} huge pages
memory pool {stem} created with {size}
buffer cache sized to {size}
EDAC MC0: no memory errors since boot
EDAC: ECC memory enabled, {few} ranks
memtest finished, no bad addresses
memory test of {size} passed
DIMM A{few}: {size} DDR4 detected, ok
{size} RAM found on {few} modules
dropped page cache, {size} memory freed
cache trimmed, {size} of memory returned to the system
earlyoom: mem avail: {nn} of {nn} MiB ({pct}.00%), swap free: {pct}.00%
oom_score_adj of {proc} set to -500
systemd-oomd: monitoring memory pressure of {few} slices
Redis: {size} memory used, maxmemory {size}
loaded {file} into memory ({size})
cache of {app} holds {nn} entries, {size} RAM
peak memory of {job}: {size}
shared memory segment {hex} of {size} created
tmpfs grown to {size} of memory
memory compaction done, {nn} pages moved
unloaded model {stem}, {size} of memory free again
ksm: {nn} pages merged
memory statistics: rss={size} cache={size} swap=0
"""

WARNING = """
memory usage <at|reached|is> {hi}%
memory usage high: {hi} % of {size}
RAM almost full, {size} left
only {size} of memory left on {host}
free memory below {lo} %
low memory: {size} available
low on memory, {size} free
MemAvailable={size} below threshold
available memory dropped to {lo}%
system memory is running low ({hi}% used)
running low on memory, dropping caches
mem_used_percent={hi} limit=85
memory {hi}% used exceeds warning level 85%
{app} uses {hi} % of its memory limit
{unit} is close to its memory limit ({size} of {size})
container {app} at {hi}% of memory limit
pod {app} memory usage near its limit: {hi}%
{proc} has grown to {size} of memory
resident memory of {app} keeps growing: {size}
possible memory leak in {app}: {size} after {n} h
leak suspected, heap of {proc} grew by {size} since start
heap usage at {hi}%
heap nearly exhausted: {hi} % after full gc
GC overhead high, {hi}% of the heap still in use
full garbage collection took {slowms} ms
long GC pause of {slowms} ms
swap usage is at {hi} %
swap almost used up, {lo}% free
swap nearly full: {size} of {size} used
swapping heavily: {nn} pages/s
high swap activity, system is slow
system is thrashing, {nn} page faults per second
memory pressure: some avg10={hi}
memory pressure high on {host}, reclaiming
systemd-oomd: memory pressure of {unit} above 60% for {n}s
earlyoom: low memory! mem avail: {nn} MiB ({lo}%)
kswapd0 is busy, memory is scarce
EDAC MC0: 1 CE memory read error on DIMM_A{few}
EDAC MC0: {n} corrected memory errors on channel {few}
corrected ECC error at DIMM B{few}, page 0x{hex}
{n} correctable memory errors in {n} hours on module A{few}
mce: [Hardware Error]: corrected memory error, bank {few}
single-bit memory error corrected at {addr}
page 0x{hex} soft-offlined after repeated correctable memory errors
DIMM B{few} runs at reduced speed 2133 MT/s
memory channel {few} not populated symmetrically, bandwidth reduced
memory overcommit is enabled; background save may fail under low memory
Redis is at {hi}% of maxmemory, evicting keys
maxmemory reached, evicting {nn} keys
cache evicted under memory pressure, {nn} entries
shared memory almost exhausted: {hi}%
tmpfs {mount} holds {size} of memory, {hi}% used
allocation of {size} was retried, memory fragmented
memory is fragmented, falling back to small pages
could not get huge pages, using 4k pages
falling back to vmalloc for {size}, memory fragmented
memory.high of {unit} breached, processes throttled
batch size reduced to {n} because memory is short
{app}: memory watermark reached, publishers slowed down
memory alarm soon: high watermark {hi}% for {proc}
buffer pool shrunk to {size}, not enough memory free
"""

ERROR = """
Cannot allocate memory
fork: Cannot allocate memory
{proc}: fork failed: cannot allocate memory
mmap failed: Cannot allocate memory
malloc of {nnn} bytes failed
malloc(): failed to get {size}
std::bad_alloc while loading {file}
terminate: what(): std::bad_alloc in {app}
MemoryError: unable to allocate {size} for an array
numpy.core._exceptions.MemoryError: Unable to allocate {size}
java.lang.OutOfMemoryError: Java heap space
OutOfMemoryError: GC overhead limit exceeded in {app}
JavaScript heap out of memory in {app}
out of memory while reading {file}, request dropped
{app}: out of memory, job {job} skipped
ran out of memory loading {stem}, giving the request back
not enough memory for {size}, allocation refused
insufficient memory to start {job}
could not allocate {size} of memory
failed to allocate {size} buffer
failed to allocate memory for request {id}
unable to allocate {nn} pages for {proc}
memory allocation of {nnn} bytes failed
allocation failure: {size} requested, {size} free
{proc}: page allocation failure: order:{few}, mode:0x{hex}
kworker/0:1: page allocation failure: order:4, mode:GFP_KERNEL
SLUB: Unable to allocate memory on node -1
swapper: page allocation failure in interrupt
cma: cma_alloc: alloc failed, req-size: {nn} pages, ret: -12
dma_alloc_coherent of {size} failed (-ENOMEM)
ENOMEM in {proc} while growing the buffer
vmalloc: allocation failure: {nnn} bytes
nvmap: failed to allocate {size}, out of carveout memory
NvMapMemAllocInternalTagged: error 12, {size} not available
CUDA out of memory. Tried to allocate {size}
cudaMalloc failed: out of memory
CUDA error: out of memory (tried {size})
torch.cuda.OutOfMemoryError: tried to allocate {size}
shmget failed: shared memory limit exceeded
could not resize shared memory segment: not enough memory
shared memory exhausted, {app} rejects new clients
out of shared memory, cannot lock more rows
ERROR: out of memory DETAIL: Failed on request of size {nn}
redis: OOM command not allowed when used memory > 'maxmemory'
Can't save in background: fork: Cannot allocate memory
swapon failed: {part}: invalid swap header
swapon: /swapfile: swapon failed: Invalid argument
could not activate swap on {part}
failed to enable swap file /swapfile
swap is full, allocation of {size} failed
Unable to handle paging request, swap read error on {part}
Read-error on swap-device (8:{n}:{nnn})
zram: allocation of {size} for swap failed
EDAC MC0: 1 UE memory error on DIMM_A{few}, page taken out of use
uncorrectable memory error at {addr}, page offlined
Memory failure: 0x{hex}: recovery action for dirty page: Failed
bad memory at {addr}: {n} pages removed
DIMM C{few} not recognised, {size} of memory missing
memory test failed at address {addr}
memory module in slot {few} disabled
decoder of {stem} failed: no memory for frame
query {id} cancelled, it exceeded its memory limit of {size}
request {id} aborted: memory quota of {size} exceeded
cannot lock memory: RLIMIT_MEMLOCK too small
model {stem} does not fit into memory: {size} needed, {size} free
loading of {file} failed, too little RAM
huge page allocation failed, {stem} not loaded
"""

CRITICAL = """
Out of memory: Killed process {pid} ({proc}) total-vm:{nnn}kB, anon-rss:{nnn}kB
Out of memory: Kill process {pid} ({proc}) score {nn} or sacrifice child
oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),task={proc},pid={pid}
{proc} invoked oom-killer: gfp_mask=0x{hex}, order=0
oom_reaper: reaped process {pid} ({proc}), now anon-rss:0kB
Memory cgroup out of memory: Killed process {pid} ({proc})
Memory cgroup out of memory: killed {app} in /system.slice/{unit}
{unit}: A process of this unit has been killed by the OOM killer.
{unit}: Failed with result 'oom-kill'.
{unit} killed by the kernel, out of memory
OOM killer took down {proc} (pid {pid})
the oom killer ended {app}, {size} were in use
process {pid} ({app}) was killed because memory ran out
{app} killed: memory exhausted
memory exhausted on {host}, killed {proc}
no memory left, {proc} terminated by the kernel
Container {app} was OOMKilled, exit code 137
pod {app} OOMKilled, memory limit {size}
Killing container {app}: memory limit exceeded
container {id} ran out of memory and got killed
System OOM encountered, victim process: {proc}, pid: {pid}
systemd-oomd: Killed {unit} due to memory pressure
systemd-oomd killed {n} processes of {unit}: swap used up
earlyoom: sending SIGKILL to process {pid} "{proc}": low memory
low memory killer: killed {app}, adj {nn}
lowmemorykiller: Killing '{app}' ({pid}), to free {nn}kB
Kernel panic - not syncing: Out of memory and no killable processes...
Kernel panic - not syncing: System is deadlocked on memory
kernel panic: out of memory, panic_on_oom is set
no killable process left, memory fully used, {host} hangs
out of memory and swap, system frozen
memory and swap completely exhausted, machine no longer responds
RAM and swap are both full, {host} stalls and is about to die
EDAC MC0: UE memory error, fatal, system halted
uncorrectable ECC error, memory corrupt, rebooting
mce: fatal memory error on DIMM B{few}, machine check panic
multi-bit memory error in kernel space, system stopped
Kernel panic: uncorrected memory error at {addr}
memory corruption detected, {size} of data lost
memory module A{few} failed, {host} going down
memory failure in DIMM C{few}: all guests on it lost
{db} killed by oom, unsaved data in memory lost
in-memory queue of {app} lost, process killed for lack of memory
database {db} terminated after running out of memory, recovery needed
worker {n} of {app} was killed (signal 9), out of memory
kernel killed {proc} to free memory
had to kill {app} to get {size} of RAM back
{proc} sacrificed by the out-of-memory handler
out of memory, watchdog reboots {host}
the memory is used up, the main service {app} is dead
java process {pid} killed by oom, heap was {size}
memory starvation: init cannot fork, system unusable
swap device {part} died, processes killed and pages lost
"""
MESSAGES = {"info": INFO, "warning": WARNING, "error": ERROR, "critical": CRITICAL}
