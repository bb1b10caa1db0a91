"""What logs say about storage, file systems and space."""

INFO = """
EXT4-fs ({part}): mounted filesystem with ordered data mode. Quota mode: none
XFS ({part}): Mounting V5 Filesystem
XFS ({part}): Ending clean mount
BTRFS info (device {part}): disk space caching is enabled
Mounted {mount}.
mounted /dev/{part} on {mount} type {fs} (rw,noatime)
<filesystem|volume|partition> /dev/{part} is mounted at {mount}
{mount} unmounted cleanly
Unmounting {mount}...
automount: {mount} expired after {n} min idle, unmounted
/dev/{part}: clean, {nn}/{nnn} files, {nnn}/{nnn} blocks
fsck of /dev/{part} done, <no errors found|nothing to repair|filesystem is clean>
File system check on /dev/{part} finished, <everything ok|clean|0 errors>
btrfs scrub of {mount} finished: <no errors found|0 errors>
scrub repaired 0B in 00:{n}:12 with 0 errors on pool {pool}
{dev}: SMART overall-health self-assessment: PASSED
Device: /dev/{dev} [SAT], SMART self-test completed without error
smartd: /dev/{dev} <is healthy|all attributes within limits>, next check in 30 min
Device: /dev/{dev}, opened, is SMART capable, added to monitor list
sd {n}:0:0:0: [{dev}] {nnn} 512-byte logical blocks: ({gb})
sd {n}:0:0:0: [{dev}] Attached SCSI disk
{dev}: detected capacity change from 0 to {nnn}
nvme nvme0: 4/0/0 default/read/poll queues, {gb} namespace
mmc0: new high speed SDHC card, {dev} {gb}
 {dev}: p1 p2 p3
md/raid1:md0: active with {few} out of {few} mirrors
md: md0: <resync|data-check|recovery> done.
mdadm: RebuildFinished on /dev/md0
array md127 is back in sync, all {few} members active
disk usage on {mount}: {pct}%
{mount}: {pct}% used, {size} free
free space on {mount} ok ({size} available)
storage check: {size} left on {part}, nothing to do
volume {pool} at {pct} % of its capacity
removed {n} old recordings from {path}, <freed|reclaimed> {size}
<Vacuuming|cleanup> done, freed {size} of archived journals from {mount}
pruned {n} snapshots of {pool}, {size} of space given back
deleted {nn} temporary files in {mount}, {size} reclaimed
fstrim: {mount}: {size} trimmed on /dev/{part}
trim of {part} finished, {size} discarded
created snapshot {pool}/{stem}@{date}
snapshot {stem} of volume {pool} taken in {ms} ms
EXT4-fs ({part}): recovery complete
EXT4-fs ({part}): resized filesystem to {nnn} blocks
logical volume {pool}/{stem} grown to {size}
resized {part} to fill the disk ({gb})
formatting /dev/{part} as {fs} ... done
disk {dev} spun down after {n} minutes idle
wrote {size} to {path} in {ms} ms
flushed {nn} pages to disk, fsync took {ms} ms
quota for {user} set to {size} on {mount}
pool {pool} is online, state healthy
zpool import {pool}: all vdevs ONLINE
checkpoint complete: wrote {nn} buffers, sync={ms} ms
new storage volume {stem} attached as /dev/{dev}
replaced disk {dev} is now an active member of {pool}
disk health of {dev} good, {pct} % of its life used
nvme smart: percentage used {lo}%, media errors 0
SSD {dev}: wear level {lo} %, spare 100 %, ok
df: {part} {gb} size {size} used {pct}% {mount}
rotated {path}, kept {few} old files
storage backend {pool} ready with {few} disks
"""

WARNING = """
<filesystem|volume|partition> {mount} is {hi}% full
disk usage on {mount} at {hi} %
{mount}: {hi}% used, only {size} left
disk space <is running low|getting low|low> on {mount}: {size} free
low disk space on /dev/{part} ({lo}% free)
only {lo} % free space left on {mount}
free space on {mount} below threshold ({lo}% < 10%)
storage nearly full: {size} of {gb} remaining on {part}
{part} is almost full, {hi} percent in use
almost out of space on {mount}, clean up soon
df: {part} {hi}% {mount} over the limit of 85%
used={hi}% mount={mount} threshold=85% exceeded
disk_free_percent={lo} mount={mount} below=10
pool {pool} is at {hi}% of capacity, performance may suffer
volume {pool} will be full in {few} days at this rate
quota: {user} is over the soft limit on {mount}, {few} days of grace
user {user} has used {hi} % of the disk quota
inode usage on {mount} is {hi} %
running low on inodes on /dev/{part}: {lo}% left
data retention shortened, recordings disk {hi}% full
log partition {mount} close to its limit, dropping oldest files
Device: /dev/{dev}, {n} Currently unreadable (pending) sectors
Device: /dev/{dev} [SAT], {n} Offline uncorrectable sectors
smartd: /dev/{dev} Reallocated_Sector_Ct <went up|increased> from {n} to {nn}
{dev}: reallocated sector count rising ({nn})
{n} pending sectors on disk {dev}, watch it
SMART Prefailure Attribute: 5 Reallocated_Sector_Ct changed from 100 to {hi} on {dev}
nvme0: available spare <dropped|fell> to {n}%, still above the limit
SSD {dev} has used {hi}% of its rated write endurance
wear level of {dev} at {hi} %, plan a replacement
eMMC life time estimation at {hi}% for {dev}
disk {dev} shows its first bad blocks, remapped
md/raid1:md0: array is degraded, {few} of {few} mirrors active
DegradedArray event on /dev/md127
raid md0 runs degraded with one member missing
pool {pool} is DEGRADED, still serving data
one mirror of {pool} out of sync, resilvering
rebuild of md127 is slow: {n} MB/s, {nn} min left
BTRFS warning (device {part}): checksum error corrected from the mirror
scrub on {pool} repaired {size} of damaged blocks
zfs: {n} checksum errors on {dev} repaired
read error on {dev} sector {nnn} corrected by rewriting
ata{few}.00: soft resetting link after slow response of {dev}, command retried ok
nvme nvme0: I/O {nn} QID {few} timeout, aborted and retried
blk_update_request: retrying read of {dev} sector {nnn}
write to {path} took {slowms} ms, disk is slow
slow storage: fsync of {path} needed {slowms} ms
I/O latency on {dev} is high: {slowms} ms average
disk {dev} saturated, {hi} % busy, queue depth {n}
high iowait, {dev} at {hi} % utilisation
EXT4-fs ({part}): mounting fs with errors, running e2fsck is recommended
EXT4-fs ({part}): maximal mount count reached, running e2fsck is recommended
FAT-fs ({part}): Volume was not properly unmounted. Some data may be corrupt. Please run fsck.
/dev/{part} was not cleanly unmounted, check forced
XFS ({part}): unclean shutdown, replaying the journal
{part}: dirty bit is set, file system should be checked
sd card {dev} answers slowly, falling back to 25 MHz
[{dev}] No Caching mode page found, assuming write through
write cache of {dev} disabled, throughput reduced
mount of {mount} took {sec} s, device was slow to appear
mounting {mount} failed once, second attempt succeeded
could not delete {path} yet, still open, space is freed later
snapshot area of {pool} is {hi}% full
thin pool {pool} metadata usage {hi}%, extend it
docker images take up {size}, disk at {hi}%
etcd backend database size close to its quota ({hi}%)
"""

ERROR = """
No space left on device
write {path}: no space left on device
cannot write {path}: No space left on device
OSError: [Errno 28] No space left on device: '{path}'
{app}: failed to save {file}: no space left on disk
error writing {path}: disk full
disk full, {file} not saved
cannot save recording: the disk is full
could not extend file "base/{nn}/{nn}": No space left on device
{mount} is full (100%), writes fail
filesystem {mount} at 100 %, new files are refused
out of disk space on {mount}, dropping incoming {stem}
upload rejected: not enough storage on {mount}, need {size}
insufficient disk space for {file}: {size} needed
cannot create directory {path}: out of space
backup to {mount} aborted, target volume is full
{pkg}: unpacking failed, not enough free space in {mount}
log rotation of {path} failed: no free space
apt: You don't have enough free space in {mount}
image pull of {image} failed: no space left on device
Disk quota exceeded: {path}
{user} exceeded the hard quota on {mount}, write refused
quota limit of {size} reached, file {file} rejected
no free inodes on {mount}, cannot create {file}
out of inodes on /dev/{part}: new file not created
blk_update_request: I/O error, dev {dev}, sector {nnn} op 0x0:(READ) flags 0x0
I/O error, dev {dev}, sector {nnn} op 0x1:(WRITE)
Buffer I/O error on dev {part}, logical block {nnn}, async page read
Buffer I/O error on device {part}, lost async page write
print_req_error: I/O error, dev {dev}, sector {nnn}
ata{few}.00: failed command: READ FPDMA QUEUED
ata{few}.00: error: { UNC } reading sector {nnn}
sd {n}:0:0:0: [{dev}] Unrecovered read error - auto reallocate failed
sd {n}:0:0:0: [{dev}] FAILED Result: hostbyte=DID_OK driverbyte=DRIVER_SENSE
end_request: medium error reading {dev}, sector {nnn}
nvme0n1: I/O Cmd(0x2) @ LBA {nnn} failed, sct 0x2 / sc 0x81
read of {path} failed: Input/output error
{path}: Input/output error
could not read block {nn} of file {file}: read error on {dev}
write to /dev/{part} failed at offset {nnn}
failed to flush {file} to disk (EIO)
fsync of {path} failed: Input/output error
mmcblk0: error -110 transferring data, sector {nnn}
{dev}: timed out sending read command to SD card
EXT4-fs error (device {part}): ext4_lookup: deleted inode referenced: {nnn}
EXT4-fs error (device {part}): ext4_find_entry: reading directory lblock 0
EXT4-fs ({part}): unable to read superblock
XFS ({part}): Metadata CRC error detected, block 0x{hex}
XFS ({part}): bad magic number in superblock
BTRFS error (device {part}): bad tree block start, want {nnn} have 0
BTRFS error (device {part}): checksum verify failed, no second copy
squashfs: unable to read page, block {hex}, size {nn}
checksum mismatch in {path}: file is damaged on disk
corrupt block in {file}, {n} records skipped
mount: {mount}: wrong fs type, bad option, bad superblock on /dev/{part}
mount: {mount}: can't read superblock on /dev/{part}
Failed to mount {mount}.
failed to mount /dev/{part} on {mount}: device not found
could not mount {mount}: no such partition
mounting {part} failed, volume {stem} stays offline
Timed out waiting for device /dev/disk/by-uuid/{hex}.
umount: {mount}: target is busy.
cannot unmount {mount}, files are still open
fsck failed on /dev/{part} with exit status 4
fsck.{fs}: UNEXPECTED INCONSISTENCY on {part}; run fsck manually
file system check of {part} could not repair all errors
mdadm: cannot add {dev} to md0: device too small
failed to assemble array md127
creating snapshot {stem} failed, volume group {pool} has no free extents
lvresize of {pool}/{stem} failed
cannot import {pool}: one or more devices unavailable
pool {pool}: unrepairable error in {path}
trim of {mount} failed: operation not supported by {dev}
could not resize {part}: partition is in use
smartd: /dev/{dev}, self-test failed with a read error at LBA {nnn}
ejecting {mount} failed, data not synced
"""

CRITICAL = """
EXT4-fs ({part}): Remounting filesystem read-only
EXT4-fs ({part}): journal has aborted, file system turned read-only
Aborting journal on device {part}-8, filesystem is now read-only
BTRFS: forced readonly on {part} after transaction abort
BTRFS critical (device {part}): corrupt leaf, forced readonly
{mount} has been remounted read-only because of errors
file system {mount} went read-only, nothing can be written
<root|data> filesystem switched to read-only after I/O errors
{part} turned read only, all writers stopped
XFS ({part}): Corruption detected. Shutting down filesystem
XFS ({part}): log I/O error, filesystem has been shut down
F2FS-fs ({part}): stopped checkpoint, file system is frozen and read-only
SMART Failure: /dev/{dev} is failing, back up your data now
smartd: /dev/{dev} FAILED SMART self-check. BACK UP DATA NOW!
{dev}: SMART overall-health self-assessment test result: FAILED!
SMART status of {dev} bad, drive failure expected in less than 24 hours
disk {dev} is about to fail, replace it immediately
Device /dev/{dev}: imminent drive failure predicted
nvme0: critical warning 0x04, device reliability degraded, media is read-only
NVMe {dev} spare exhausted, drive has gone read-only
SSD {dev} reached the end of its life and refuses all writes
md/raid1:md0: Disk failure on {part}, disabling device.
mdadm: Fail event on /dev/md0, component device /dev/{part}
raid member {part} failed and was kicked out of md127
disk {dev} in slot {few} has failed
drive {dev} dead, no answer after {few} resets
hard disk {dev} failed, taken offline
md: md0 stopped, too many failed devices, data is lost
array md127 failed: {few} disks gone, volume lost
raid5 on {pool} lost two members, cannot continue
RAID set {pool} FAILED, all data on it unavailable
pool {pool} is FAULTED, data lost
zfs: pool '{pool}' has encountered an uncorrectable I/O failure and has been suspended
pool {pool} suspended, too many devices missing
nvme nvme0: controller is down; will reset: CSTS=0xffffffff, removing after failure
nvme nvme0: Removing after probe failure status: -19, namespace lost
ata{few}.00: disabled, {dev} lost
sd {n}:0:0:0: [{dev}] rejecting I/O to dead device
{dev} dropped off the bus, all its file systems are gone
Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(179,2)
Kernel panic: root device {part} unreadable
cannot find the root filesystem /dev/{part}, system halted
root partition corrupt, unable to boot from {part}
no bootable disk left, {host} cannot start
superblock of {part} and all its backups destroyed, volume lost
filesystem on {part} is damaged beyond repair
data loss on {mount}: {nn} files could not be recovered
lost page write on {part}, {size} of data lost
unrecoverable read errors, {size} of {stem} lost for good
{db} data files corrupted on disk, database cannot be recovered
partition table of {dev} overwritten, data lost
backup volume {pool} destroyed, no copy left
{mount} vanished, storage array offline, all services without data
volume {stem} lost quorum of replicas, data unavailable
ceph: {n} pgs lost, objects unrecoverable
storage controller failed, all disks of {host} offline
disk full on {mount}, database shut down to protect its data
no space left for the write-ahead log, {db} stopped, transactions lost
root file system completely full, {host} is no longer usable
sd card {dev} worn out and locked itself against writing
imminent disk failure: {dev} has {nn} uncorrectable sectors and grows
"""
MESSAGES = {"info": INFO, "warning": WARNING, "error": ERROR, "critical": CRITICAL}
