"""What the kernel, smartd, UPS, battery and sensor programs say most often.

One event a line, as in `events_system`.
"""

BLOCKS = """
= disk info
EXT4-fs ({part}): <mounted filesystem with ordered data mode|mounted filesystem {hex} r/w|recovery
  complete|re-mounted|unmounting filesystem|orphan cleanup done>
/dev/{part}: <clean, {nn}/{nnn} files, {nn}/{nnn} blocks|recovering journal, done|{nn} files, all
  fine>
<{mount}|/dev/{part}>: {size} <trimmed|free|reclaimed|copied|written and verified>< on /dev/{part}|>
<snapshot|backup|archive|copy> <{stem}|of {db}|{id}>
  <created|done|finished|complete|rotated|verified> <in {ms} ms|, {size}|without errors|in {sec} s>
Device: /dev/{dev}< [SAT]|>, <SMART Usage Attribute unchanged|self-test completed without
  error|opened|is SMART capable|found in smartd database|no errors logged>
<md{few}|raid {pool}|pool {pool}|array {pool}>: <resync done|all members active|scrub finished, 0
  errors|online|rebuilt|check done>
sd {few}:0:0:0: [{dev}] <{nnn} 512-byte logical blocks|Attached SCSI disk|Write Protect is off|Write
  cache: enabled>
= disk warning
<{mount}|filesystem {part}|volume {pool}|rootfs|disk {dev}>: <{hi}% used|space usage {hi}% matches
  resource limit|{hi} % full|only {lo}% free|{size} left, limit near>
<md{few}|array {pool}|raid {pool}|mirror {pool}|pool {pool}> <is degraded|degraded, still
  running|running on {few} of {n} members|lost one member, rebuilding|rebuilding, {pct}%>
Device: /dev/{dev}< [SAT]|>, <{n} Currently unreadable (pending) sectors|{few} Offline uncorrectable
  sectors|SMART Prefailure Attribute: 5 Reallocated_Sector_Ct changed|temperature and wear near
  limit|wear level at {hi}%>
<write|read|sync|flush|commit> <to {dev}|on {part}|of {file}> <slow, {slowms} ms|retried, ok
  now|took {slowms} ms|succeeded on try {few}>
<{few} read errors|{n} ECC errors|{n} checksum errors|bad block {nnn}>
  <corrected|remapped|repaired|recovered> on <{dev}|{part}|{pool}>
EXT4-fs ({part}): <warning: mounting fs with errors, running e2fsck is recommended|warning: maximal
  mount count reached|recovery required on readonly filesystem, done>
<inodes|quota|backup space|log volume> <at {hi}%|nearly used up|almost full|{hi}% used>< on
  {mount}|>
= disk error
<write|cp|tar|dd|backup|rsync|{app}>: <error writing '{path}'|cannot write {file}|write to {path}
  failed|{file}>: No space left on device
<Buffer I/O error on dev {part}|blk_update_request: I/O error, dev {dev}|I/O error on {dev}|critical
  medium error, dev {dev}>, <logical block {nnn}|sector {nnn}|sector {nnn} op 0x0:(READ)>
EXT4-fs error (device {part}): <ext4_find_entry:{nn}: reading directory lblock 0|ext4_lookup:{nn}:
  deleted inode referenced|ext4_journal_check_start: Detected aborted journal|bad extent in inode
  {nn}>
<mount|mounting> <{mount}|/dev/{part}|of {mount}> failed<: wrong fs type|: bad superblock|, no such
  device|: unknown filesystem type|>
<snapshot|backup|archive|export> <{id}|of {db}|{stem}> <failed|aborted|could not be deleted|could
  not be written|could not be created>: <still in use|target full|read error|i/o error>
<cannot|could not|failed to> <delete|create|rename|extend> <clone {id}|volume {stem}|file
  {path}|partition {part}><: busy|: i/o error|: disk full|>
ata{few}<.00|>: <failed command: READ FPDMA QUEUED|error: { UNC }|exception Emask 0x0 SAct 0x0
  action 0x6|link failed to come up>
= disk critical
EXT4-fs ({part}): Remounting filesystem read-only
<{part}|{mount}|filesystem {part}|root filesystem> <turned read-only|remounted read-only|is
  read-only now|forced read-only> <after errors|because of i/o errors|, journal aborted>
Device: /dev/{dev}< [SAT]|>, <FAILED SMART self-check. BACK UP DATA NOW!|SMART Failure: drive
  failing|FAILING_NOW, replace at once|failure predicted within 24 hours>
<array|raid|pool> {pool} <failed|lost|offline>, <too many members gone|{few} drives dead|data
  lost|cannot be recovered>
<disk|drive|ssd> {dev} <dead|failed|is dying|died>, <data lost|all data gone|replace now|no copy
  left>
nvme nvme{few}: <critical warning: media in read-only mode|controller is down, data lost|device
  dead, removing after failed reset>
= memory info
<Memory: {nnn}K/{nnn}K available|{size} of memory available|Adding {nnn}k swap on /dev/zram0|Adding
  {nnn}k swap on /dev/{part}|swap on /dev/{part} activated|Freeing unused kernel memory: {nn}K>
<heap|memory|RAM|swap|cache> <at {pct}%|{pct}% used|usage {pct}%|{size} free>< on {host}|, fine|,
  normal|>
<gc|garbage collection|compaction|cache trim> <done|finished|freed {size}> <in {ms} ms|, heap at
  {pct}%|after {ms} ms>
= memory warning
<heap|memory|RAM|main memory|swap> <at {hi}%|{hi}% used|usage {hi}% of {size}|nearly full ({hi}%)>,
  <shrinking caches|close to the limit|swapping|cleaning up|watch it>
EDAC MC{few}: <{n} CE|1 CE> <memory read error|memory scrubbing error|error> on
  <DIMM_{few}|CPU_SrcID#0_Channel#{few}_DIMM#0|mc#0csrow#{few}channel#1><, corrected|>
<{n} corrected|corrected> <memory errors|ECC errors|bit flips> <on DIMM {few}|in bank {few}|since
  boot|on {host}>
<{app}|process {pid}|container {app}> <uses|holds|has grown to> {hi}% of <memory|RAM|its memory
  limit>
<low memory|memory pressure|memory tight>: <{size} left|dropping caches|{lo}% free|shrinking
  buffers>
= memory error
{app}: page allocation failure: order:{few}, mode:0x{n}dc0(GFP_KERNEL)
<fork|malloc|mmap|{app}|vmalloc|bash: fork>: Cannot allocate memory
<out of memory in {app}|java.lang.OutOfMemoryError: Java heap space|MemoryError in
  {job}|std::bad_alloc in {app}|CUDA out of memory>, <request dropped|job {job} aborted|{size}
  wanted|batch {n} skipped>
<could not|unable to|failed to> <allocate {size}|reserve {size}|get {nn} pages|map {size}> <of
  memory|for {app}|for buffer {stem}|, no memory>
= memory critical
<Out of memory: Killed process|Memory cgroup out of memory: Killed process|oom-kill: killed|Out of
  memory: Kill process> {pid} ({app})< total-vm:{nnn}kB, anon-rss:{nnn}kB|, {size} freed| score {nn}
  or sacrifice child|>
{app} <was killed by the OOM killer|killed, out of memory|OOMKilled|was killed for using too much
  memory>
Kernel panic - not syncing: <System is deadlocked on memory|Out of memory and no killable
  processes...|Out of memory: system-wide panic_on_oom is enabled>
<uncorrectable|uncorrected> <memory error|ECC error> <on DIMM {few}|at 0x{hex}|in bank {few}>,
  <machine halted|{host} down|system stopped|panic>
= thermal info
<cpu|gpu|soc|{zone}|case|board> <temperature|temp> <{c} C|{c} °C|at {c} C>, <normal|fan
  slow|fine|ok|all good>
<{fan}|fan {few}|case fan> <at {rpm} rpm|running at {pct}%|set to {pct}%|speed {rpm}><, temperature
  ok|>
CPU{few}: <Core|Package> temperature/speed normal< (total events = {nn})|>
<cooled down|temperature back to normal|throttling ended|heat alarm cleared> <on {zone}|at {c} C|:
  {zone} {c} C>
= thermal warning
CPU{few}: <Core|Package> temperature above threshold, cpu clock throttled< (total events = {nn})|>
<{gpu}|cpu|{zone}|soc> <at {hot} C|{hot} °C|reached {hot} C>, <clock reduced|slowing down|throttling
  for heat|close to its limit|fan at full speed>
<{fan}|fan {few}|pump {few}> <slow|slower than set|noisy|worn>, <{rpm} rpm|cooling reduced|replace
  soon|still turning>
<temperature|temp> <of {zone} high|on {zone} rising|{hot} C on {zone}|near the limit on {zone}><:
  {hot} C|, warning|>
= thermal error
<{fan}|fan {few}|fan tray {few}|pump {few}> <stopped|failed|no longer turns|does not
  spin|stalled|reads 0 rpm>
<could not|cannot|failed to> <set pwm{few} to {nn}|set {fan} speed|read temperature of {zone}|read
  {zone}|start {fan}><, fan keeps its speed|: i/o error|>
<job|print|test|charge> <{n}|{id}> <stopped|aborted|failed>, <{zone} too hot|overheated ({hot}
  C)|temperature {hot} C over limit>
= thermal critical
<thermal thermal_zone{few}|{zone}|cpu|ACPI>: critical temperature reached< ({hot} C)|>, <shutting
  down|powering off|system shutdown|emergency stop>
<overheated|too hot|heat limit passed>: {hot} C, <{host} shuts down|powering off now|emergency
  shutdown|halting the machine>
= power info
<battery|{bat}|UPS {ups}> <full|fully charged|100%, charging stopped|charged to 100%|charging,
  {pct}%|at {pct}%>
UPS {ups}< on |@localhost: >line power
<AC adapter|charger|mains|line power> <connected|plugged in|online|is back|restored|ok><, charging
  {bat}|>
Communications with UPS {ups}<@localhost|> established
<{rail}|input|supply|supply voltage> <{v} V|at {v} V>, <ok|normal|within limits|stable>
<PSU {few}|power supply {few}|psu{few}> <ok|present, ok|input good|AC restored><, {w} W|>
<now running on|switched to|back on> <mains|line power|AC>< after {n} min|>
= power warning
<battery|{bat}|UPS battery|sensor battery> <low|at {lo} %|weak|down to {lo}%>, <please
  charge|returning to the dock|{n} min left|replace soon|saving power>
UPS {ups}<@localhost:|> on battery< power|, {n} min left|>
<hwmon hwmon{few}: Undervoltage detected!|Under-voltage detected! (0x0005000{few})|Voltage low on
  {rail}: {v} V|supply voltage {v} V, a bit low|under-voltage on {rail} noticed>
<PSU {few}|power supply {few}> <lost input|degraded|failed self test once|noisy>, <other one carries
  on|redundancy lost|still running>
<running on|switched to> <battery|UPS|backup power>, <mains lost|line power gone|{pct}% left|{n}
  min>
<power draw|load|consumption> <{w} W|at {hi}%> <near the limit|, budget almost used|over the target>
= power error
usb usb{few}-port{few}: over-current <condition|change #{n}|detected>
<over-current|overcurrent> <on port {n}|on {rail}|at output {few}|on usb port {few}>, <port switched
  off|output disabled|channel off>
<charge|charging|charging session> <did not begin|failed|aborted|stopped>: <grid voltage too
  low|charger fault {n}|no current|battery does not answer>
<PSU {few}|power supply {few}|psu{few}> <failed|dead|has no output|fault>
<Communications with UPS {ups} lost|UPS {ups} is unavailable|Data for UPS [{ups}] is stale|cannot
  read state of {ups}>
<could not|failed to> <set {rail}|enable regulator {rail}|read {bat}|switch relay {few}|set power
  limit of {gpu}><: -110|>
= power critical
<battery|{bat}|battery {bat}> <empty|exhausted|at 0 %|flat|critically low>, <powering off|shutting
  down|powering off now|system halts|{host} goes down>
<UPS {ups}|{ups}>: <battery is low|battery exhausted|low battery>, <shutting down|forced
  shutdown|system goes down|power will be cut>
<PSU {few}|both power supplies|all supplies|mains and battery> <lost|failed|down>, <nothing
  left|power gone|{host} off|system going down>
<voltage|{rail}|input> <collapsed|dropped to {v} V|lost>, <board reset|emergency power off|machine
  down|halting>
= hardware info
usb {usb}: <new high-speed USB device number {n} using xhci_hcd|new full-speed USB device number {n}
  using xhci_hcd|new SuperSpeed USB device number {n} using xhci_hcd|New USB device found,
  idVendor=0bda, idProduct={nn}|Product: {app}|Manufacturer: {app}|USB disconnect, device number
  {n}>
<camera|sensor|scanner|printer|lidar> <{cam}|{sensor}|{n}>
  <found|ready|connected|detected|initialised|calibrated>
<pci {pci}|pcieport {pci}>: <enabling device|PME: Signaling with IRQ {n}|BAR 0: assigned|Adding to
  iommu group {n}|PCI bridge to [bus 0{few}]>
<{tty}|cdc_acm {usb}:1.0|ttyS0>: <USB ACM device|attached at 115200 baud|ready|converter now
  attached>
<{sensor}|snd_hda_intel {pci}|i2c-{few}|{gpu}>: <probed|registered|bound|driver loaded|found at
  0x{n}>
= hardware warning
pcieport {pci}: AER: <Corrected error received: {pci}|Multiple Corrected error received:
  {pci}|Correctable error message received from {pci}>
{pci}: PCIe Bus Error: severity=Corrected, type=<Physical Layer|Data Link Layer>, <(Receiver
  ID)|(Transmitter ID)>
usb {usb}: reset <high-speed|full-speed|SuperSpeed> USB device number {n}< using xhci_hcd|>
<camera|sensor|lidar|scanner> <{cam}|{sensor}|{n}> <sends only {few} frames a second|slow, {slowms}
  ms|values noisy|answered on second try|dropped {n} frames>
<usb {usb}|device {usb}|{sensor}|{tty}> <usable again after a reset|reconnected after {sec} s|back
  after {few} retries|fell back to a lower speed>
mce: [Hardware Error]: <corrected error on cpu {few}|Corrected error, no action required|{n}
  corrected errors since boot>
= hardware error
usb {usb}: <device descriptor read/64, error -{n}|device not accepting address {n}, error -71|can't
  set config #1, error -71|unable to enumerate USB device>
<camera|sensor|lidar|scanner|reader> <{cam}|{sensor}|{n}> <not found|could not be opened|does not
  answer|failed|timed out|disconnected while in use>
i2c i2c-{few}: <no reply from {sensor}|controller timed out|sendbytes: NAK bailout|lost arbitration,
  transfer failed>
NVRM: Xid (PCI:{pci}): {n}, <pid={pid}, channel error|GPU stopped processing|pid={pid}, Graphics
  Exception>
<{cam}|{tty}|/dev/video{few}|{sensor}>: <no such device|i/o error|read failed|open failed|not
  responding>
<can{few}|spi{few}|{tty}>: <bus-off|transfer failed|frame error|write error -{n}|timeout waiting for
  device>
= hardware critical
<{gpu}|gpu|controller {few}|motor driver {few}> <fell off the bus|dead|lost for good>, <{host} must
  be rebooted|machine stopped|system halted|emergency stop>
mce: [Hardware Error]: <Machine check: Processor context corrupt|CPU {few}: uncorrected, fatal|Fatal
  machine check on cpu {few}>, <system halted|panic|machine down>
"""
