"""What logs say about packages, firmware and upgrades."""

INFO = """
update to {ver} installed
update {ver} installed successfully
update to version {ver} finished, no errors
updated {pkg} from {ver} to {ver}
upgraded {pkg} ({ver} => {ver})
upgrade of {pkg} to {ver} complete
upgrade finished, {n} packages changed
{n} upgraded, {few} newly installed, 0 to remove and 0 not upgraded.
status installed {pkg}:arm64 {ver}
install {pkg}:amd64 <none> {ver}
upgrade {pkg}:all {ver} {ver}
Setting up {pkg} ({ver}) ...
Unpacking {pkg} ({ver}) over ({ver}) ...
Get:{n} https://{domain} stable/main arm64 {pkg} {ver}
Preparing to unpack .../{pkg}_{ver}_all.deb ...
Installed: {pkg}-{ver}.x86_64
Upgrade: {pkg}-{ver}.noarch
Erased: {pkg}-{ver}
package {pkg} removed
removed old kernel {ver}
Packages that will be upgraded: {pkg} {pkg}
Starting unattended upgrades script
No packages found that can be upgraded unattended
unattended-upgrades: all upgrades installed
Started Daily apt upgrade and clean activities.
package lists refreshed, {n} updates available
{n} packages can be upgraded
update available: {ver}
new version {ver} of {pkg} is available
new firmware {ver} available for {host}
checking for updates ...
checked for updates, none available
no updates available
system is up to date
already up to date ({ver})
{app} is on the latest version {ver}
software is current, nothing to update
downloading update {ver} ({size})
download of update {ver} complete
fetched update bundle {file}, {size}
update image {file} verified, checksum ok
update staged, will be applied on next reboot
applying update {ver} to slot B
writing image {ver} to the inactive slot
slot B marked good, boot ok
booted into slot A with version {ver}
update confirmed, {ver} is now permanent
OTA update to {ver} done
ota: device reports version {ver}
rauc: installation of {file} succeeded
swupdate: update successful, {ver}
mender: artifact {stem}-{ver} committed
firmware of {sensor} updated to {ver}
firmware {ver} flashed to {tty}, verified
fwupd: {dev} firmware updated {ver} -> {ver}
firmware version {ver} is current
BIOS update to {ver} scheduled
bootloader updated to {ver}
microcode updated early to revision 0x{hex}
snap "{app}" refreshed to {ver}
flatpak update: {few} runtimes changed
pip: Successfully installed {pkg}-{ver}
npm: added {nn} packages in {sec}s
docker: pulled newer image for {image}
rolled out {ver} to {n} devices
rollout of {ver} at 100%
migration to {ver} applied, schema up to date
repository metadata of {stem} refreshed
release notes of {ver} fetched
"""

WARNING = """
update postponed, device is in use
update to {ver} delayed until night
upgrade of {pkg} deferred, battery of update window missed
update check failed, trying again in {n} min
update check timed out, will retry
checking for updates did not work yet, attempt {few}
update download interrupted at {pct}%, resuming
download of update {ver} stalled, retrying
download of {pkg} slow, {n} kB/s
retrying fetch of package {pkg}
package {pkg} fetched on second attempt
update mirror {domain} slow, switched to another mirror
mirror outdated, using another for {pkg}
installing {ver} took {sec} min, longer than usual
update {ver} applied on second try
first attempt to install {pkg} failed, retried with success
reboot required to finish the update
*** System restart required ***
pending reboot: kernel {ver} installed but not running
update waits for a reboot since {n} days
{n} security updates pending
{n} updates are overdue
{nn} days without updates
system has not been updated for {nn} days
package lists are {n} weeks old
The following packages have been kept back: {pkg}
{pkg} kept back, dependencies would change
{pkg} is held at {ver}, newer version skipped
package {pkg} on hold, not upgraded
{pkg} downgraded to {ver}
version {ver} of {pkg} is deprecated
package {pkg} is deprecated and gets no more updates
release {ver} reaches its end of life in {n} days
support for version {ver} ends on {date}
this version is no longer supported soon, please upgrade
firmware {ver} is outdated
firmware of {host} outdated, {ver} recommended
{sensor}: firmware {ver} too old for all functions
old firmware on {dev}, please update
{pkg} is out of date ({ver} < {ver})
running an outdated version {ver}
version {ver} is {few} releases behind
version mismatch: agent {ver}, server {ver}, still compatible
{n} of {nn} devices still run {ver}
rollout paused at {pct}%, some devices are slow
rollout slower than planned
update applied, but {few} optional packages were skipped
optional component of update {ver} skipped
upgraded with warnings, see {path}
post-install script of {pkg} printed warnings
dpkg: {pkg}: dependency problems, but configuring anyway
obsolete package {pkg} still installed
{n} packages were automatically installed and are no longer required
another package process holds the lock, waiting
Waiting for cache lock: held by process {pid} (unattended-upgr)
update lock busy, waiting {sec} s
update applied while running on the fallback slot
booted into fallback slot once, update {ver} tried again
slot B not yet confirmed, {few} boots left
unsigned test build {ver} installed
beta release {ver} in use, may be unstable
repository {stem} could not be refreshed, old lists used
Some index files failed to download. They have been ignored, or old ones used instead.
metadata of repo {stem} expired, using cached packages
delta update not possible, loading the full image
partial update: {few} of {n} modules current
firmware update of {sensor} needs a power cycle to become active
update server busy, asked to come back in {sec} s
"""

ERROR = """
update failed
update to {ver} failed
update {ver} could not be installed
failed to install update {ver}
installation of {ver} aborted
upgrade failed: {pkg}
upgrade of {pkg} to {ver} failed
could not upgrade {pkg}, old version stays
applying update {ver} failed with code {code}
update aborted at {pct} %, version {ver} kept
update cancelled: image {file} damaged
update rejected: wrong hardware revision
update {ver} not compatible with this device
incompatible update bundle {file}, refused
update image {file}: checksum mismatch
checksum of update {ver} does not match
sha256 of {file} wrong, update not applied
update bundle {file} is corrupt
update download failed
failed to download update {ver}
could not fetch update {ver}: 404
download of firmware {ver} failed at {pct}%
update package {pkg} not found on {domain}
update check failed: server answered 500
failed to check for updates
rolled back to {ver} after a failed update
update {ver} reverted, boot of the new slot failed
new slot did not boot, back to version {ver}
health check after update failed, rolling back to {ver}
rollback to {ver} done, update unsuccessful
slot B marked bad after update
rauc: Installation error: failed updating slot
swupdate: Image not installed, aborting
mender: artifact installation failed, reverting
ota: update to {ver} unsuccessful
ota agent: flash of {ver} failed
firmware update failed
firmware update of {sensor} failed
flashing firmware {ver} to {tty} failed
firmware of {host} could not be updated, old one active
fwupd: failed to update {dev}: device needs AC for update
fwupd: failed to apply {ver}: write error
firmware image for {sensor} rejected: bad header
BIOS update could not be applied
microcode update rejected by cpu {few}
dpkg: error processing package {pkg} (--configure):
dpkg: error: dpkg frontend lock is locked by another process
dpkg: dependency problems prevent configuration of {pkg}
dpkg returned an error code (1) while unpacking {pkg}
installed {pkg} package post-installation script subprocess returned error exit status {code}
E: Sub-process /usr/bin/dpkg returned an error code (1)
E: Unable to locate package {pkg}
E: Unable to fetch some archives, maybe run apt-get update
E: Version '{ver}' for '{pkg}' was not found
Could not get lock /var/lib/dpkg/lock-frontend, upgrade not run
unmet dependencies: {pkg} needs {pkg} (>= {ver})
{pkg} : Depends: {pkg} but it is not installable
conflicting packages: {pkg} and {pkg}, nothing installed
package {pkg} has broken dependencies
package {pkg} cannot be installed
installing package {pkg} failed
rpm: {pkg}-{ver} failed dependencies
dnf: Problem: cannot install the best update candidate for {pkg}
scriptlet failed while installing {pkg}
error: unpacking of archive failed on {pkg}
could not remove {pkg}: subprocess returned {code}
unattended-upgrades: Installing the upgrades failed!
unattended upgrade returned: False
snap "{app}" refresh failed
cannot refresh "{app}": snap has running apps
pip: No matching distribution found for {pkg}=={ver}
npm ERR! could not resolve dependency {pkg}@{ver}
pacman: failed to commit transaction (conflicting files) {pkg}
opkg: Cannot install package {pkg}.
failed to pull image {image}: manifest unknown
schema migration to {ver} failed, old schema kept
migration {ver} aborted, changes undone
kernel {ver} not installed: dkms build of {pkg} failed
dkms: module {pkg}/{ver} failed to build for new kernel
rollout of {ver} stopped, {n} devices failed to update
self-update of {app} failed
bootloader update failed, old one kept
"""

CRITICAL = """
update interrupted, {host} does not boot any more
update {ver} left the system unbootable
system unbootable after update to {ver}
upgrade broke the boot, machine lost
device bricked by firmware update {ver}
firmware update bricked {sensor}
{host} bricked: flash of {ver} interrupted
firmware flash interrupted, device is dead
power lost during firmware flash, {host} unusable
firmware of {host} destroyed, recovery impossible
both slots are unbootable after update
both slots bad, no bootable version left
no valid firmware in either slot, giving up
slot A and slot B failed, device halted
rollback failed, system cannot start
rollback to {ver} failed too, {host} is down
rollback impossible, no older version left
update failed and could not be rolled back, system lost
failed update left {host} dead
update failed, fallback image damaged as well, device lost
bootloader overwritten by update, {host} will not start
bootloader corrupt after upgrade, machine cannot boot
bootloader update failed halfway, device bricked
BIOS flash failed, board dead
bios image corrupt after update, system halted
recovery partition destroyed during upgrade, no way back
kernel panic after update to {ver}, no fallback left
new kernel {ver} panics, old kernel removed, system unbootable
dpkg: status database is corrupt, all package data lost
package database lost
package database destroyed, no package can be managed
rpm database corrupt beyond repair
upgrade removed essential packages, system broken
libc missing after upgrade, nothing starts any more
glibc upgrade aborted halfway, system unusable
upgrade aborted halfway, {host} in an unusable state
half-installed upgrade, system does not start any service
migration to {ver} destroyed the database, data lost
schema migration {ver} failed, data of {db} lost
upgrade of {db} to {ver} lost {nn} records
data directory wiped by upgrade to {ver}
rollout of {ver} bricked {nn} devices
bad release {ver}: {nn} devices offline after update
fleet update {ver} took {nn} devices down
all devices on {ver} are dead after the rollout
ota: image {ver} flashed over the running system, halt
ota agent lost both images, factory recovery needed
update wiped the device keys and data, return to factory
firmware rollback counter exhausted, device locked for ever
updater gave up after {n} failed boots, device stays down
reboot loop since update to {ver}, giving up
boot loop after upgrade, {n} attempts, machine lost
controller firmware erased, machine stopped
emergency: update removed the root file system image
"""
MESSAGES = {"info": INFO, "warning": WARNING, "error": ERROR, "critical": CRITICAL}
