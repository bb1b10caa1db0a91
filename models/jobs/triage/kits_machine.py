"""Kits for disk, memory, thermal, power and hardware: beginnings and endings that all go together.

Each pair of a beginning and an ending is a template of its own. Parts are parted by `;`.
"""

DISK = {
    "info": (
        (
            "filesystem {mount}; volume {stem}; partition {part}; disk {dev}; drive {dev};"
            " storage pool {pool}; /dev/{part}; data volume on {host}; SSD {dev}; raid array"
            " md{few}; sd card {dev}; backup volume {stem}; file system on {part}",
            "is healthy; is clean; checked, no problems found; mounted without problems; is"
            " online; ready for use; scanned, no bad blocks; synced; check finished, all good; has"
            " plenty of space left; passed its check; has {size} free; uses {pct}% of its space;"
            " was attached; was unmounted safely",
        ),
        (
            "scrub of {pool}; fsck of {part}; resync of md0; rebuild of array {pool}; snapshot of"
            " {stem}; trim of {mount}; defragmentation of {part}; check of disk {dev}; SMART test"
            " of {dev}; formatting of {part}; resize of {mount}",
            "completed; finished without problems; done in {sec} s; started; succeeded; ended,"
            " nothing wrong; is {pct}% done; was successful; took {n} minutes and found nothing",
        ),
    ),
    "warning": (
        (
            "disk {dev}; filesystem {mount}; volume {stem}; partition {part}; storage {pool};"
            " data disk of {host}; {mount}; sd card {dev}; recordings volume {mount}; root"
            " filesystem; log partition; backup drive {dev}; free space of {mount}",
            "is nearly full; almost full ({hi}%); running out of space; has only {size} left; at"
            " {hi}% of capacity; has little space left ({lo}%); will soon be full; approaching its"
            " limit, {hi}% used; is low on free space; over {hi}% used, please clean up; only"
            " {lo}% free",
        ),
        (
            "disk {dev}; drive {dev}; SSD {dev}; hard disk {dev}; nvme drive {dev}; raid member"
            " {dev}; storage device {dev}; flash chip {dev}; eMMC {dev}; backup disk {dev}",
            "shows signs of wear; is slow, {slowms} ms per write; has {n} reallocated sectors;"
            " reports {n} pending sectors; needed {few} retries to read a block; answers with high"
            " latency; has corrected {n} read errors; is worn to {hi}%; should be replaced soon;"
            " had a timeout, retried with success; is aging, {n} bad blocks remapped",
        ),
        (
            "array md{few}; raid md127; mirror {pool}; pool {pool}; volume group {pool}; storage"
            " cluster {pool}; RAID set {pool}",
            "is degraded; runs degraded; works without redundancy; is degraded, one disk missing;"
            " lost redundancy, still online; is rebuilding slowly; continues with a missing"
            " mirror; has one replica out of sync",
        ),
    ),
    "error": (
        (
            "writing {path}; saving {file}; could not save {file}; write to {mount}; recording to"
            " {mount}; backup to {mount}; creating {file}; storing snapshot {stem}; dump of {db};"
            " copying {file} to {mount}; log file {file}; upload of {file}; extracting {file};"
            " {app} cannot write {file}; cannot append to {path}; cache write of {app}",
            "failed: no space left on device; failed, disk full; - no space left; failed"
            " (ENOSPC); aborted, out of disk space; : not enough free space on {mount}; failed:"
            " disk quota exceeded; failed: filesystem full; : the disk is full; stopped because"
            " {mount} is full",
        ),
        (
            "read of {dev}; read from {part}; write to {dev}; sector {nnn} on {dev}; block {nn}"
            " of {part}; reading {path}; flush of {path}; access to {mount}; journal write on"
            " {part}; copy from {part}; {file} on {mount}; command to disk {dev}",
            "failed: I/O error; failed with EIO; : Input/output error; failed, medium error; :"
            " unrecovered read error; failed after {few} tries; returned an I/O error; could not"
            " be completed, disk error; : checksum mismatch",
        ),
        (
            "mount of {mount}; mounting {part}; fsck of {part}; snapshot of {stem}; unmount of"
            " {mount}; resync of md0; import of {pool}; resize of {part}; formatting {dev}; check"
            " of {part}; trim of {mount}; scrub of {pool}",
            "failed; failed with status {code}; could not be done; did not work: bad superblock;"
            " aborted with errors; failed: no such device; ended in an error; was not possible;"
            " failed: wrong fs type; not completed",
        ),
    ),
    "critical": (
        (
            "disk {dev}; drive {dev}; SSD {dev}; raid member {dev}; hard drive {dev}; system disk"
            " {dev}; nvme {dev}; data disk {dev}; boot disk of {host}; storage device {dev}",
            "has failed; is failing, replace now; is dead; failed completely; is about to die;"
            " will fail soon, save your data; failed its SMART check; failed and was removed from"
            " the array; is broken, data lost; does not come back, lost; reports imminent failure;"
            " failed for good",
        ),
        (
            "filesystem {mount}; file system on {part}; root filesystem; {mount}; data partition"
            " {part}; ext4 on {part}; xfs on {part}; volume {stem}; btrfs on {part}",
            "turned read-only; is now read-only; was remounted read-only; switched to read-only"
            " mode; went read only after errors; forced read-only; shut down because of"
            " corruption; is corrupt, data lost; cannot be repaired; is destroyed; set read-only"
            " to protect the data",
        ),
        (
            "array md{few}; pool {pool}; raid {pool}; storage cluster {pool}; volume {stem};"
            " backup set {stem}; mirror {pool}",
            "failed, data lost; is lost; lost too many disks; is offline, all data unavailable;"
            " has lost data; is faulted; collapsed, {few} disks failed; suspended, cannot be"
            " recovered; is unrecoverable; gone, no copy left",
        ),
    ),
}

MEMORY = {
    "info": (
        (
            "memory; memory usage of {host}; RAM; heap of {app}; memory of {app}; swap; swap"
            " space; page cache; memory pool {stem}; resident memory of {proc}; used memory; main"
            " memory; buffer memory",
            "is fine; at {pct}%; {pct}% in use; is normal; within limits; now {size}; back below"
            " its limit; ok, {size} free; is stable at {size}; usage normal; shrank to {size};"
            " checked, nothing wrong",
        ),
        (
            "{size} of memory; {size} RAM; {size} of swap; {size} of heap; {nn} pages of memory;"
            " {size} of shared memory",
            "allocated for {app}; freed; released by {app}; reserved at boot; available; returned"
            " to the system; is in use; activated; reclaimed from caches; detected",
        ),
    ),
    "warning": (
        (
            "memory; RAM; system memory; memory usage of {host}; memory of {app}; heap of {app};"
            " swap; swap space; main memory; container memory of {app}; memory of pod {app}; free"
            " memory; memory on {host}",
            "is almost full; nearly used up ({hi}%); is running low; usage at {hi}%; is low,"
            " {size} left; near its limit ({hi}%); over {hi}% used; getting scarce; is close to"
            " the limit; pressure is high; exceeds the {hi}% threshold; almost exhausted",
        ),
        (
            "memory of {app}; heap of {proc}; process {proc}; resident size of {app}; {app};"
            " memory use of {unit}",
            "keeps growing, possible memory leak; grew by {size}, leak suspected; swaps heavily;"
            " uses {hi}% of RAM; uses more and more memory; was throttled for memory; had its"
            " cache dropped to save memory; spends much time in garbage collection",
        ),
    ),
    "error": (
        (
            "allocating {size}; allocation of {size}; malloc of {nnn} bytes; mmap of {size}; fork"
            " of {proc}; loading {stem}; request {id}; creating buffer {stem}; resizing the heap;"
            " new thread in {app}; query {id}; decoding frame {nn}; job {job}; opening {file};"
            " importing {file}",
            "failed: out of memory; failed, not enough memory; : cannot allocate memory; failed"
            " with ENOMEM; failed: insufficient memory; aborted, out of memory; : memory"
            " allocation failure; refused, memory limit reached; : no memory available; stopped,"
            " not enough RAM",
        ),
        (
            "swap on {part}; swap file; swap device {part}; zram swap; swap partition {part}",
            "could not be activated; failed to activate; cannot be enabled; read error; is full,"
            " allocations fail; has a bad header",
        ),
    ),
    "critical": (
        (
            "process {pid} ({proc}); {app}; container {app}; pod {app}; {proc}; worker {pid} of"
            " {app}; database {db}; service {unit}; java process {pid}; main process {app}",
            "was killed by the oom killer; killed: out of memory; was OOM-killed; killed by the"
            " kernel, no memory left; terminated by the oom killer; killed because memory was"
            " exhausted; killed to free memory; died, killed for lack of memory; got SIGKILL from"
            " the out-of-memory handler; killed after using {size} of RAM",
        ),
        (
            "out of memory; memory exhausted; RAM and swap full; no memory left; memory"
            " completely used up; system out of memory; memory limit exceeded",
            ": killed process {pid}; , killing {proc}; , {app} killed; , system hangs; : {unit}"
            " was killed; , {host} is dying; , kernel kills {app}; , machine frozen; - process"
            " {proc} sacrificed",
        ),
    ),
}

THERMAL = {
    "info": (
        (
            "temperature of {zone}; {zone}; cpu temperature; gpu temperature; board temperature;"
            " temperature in the rack; coolant temperature; {zone} sensor temperature; enclosure"
            " temperature; core temperature",
            "is {c} °C; normal at {c} °C; {c} C, ok; back to normal; fell to {c} °C; within"
            " limits; stable at {c} degrees; now {c} C; below threshold again; fine ({c} °C)",
        ),
        (
            "{fan}; fan {fan}; cooling fan; cpu fan; rear fan; ventilator; coolant pump; chassis"
            " fan",
            "at {rpm} rpm; runs normally; speed set to {pct}%; started; slowed down, {zone} is"
            " cool; spins at {rpm} RPM; is in automatic mode; ok; back to low speed; test passed",
        ),
    ),
    "warning": (
        (
            "temperature of {zone}; {zone}; cpu temperature; gpu temperature; board temperature;"
            " temperature in the rack; coolant temperature; core temperature; {gpu} temperature;"
            " drive temperature; enclosure temperature",
            "is high: {hot} °C; above threshold ({hot} °C); {hot} C, over the limit; too warm"
            " ({hot} °C); rising, {hot} °C; close to the maximum; near its limit at {hot} C;"
            " exceeds {hot} °C; reached warning level; hot: {hot} degrees; elevated ({hot} °C)",
        ),
        (
            "{gpu}; cpu; processor; {zone}; core {few}; soc; clock; cpu {few}; system; the"
            " inverter",
            "throttled because of heat; is thermally throttled; slowed down, too hot; throttled"
            " at {hot} °C; reduced to {nn} MHz for heat; limited to stay cool; thermal throttling"
            " active; clocked down, {hot} °C",
        ),
        (
            "{fan}; fan {fan}; cooling fan; cpu fan; ventilator; coolant pump; chassis fan",
            "turns slowly ({nn} rpm); below its target speed; at full speed, still hot; is slow;"
            " runs unevenly; gets louder, bearing worn; speed low; runs at maximum",
        ),
    ),
    "error": (
        (
            "{fan}; fan {fan}; cooling fan; cpu fan; ventilator; coolant pump; chassis fan; rear"
            " fan; gpu fan; case fan {few}",
            "failed; does not spin; is not turning; stopped turning; has failed; stalled; is"
            " blocked; reports 0 rpm; not detected; cannot be controlled; gives no speed signal;"
            " broken; does not start; is defective; fault",
        ),
        (
            "temperature of {zone}; reading the temperature of {zone}; thermal zone {zone};"
            " cooling of {zone}; thermal control of {gpu}; setting the speed of {fan}; cooling"
            " loop",
            "failed; cannot be read; could not be set; gives no value; not available; does not"
            " work; : read error",
        ),
    ),
    "critical": (
        (
            "temperature of {zone}; {zone}; cpu; gpu; {gpu}; core temperature; board temperature;"
            " processor; battery temperature; rack",
            "critical ({hot} °C), shutting down; too high, system shuts down; at {hot} °C,"
            " emergency shutdown; overheated, powering off; overheating, shutdown now; reached"
            " shutdown limit {hot} °C; over the critical trip point, halting; overheated, machine"
            " off; at {hot} °C, shutdown imminent; critical, power off in {sec} s",
        ),
        (
            "thermal shutdown; emergency shutdown for heat; overheating shutdown; shutdown"
            " because of temperature; heat protection",
            "of {host}; started, {zone} {hot} °C; in {sec} s; triggered by {zone}; : {zone} at"
            " {hot} °C; imminent; of {gpu} and {host}",
        ),
        (
            "all fans; both fans; every fan; all cooling fans; fans and pump; main and spare fan",
            "failed, shutting down; stopped, system powers off; dead, emergency shutdown; lost,"
            " overheating, going down; failed, {zone} {hot} °C, halting now",
        ),
    ),
}

POWER = {
    "info": (
        (
            "battery; battery {bat}; {bat}; ups {ups}; {ups}; backup battery; battery pack; robot"
            " battery; battery of {host}",
            "charged to {pct}%; is charging; fully charged; ok; at {pct}%, discharging normally;"
            " health good; test passed; charge {hi}%; voltage {v} V, normal; connected; is full",
        ),
        (
            "power supply {few}; supply voltage; {rail}; rail {rail}; mains power; AC power;"
            " input voltage; PSU {few}; charger; power input",
            "ok; {v} V, ok; within limits; restored; is back; stable at {v} V; connected; normal;"
            " on; present and good; switched on",
        ),
    ),
    "warning": (
        (
            "battery; battery {bat}; {bat}; backup battery; battery pack; robot battery; battery"
            " of {host}; sensor battery; ups battery",
            "is low; low: {lo}%; at {lo}%, please charge; nearly empty ({lo}%); getting low"
            " ({lo}%); weak; running low; needs replacement soon; worn, capacity {pct}%; only"
            " {lo}% left; discharges faster than normal; charge low, {n} min left",
        ),
        (
            "supply voltage; {rail}; rail {rail}; input voltage; voltage on {rail}; power input;"
            " core voltage; bus voltage",
            "is low: {v} V; below nominal ({v} V); under voltage detected; dropped to {v} V;"
            " unstable; sagged to {mv} mV; slightly too high ({v} V); close to the lower limit;"
            " fluctuates; dips under load",
        ),
        (
            "mains power; AC power; power grid; line power; utility power; main supply; external"
            " power",
            "lost, running on battery; lost, ups active; failed, on battery now; interrupted for"
            " {sec} s, battery took over; gone, {ups} takes over; lost, backup in use; unstable,"
            " switched to battery; cut, {n} min of battery left",
        ),
    ),
    "error": (
        (
            "power supply {few}; PSU {few}; supply unit {few}; charger; battery charger;"
            " regulator {rail}; rail {rail}; voltage regulator; inverter; power module {few}",
            "failed; has failed; is defective; does not work; fault detected; gives no output;"
            " not responding; could not be enabled; switched off by a fault; reports a fault; is"
            " broken; missing; failed to start",
        ),
        (
            "charging of {bat}; charging; setting voltage {rail}; reading {bat}; suspend; self"
            " test of {ups}; battery test; switching to power mode {few}; setting the power limit;"
            " communication with {ups}",
            "failed; aborted; did not work; failed with code {code}; was rejected; could not be"
            " done; not possible; ended with a fault",
        ),
    ),
    "critical": (
        (
            "battery; battery {bat}; {bat}; backup battery; ups battery; robot battery; battery"
            " of {host}; {ups}; battery charge",
            "empty, shutting down; is empty; exhausted; critically low, powering off; at {few}%,"
            " shutdown imminent; dead, system off; at 0%, machine goes down; drained, halting;"
            " critical, emergency shutdown; depleted, switching off",
        ),
        (
            "mains power; main supply; power; input voltage; supply voltage; power supply; all"
            " power; {rail}; external power and battery",
            "lost, system going down; lost, shutting down; failed completely, machine off;"
            " collapsed, shutdown; lost, no backup left; gone, powering off; failed, {host} is"
            " down; lost, data in memory lost; too low, emergency shutdown",
        ),
    ),
}

HARDWARE = {
    "info": (
        (
            "usb device {usb}; camera {cam}; {cam}; sensor {sensor}; {sensor}; {gpu}; pci device"
            " {pci}; device {tty}; serial port {tty}; can{few}; printer {stem}; lidar {stem};"
            " bluetooth adapter; i2c device {sensor}; motor driver {few}; display; touch panel;"
            " usb hub {usb}; barcode scanner; gps receiver on {tty}",
            "found; detected; initialised; is ready; connected; registered; attached; works"
            " normally; probed successfully; self test passed; online; driver loaded; opened;"
            " calibrated; removed as requested; configured",
        ),
    ),
    "warning": (
        (
            "usb device {usb}; camera {cam}; {cam}; sensor {sensor}; {sensor}; {gpu}; pci device"
            " {pci}; device {tty}; serial port {tty}; can{few}; printer {stem}; lidar {stem};"
            " bluetooth adapter; i2c device {sensor}; motor driver {few}; encoder {few}; usb hub"
            " {usb}; gps receiver on {tty}",
            "is slow to answer; was reset, works again; answered after {few} retries; runs in"
            " degraded mode; reports corrected errors; lost {n} packets, continuing; runs at"
            " reduced speed; delivers noisy values; needs calibration soon; recovered after a"
            " timeout; dropped {n} samples; unstable, reconnected; shows bus errors, retried; had"
            " a glitch, recovered",
        ),
    ),
    "error": (
        (
            "usb device {usb}; camera {cam}; {cam}; sensor {sensor}; {sensor}; {gpu}; pci device"
            " {pci}; device {tty}; serial port {tty}; can{few}; printer {stem}; lidar {stem};"
            " bluetooth adapter; i2c device {sensor}; motor driver {few}; encoder {few}; usb hub"
            " {usb}; gps receiver on {tty}; touch panel; display; barcode scanner; audio device",
            "not found; does not respond; not responding; failed to initialise; probe failed;"
            " timed out; disconnected unexpectedly; could not be opened; read failed; gives no"
            " data; is broken; not detected; initialisation failed; lost; transfer failed; no"
            " longer answers; reported a fault; could not be configured; defective; no such device",
        ),
    ),
    "critical": (
        (
            "main camera {cam}; safety sensor {sensor}; {gpu}; pci bus {pci}; usb controller;"
            " motor controller {few}; cpu {few}; mainboard; can bus can{few}; i2c bus {few}; io"
            " controller; main sensor {sensor}; drive controller; processor; chipset",
            "dead, system halted; failed, machine stopped; lost, emergency stop; died, all"
            " devices lost; failed, system going down; defective, machine down; dead, service"
            " lost; failed for good, reboot needed; lost, robot halted; fatal fault, halting",
        ),
        (
            "machine check; fatal bus fault; hardware fault; unrecoverable hardware fault; fatal"
            " pcie fault; uncorrectable bus fault",
            "on cpu {few}, system halted; on {pci}, machine goes down; , panic; in {gpu}, system"
            " stops; , {host} is dead; - halting the machine; on the mainboard, system lost",
        ),
    ),
}
